"""Large batches run in parts, so that memory stays small."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Floats


def in_chunks(run: Any, batch: NDArray[Any], size: int) -> tuple[Floats, ...]:
    """Return the outputs of `run` for a batch (N, …), which gets at most `size` of it at once."""
    if len(batch) <= size:
        return tuple(run(batch))
    parts = [run(batch[first : first + size]) for first in range(0, len(batch), size)]
    return tuple(np.concatenate(each) for each in zip(*parts, strict=True))

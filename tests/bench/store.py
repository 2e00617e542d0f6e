"""The sample store: one correction on the disk, and 10,000 samples looked through."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from digitpad.store.filters import Filter
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.stored import sample

SAMPLES, CORRECTIONS, WINDOW = 10_000, 200, 100

TARGETS = {
    "one correction on the disk, median ms": 25.0,
    "10,000 samples: ids by doubt, median ms": 50.0,
    "10,000 samples: ids of misread 3s, median ms": 50.0,
    "10,000 samples: 100 visible ones, median ms": 10.0,
}


def figures() -> dict[str, float]:
    """Milliseconds, but where the name says otherwise."""
    with tempfile.TemporaryDirectory() as folder, SampleStore(Path(folder) / FILE_NAME) as store:
        one = _median_ms([lambda number=number: store.add([sample(number)]) for number in range(CORRECTIONS)])
        store.add(sample(number, number % 10) for number in range(CORRECTIONS, SAMPLES))
        ids = store.ids()
        threes = Filter(labels=frozenset({3}), misread=True)
        windows = [ids[start : start + WINDOW] for start in range(0, SAMPLES, 10 * WINDOW)]
        found = {
            "one correction on the disk, median ms": one,
            "10,000 samples: ids by doubt, median ms": _median_ms([lambda: store.ids(order="doubt")] * 20),
            "10,000 samples: ids of misread 3s, median ms": _median_ms([lambda: store.ids(threes)] * 20),
            "10,000 samples: 100 visible ones, median ms": _median_ms(
                [lambda window=window: store.several(window) for window in windows]
            ),
            "10,000 samples: all of them, ms": _median_ms([store.all]),
        }
        store.close()
        return found | {"10,000 samples: open and check the file, ms": _median_ms([lambda: _opened(Path(folder))])}


def _opened(folder: Path) -> None:
    SampleStore(folder / FILE_NAME).close()


def _median_ms(works: list[Callable[[], object]]) -> float:
    taken = []
    for work in works:
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)

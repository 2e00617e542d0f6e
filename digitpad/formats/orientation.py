"""Tables whose glyphs lie on their side, as EMNIST's do: the network reads both ways, the surer one is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from digitpad.formats.kaggle_csv import Rows
from digitpad.records import Floats

ENOUGH = 50  # rows that are tried
# Of 5,000 MNIST training digits, 20,000 draws each of 1 to 100 with these values: none that stood upright was turned;
# turned ones were found in 95 % of the draws of 5 rows, and in all but 0.1 % of those of 10 (grey or black and white).
MOST_OF_ONE = 2.0  # nats that one row can count
MARGIN = 4.0  # nats by which the turned rows must read better
LEAST = 1e-6  # confidence that still has a logarithm

SIDEWAYS = "{} holds digits on their side, as EMNIST's tables do; they were turned upright."

Confidence = Callable[[NDArray[np.uint8]], Floats]  # glyphs (N, 28, 28) -> 0..1 (N,) that each is a digit


def upright(parts: Iterable[Rows], confidence: Confidence, on_turned: Callable[[], None]) -> Iterator[Rows]:
    """Yield the rows, turned where they read better so; `on_turned` is called once if they are."""
    first_parts: list[Rows] = []
    turns: bool | None = None
    for part in parts:
        if turns is None:
            first_parts.append(part)
            if sum(len(rows.glyphs) for rows in first_parts) < ENOUGH:
                continue
            turns = _decided(first_parts, confidence, on_turned)
            yield from (_turned(rows) if turns else rows for rows in first_parts)
        else:
            yield _turned(part) if turns else part
    if turns is None and first_parts:
        turns = _decided(first_parts, confidence, on_turned)
        yield from (_turned(rows) if turns else rows for rows in first_parts)


def is_sideways(glyphs: NDArray[np.uint8], confidence: Confidence) -> bool:
    """Tell whether glyphs (N, 28, 28) read clearly better with rows and columns exchanged."""
    both = [np.log(np.maximum(confidence(each), LEAST)) for each in (glyphs, _exchanged(glyphs))]
    return float(np.clip(both[1] - both[0], -MOST_OF_ONE, MOST_OF_ONE).sum()) > MARGIN


def _decided(parts: list[Rows], confidence: Confidence, on_turned: Callable[[], None]) -> bool:
    turns = is_sideways(np.concatenate([rows.glyphs for rows in parts])[:ENOUGH], confidence)
    if turns:
        on_turned()
    return turns


def _turned(rows: Rows) -> Rows:
    return Rows(_exchanged(rows.glyphs), rows.labels)


def _exchanged(glyphs: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(glyphs.transpose(0, 2, 1))

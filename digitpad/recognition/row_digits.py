"""The digits and marks of rows: candidates scored by a network in one batch, then the best path through each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.network import Network
from digitpad.records import Floats, Glyph, Reading, Sign
from digitpad.vision.segmentation.candidates import Candidates
from digitpad.vision.segmentation.row_marks import reading_of

LEAST_PROBABILITY = 1e-4  # a probability is taken to be at least this, so that its logarithm stays finite


def read_rows(network: Network, rows: Sequence[Candidates]) -> list[list[Sign]]:
    """Return the likeliest digits and marks of each row, left to right."""
    return [row.best(probabilities, reminded_by) for row, probabilities, reminded_by in _predicted(network, rows)]


def spell_rows(network: Network, rows: Sequence[Candidates], texts: Sequence[str]) -> Reading:
    """Return the likeliest digits and marks that can be `texts`, a row each; a digit's label is what it looks like.

    Raises DigitPadError where the ink cannot be taken apart so.
    """
    if len(rows) != len(texts):
        raise DigitPadError(f"There are {_counted(len(rows))} of digits; type as many, with spaces between them.")
    spelled = []
    for text, (row, probabilities, reminded_by) in zip(texts, _predicted(network, rows), strict=True):
        signs = row.spelling(text, probabilities, reminded_by)
        if signs is None:
            kind = "digits" if text.isdigit() else "digits and marks"
            raise DigitPadError(
                f"The ink cannot be taken apart into the {len(text)} {kind} of {text}; split or join digits first."
            )
        spelled.append(signs)
    return reading_of(spelled)


def likeliest_pair(network: Network, pairs: Sequence[tuple[Glyph, Glyph]]) -> int:
    """Return the index of the pair of glyphs of which both are most likely digits; raise DigitPadError for none."""
    if not pairs:
        raise DigitPadError("There is too little ink here for two digits; nothing was split.")
    digits = network.classify(np.stack([glyph for pair in pairs for glyph in pair]))[:, :10].max(axis=1)
    return int(np.log(np.maximum(digits, LEAST_PROBABILITY)).reshape(-1, 2).sum(axis=1).argmax())


def _predicted(network: Network, rows: Sequence[Candidates]) -> list[tuple[Candidates, Floats, NDArray[np.int64]]]:
    """Return each row with its candidates' probabilities, and which sample reminded the memory of them."""
    if not rows:
        return []
    prediction = network.predict(np.stack([glyph for row in rows for glyph in row.glyphs]))
    ends = np.cumsum([len(row.glyphs) for row in rows])[:-1]
    parts = np.split(prediction.probabilities, ends), np.split(prediction.reminded_by, ends)
    return list(zip(rows, *parts, strict=True))


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"

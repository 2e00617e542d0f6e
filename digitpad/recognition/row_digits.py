"""The digits and marks of rows: candidates scored by a network in one batch, then the best path through each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.network import Network
from digitpad.languages import _, plural
from digitpad.records import Box, Digit, Floats, Glyph, Reading, RowPath, Sign
from digitpad.vision.lattice.candidates import Candidates
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
        raise DigitPadError(
            _("There are {rows} of digits; type as many, with spaces between them.").format(rows=_counted(len(rows)))
        )
    rows_of_signs = []
    for text, (row, probabilities, reminded_by) in zip(texts, _predicted(network, rows), strict=True):
        signs = row.spelling(text, probabilities, reminded_by)
        if signs is None:
            digits = _("The ink cannot be taken apart into the {count} digits of {text}; split or join digits first.")
            with_marks = _(
                "The ink cannot be taken apart into the {count} digits and marks of {text}; split or join digits first."
            )
            raise DigitPadError((digits if text.isdigit() else with_marks).format(count=len(text), text=text))
        rows_of_signs.append(signs)
    return reading_of(rows_of_signs)


def with_others(network: Network, rows: Sequence[Candidates], reading: Reading) -> Reading:
    """Return the reading with other paths through the rows of candidates that it was read from."""
    paths_of_rows = [
        row.paths(probabilities, reminded_by) for row, probabilities, reminded_by in _predicted(network, rows)
    ]
    around = [Box.around(sign.box for sign in paths[0].signs) if paths else None for paths in paths_of_rows]
    others = []
    for signs in reading.signs:
        place = Box.around(sign.box for sign in signs)
        overlaps = [_overlap(place, each) for each in around]
        nearest = max(range(len(paths_of_rows)), key=overlaps.__getitem__, default=None)
        near = paths_of_rows[nearest] if nearest is not None and overlaps[nearest] else []
        within = [RowPath(tuple(sign for sign in path.signs if _is_within(sign, place)), path.share) for path in near]
        own = _apart(signs)
        others.append(tuple(path for path in within if path.signs and _apart(path.signs) != own))
    return replace(reading, others=tuple(others))


def _overlap(one: Box, other: Box | None) -> int:
    """Return the area that two boxes share, px²."""
    if other is None:
        return 0
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(across, 0) * max(down, 0)


def _is_within(sign: Sign, place: Box) -> bool:
    """True for ink of the row; what was left out beside it stays out."""
    return place.left <= sign.box.left + sign.box.width / 2 <= place.right


def _apart(signs: Sequence[Sign]) -> list[tuple[tuple[int, ...], str]]:
    """Return the segmentation of signs: the strokes of each, and the symbol of a mark."""
    return [(tuple(sorted(sign.strokes)), "" if isinstance(sign, Digit) else sign.symbol) for sign in signs]


def likeliest_pair(network: Network, pairs: Sequence[tuple[Glyph, Glyph]]) -> int:
    """Return the index of the pair of glyphs of which both are most likely digits; raise DigitPadError for none."""
    if not pairs:
        raise DigitPadError(_("There is too little ink here for two digits; nothing was split."))
    digits = network.classify(np.stack([glyph for pair in pairs for glyph in pair]))[:, :10].max(axis=1)
    return int(np.log(np.maximum(digits, LEAST_PROBABILITY)).reshape(-1, 2).sum(axis=1).argmax())


def _predicted(network: Network, rows: Sequence[Candidates]) -> list[tuple[Candidates, Floats, NDArray[np.int64]]]:
    """Return each row with the probabilities (N, 11) of its candidates, and the samples (N,) that decided by memory."""
    if not rows:
        return []
    prediction = network.predict(np.stack([glyph for row in rows for glyph in row.glyphs]))
    ends = np.cumsum([len(row.glyphs) for row in rows])[:-1]
    parts = np.split(prediction.probabilities, ends), np.split(prediction.reminded_by, ends)
    return list(zip(rows, *parts, strict=True))


def _counted(rows: int) -> str:
    return plural("{count} row", "{count} rows", rows).format(count=rows)

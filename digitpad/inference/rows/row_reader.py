"""Reads rows of writing as whole strings: the likeliest ones under one or several views of the row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.rows.beam import Candidate, likeliest_strings, log_probabilities_of
from digitpad.inference.rows.parameters import BEAM, ROW_READER, STRIP, BeamParams, RowReaderParams, StripParams
from digitpad.inference.rows.row_columns import BLANK, CLASSES, columns_of
from digitpad.inference.rows.row_strip import HEIGHT, Grey, RowView, strip_in_view
from digitpad.records import Floats

Predict = Callable[[Floats], Floats]  # strips (N, 32, W) -> log-probabilities (N, T, 11)

# Chosen among 13 views on the even places of the amounts: leaning more and narrower, wider, with room above.
SHIPPED_VIEWS = (
    RowView(),
    RowView(slant=-0.2, stretch=0.85),
    RowView(stretch=1.2),
    RowView(trim=-0.1),
)


@dataclass(frozen=True, eq=False)
class RowReading:
    """The strings that a row may spell, under all views of it."""

    candidates: tuple[Candidate, ...]  # the likeliest string first
    columns: Floats  # (T, 11) of the first view, for places
    votes: tuple[str, ...] = ()  # each view's own likeliest string


class RowReader:
    """Reads rows with a network and a few views of each."""

    def __init__(
        self,
        predict: Predict,
        views: Sequence[RowView] = (RowView(),),
        params: RowReaderParams = ROW_READER,
        beam: BeamParams = BEAM,
        strip: StripParams = STRIP,
    ) -> None:
        """`views`: the first one gives the columns that digits are placed by, and should change nothing."""
        self._predict = predict
        self._views = tuple(views)
        self._params, self._beam, self._strip = params, beam, strip

    def read(self, row: Grey) -> RowReading:
        """Return the likeliest strings of a row (h, w) of dark ink on paper, weighed under all views."""
        strips = [strip_in_view(row, view, self._strip) for view in self._views]
        columns = self._columns(strips)
        by_view = [likeliest_strings(each, self._params.candidates, self._beam) for each in columns]
        texts = sorted({candidate.text for candidates in by_view for candidate in candidates})
        joint = _mean(log_probabilities_of(columns, texts))
        ranked = sorted(zip(texts, joint.tolist(), strict=True), key=lambda item: (-item[1], item[0]))
        votes = tuple(candidates[0].text for candidates in by_view)
        best = ranked[: self._params.candidates]
        return RowReading(tuple(Candidate(*item) for item in best), columns[0], votes)

    def columns(self, row: Grey) -> Floats:
        """Return the log-probabilities (T, 11) of a row under the first view."""
        return self._columns([strip_in_view(row, self._views[0], self._strip)])[0]

    def _columns(self, strips: Sequence[Floats]) -> list[Floats]:
        """Return the log-probabilities (T, 11) of each strip, all computed at once."""
        widest = max(strip.shape[1] for strip in strips)
        batch = np.zeros((len(strips), HEIGHT, widest), np.float32)
        for place, strip in enumerate(strips):
            batch[place, :, : strip.shape[1]] = strip
        scores = self._predict(batch)
        own = (scores[place, : columns_of(strip.shape[1])] for place, strip in enumerate(strips))
        return [with_certain_blanks(columns, self._params) for columns in own]


def with_certain_blanks(columns: Floats, params: RowReaderParams = ROW_READER) -> Floats:
    """Return columns (T, 11) in which each that is almost surely blank is surely blank.

    Otherwise the small doubts of thousands of empty columns add up, and a long empty row is read as a digit.
    """
    doubts = -np.expm1(np.minimum(columns[:, BLANK], 0))  # probability that it is no blank
    sure = np.full(CLASSES, params.ruled_out, np.float32)
    sure[BLANK] = 0.0
    return np.where(doubts[:, None] < params.least_doubt, sure, columns)


def _mean(log_probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log of the mean probability under all views: one view that is sure outweighs several that guess."""
    return np.asarray(np.logaddexp.reduce(log_probabilities) - np.log(len(log_probabilities)), np.float64)

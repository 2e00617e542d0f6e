"""The numbers by which lines of ink are told from marks: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SignParams:
    """Lines that are one sign together, such as the two of a plus; typical heights between them."""

    across: float = 0.06  # from side to side: the lines of a sign touch or nearly do
    down: float = 0.4  # one above the other, as the two of an equals sign are


SIGNS = SignParams()


@dataclass(frozen=True)
class MarkParams:
    """Lines that the network of marks judges, and its answers; heights are shares of the typical height."""

    small: float = 0.6  # longest side: a line no larger may be a mark of any kind
    flat: float = 0.4  # height: so low a line may be a minus
    wide: float = 1.6  # width: a wider one is no minus
    straight: float = 0.16  # across over along: so straight a line may be a slash, or one of the lines of a sign
    largest: float = 2.2  # longest side: a longer straight line is no slash
    most: int = 400  # lines that may be marks: of more none is looked at, for time
    least_sign: float = 0.1  # probability: a line that may be part of a sign
    level: float = 0.4  # of its width, height: so low a line is level, and alone no sign
    least: float = 0.02  # probability: what is less likely a mark or a sign is a part of a digit
    likely: float = 0.5  # probability: a likelier mark is kept apart while rows are sought
    signs: SignParams = SIGNS


MARK_LINES = MarkParams()


@dataclass(frozen=True)
class CellParams:
    """Cells of ink that may be a mark's."""

    fine: int = 16  # cells in a digit's height, as the network was fitted: a dot has one to four
    least_ink: float = 0.25  # share of a cell: one with less is paper
    most: int = 60_000  # cells of a picture: a larger one, of many rows, is not asked about, for time


CELLS = CellParams()


@dataclass(frozen=True)
class MarkMeasures:
    """Measures of a line, typical heights if not said otherwise.

    The network was fitted on measures made so: with another value it must be fitted anew.
    """

    highest: float = 0.9  # quantile of the heights that is a high line's
    high: float = 0.5  # of a high line's height: the typical height is the median of those no lower
    tall: float = 0.5  # height: lines so high stand for digits
    small: float = 0.6  # longest side: a line no larger may be a colon's other dot
    straight: float = 0.16  # across over along: so straight a line tells how the row leans
    same_row: float = 0.2  # of the lower one's height: two lines next to each other that are so far level share a row
    near: float = 4.0  # as far as this digits beside a line tell how high digits are here
    level: float = 0.6  # above or below a line, within which others stand in its row
    over: float = 0.5  # of the narrower one's width: a line so far above or below another is of the same digit
    least_below: float = 0.05  # down to a colon's other dot: what is nearer is level
    below: float = 1.2  # down to it at most
    aside: float = 0.6  # from side to side to it at most
    upright: float = 0.3  # height: a lower line has no lean
    farthest: float = 2.5  # gaps count as no more
    most: float = 1.5  # other distances, and leans, count as no more
    least_reach: float = 0.02  # by which lengths are divided at least
    most_contacts: int = 4  # of the nearest lines are measured, for time
    dot: float = 0.1  # extent: a smaller line has hardly a direction
    counted: int = 3  # digits on one side; more, and longer lines, count as so many


MARK_MEASURES = MarkMeasures()

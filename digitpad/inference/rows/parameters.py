"""The numbers by which whole rows are read: each with its unit and its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StripParams:
    """A row made even before it is read. The network was trained on strips made so: another value asks for training."""

    widest: int = 32_768  # px; a longer row is squeezed to it, so that no picture can fill the memory
    ground_window: int = 9  # px, wider than a stroke: the palest within it is paper
    ground_blur: int = 25  # px over which the light may change
    ink_share: float = 0.015  # of the px counted: as many are taken to be full ink
    ink_counted: int = 8_192  # px, 256 columns, so that a long empty row does not make its few digits pale
    least_contrast: float = 12.0  # grey levels between paper and ink; less is noise and stays pale
    least: float = -0.5  # a strip's range from here; glare lies beyond
    most: float = 1.6  # and to here; stamps lie beyond


@dataclass(frozen=True)
class BeamParams:
    """The search for the likeliest strings."""

    prefixes: int = 8  # that live on after each column
    least: float = -9.2  # log-probability of a class in a column, about 1 in 10,000; rarer ones open no new prefix


@dataclass(frozen=True)
class RowReaderParams:
    """A row's columns of scores, and the strings of several views of it."""

    least_doubt: float = 0.002  # probability of any digit in a column; less is taken for none
    ruled_out: float = -60.0  # log-probability of a digit there; not -inf, so that any text can still be placed
    candidates: int = 5  # strings of each view that are weighed under all views


@dataclass(frozen=True)
class NumberChoiceParams:
    """The choice among the strings of two readers. The weights were fitted with all but the first two."""

    least_overruling: float = 0.2  # probability; of the even amounts' strings less likely than it, 1 in 17 was right
    least_sure: float = 0.95  # confidence: as many digits, each so sure in the lattice, are not overruled
    most_odds: float = 8.0  # natural log; surer words of either reader count as this
    digits_counted: int = 12  # digits; longer strings count as so long


@dataclass(frozen=True)
class NumberTrustParams:
    """The trust in numbers. The weights were fitted with all of them."""

    sure_digit: float = 2.0  # natural log: from here on the network's word on the least sure digit has a further slope
    most_margin: float = 8.0  # natural log
    most_odds: float = 5.0  # natural log
    digits_counted: int = 12  # digits


@dataclass(frozen=True)
class NumberSpanParams:
    """The number among letters, swept by `python -m tests.bench.number_span --vary`.

    The weights were fitted with the last three: other values ask for a fit.
    """

    most_digits: int = 24  # of a row; a longer one is taken whole, for time
    lead: float = 2.0  # nats by which a part must be likelier than the whole
    least: float = 2.4  # nats by which it must be likelier than no number; a lone digit among letters seldom is
    least_log: float = -9.0  # natural log; rarer words of the row reader count as this
    least_gap: float = -0.3  # median heights: a deeper overlap counts as this
    most_gap: float = 1.5  # median heights: a wider blank counts as this


STRIP, BEAM, ROW_READER, NUMBER_CHOICE = StripParams(), BeamParams(), RowReaderParams(), NumberChoiceParams()
NUMBER_TRUST, NUMBER_SPAN = NumberTrustParams(), NumberSpanParams()

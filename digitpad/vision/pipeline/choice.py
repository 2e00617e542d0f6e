"""One decision between the readings of a picture: from its own contrast, from maps of its ink, in other poses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.records import Reading
from digitpad.vision.pipeline.choice_features import PictureReading, features_among
from digitpad.vision.pipeline.choice_network import shipped_choice_networks
from digitpad.vision.pipeline.parameters import CHOICE, VISION, ChoiceParams, VisionParams


def is_enough(candidate: PictureReading, params: VisionParams = VISION) -> bool:
    """True where a reading from the picture's own contrast is likely right by itself.

    Nothing is never enough of a small picture: somebody cut it out for its digits, and it is soon read again.
    """
    if any(digit.decided_by != "network" for digit in candidate.reading.digits):
        return True  # the user taught it
    if not candidate.reading.digits and is_small(candidate, params.choice):
        return False
    return chance(shipped_choice_networks().alone.odds(candidate.measures)) >= params.choice.enough


def likeliest(candidates: Sequence[PictureReading], params: VisionParams = VISION) -> PictureReading:
    """Return the candidate that is most likely right; digits read by contrast stand unless another is far likelier.

    Where contrast reads the same digits with sure marks among them, it stands: maps lose dots.
    """
    digits = [bool(each.reading.digits) for each in candidates]
    small = is_small(candidates[0], params.choice)
    favours = [favour_of(sureness_of(each), each.agreement.same, small, params.choice) for each in candidates]
    chosen = candidates[choose(odds_of(candidates), digits, favours, params.choice)]
    marks, signs = candidates[0].reading.marks, any(digit.sign for digit in candidates[0].reading.digits)
    surely_marked = (bool(marks) or signs) and all(mark.sure for mark in marks)
    return candidates[0] if surely_marked and _have_same_digits(candidates[0], chosen) else chosen


def holds_digits(chosen: PictureReading, candidates: Sequence[PictureReading], params: VisionParams = VISION) -> bool:
    """True unless all that was measured of the chosen reading speaks for print, things or a pattern."""
    if any(digit.decided_by != "network" for digit in chosen.reading.digits):
        return True  # the user taught it
    odds = shipped_choice_networks().any_digits.odds(features_among(chosen, candidates))
    return odds >= params.choice.least_odds


def _have_same_digits(one: PictureReading, other: PictureReading) -> bool:
    return one.pose == other.pose and _digits(one.reading) == _digits(other.reading)


def _digits(reading: Reading) -> list[str]:
    """Return the digits of each row, without signs that are none."""
    return ["".join(digit.symbol for digit in row if not digit.sign) for row in reading.rows]


def choose(
    odds: Sequence[float], digits: Sequence[bool], favours: Sequence[float], params: ChoiceParams = CHOICE
) -> int:
    """Return the number of the likeliest reading: of the likeliest with digits, and the likeliest without.

    `odds`: nats for each, the first by contrast; `favours`: nats by which its digits are preferred to nothing where
    contrast shows nothing. Where that shows digits, another reading may be less of them, and a gap says so.
    """
    sums = list(odds)
    sums[0] += params.far_likelier if digits[0] else 0.0
    read = max((place for place, some in enumerate(digits) if some), key=sums.__getitem__, default=None)
    nothing = max((place for place, some in enumerate(digits) if not some), key=sums.__getitem__, default=None)
    if read is None or nothing is None:
        return read or nothing or 0
    favour = 0.0 if digits[0] else favours[read]
    return read if sums[read] + favour >= sums[nothing] else nothing


def favour_of(sureness: Sequence[float], same: float, small: bool, params: ChoiceParams = CHOICE) -> float:
    """Return the nats by which digits, each of the given sureness, are preferred to nothing, if all are sure.

    They must be several, or the `same` for the row reader; more in a `small` picture, which somebody cut out for them.
    """
    if not sureness or min(sureness) < params.surely or (len(sureness) < params.several and same < 1):
        return 0.0
    return params.sure_digits + (params.cut_out if small else 0.0)


def sureness_of(candidate: PictureReading) -> tuple[float, ...]:
    """Return the confidence of each digit of a reading."""
    return tuple(digit.confidence for digit in candidate.reading.digits)


def is_small(candidate: PictureReading, params: ChoiceParams = CHOICE) -> bool:
    """True for a picture so small that somebody cut it out for its digits."""
    image = candidate.detection.image
    return bool(max(image.grey.shape) <= params.small * image.scale)


def odds_of(candidates: Sequence[PictureReading]) -> list[float]:
    """Return the log-odds, nats, that each of the candidates is right."""
    return [odds_among(each, candidates) for each in candidates]


def odds_among(candidate: PictureReading, candidates: Sequence[PictureReading]) -> float:
    """Return the log-odds, nats, that one of the candidates is right."""
    return shipped_choice_networks().among.odds(features_among(candidate, candidates))


def chance(odds: float) -> float:
    """Return the probability, 0..1, of log-odds in nats."""
    return float(1 / (1 + np.exp(-odds)))

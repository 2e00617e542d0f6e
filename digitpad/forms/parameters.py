"""The numbers that decide where a form lies in a scan, and how a field is taken out of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RegistrationParams:
    """The search for the empty form in a scan."""

    longest_side: int = 1400  # px at which features are sought: labels of 2 mm on A4 are still legible
    features: int = 4000  # of one picture, the strongest
    distinct: float = 0.8  # of the second nearest distance, a match's own: printed boxes look alike, labels do not
    strayed: float = 4.0  # px at that size, from where a match should lie
    least_matches: int = 20  # that agree; other forms of the same maker share a dozen, of a logo
    least_share: float = 0.02  # of the template's features
    least_angle: float = 40.0  # degrees at each corner of the form as it lies: less is no sheet of paper
    most_stretched: float = 3.0  # the longer of two opposite edges, to the shorter
    trials: int = 10_000  # of four matches each, at most: enough where one match of ten is right
    confidence: float = 0.9999  # that the best of them was among the trials: the search ends there


@dataclass(frozen=True)
class FieldParams:
    """A field as it is read; shares are of the field's height."""

    around: float = 0.5  # print so far around it tells how the field itself lies
    most_shift: float = 0.12  # it may lie so far from where the whole form says: paper is not flat
    least_print: float = 0.004  # of the px around: less print tells nothing
    beyond: float = 0.15  # writing that leaves the field so far is read, too
    own: float = 0.5  # of a piece of ink: with less of it inside the field, it is another field's
    most_pixels: int = 1_500_000  # of a field with its surroundings: a larger one is read smaller
    least_scale: float = 0.1  # times: a field is read no smaller, however large the scan
    paper: float = 0.25  # of the shorter side of a field with its surroundings: what is thinner lies on paper
    least_paper: int = 9  # px: strokes in a small one are no thinner
    blur: int = 3  # px: print of the scan is so much wider than the template's
    dark_print: float = 0.6  # of the paper's light: darker print hides ink, which is made up from beside it
    mended: float = 3.0  # px beside dark print from which it is made up
    faint: float = 0.16  # of the paper's light: ink paler than that is noise
    least_ink: float = 0.0006  # of the field's px: less ink is an empty field
    sure: float = 0.98  # trust in a number, 0..1, where both readers agree: with less a person should look


REGISTRATION, FIELD = RegistrationParams(), FieldParams()

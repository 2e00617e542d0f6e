"""The words about a digit that was read: how sure it is, who decided it, and its guesses in their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.languages import _
from digitpad.records import Digit, Mark, Sign


def verdict(digit: Digit) -> str:
    """Return the words under the guesses."""
    if digit.decided_by == "hand":
        if digit.refused:
            return _("not a digit")
        return _("confirmed") if digit.label == int(digit.probabilities.argmax()) else _("corrected")
    if digit.decided_by == "rule":
        return _("by the rule")
    if digit.refused:
        return _("not a digit?")
    if not digit.sure:
        return _("not sure")
    return _("remembered") if digit.decided_by == "memory" else percent(digit.confidence)


def place_words(signs: Sequence[Sign], place: int) -> str:
    """Return where a digit stands among the digits: "Digit 2 of 4"."""
    digits = [number for number, sign in enumerate(signs) if isinstance(sign, Digit)]
    return _("Digit {place} of {count}").format(place=digits.index(place) + 1, count=len(digits))


def mark_verdict(mark: Mark) -> str:
    """Return the words under a mark."""
    if mark.decided_by == "hand":
        return _("by hand") if mark.symbol else _("no mark")
    return percent(mark.confidence) if mark.sure else _("not sure")


def guesses_of(digit: Digit) -> list[int]:
    """Return all ten guesses, the likeliest first; what the user or a rule decided comes before them."""
    best = np.argsort(-digit.probabilities, kind="stable").tolist()
    if digit.decided_by in ("hand", "rule") and not digit.refused:
        return [digit.label, *(label for label in best if label != digit.label)]
    return [int(label) for label in best]


def percent(share: float) -> str:
    """Return a share 0..1 as "97 %"; only the whole is "100 %"."""
    return f"{min(99, round(share * 100)) if share < 0.995 else 100} %"

"""What is said of a digit that was read: how sure it is, who decided it, and its guesses in their order."""

from __future__ import annotations

import numpy as np

from digitpad.records import Digit


def verdict(digit: Digit) -> str:
    """The words under the guesses."""
    if digit.decided_by == "hand":
        if digit.refused:
            return "not a digit"
        return "confirmed" if digit.label == int(digit.probabilities.argmax()) else "corrected"
    if digit.refused:
        return "not a digit?"
    if not digit.sure:
        return "not sure"
    return "remembered" if digit.decided_by == "memory" else percent(digit.confidence)


def guesses_of(digit: Digit) -> list[int]:
    """All ten, the likeliest first; before them what the user said that it is."""
    best = np.argsort(-digit.probabilities, kind="stable").tolist()
    if digit.decided_by == "hand" and not digit.refused:
        return [digit.label, *(label for label in best if label != digit.label)]
    return [int(label) for label in best]


def percent(share: float) -> str:
    """ "97 %"; never rounded up to certainty."""
    return f"{min(99, round(share * 100)) if share < 0.995 else 100} %"

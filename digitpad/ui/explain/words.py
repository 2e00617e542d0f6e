"""Sentences about what the network makes of a digit."""

from __future__ import annotations

from digitpad.records import Digit, Explanation
from digitpad.ui.core.wording import share

NO_DIGIT = "no digit"
DIGITS = 10


def output_words(label: int) -> str:
    """Return the name of an output, 0..10."""
    return str(label) if label < DIGITS else NO_DIGIT


def verdict_words(digit: Digit, its: Explanation) -> str:
    """Say what the network reads, and where corrections make another digit of it; begins in lower case."""
    reads = f"{output_words(its.label)}, {share(float(its.probabilities[its.label]), 0)}"
    if digit.decided_by == "hand":
        said = "no digit" if digit.refused else str(digit.label)
        return f"you said {said}; by itself the network reads {reads}"
    if digit.decided_by == "memory" and digit.label != its.label:
        return f"your corrections make it {digit.label}; by itself the network reads {reads}"
    return f"read as {reads}"

"""Sentences about what the network makes of a digit."""

from __future__ import annotations

from digitpad.languages import _
from digitpad.records import Digit, Explanation
from digitpad.ui.core.wording import share

NO_DIGIT = _("no digit")
DIGITS = 10
LAYER_WORDS = {  # what each layer has
    "C1": _("6 maps of 28 x 28: edges"),
    "S2": _("the same at half the size"),
    "C3": _("16 maps of 10 x 10: corners, arcs"),
    "S4": _("the same at half the size"),
    "C5": _("120 units: parts of digits"),
    "F6": _("84 units, weighed by the outputs"),
}


def output_words(label: int) -> str:
    """Return the name of an output, 0..10."""
    return str(label) if label < DIGITS else NO_DIGIT


def verdict_words(digit: Digit, its: Explanation) -> str:
    """Say what the network reads, and where corrections make another digit of it; begins in lower case."""
    reads = f"{output_words(its.label)}, {share(float(its.probabilities[its.label]), 0)}"
    if digit.decided_by == "hand":
        said = _("no digit") if digit.refused else str(digit.label)
        return _("you said {said}; by itself the network reads {reads}").format(said=said, reads=reads)
    if digit.decided_by == "memory" and digit.label != its.label:
        return _("your corrections make it {label}; by itself the network reads {reads}").format(
            label=digit.label, reads=reads
        )
    return _("read as {reads}").format(reads=reads)

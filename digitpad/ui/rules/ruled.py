"""A reading whose numbers obey a rule, and the words about what was read without it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digitpad.languages import _
from digitpad.records import Reading
from digitpad.rules import Rule
from digitpad.vision.segmentation.row_marks import reading_of

OBEYS = _("What was read obeys the rule.")
NONE_OBEYS = _("No likely number obeys the rule.")
WITHOUT = _("Without the rule: {}")


@dataclass(frozen=True, eq=False)
class RuledReading:
    reading: Reading  # each number that obeys, and as it was read where none does
    words: str  # "" where nothing was read


def ruled(reading: Reading, rule: Rule) -> RuledReading:
    """Return a reading with the likeliest numbers that obey a rule."""
    if not reading.rows:
        return RuledReading(reading, "")
    numbers = rule.numbers_of(reading)
    rows = [row if number is None else number.signs for row, number in zip(reading.signs, numbers, strict=True)]
    obeying = replace(
        reading_of(rows), hint=reading.hint, turned=reading.turned, trusts=reading.trusts, strips=reading.strips
    )
    if any(number is None for number in numbers):
        return RuledReading(obeying, NONE_OBEYS)
    if obeying.text == reading.text:
        return RuledReading(reading, OBEYS)
    return RuledReading(obeying, WITHOUT.format(" / ".join(reading.text.split())))

"""Filled forms read: each field of a template as one value, sure or to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from digitpad.forms.fields import FieldCrop, field_crop
from digitpad.forms.parameters import FIELD, FieldParams
from digitpad.forms.registration import FormFinder
from digitpad.forms.template import FormField, FormTemplate
from digitpad.records import REFUSED, Digit, Mark, Reading, Rgb, Sign
from digitpad.rules import Rule, RuledNumber

ANY = Rule("any number", ())  # of a field without one
SLASH = "/"


@dataclass(frozen=True, eq=False)
class FieldValue:
    """The number in one field of a filled form."""

    field: FormField
    text: str  # "" for an empty field
    read: str  # as it was read, without the field's rule
    sure: bool  # else a person should look at it
    crop: Rgb  # (H, W, 3), the field as it was filled in


class ReadsFields(Protocol):
    """A recogniser as forms use it."""

    def read_image(self, image: Rgb) -> Reading: ...
    def read_others(self, on: bool) -> None: ...


class FormReader:
    """Reads filled forms by a template. Safe to use from one thread at a time."""

    def __init__(
        self,
        template: FormTemplate,
        recognizer: ReadsFields,
        on_field: Callable[[], object] = lambda: None,
        params: FieldParams = FIELD,
    ) -> None:
        """`recognizer`: its `read_others` is switched on, for rules to choose; `on_field` is called after each field.

        Raises DigitPadError for a template that cannot be used.
        """
        template.check()
        self._on_field = on_field
        recognizer.read_others(True)
        self._template, self._recognizer, self._params = template, recognizer, params
        self._finder = FormFinder(template.picture)
        self._rules = tuple(field.parsed_rule() or ANY for field in template.fields)

    def read(self, scan: Rgb) -> tuple[FieldValue, ...]:
        """Return the values of a scan (H, W, 3), in the template's order.

        Raises DigitPadError where the scan does not look like the form.
        """
        place = self._finder.place_in(scan)
        values = []
        for field, rule in zip(self._template.fields, self._rules, strict=True):
            crop = field_crop(scan, place, self._template.picture, field.box, self._params)
            values.append(self._value(field, rule, crop))
            self._on_field()
        return tuple(values)

    def _value(self, field: FormField, rule: Rule, crop: FieldCrop) -> FieldValue:
        if crop.ink < self._params.least_ink:
            return FieldValue(field, "", "", True, crop.printed)
        reading = self._recognizer.read_image(crop.rgb)
        own = _by_ink(reading)
        plain_text = " ".join(own.text.split())
        number = _obeying(rule, own) if len(own.rows) == 1 else None
        if number is None:
            text = plain_text if rule.marks else " ".join(own.without_marks.text.split())
            return FieldValue(field, text, plain_text, False, crop.printed)
        trusted = any(trust.agreed and trust.confidence >= self._params.sure for trust in reading.trusts)
        specks = bool(own.marks) and rule.obeys(own.without_marks.text)  # marks may be rests of print
        sure = trusted and not specks and number.text == reading.text
        return FieldValue(field, number.text, plain_text, sure, crop.printed)


def _by_ink(reading: Reading) -> Reading:
    """Return the reading with each digit as the network reads its ink alone: a field holds nothing but digits.

    The reader of whole rows, taught on odd hands and patterned paper, overrules clean ink too often.
    """
    rows = tuple(tuple(map(_digit_by_ink, row)) for row in reading.rows)
    return replace(reading, rows=rows)


def _digit_by_ink(digit: Digit) -> Digit:
    label = int(digit.probabilities.argmax())
    return replace(digit, label=label, confidence=max(digit.confidence, float(digit.probabilities[label]), REFUSED))


def _obeying(rule: Rule, reading: Reading) -> RuledNumber | None:
    """Return the likeliest number of the only row that obeys.

    Where the rule means digits alone, or no number with marks obeys, two more readings are tried: slashes as digits and
    no other marks, then no marks at all.
    """
    ways = [*([reading] if rule.marks else []), _slashes_as_digits(reading), reading.without_marks]
    return next(filter(None, (number for way in ways for number in rule.numbers_of(way))), None)


def _slashes_as_digits(reading: Reading) -> Reading:
    """Return the reading without marks, its slashes read as digits: a 1 aslant looks like one."""
    others = tuple(tuple(replace(path, signs=_digits_in(path.signs)) for path in row) for row in reading.others)
    return replace(reading, rows=tuple(map(_digits_in, reading.signs)), marks=(), others=others)


def _digits_in(signs: Sequence[Sign]) -> tuple[Digit, ...]:
    like = [sign for sign in signs if isinstance(sign, Digit) or sign.symbol == SLASH]
    return tuple(_digit_by_ink(sign.ink) if isinstance(sign, Mark) else sign for sign in like)

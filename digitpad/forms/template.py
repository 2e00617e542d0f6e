"""A form's template: the picture of the empty form, and the fields that are read of each filled one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from digitpad.errors import DigitPadError, UsageError
from digitpad.languages import _
from digitpad.records import Box, Rgb
from digitpad.rules import Rule

MOST_PIXELS = 4_000_000  # of a template's picture: A4 at 200 dpi
LEAST_SIDE = 8  # px of a field: smaller ones hold no digit
MOST_FIELDS = 500
MOST_LETTERS = 80  # of a field's name
PATH, PART, DOUBTFUL, RULES = "path", "part", "doubtful", "rules"  # columns beside the fields: no field is called so


@dataclass(frozen=True)
class FormField:
    """One field of a form; `rule` is what its number obeys, as text, "" for none."""

    name: str
    box: Box  # px of the template's picture
    rule: str = ""

    def parsed_rule(self) -> Rule | None:
        """Return the rule, None where the field has none. Raises DigitPadError naming the field where it is no rule."""
        try:
            return Rule.parse(self.rule) if self.rule else None
        except UsageError as error:
            raise DigitPadError(_("The field {name}: {error}").format(name=self.name, error=error)) from error


@dataclass(frozen=True, eq=False)
class FormTemplate:
    """A form that scans are read by."""

    picture: Rgb  # (H, W, 3) of the empty form
    fields: tuple[FormField, ...] = ()  # in the order of the table's columns

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def check(self) -> None:
        """Raise DigitPadError where no scan could be read by it: no fields, same names, boxes outside, wrong rules."""
        if not self.fields:
            raise DigitPadError(_("The template has no fields; open it in the window and draw a box round each."))
        if len(self.fields) > MOST_FIELDS:
            raise DigitPadError(
                _("The template has more than {most} fields; make two templates of it.").format(most=MOST_FIELDS)
            )
        check_names(self.names)
        for field in self.fields:
            self._check_box(field)
            field.parsed_rule()

    def _check_box(self, field: FormField) -> None:
        height, width = self.picture.shape[:2]
        if field.box.within(width, height) != field.box:
            words = _("The field {name}: its box lies outside of the picture of {width} × {height} px; draw it again.")
            raise DigitPadError(words.format(name=field.name, width=width, height=height))
        if min(field.box.width, field.box.height) < LEAST_SIDE:
            raise DigitPadError(
                _("The field {name}: its box is smaller than {least_side} px; draw it again.").format(
                    name=field.name, least_side=LEAST_SIDE
                )
            )


def check_names(names: Sequence[str]) -> None:
    """Raise DigitPadError where names cannot head the columns of a table."""
    for name in names:
        if not name.strip() or len(name) > MOST_LETTERS or not name.isprintable():
            words = _("{name!r} is no name for a field; give it one of {most} letters at most, in one line.")
            raise DigitPadError(words.format(name=name[:MOST_LETTERS], most=MOST_LETTERS))
        if name in (PATH, PART, DOUBTFUL, RULES):
            raise DigitPadError(
                _("No field may be called {name}: the table has such a column; choose another name.").format(name=name)
            )
    again = next((name for name, count in Counter(names).items() if count > 1), None)
    if again is not None:
        raise DigitPadError(_("Two fields are called {again}; give each a name of its own.").format(again=again))


def rules_mark(fields: Sequence[FormField]) -> str:
    """Return a checksum of the names and rules of all fields: eight hexadecimal digits of their SHA-256."""
    rules = json.dumps([(field.name, field.rule.strip()) for field in fields])
    return hashlib.sha256(rules.encode()).hexdigest()[:8]


def template_picture(rgb: Rgb) -> Rgb:
    """Return the picture of an empty form as a template keeps it: (H, W, 3), of at most MOST_PIXELS."""
    height, width = rgb.shape[:2]
    factor = (MOST_PIXELS / (height * width)) ** 0.5
    if factor >= 1:
        return rgb
    size = max(1, int(width * factor)), max(1, int(height * factor))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)

"""Forms drawn anew: two different sheets with their empty fields, and what is printed around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitpad.box import Box
from digitpad.check_digits import ean, luhn
from digitpad.forms.template import FormField, FormTemplate
from digitpad.records import Rgb

Random = np.random.Generator
SANS, SERIF = (
    Path(matplotlib.get_data_path(), "fonts", "ttf", f"{name}.ttf") for name in ("DejaVuSans", "STIXGeneral")
)
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class MadeField:
    """A field, and how a number for it is thought of."""

    field: FormField
    kind: str  # as in KINDS
    cells: int  # of a comb; 0: one writes freely
    make: Callable[[Random], str]


@dataclass(frozen=True, eq=False)
class MadeForm:
    """An empty sheet."""

    name: str
    picture: Rgb
    fields: tuple[MadeField, ...]

    @property
    def template(self) -> FormTemplate:
        return FormTemplate(self.picture, tuple(each.field for each in self.fields))


def membership() -> MadeForm:
    """A4 at 150 dpi, black on white: combs, boxes, underlined places, a box with a caption inside."""
    sheet = Sheet("membership", 1240, 1754, (255, 255, 255), SANS)
    sheet.write(90, 80, "Application for membership", 40)
    sheet.write(90, 140, "Please fill in with a black or blue pen, one digit to each box.", 20)
    sheet.write(980, 80, "Form 27-B", 24)
    sheet.line(90, 180, 1150, 180, 3)
    sheet.comb("member", 90, 250, 8, 52, 64, "Member number", "length=8, luhn", _luhn(8))
    sheet.comb("birth", 640, 250, 8, 52, 64, "Date of birth (DDMMYYYY)", "length=8, date", _day)
    sheet.box("postcode", 90, 400, 320, 70, "Postcode", "length=5", _digits(5))
    sheet.box("telephone", 470, 400, 600, 70, "Telephone", "length=6-10", _digits(6, 10))
    sheet.underlined("children", 90, 560, 180, 70, "Children under 18", "range=0-12", _between(0, 12))
    sheet.underlined(
        "year", 400, 560, 300, 70, "Member since (year)", "length=4, range=1950-2030", _between(1950, 2030)
    )
    sheet.underlined("fee", 800, 560, 300, 70, "Yearly fee", "", _digits(2, 4))
    sheet.comb("account", 90, 740, 10, 60, 72, "Account number", "length=10", _digits(10))
    sheet.captioned("branch", 800, 740, 280, 90, "Branch code", "length=4", _digits(4))
    sheet.write(90, 900, "Terms", 26)
    for row, words in enumerate(TERMS):
        sheet.write(90, 945 + 32 * row, words, 19)
    sheet.box("office", 90, 1450, 420, 80, "For office use: receipt", "", _digits(6))
    sheet.underlined("signed", 640, 1450, 420, 80, "Date (DDMMYYYY)", "length=8, date", _day)
    sheet.write(90, 1650, "Please send to: The Secretary, 14 Mill Lane, Northfield", 19)
    return sheet.form()


def meter_card() -> MadeForm:
    """A5 across at 200 dpi, orange on cream: pale combs, tinted boxes, cells of a table, dotted lines."""
    sheet = Sheet("meter card", 1654, 1165, (252, 246, 228), SERIF, (205, 105, 60))
    sheet.write(70, 50, "Reading of meters", 56)
    sheet.write(1150, 60, "Card no. 3 / 2026", 34)
    sheet.line(70, 130, 1584, 130, 5)
    sheet.comb("customer", 70, 220, 7, 66, 84, "Customer", "length=7", _digits(7))
    sheet.comb("meter", 700, 220, 13, 62, 84, "Meter (EAN)", "length=13, ean", _ean)
    titles = ("Old reading", "New reading", "Used")
    for column, title in enumerate(titles):
        sheet.write(380 + 400 * column, 380, title, 34)
    for row, name in enumerate(("day", "night", "gas")):
        top = 430 + 110 * row
        sheet.write(80, top + 34, name.capitalize() + " rate", 36)
        for column, part in enumerate(("old", "new", "used")):
            low, high = ((5, 6), (5, 6), (1, 4))[column]
            rule = f"length={low}-{high}"
            sheet.cell(f"{name} {part}", 370 + 400 * column, top, 400, 110, rule, _digits(low, high))
    sheet.tinted("date", 70, 860, 520, 92, "Read on (DDMMYYYY)", "length=8, date", _day)
    sheet.tinted("time", 680, 860, 300, 92, "At (HHMM)", "length=4, time", _clock)
    sheet.dotted("reader", 1080, 860, 460, 92, "Number of the reader", "", _digits(4))
    sheet.write(70, 1060, "Keep this card dry. Readings without a date cannot be billed.", 30)
    return sheet.form()


class Sheet:
    """Paper that a form is printed on."""

    def __init__(
        self, name: str, width: int, height: int, paper: Colour, font: Path, ink: Colour = (20, 20, 20)
    ) -> None:
        self._name, self._font, self._ink = name, font, ink
        self._image = Image.new("RGB", (width, height), paper)
        self._draw = ImageDraw.Draw(self._image)
        self._paper = paper
        self._fields: list[MadeField] = []

    def form(self) -> MadeForm:
        return MadeForm(self._name, np.array(self._image), tuple(self._fields))

    def write(self, left: int, top: int, words: str, size: int) -> None:
        self._draw.text((left, top), words, self._ink, ImageFont.truetype(str(self._font), size))

    def line(self, left: int, top: int, right: int, bottom: int, width: int = 2) -> None:
        self._draw.line((left, top, right, bottom), self._ink, width)

    def comb(
        self, name: str, left: int, top: int, cells: int, wide: int, high: int, words: str, rule: str, make: _Make
    ) -> None:
        self.write(left, top - 34, words, 24)
        for cell in range(cells):
            at = left + cell * wide
            self._draw.rectangle((at, top, at + wide, top + high), outline=self._ink, width=2)
        self._add("comb", name, Box(left, top, cells * wide, high), rule, make, cells)

    def box(self, name: str, left: int, top: int, wide: int, high: int, words: str, rule: str, make: _Make) -> None:
        self.write(left, top - 34, words, 24)
        self._draw.rectangle((left, top, left + wide, top + high), outline=self._ink, width=3)
        self._add("box", name, Box(left, top, wide, high), rule, make)

    def captioned(
        self, name: str, left: int, top: int, wide: int, high: int, words: str, rule: str, make: _Make
    ) -> None:
        self._draw.rectangle((left, top, left + wide, top + high), outline=self._ink, width=2)
        self.write(left + 5, top + 3, words, 15)
        self._add("captioned", name, Box(left, top, wide, high), rule, make)

    def underlined(
        self, name: str, left: int, top: int, wide: int, high: int, words: str, rule: str, make: _Make
    ) -> None:
        self.write(left, top - 34, words, 24)
        self.line(left, top + high - 12, left + wide, top + high - 12, 2)
        self._add("underlined", name, Box(left, top, wide, high), rule, make)

    def cell(self, name: str, left: int, top: int, wide: int, high: int, rule: str, make: _Make) -> None:
        self._draw.rectangle((left, top, left + wide, top + high), outline=self._ink, width=2)
        self._add("cell", name, Box(left, top, wide, high), rule, make)

    def tinted(self, name: str, left: int, top: int, wide: int, high: int, words: str, rule: str, make: _Make) -> None:
        self.write(left, top - 46, words, 32)
        tint = tuple(int(0.82 * each) for each in self._paper)
        self._draw.rectangle((left, top, left + wide, top + high), fill=tint, outline=self._ink, width=2)
        self._add("tinted", name, Box(left, top, wide, high), rule, make)

    def dotted(self, name: str, left: int, top: int, wide: int, high: int, words: str, rule: str, make: _Make) -> None:
        self.write(left, top - 46, words, 32)
        for at in range(left, left + wide, 10):
            self._draw.ellipse((at, top + high - 14, at + 3, top + high - 11), self._ink)
        self._add("dotted", name, Box(left, top, wide, high), rule, make)

    def _add(self, kind: str, name: str, box: Box, rule: str, make: _Make, cells: int = 0) -> None:
        self._fields.append(MadeField(FormField(name, box, rule), kind, cells, make))


_Make = Callable[[Random], str]
TERMS = (
    "1. The yearly fee is due in January. Members who join after June pay one half of it.",
    "2. Each member receives the quarterly bulletin and may use the reading room on weekdays.",
    "3. Changes of address must be told to the secretary in writing within four weeks.",
    "4. Books may be kept for thirty days; those of the reference shelves stay in the house.",
    "5. Membership ends by a letter to the secretary, with effect from the end of the year.",
    "6. Our records are kept for the purposes of the society alone and are given to nobody.",
)


def _digits(least: int, most: int | None = None) -> _Make:
    return lambda random: "".join(map(str, random.integers(10, size=int(random.integers(least, (most or least) + 1)))))


def _between(low: int, high: int) -> _Make:
    return lambda random: str(random.integers(low, high + 1))


def _luhn(length: int) -> _Make:
    def make(random: Random) -> str:
        first = _digits(length - 1)(random)
        return next(first + str(check) for check in range(10) if luhn(first + str(check)))

    return make


def _ean(random: Random) -> str:
    first = _digits(12)(random)
    return next(first + str(check) for check in range(10) if ean(first + str(check)))


def _day(random: Random) -> str:
    return f"{date(1930, 1, 1) + timedelta(days=int(random.integers(35_000))):%d%m%Y}"


def _clock(random: Random) -> str:
    return f"{random.integers(24):02}{random.integers(60):02}"

"""Columns of the list of versions: their places, the words in them, and the orders that they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.core.wording import count_samples, day_of, moment_of, share
from digitpad.ui.widgets.theme import Theme

NOT_MEASURED = "–"
MARK, BESIDE = 28, 16  # px at scale 1: for the sign of the version in use, between two columns
LEAST_ROOM = 8  # px at scale 1, of the last column at the right-hand edge
ARROWS = {False: "▴", True: "▾"}  # beside the head of the column that sorts: rising, falling


@dataclass(frozen=True)
class VersionColumn:
    """One column; `rank` is None where it is not known, which comes last in both directions."""

    name: str
    width: int  # px at scale 1; the least, where it grows
    words: Callable[[Version], str]
    rank: Callable[[Version], Any]
    grows: int = 0  # parts of the room that is left
    right: bool = False  # words end at its right-hand edge
    greatest_first: bool = False  # by the first click
    about: str = ""  # more words about it, where the pointer rests
    longest: Sequence[str] = ()  # words in the small font that are never cut off, besides its head

    def least_width(self, theme: Theme) -> int:
        """Return the width in px that it has at least, unless it grows: its head and longest words fit."""
        words = (f"{self.name} {ARROWS[True]}", *self.longest)
        return max(theme.px(self.width), *map(theme.small.measure, words))


def day_words(version: Version) -> str:
    """Return the day on which it was made as "21 Nov 2026"."""
    moment = moment_of(version.created_at)
    return NOT_MEASURED if moment is None else day_of(moment)


def source_words(version: Version) -> str:
    """Return its origin in a few words: "“Mine 1”, 128 samples"."""
    if version.shipped:
        return _("came with DigitPad")
    if version.card.get("brought_from"):
        return _("imported")
    samples = count_samples(version.samples) if version.samples else ""
    parent = _("“{model}”").format(model=version.parent) if version.parent else ""
    return _(", ").join(part for part in (parent, samples) if part) or NOT_MEASURED


def _share_words(value: float | None, decimals: int) -> str:
    return NOT_MEASURED if value is None else share(value, decimals)


NAME = VersionColumn(_("Name"), 120, lambda it: it.name, lambda it: it.name.casefold(), grows=3)
MADE = VersionColumn(
    _("Made"),
    90,
    day_words,
    lambda it: moment_of(it.created_at),
    longest=[day_of(datetime(2028, month, 28).astimezone()) for month in range(1, 13)],
)
OWN = VersionColumn(
    _("Your digits"),
    84,
    lambda it: _share_words(it.own, 1),
    lambda it: it.own,
    right=True,
    greatest_first=True,
    about=_("Read right of your samples that were held out when it was made"),
)
MNIST = VersionColumn(
    "MNIST",
    70,
    lambda it: _share_words(it.mnist, 2),
    lambda it: it.mnist,
    right=True,
    greatest_first=True,
    about=_("Read right of the 5,000 held-out training images, not of the 10,000 test digits"),
)
SOURCE = VersionColumn(_("Source"), 130, source_words, lambda it: source_words(it).casefold(), grows=2)
COLUMNS = (NAME, MADE, OWN, MNIST, SOURCE)


def places_of(width: int, theme: Theme) -> list[tuple[int, int]]:
    """Return left and right of each column in a list so many px wide; those that grow also give way."""
    beside, left = theme.px(BESIDE), theme.px(MARK)
    free = width - left - theme.px(LEAST_ROOM) - beside * (len(COLUMNS) - 1)
    widths = [column.least_width(theme) for column in COLUMNS]
    spare = free - sum(widths)
    parts = sum(column.grows for column in COLUMNS)
    places = []
    for column, width in zip(COLUMNS, widths, strict=True):
        right = left + width + spare * column.grows // parts
        places.append((left, right))
        left = right + beside
    return places


@dataclass(frozen=True)
class VersionSort:
    """An order of versions."""

    column: VersionColumn = MADE
    falling: bool = False

    def after_click(self, column: VersionColumn) -> VersionSort:
        """Return the order after a click on the head of a column: the other way round where it sorted already."""
        return VersionSort(column, not self.falling if column is self.column else column.greatest_first)

    def sort(self, versions: Sequence[Version]) -> list[Version]:
        ranked = [(self.column.rank(version), version) for version in versions]
        known = [pair for pair in ranked if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.falling)
        return [version for _, version in known] + [version for rank, version in ranked if rank is None]

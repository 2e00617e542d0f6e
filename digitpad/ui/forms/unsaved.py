"""Forms and tables that were not saved when the window closed, kept in the user's folder for the next time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.forms.template import FormTemplate
from digitpad.forms.template_file import load_template, save_template
from digitpad.paths import replace_table

TEMPLATE, TABLE = "unsaved.form.json", "unsaved form.csv"


class UnsavedForms:
    """`folder`: the user's."""

    def __init__(self, folder: Path) -> None:
        self._template, self._table = folder / TEMPLATE, folder / TABLE

    @property
    def table(self) -> Path | None:
        """The table of an earlier time, which nobody saved elsewhere."""
        return self._table if self._table.exists() else None

    def keep_template(self, template: FormTemplate) -> None:
        _try(lambda: save_template(self._template, template, draft=True))

    def keep_table(self, lines: Iterable[Sequence[str]]) -> None:
        """Write a table beside those of earlier times."""
        later = (self._table.with_stem(f"{self._table.stem} {number}") for number in count(2))
        place = next(place for place in chain((self._table,), later) if not place.exists())
        _try(lambda: replace_table(place, lines))

    def template(self) -> FormTemplate | None:
        """Return the form of the last time; None where it was saved, or cannot be read any more."""
        if not self._template.exists():
            return None
        try:
            return load_template(self._template, draft=True)
        except DigitPadError:
            return None

    def forget_template(self) -> None:
        """Let go of it, for it is saved elsewhere or no longer wanted."""
        _try(lambda: self._template.unlink(missing_ok=True))


def _try(act: Callable[[], None]) -> None:
    """Do it; a refusal goes to the log, for nobody can read a sentence as the window closes."""
    try:
        act()
    except (DigitPadError, OSError) as error:
        print(error, file=sys.stderr)

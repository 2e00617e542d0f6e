"""The list of versions: heads over rows in the same columns, and the one that the buttons act on."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.models.column_heads import ColumnHeads
from digitpad.ui.models.columns import VersionSort
from digitpad.ui.models.version_row import VersionRow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme

GAP = 4  # px at scale 1, between rows
EMPTY = _(
    "Only the model that came with DigitPad is here; it always stays. Correct digits that it misreads, then retrain: "
    "a copy practises on your samples and on MNIST, you see both side by side, and keep the new one if it is better."
)


FIGURES = _(
    "MNIST: read right of 5,000 training images that no model trains on (the README's figure is of the 10,000 test "
    "digits). Your digits: read right of your samples that were held out when it was made."
)


class VersionTable(ttk.Frame):
    """Implements RowActions; `on_choose` hears that another one is chosen."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_choose: Callable[[], None],
        use: Callable[[str], None],
        rename: Callable[[str, str], None],
        remove: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_choose = theme, on_choose
        self.use, self.rename, self.remove = use, rename, remove
        self._sort, self._chosen = VersionSort(), ""
        self._versions: Sequence[Version] = ()
        self._rows: list[VersionRow] = []  # from above
        self._make_parts(theme)

    def _make_parts(self, theme: Theme) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._heads = ColumnHeads(self, theme=theme, on_sort=self._sorted)
        self._heads.grid(row=0, column=0, sticky="ew")
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=1, column=0, sticky="nsew")
        inner = self._scroller.inner
        inner.bind("<Configure>", lambda event: self._heads.fit(event.width), add=True)
        self._empty = QuietLabel(inner, theme=theme, text=EMPTY, wraps=True)
        self._figures = QuietLabel(inner, theme=theme, text=FIGURES, wraps=True)

    @property
    def chosen(self) -> Version | None:
        """The one that the buttons act on; None before there is any."""
        return next((row.version for row in self._rows if row.chosen), None)

    @property
    def has_focus(self) -> bool:
        return any(row.has_focus for row in self._rows)

    def take_focus(self) -> None:
        """Give the keys to the chosen row."""
        for row in self._rows:
            if row.chosen:
                row.focus_set()

    def show(self, versions: Sequence[Version]) -> None:
        """Make the rows anew; the chosen one stays chosen, else it is the one that reads."""
        focused, self._versions = self.has_focus, versions
        for row in self._rows:
            row.destroy()
        self._rows = [
            VersionRow(self._scroller.inner, version, theme=self._theme, actions=self) for version in versions
        ]
        if self._chosen not in {version.key for version in versions}:
            self._chosen = next(version.key for version in versions if version.active)
            focused = False  # the next key would act on another one
        self._place_rows()
        self.choose(self._chosen)
        if focused:
            self.take_focus()
        above = (self._theme.px(12), 0)
        self._figures.grid(row=len(versions), column=0, sticky="ew", pady=above)
        if len(versions) == 1:
            self._empty.grid(row=2, column=0, sticky="ew", pady=above)
        else:
            self._empty.grid_remove()

    def choose(self, key: str) -> None:
        self._chosen = key
        for row in self._rows:
            if row.chosen or row.version.key == key:
                row.choose(row.version.key == key)
            if row.chosen:
                self._scroller.reveal(row)
        self._on_choose()

    def step(self, by: int) -> None:
        """Choose the next row below or above."""
        place = next(place for place, row in enumerate(self._rows) if row.chosen) + by
        if 0 <= place < len(self._rows):
            self.choose(self._rows[place].version.key)
            self.take_focus()

    def rename_chosen(self) -> None:
        for row in self._rows:
            if row.chosen:
                row.rename()

    def _sorted(self, sort: VersionSort) -> None:
        self._sort = sort
        self._place_rows()

    def _place_rows(self) -> None:
        """Put the rows below each other in their order; the Tab key goes the same way."""
        rows = {row.version.key: row for row in self._rows}
        self._rows = [rows[version.key] for version in self._sort.sort(self._versions)]
        for number, row in enumerate(self._rows):
            row.grid(row=number, column=0, sticky="ew", pady=(0, self._theme.px(GAP)))
            tk.Misc.lift(row)

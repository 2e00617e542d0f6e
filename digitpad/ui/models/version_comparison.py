"""Two versions of the network side by side: their cards, and the samples that only one of them reads right."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.core.wording import share
from digitpad.ui.models.catalogue import Contrast
from digitpad.ui.models.columns import day_words
from digitpad.ui.retrain.comparison_view import ChangedRow
from digitpad.ui.widgets.surface import BUTTON, Surface, Words
from digitpad.ui.widgets.theme import Theme

GAP = 10  # px at scale 1, as are all sizes here: above each row of samples
MOST_WIDTH = 180  # of a column of the table
CHANGED_LEFT = 200  # for who reads them right


class VersionComparison(Surface):
    """Two versions side by side, and the samples that only one of them reads right."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_close: Callable[[], None]) -> None:
        super().__init__(parent, theme=theme, edged=True)
        self._theme, self._on_close = theme, on_close
        self.columnconfigure(0, weight=1)

    def show(self, both: tuple[Version, Version], contrast: Contrast) -> None:
        for child in self.winfo_children():
            child.destroy()
        theme, px = self._theme, self._theme.px
        table = Surface(self, theme=theme)
        for row, cells in enumerate(_side_by_side(both)):
            for column, text in enumerate(cells):
                font = theme.body if row else theme.strong
                cell = Words(table, theme=theme, font=font, shade="text" if column else "quiet", text=text)
                cell.configure(wraplength=px(MOST_WIDTH))
                cell.grid(row=row, column=column, sticky="w", padx=(0, px(24)), pady=px(2))
        table.grid(column=0, sticky="w", padx=px(16), pady=(px(12), px(8)))
        Words(self, theme=theme, text=_alike(contrast), wraps=True).grid(column=0, sticky="ew", padx=px(16))
        for version, changed in zip(reversed(both), (contrast.only_second, contrast.only_first), strict=True):
            if changed:
                name = _("right only by “{name}”").format(name=version.name)
                changes = ChangedRow(self, theme=theme, name=name, left=CHANGED_LEFT)
                changes.show(changed)
                changes.grid(column=0, sticky="ew", padx=px(16), pady=(px(GAP), 0))
        self._close = ttk.Button(self, text=_("Close"), style=BUTTON, command=self._on_close)
        self._close.grid(column=0, sticky="w", padx=px(16), pady=px(12))

    def take_focus(self) -> None:
        """Give the keys to the button that closes it."""
        self._close.focus_set()


def _side_by_side(both: tuple[Version, Version]) -> list[tuple[str, ...]]:
    """Return the lines of a table of both cards."""
    return [
        ("", *(version.name for version in both)),
        (_("made"), *(day_words(version) for version in both)),
        (_("from"), *(version.parent or _("nothing") for version in both)),
        (_("your samples learnt"), *(f"{version.samples:,}" for version in both)),
        (_("MNIST, held out"), *(_figure(version.mnist, 2) for version in both)),
        (_("your samples, held out"), *(_figure(version.own, 1) for version in both)),
    ]


def _figure(value: float | None, decimals: int) -> str:
    return _("not measured") if value is None else share(value, decimals)


def _alike(contrast: Contrast) -> str:
    """Say how far both agree on the user's samples."""
    if not contrast.samples:
        return _("You have no samples yet that both could read.")
    wrong = len(contrast.only_second) + len(contrast.only_first)
    if not wrong:
        return _("Of your newest {samples:,} samples both read the same ones right.").format(samples=contrast.samples)
    return _(
        "Of your newest {samples:,} samples only one of them reads {wrong:,} right. A model "
        "finds those that it has learnt easier than those that it has never seen."
    ).format(samples=contrast.samples, wrong=wrong)

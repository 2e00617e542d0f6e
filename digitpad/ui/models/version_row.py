"""One version of the network as a card: its name, where it comes from, how well it reads, and what can be done."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Protocol

from digitpad.learning.registry.version import Version
from digitpad.ui.core.wording import date_words, megabytes, share
from digitpad.ui.widgets.surface import BUTTON, FLAT, Surface, Words
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

PADDING = 16  # px at scale 1, as are all sizes here
NAME_CHARACTERS = 32
FIGURE_WIDTH = 150  # of the column of each figure, so that they stand below each other
NOT_MEASURED = "–"
MOST_NAME = 80  # characters


class RowActions(Protocol):
    """Functions of the page behind the buttons of a row; versions are named by their key."""

    def use(self, key: str) -> None: ...
    def rename(self, key: str, name: str) -> None: ...
    def export(self, key: str) -> None: ...
    def compare(self, key: str) -> None: ...
    def remove(self, key: str) -> None: ...


class VersionRow(Surface):
    def __init__(
        self, parent: tk.Misc, version: Version, *, parent_key: str, theme: Theme, actions: RowActions
    ) -> None:
        """`parent_key`: of the version that it was made from, "" where that is not here."""
        self.version = version  # its look hangs on it
        super().__init__(parent, theme=theme, edged=True)
        self._parent_key, self._theme, self._actions = parent_key, theme, actions
        self._renaming = False
        self.columnconfigure(0, weight=1)
        self._left, self._figures = Surface(self, theme=theme), Surface(self, theme=theme)
        self._row = Surface(self, theme=theme)
        px, edge = theme.px, theme.px(PADDING)
        self._left.grid(row=0, column=0, sticky="ew", padx=edge, pady=(px(12), 0))
        self._figures.grid(row=0, column=1, sticky="ne", padx=edge, pady=(px(12), 0))
        self._row.grid(row=1, column=0, columnspan=2, sticky="ew", padx=px(8), pady=px(8))
        self._left.columnconfigure(1, weight=1)
        self._show_name()
        self._show_origin()
        self._show_figures()
        self._compare = self._make_buttons()

    def name_compare(self, words: str) -> None:
        """Set the words on the button that compares."""
        self._compare.configure(text=words)

    @property
    def has_focus(self) -> bool:
        return str(self.tk.call("focus")).startswith(f"{self}.")

    def take_focus(self) -> None:
        """Give the keys to the button that compares, which changes nothing."""
        self._compare.focus_set()

    def _make_buttons(self) -> ttk.Button:
        """Make the buttons in a row; return the one that compares."""
        version, do = self.version, self._actions
        if not version.active:
            self._button("Use", BUTTON, lambda: do.use(version.key))
        elif self._parent_key:
            self._button(f"Roll back to “{version.parent}”", FLAT, lambda: do.use(self._parent_key))
        compare = self._button("Compare", FLAT, lambda: do.compare(version.key))
        self._button("Export…", FLAT, lambda: do.export(version.key))
        if not version.shipped:
            self._button("Rename", FLAT, self.rename)
            self._row.columnconfigure(self._row.grid_size()[0], weight=1)  # Delete is far from all others
            self._button("Delete", FLAT, lambda: do.remove(version.key), sticky="e")
        return compare

    def _repaint(self) -> None:
        """Frame the version that reads in the accent's colour."""
        super()._repaint()
        if self.version.active:
            accent = self._theme.palette.accent
            self.configure(highlightbackground=accent, highlightcolor=accent)

    def _button(self, text: str, style: str, run: Callable[[], None], *, sticky: str = "w") -> ttk.Button:
        button = ttk.Button(self._row, text=text, style=style, command=run)
        gap = self._theme.px(8) if style == BUTTON else 0
        button.grid(row=0, column=self._row.grid_size()[0], padx=gap, sticky=sticky)
        return button

    def rename(self) -> None:
        """Have the name typed anew: Enter keeps it, Esc does not."""
        if self.version.shipped:
            return
        for child in self._left.grid_slaves(row=0):
            child.destroy()
        field = ttk.Entry(self._left, width=NAME_CHARACTERS, font=self._theme.body)
        give_name(field, "Name of the model")
        field.insert(0, self.version.name)
        field.select_range(0, "end")
        field.grid(row=0, column=0, columnspan=2, sticky="w")
        for key in ("<Return>", "<KP_Enter>"):
            field.bind(key, lambda event: self._renamed(field.get()))
        field.bind("<Escape>", lambda event: self._renamed(self.version.name))
        field.bind("<FocusOut>", lambda event: self._renamed(field.get()))
        self._renaming = True
        field.focus_set()

    def _renamed(self, name: str) -> str:
        if not self._renaming:  # the field loses the focus once more as it goes
            return "break"
        self._renaming = False
        new_name, by_key = " ".join(name.split())[:MOST_NAME], self.has_focus
        self._show_name()
        if by_key:
            self.take_focus()
        if new_name and new_name != self.version.name:
            self._actions.rename(self.version.key, new_name)
        return "break"

    def _show_name(self) -> None:
        for child in self._left.grid_slaves(row=0):
            child.destroy()
        name = Words(self._left, theme=self._theme, font=self._theme.strong, text=self.version.name)
        name.grid(row=0, column=0, sticky="w")
        name.bind("<Double-Button-1>", lambda event: self.rename())
        state = "reads now" if self.version.active else "comes with DigitPad" if self.version.shipped else ""
        shade = "accent" if self.version.active else "quiet"
        badge = Words(self._left, theme=self._theme, font=self._theme.small, text=state, shade=shade)  # type: ignore[arg-type]
        badge.grid(row=0, column=1, sticky="w", padx=self._theme.px(12))

    def _show_origin(self) -> None:
        words = Words(self._left, theme=self._theme, font=self._theme.small, shade="quiet", wraps=True)
        words.say(origin_words(self.version))
        words.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(self._theme.px(4), 0))

    def _show_figures(self) -> None:
        version = self.version
        figures = [("your samples, held out", version.own, 1), ("MNIST, held out", version.mnist, 2)]
        for column, (name, value, decimals) in enumerate(figures):
            self._figures.columnconfigure(column, minsize=self._theme.px(FIGURE_WIDTH))
            padx = (self._theme.px(12), 0)
            words = NOT_MEASURED if value is None else share(value, decimals)
            figure = Words(self._figures, theme=self._theme, font=self._theme.strong, text=words)
            figure.grid(row=0, column=column, sticky="e", padx=padx)
            caption = Words(self._figures, theme=self._theme, font=self._theme.small, shade="quiet", text=name)
            caption.grid(row=1, column=column, sticky="e", padx=padx, pady=(self._theme.px(4), 0))


def origin_words(version: Version) -> str:
    """ "21 November 2026, 10:12 · from “DigitPad model 1” with 128 of your samples · 253 kB"."""
    origin = f"from “{version.parent}”" if version.parent else ""
    if version.samples:
        with_samples = (
            f"with {version.samples:,} of your samples" if version.samples > 1 else "with one of your samples"
        )
        origin = f"{origin} {with_samples}".strip()
    return "  ·  ".join(part for part in (date_words(version.created_at), origin, megabytes(version.size)) if part)

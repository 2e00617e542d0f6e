"""One version of the network as a card: its name, where it comes from, how well it reads, and what can be done."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from digitpad.ui.surface import BUTTON, FLAT, Surface, Words
from digitpad.ui.theme import Theme
from digitpad.ui.wording import date_words, megabytes, share

PADDING = 16  # px at scale 1, as are all sizes here
NAME_CHARACTERS = 32
MOST_NAME = 80  # characters


@dataclass(frozen=True)
class VersionCard:
    """What the page shows of a version."""

    key: str
    name: str
    active: bool
    shipped: bool
    size: int  # bytes
    created_at: str = ""  # ISO 8601; "": not known
    parent: str = ""  # name of the version that it was made from; "": none, or not known
    parent_key: str = ""  # of that version, where it is still there
    samples: int = 0  # of the user, that it was retrained with
    mnist: float | None = None  # share read right of MNIST's held-out digits, 0..1
    own: float | None = None  # of the user's held-out samples


@dataclass(frozen=True)
class RowActions:
    """What the buttons of a row do; all get the version's key."""

    use: Callable[[str], None]
    rename: Callable[[str, str], None]  # and its new name
    export: Callable[[str], None]
    compare: Callable[[str], None]
    remove: Callable[[str], None]


class VersionRow(Surface):
    def __init__(self, parent: tk.Misc, card: VersionCard, *, theme: Theme, actions: RowActions) -> None:
        super().__init__(parent, theme=theme, edged=True)
        self.card, self._theme, self._actions = card, theme, actions
        self._compare_words, self._renaming = "Compare", False
        self.columnconfigure(0, weight=1)
        self._left, self._figures = Surface(self, theme=theme), Surface(self, theme=theme)
        self._row = Surface(self, theme=theme)
        px, edge = theme.px, theme.px(PADDING)
        self._left.grid(row=0, column=0, sticky="ew", padx=edge, pady=(px(12), 0))
        self._figures.grid(row=0, column=1, sticky="ne", padx=edge, pady=(px(12), 0))
        self._row.grid(row=1, column=0, columnspan=2, sticky="ew", padx=px(8), pady=(px(4), px(8)))
        self._left.columnconfigure(1, weight=1)
        self._show_name()
        self._show_origin()
        self._show_figures()
        self.show_buttons()

    def name_compare(self, words: str) -> None:
        """What the button that compares says."""
        if words != self._compare_words:
            self._compare_words = words
            self.show_buttons()

    def show_buttons(self) -> None:
        card, do = self.card, self._actions
        buttons: list[tuple[str, str, Callable[[], None]]] = []
        if not card.active:
            buttons.append(("Use", BUTTON, lambda: do.use(card.key)))
        elif card.parent_key:
            buttons.append((f"Roll back to “{card.parent}”", FLAT, lambda: do.use(card.parent_key)))
        buttons.append((self._compare_words, FLAT, lambda: do.compare(card.key)))
        buttons.append(("Export…", FLAT, lambda: do.export(card.key)))
        if not card.shipped:
            buttons += [("Rename", FLAT, self.rename), ("Delete", FLAT, lambda: do.remove(card.key))]
        self._fill_row(buttons)

    def rename(self) -> None:
        """Have the name typed anew: Enter keeps it, Esc does not."""
        if self.card.shipped:
            return
        for child in self._left.grid_slaves(row=0):
            child.destroy()
        field = ttk.Entry(self._left, width=NAME_CHARACTERS, font=self._theme.body)
        field.insert(0, self.card.name)
        field.select_range(0, "end")
        field.grid(row=0, column=0, columnspan=2, sticky="w")
        for key in ("<Return>", "<KP_Enter>"):
            field.bind(key, lambda event: self._renamed(field.get()))
        field.bind("<Escape>", lambda event: self._renamed(self.card.name))
        field.bind("<FocusOut>", lambda event: self._renamed(field.get()))
        self._renaming = True
        field.focus_set()

    def _renamed(self, name: str) -> str:
        if not self._renaming:  # the field loses the focus once more as it goes
            return "break"
        self._renaming = False
        wanted = " ".join(name.split())[:MOST_NAME]
        self._show_name()
        if wanted and wanted != self.card.name:
            self._actions.rename(self.card.key, wanted)
        return "break"

    def _show_name(self) -> None:
        for child in self._left.grid_slaves(row=0):
            child.destroy()
        name = Words(self._left, theme=self._theme, font=self._theme.strong, text=self.card.name)
        name.grid(row=0, column=0, sticky="w")
        name.bind("<Double-Button-1>", lambda event: self.rename())
        state = "reads now" if self.card.active else "comes with DigitPad" if self.card.shipped else ""
        shade = "accent" if self.card.active else "quiet"
        badge = Words(self._left, theme=self._theme, font=self._theme.small, text=state, shade=shade)  # type: ignore[arg-type]
        badge.grid(row=0, column=1, sticky="w", padx=self._theme.px(12))

    def _show_origin(self) -> None:
        words = Words(self._left, theme=self._theme, font=self._theme.small, shade="quiet", wraps=True)
        words.say(origin_words(self.card))
        words.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(self._theme.px(4), 0))

    def _show_figures(self) -> None:
        card = self.card
        shown = [("MNIST, held out", card.mnist, 2), ("your samples, held out", card.own, 1)]
        for column, (name, value, decimals) in enumerate(shown):
            if value is None:
                continue
            padx = (self._theme.px(24), 0)
            figure = Words(self._figures, theme=self._theme, font=self._theme.strong, text=share(value, decimals))
            figure.grid(row=0, column=column, sticky="e", padx=padx)
            caption = Words(self._figures, theme=self._theme, font=self._theme.small, shade="quiet", text=name)
            caption.grid(row=1, column=column, sticky="e", padx=padx, pady=(self._theme.px(4), 0))

    def _fill_row(self, buttons: list[tuple[str, str, Callable[[], None]]]) -> None:
        had_focus = str(self.focus_get() or "").startswith(f"{self._row}.")
        for child in self._row.winfo_children():
            child.destroy()
        gap = self._theme.px(8)
        for column, (text, style, run) in enumerate(buttons, 1):
            button = ttk.Button(self._row, text=text, style=style, command=run)
            button.grid(row=0, column=column, padx=(gap if style == BUTTON else 0, gap if style == BUTTON else 0))
            if had_focus and column == len(buttons):
                button.focus_set()


def origin_words(card: VersionCard) -> str:
    """ "21 November 2026, 10:12 · from “DigitPad model 1” with 128 of your samples · 253 kB"."""
    origin = f"from “{card.parent}”" if card.parent else ""
    if card.samples:
        with_samples = f"with {card.samples:,} of your samples" if card.samples > 1 else "with one of your samples"
        origin = f"{origin} {with_samples}".strip()
    return "  ·  ".join(part for part in (date_words(card.created_at), origin, megabytes(card.size)) if part)

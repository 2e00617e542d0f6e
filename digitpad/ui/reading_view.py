"""The right-hand column: the number in large type, a card for each digit, all ten guesses on a click."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.records import Reading
from digitpad.ui.big_number import BigNumber
from digitpad.ui.cards import MOST_CARDS, Cards
from digitpad.ui.icons import Icons
from digitpad.ui.labels import QuietLabel
from digitpad.ui.probabilities import Probabilities
from digitpad.ui.scroller import Scroller
from digitpad.ui.theme import Theme
from digitpad.ui.toolbar import SignButton

HINT = "Click a card for all ten guesses."


class ReadingView(ttk.Frame):
    """`on_hover` gets the index of the digit whose card is under the pointer or has the focus, or None."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        on_hover: Callable[[int | None], None],
        on_copy: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._on_hover = theme, icons, on_hover
        self._reading = Reading()
        self._opened: int | None = None
        self.rowconfigure(1, weight=1)
        self.columnconfigure(0, weight=1)
        self._make_head(on_copy)
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=1, column=0, sticky="nsew")
        inner = self._scroller.inner
        inner.columnconfigure(0, weight=1)
        self._number = BigNumber(inner, theme=theme)
        self._number.grid(row=0, column=0, sticky="ew")
        self._hint = QuietLabel(inner, theme=theme, text=HINT)
        self._cards = Cards(
            inner, theme=theme, on_hover=self._hover, on_open=self._open, on_focus=self._scroller.reveal
        )
        self._cards.grid(row=2, column=0, sticky="ew", pady=(theme.px(8), 0))
        self._probabilities = Probabilities(inner, theme=theme)
        self.show(self._reading)

    @property
    def reading(self) -> Reading:
        return self._reading

    def show(self, reading: Reading, waiting: str = "Nothing to read yet") -> None:
        """`waiting`: the words in place of the number where there is none."""
        self._reading = reading
        digits = reading.digits
        if self._opened is not None and self._opened >= len(digits):
            self._opened = None
        self._number.show(reading, waiting)
        self._cards.show(digits, self._opened)
        self._copy.enable(bool(digits))
        if digits:
            first = f"The first {MOST_CARDS} of {len(digits):,} digits. " if len(digits) > MOST_CARDS else ""
            self._hint.configure(text=first + HINT)
            self._hint.grid(row=1, column=0, sticky="w", padx=self._theme.px(2), pady=(self._theme.px(4), 0))
        else:
            self._hint.grid_remove()
        self._show_probabilities()

    def light(self, index: int | None) -> None:
        """Light the card of this digit, and no other."""
        self._cards.light(index)

    def _make_head(self, on_copy: Callable[[], None]) -> None:
        head = ttk.Frame(self)
        head.grid(row=0, column=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        QuietLabel(head, theme=self._theme, text="Reading").grid(row=0, column=0, sticky="w", padx=self._theme.px(2))
        tip = "Copy the number  (Ctrl+C)"
        self._copy = SignButton(
            head, theme=self._theme, icons=self._icons, sign="copy", text="Copy", tip=tip, run=on_copy
        )
        self._copy.grid(row=0, column=1)

    def _hover(self, index: int | None) -> None:
        self._cards.light(index)
        self._on_hover(index)

    def _open(self, index: int) -> None:
        self._opened = None if self._opened == index else index
        self._cards.show(self._reading.digits, self._opened)
        self._show_probabilities()
        if self._opened is not None:
            self.update_idletasks()
            self._scroller.reveal(self._probabilities)

    def _show_probabilities(self) -> None:
        digits = self._reading.digits
        if self._opened is None:
            self._probabilities.grid_remove()
            return
        self._probabilities.show(digits[self._opened], f"Digit {self._opened + 1} of {len(digits)}")
        gap = self._theme.px(8)
        self._probabilities.grid(row=3, column=0, sticky="ew", pady=gap, padx=(self._theme.px(2), gap))

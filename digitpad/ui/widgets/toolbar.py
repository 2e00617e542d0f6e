"""The buttons under the pad, and those under a picture."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import cast

from digitpad.ui.widgets.flow import Flow, lines_of
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip
from digitpad.ui.widgets.windowing import give_name

Action = Callable[[], None]


class SignButton(ttk.Button):
    """A button with a sign, with or without words beside it, that keeps its colours right."""

    def __init__(
        self,
        parent: ttk.Frame,
        *,
        theme: Theme,
        icons: Icons,
        sign: str,
        text: str = "",
        tip: str,
        run: Action,
        style: str = "",
    ) -> None:
        super().__init__(parent, command=run)
        self._icons, self._sign, self._pressed, self._style = icons, sign, False, style
        Tooltip(self, tip, theme=theme)
        give_name(self, tip.partition("  (")[0])
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self.say(text)

    def say(self, text: str) -> None:
        """Show these words beside the sign; with "", the sign alone."""
        self.configure(text=text, compound="left" if text else "image")
        self._dress()

    def enable(self, on: bool) -> None:
        self.state(["!disabled" if on else "disabled"])

    def change(self, sign: str) -> None:
        self._sign = sign
        self._repaint()

    def press_in(self, on: bool) -> None:
        """Show that what the button switches is on."""
        if on != self._pressed:
            self._pressed = on
            self._dress()

    def _dress(self) -> None:
        beside, accent = "" if self.cget("text") else "Icon.", "Accent." if self._pressed else ""
        self.configure(style=self._style or f"{beside}{accent}TButton")
        self._repaint()

    def _repaint(self) -> None:
        beside = bool(self.cget("text"))
        plain = self._icons.sign(self._sign, beside_words=beside, on_accent=self._pressed)
        faded = self._icons.sign(self._sign, beside_words=beside, faded=True)
        self.configure(image=cast(str, (plain, "disabled", faded)))


class Toolbar(Flow):
    """Buttons in a row, in several where it is narrow.

    Some of them have words only where those cost no further line: that hangs on the width alone, so that nothing moves
    while it is used. `left_free`: px at scale 1 for what stands in the bar and changes its width.
    """

    def __init__(self, parent: ttk.Frame, *, theme: Theme, icons: Icons, left_free: float = 0) -> None:
        super().__init__(parent, theme=theme)
        self._theme, self._icons, self._left_free = theme, icons, theme.px(left_free)
        self._steady: list[tk.Widget] = []  # what always has the same width
        self._groups: list[Sequence[tuple[SignButton, str]]] = []  # that have words where there is room
        self.bind("<Configure>", lambda event: self._say_words(event.width), add=True)

    def button(self, sign: str, text: str, tip: str, run: Action, *, right: bool = False) -> SignButton:
        """`right`: at the right-hand edge."""
        button = SignButton(self, theme=self._theme, icons=self._icons, sign=sign, text=text, tip=tip, run=run)
        self.stand(button, right=right)
        return button

    def stand(self, widget: tk.Widget, *, right: bool = False) -> None:
        """Put a widget that always has the same width into the bar."""
        self.put(widget, right=right)
        self.count(widget)

    def count(self, widget: tk.Widget) -> None:
        """Leave room for a widget of the bar."""
        self._steady.append(widget)

    def word(self, *named: tuple[SignButton, str]) -> None:
        """Give these buttons words where all of them cost no further line, after those that were named before."""
        self._groups.append(named)

    def _say_words(self, width: int) -> None:
        """Show as many groups of words as there is room for."""
        for button, _text in (named for group in self._groups for named in group):
            button.say("")
        fewest = [self._lines_needed(width, free) for free in (0, self._left_free)]
        for group in self._groups:
            for button, text in group:
                button.say(text)
            if [self._lines_needed(width, free) for free in (0, self._left_free)] > fewest:
                for button, _text in group:
                    button.say("")
                break
        self._arrange()

    def _lines_needed(self, width: int, free: int) -> int:
        """Return how many lines the bar fills, with what its buttons say now and `free` px for what changes."""
        left, right = (
            [it.winfo_reqwidth() for it in self._steady if (it in self._right) is side] for side in (False, True)
        )
        return len(lines_of([*left[:-1], left[-1] + free, *right], width, self._gap))

"""The buttons under the pad, and those under a picture."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import cast

from digitpad.ui.icons import Icons
from digitpad.ui.theme import Theme
from digitpad.ui.tooltip import Tooltip

Action = Callable[[], None]
GAP = 8  # px at scale 1


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
        super().__init__(parent, text=text, command=run, compound="left" if text else "image")
        self._icons, self._sign, self._pressed = icons, sign, False
        self.configure(style=style or ("TButton" if text else "Icon.TButton"))
        Tooltip(self, tip, theme=theme)
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    def enable(self, on: bool) -> None:
        self.state(["!disabled" if on else "disabled"])

    def change(self, sign: str) -> None:
        self._sign = sign
        self._repaint()

    def press_in(self, on: bool) -> None:
        """Show that what the button switches is on."""
        if on != self._pressed:
            self._pressed = on
            beside = "" if self.cget("text") else "Icon."
            self.configure(style=f"{beside}Accent.TButton" if on else f"{beside}TButton")
            self._repaint()

    def _repaint(self) -> None:
        beside = bool(self.cget("text"))
        plain = self._icons.sign(self._sign, beside_words=beside, on_accent=self._pressed)
        faded = self._icons.sign(self._sign, beside_words=beside, faded=True)
        self.configure(image=cast(str, (plain, "disabled", faded)))


class Toolbar(ttk.Frame):
    """A row of buttons; `put` places the next one at its right."""

    def __init__(self, parent: ttk.Frame, *, theme: Theme, icons: Icons) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._columns = 0

    def button(self, sign: str, text: str, tip: str, run: Action) -> SignButton:
        button = SignButton(self, theme=self._theme, icons=self._icons, sign=sign, text=text, tip=tip, run=run)
        self.put(button)
        return button

    def put(self, widget: tk.Widget) -> None:
        widget.grid(row=0, column=self._columns, padx=(self._theme.px(GAP) if self._columns else 0, 0))
        self._columns += 1

    def stretch(self) -> None:
        """What is put from here on stands at the right-hand edge."""
        self.columnconfigure(self._columns, weight=1)
        ttk.Frame(self).grid(row=0, column=self._columns)
        self._columns += 1

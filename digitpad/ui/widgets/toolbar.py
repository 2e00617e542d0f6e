"""The buttons under the pad, and those under a picture."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk
from typing import cast

from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip

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


class Toolbar(Flow):
    """Buttons in a row, in several where it is narrow."""

    def __init__(self, parent: ttk.Frame, *, theme: Theme, icons: Icons) -> None:
        super().__init__(parent, theme=theme)
        self._theme, self._icons = theme, icons

    def button(self, sign: str, text: str, tip: str, run: Action, *, right: bool = False) -> SignButton:
        """`right`: at the right-hand edge."""
        button = SignButton(self, theme=self._theme, icons=self._icons, sign=sign, text=text, tip=tip, run=run)
        self.put(button, right=right)
        return button

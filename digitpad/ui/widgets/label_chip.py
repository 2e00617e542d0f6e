"""A word that is on or off, in a row of its like."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import is_mac

PADDING, HEIGHT = 11, 28  # px at scale 1
SHIFT, CONTROL, COMMAND = 0x1, 0x4, 0x8


class LabelChip(tk.Label):
    """Click, Enter or space choose it; `on_choose` hears whether beside others: with Control or Shift held."""

    def __init__(self, parent: tk.Misc, *, text: str, theme: Theme, on_choose: Callable[[bool], None]) -> None:
        super().__init__(parent, text=text, takefocus=True, cursor="hand2", borderwidth=0)
        self._theme, self._on = theme, False
        self._pointed = False
        self.configure(padx=theme.px(PADDING), pady=theme.px(4), highlightthickness=max(1, theme.px(1)))
        modifiers = SHIFT | (COMMAND if is_mac(parent) else CONTROL)
        for sequence in ("<ButtonPress-1>", "<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: on_choose(bool(int(event.state) & modifiers)))
        for sequence, pointed in (("<Enter>", True), ("<Leave>", False)):
            self.bind(sequence, lambda event, pointed=pointed: self._point(pointed))  # type: ignore[misc]
        for sequence, target in (("<Left>", self.tk_focusPrev), ("<Right>", self.tk_focusNext)):
            self.bind(sequence, lambda event, target=target: _focus(target()))  # type: ignore[misc]
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    @property
    def chosen(self) -> bool:
        return self._on

    def choose(self, on: bool) -> None:
        """Show whether it is on."""
        self._on = on
        self._repaint()

    def _point(self, on: bool) -> None:
        self._pointed = on
        self._repaint()

    def _repaint(self) -> None:
        colours, theme = self._theme.palette, self._theme
        back = colours.surface if self._on else colours.window
        self.configure(background=back, highlightbackground=colours.edge if self._on else back)
        self.configure(highlightcolor=colours.text, font=theme.strong if self._on else theme.body)
        self.configure(foreground=colours.text if self._on or self._pointed else colours.quiet)


def _focus(widget: tk.Misc | None) -> None:
    if widget is not None:
        widget.focus_set()

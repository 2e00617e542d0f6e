"""A switch: a knob in a pill, at the left where it is off, at the right in the accent colour where it is on."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

WIDTH, HEIGHT, KNOB = 40, 22, 14  # px at scale 1
RING, GAP = 2, 2  # the focus ring, and what parts it from the pill


class Switch(tk.Canvas):
    """Click, Enter or space flip it; it shows what `is_on` says."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, icons: Icons, is_on: Callable[[], bool], flip: Callable[[], object]
    ) -> None:
        px, inset = theme.px, theme.px(RING) + theme.px(GAP)
        super().__init__(parent, borderwidth=0, takefocus=True, cursor="hand2", highlightthickness=px(RING))
        self.configure(width=px(WIDTH) + 2 * px(GAP), height=px(HEIGHT) + 2 * px(GAP))
        self._theme, self._icons, self._is_on, self._flip = theme, icons, is_on, flip
        self._pill = self.create_image(inset, inset, anchor="nw")
        self._knob = self.create_image(inset, inset, anchor="nw")
        for sequence in ("<ButtonPress-1>", "<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: self.flip())
        self.bind("<<ThemeChanged>>", lambda event: self.refresh())
        self.refresh()

    @property
    def on(self) -> bool:
        return self._is_on()

    def flip(self) -> None:
        self.focus_set()
        self._flip()
        self.refresh()

    def refresh(self) -> None:
        """Show anew whether it is on."""
        colours, px, on = self._theme.palette, self._theme.px, self._is_on()
        self.configure(background=colours.window, highlightbackground=colours.window, highlightcolor=colours.text)
        pill = self._icons.pill(WIDTH, HEIGHT, colours.accent if on else colours.edge)
        knob = self._icons.dot(KNOB, HEIGHT, colours.on_accent if on else colours.window)
        self.itemconfigure(self._pill, image=str(pill))
        self.itemconfigure(self._knob, image=str(knob))
        inset = px(RING) + px(GAP)
        self.coords(self._knob, inset + (px(WIDTH) - px(HEIGHT) if on else 0), inset)

"""A few words beside a widget when the pointer rests on it."""

from __future__ import annotations

import tkinter as tk

from digitpad.ui.widgets.theme import Theme

REST_MS = 600
WIDEST = 480  # px at scale 1: longer words go on in a next line


class Tooltip:
    def __init__(self, widget: tk.Widget, text: str, *, theme: Theme) -> None:
        """`text` may be changed; where it is "", nothing is shown."""
        self._widget, self.text, self._theme = widget, text, theme
        self._timer: str | None = None
        self._window: tk.Toplevel | None = None
        widget.bind("<Enter>", lambda event: self._wait(), add=True)
        for sequence in ("<Leave>", "<ButtonPress>", "<Destroy>"):
            widget.bind(sequence, lambda event: self._hide(), add=True)

    def _wait(self) -> None:
        self._hide()
        if self.text:
            self._timer = self._widget.after(REST_MS, self._show)

    def _show(self) -> None:
        colours, px = self._theme.palette, self._theme.px
        self._window = tk.Toplevel(self._widget, background=colours.line)
        self._window.overrideredirect(True)
        label = tk.Label(self._window, text=self.text, font=self._theme.small, padx=px(8), pady=px(4))
        label.configure(background=colours.surface, foreground=colours.text, wraplength=px(WIDEST), justify="left")
        label.pack(padx=1, pady=1)
        left = self._widget.winfo_rootx()
        top = self._widget.winfo_rooty() - label.winfo_reqheight() - px(6)
        if top < 0:
            top = self._widget.winfo_rooty() + self._widget.winfo_height() + px(6)
        left = max(0, min(left, self._widget.winfo_screenwidth() - label.winfo_reqwidth() - px(4)))
        self._window.geometry(f"+{left}+{top}")

    def _hide(self) -> None:
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None
        if self._window is not None:
            self._window.destroy()
            self._window = None

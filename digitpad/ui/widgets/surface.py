"""Sheets and cards in the window: frames in the colour of cards, and words and buttons that suit them."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk
from typing import Literal

from digitpad.ui.widgets.theme import Theme

Shade = Literal["text", "quiet", "accent", "good", "unsure"]
BUTTON, ACCENT, FLAT = "Surface.TButton", "Surface.Accent.TButton", "Surface.Toolbutton"
KINDS = (BUTTON, ACCENT, FLAT, "Surface.TCheckbutton", "Surface.TCombobox", "Surface.TSpinbox", "Surface.TFrame")


class Surface(tk.Frame):
    """`edged`: with a thin line around it."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, edged: bool = False) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=max(1, theme.px(1)) if edged else 0)
        self._theme = theme
        self.bind("<<ThemeChanged>>", lambda event: self._repaint(), add=True)
        self._repaint()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.surface, highlightbackground=colours.line, highlightcolor=colours.line)
        style = ttk.Style(self)  # each look has styles of its own
        for kind in KINDS:
            style.configure(kind, background=colours.surface)
        style.configure(FLAT, foreground=colours.quiet, font=self._theme.small)


class Words(tk.Label):
    """Text on a surface; `wraps`: in as many lines as its place asks for.

    Such words ask for no width of their own, for else each change of their lines would change their place, without end.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        font: tkfont.Font | None = None,
        shade: Shade = "text",
        text: str = "",
        wraps: bool = False,
    ) -> None:
        super().__init__(parent, text=text, font=font or theme.body, anchor="w", justify="left", borderwidth=0)
        self.configure(padx=0, pady=0, highlightthickness=0)
        self._theme, self._shade = theme, shade
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        if wraps:
            self.configure(width=1)
            self.bind("<Configure>", lambda event: self.configure(wraplength=max(1, event.width)))
        self._repaint()

    def say(self, text: str, shade: Shade | None = None) -> None:
        self._shade = shade or self._shade
        self.configure(text=text)
        self._repaint()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.surface, foreground=getattr(colours, self._shade))


class Bar(tk.Canvas):
    """A progress bar: a thin line that is filled from the left."""

    HEIGHT = 4  # px at scale 1

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, height=theme.px(self.HEIGHT), width=1, highlightthickness=0, borderwidth=0)
        self._theme, self._at = theme, 0.0
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, at: float) -> None:
        """0..1."""
        self._at = at
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        colours, height, middle = self._theme.palette, self.winfo_height(), self.winfo_height() / 2
        self.configure(background=colours.surface)
        self.create_line(0, middle, self.winfo_width(), middle, fill=colours.faint, width=max(1, self._theme.px(1)))
        self.create_rectangle(0, 0, round(self.winfo_width() * self._at), height, fill=colours.accent, width=0)


def fitted(words: str, font: tkfont.Font, room: int) -> str:
    """Return as much of `words` as `room` px hold, with an ellipsis where that is not all."""
    if font.measure(words) <= room:
        return words
    while words and font.measure(f"{words}…") > room:
        words = words[:-1].rstrip()
    return f"{words}…"

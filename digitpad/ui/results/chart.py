"""A canvas that is drawn anew whenever its size, its figures or the colours change."""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont

from digitpad.ui.widgets.look.palette import colour
from digitpad.ui.widgets.theme import Theme

LEAST_HEIGHT = 130  # px at scale 1, of a chart in a low window
FLOORS = (0.99, 0.98, 0.96, 0.92, 0.9, 0.8, 0.6, 0.5, 0.4, 0.2, 0.0)  # lowest values of a scale of shares


class ResultChart(tk.Canvas):
    """Override `draw`, which finds an empty canvas in the colour of cards."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, height: float = 1, takes_keys: bool = False) -> None:
        """`height`: px at scale 1; `takes_keys`: it is a stop of the Tab key."""
        ring = theme.px(2) if takes_keys else 0
        super().__init__(parent, width=1, height=theme.px(height), borderwidth=0, highlightthickness=ring)
        self.configure(takefocus=takes_keys)
        self.theme = theme
        self.bind("<Configure>", lambda event: self.refresh(), add=True)
        self.bind("<<ThemeChanged>>", lambda event: self.refresh(), add=True)

    def fit(self, room: int, most: float) -> None:
        """Be `most` px at scale 1 high, or as high as `room` px of the screen let it be, and not too low."""
        self.configure(height=min(self.theme.px(most), max(self.theme.px(LEAST_HEIGHT), room)))

    def refresh(self) -> None:
        colours = self.theme.palette
        self.delete("all")
        self.configure(background=colours.surface, highlightbackground=colours.surface, highlightcolor=colours.text)
        self.draw()

    def draw(self) -> None:
        """Draw all of it."""

    def say(
        self, x: float, y: float, words: str, *, anchor: str = "w", shade: str = "text", strong: bool = False
    ) -> None:
        """Write in the small font, or in the strong one; `shade`: a name in the palette."""
        font: tkfont.Font = self.theme.strong if strong else self.theme.small
        fill = getattr(self.theme.palette, shade)
        self.create_text(x, y, text=words, anchor=anchor, fill=fill, font=font, tags="words", justify="center")  # type: ignore[call-overload]

    @property
    def line_width(self) -> int:
        return max(1, self.theme.px(1))


def floor_of(shares: list[float]) -> float:
    """Return the lowest value of a scale of shares 0..1, so that all of them are on it."""
    return next(floor for floor in FLOORS if floor <= min(shares, default=0.0))


def blended(back: str, front: str, share: float) -> str:
    """Return the colour that lies so far (0..1) on the way from `back` to `front`, "#rrggbb" each."""
    mixed = (round(one + (other - one) * share) for one, other in zip(colour(back), colour(front), strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)

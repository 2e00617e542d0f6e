"""All ten guesses for one digit, in two columns in a panel under the cards."""

from __future__ import annotations

import tkinter as tk

from digitpad.languages import _
from digitpad.records import Digit
from digitpad.ui.core.wording import a_digit
from digitpad.ui.reading.verdicts import percent
from digitpad.ui.widgets.theme import Theme

STEP = 22  # px at scale 1, as are all sizes here
HEAD = 32
MARGIN = 12
BAR_LEFT, BAR_HEIGHT, PERCENT_WIDTH = 22, 10, 50
BETWEEN = 24  # the columns
LEAST_SHOWN = 0.005
LINES = 5
HEIGHT = HEAD + LINES * STEP + MARGIN


class Probabilities(tk.Canvas):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, width=1, height=theme.px(HEIGHT))
        self._theme = theme
        self._digit: Digit | None = None
        self._place = ""
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, digit: Digit, place: str) -> None:
        """Show a digit; `place`: its place in words ("digit 2 of 4")."""
        self._digit, self._place = digit, place
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        digit, colours, px = self._digit, self._theme.palette, self._theme.px
        width = self.winfo_width()
        if digit is None or width < px(100):
            return
        self.configure(background=colours.window)
        edge = max(1, px(1))
        box = (edge // 2, edge // 2, width - edge, px(HEIGHT) - edge)
        self.create_rectangle(*box, fill=colours.surface, outline=colours.line, width=edge)
        words = f"{self._place}: {_verdict_words(digit)}"
        self.create_text(
            px(MARGIN), px(HEAD / 2 + 2), text=words, anchor="w", font=self._theme.small, fill=colours.quiet
        )
        for label, share in enumerate(digit.probabilities):
            self._draw_guess(label, float(share), digit)

    def _draw_guess(self, label: int, share: float, digit: Digit) -> None:
        colours, px = self._theme.palette, self._theme.px
        column, line = divmod(label, LINES)
        width = (self.winfo_width() - px(2 * MARGIN + BETWEEN)) // 2
        start = px(MARGIN) + column * (width + px(BETWEEN))
        middle = px(HEAD + (line + 0.5) * STEP)
        best = label == digit.label and not (digit.refused and digit.decided_by == "hand")
        font, ink = (self._theme.strong, colours.text) if best else (self._theme.small, colours.quiet)
        self.create_text(start + px(5), middle, text=str(label), font=font, fill=ink)
        left, right = start + px(BAR_LEFT), start + width - px(PERCENT_WIDTH)
        top, bottom = middle - px(BAR_HEIGHT) // 2, middle + px(BAR_HEIGHT) // 2
        self.create_rectangle(left, top, right, bottom, width=0, fill=colours.trough)
        bar = (colours.accent if digit.sure else colours.unsure) if best else colours.quiet
        if share >= LEAST_SHOWN:
            self.create_rectangle(left, top, left + round((right - left) * share), bottom, width=0, fill=bar)
        words = percent(share) if share >= LEAST_SHOWN else "–"
        self.create_text(start + width, middle, text=words, anchor="e", font=self._theme.small, fill=ink)


def _verdict_words(digit: Digit) -> str:
    if digit.decided_by == "hand":
        said = _("no digit") if digit.refused else a_digit(digit.label)
        return _("you said that it is {digit}").format(digit=said)
    if digit.refused:
        return _("most likely no digit")
    return _("{share} sure it is {digit}").format(share=percent(digit.confidence), digit=a_digit(digit.label))

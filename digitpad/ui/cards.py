"""One card for each digit: what the network saw, its best guesses, and a plain mark where it is unsure."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageTk

from digitpad.records import Digit
from digitpad.ui.theme import Theme
from digitpad.vision.display import enlarged

GLYPH = 84  # px at scale 1, as are all sizes here; three for each of the network's
WIDTH, HEIGHT = 104, 200
MARGIN = 10
RING = 2  # the focus ring around a card
GAP = 8
GUESSES = 3
MOST_CARDS = 90  # X11 knows no window higher than 32,767 px
GUESS_TOP, GUESS_STEP, BAR_LEFT, BAR_HEIGHT = 112, 21, 28, 8
VERDICT_MIDDLE = 184


class Card(tk.Canvas):
    """Shows one digit. `on_hover` hears when the pointer or the focus comes and goes, `on_open` of a click or Enter."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, on_hover: Callable[[bool], None], on_open: Callable[[], None]
    ) -> None:
        width, height = theme.px(WIDTH), theme.px(HEIGHT)
        super().__init__(parent, width=width, height=height, borderwidth=0, takefocus=True, cursor="hand2")
        self.configure(highlightthickness=theme.px(RING))
        self._theme, self._on_hover, self._on_open = theme, on_hover, on_open
        self._digit: Digit | None = None
        self._lit = self._opened = False
        self._picture = ImageTk.PhotoImage("L", (theme.px(GLYPH), theme.px(GLYPH)))
        self._make()
        self._listen()

    def show(self, digit: Digit, *, opened: bool) -> None:
        if digit is not self._digit:
            self._digit = digit
            self._picture.paste(Image.fromarray(enlarged(digit.glyph, self._theme.px(GLYPH))))
            self._show_guesses(digit)
        self._opened = opened
        self._repaint()

    def light(self, on: bool) -> None:
        if on != self._lit:
            self._lit = on
            self._repaint()

    def _make(self) -> None:
        px, ring = self._theme.px, self._theme.px(RING)
        edge = max(1, px(1))
        self._edge = self.create_rectangle(
            ring + edge // 2, ring + edge // 2, ring + px(WIDTH) - edge, ring + px(HEIGHT) - edge, width=edge
        )
        self.create_image(ring + px(MARGIN), ring + px(MARGIN), image=self._picture, anchor="nw")
        self._rows = [self._make_guess(number) for number in range(GUESSES)]
        self._verdict = self.create_text(
            ring + px(WIDTH) // 2, ring + px(VERDICT_MIDDLE), font=self._theme.small, tags="verdict"
        )

    def _make_guess(self, number: int) -> tuple[int, int, int]:
        px, ring = self._theme.px, self._theme.px(RING)
        middle = ring + px(GUESS_TOP + number * GUESS_STEP)
        font = self._theme.strong if number == 0 else self._theme.small
        text = self.create_text(ring + px(MARGIN + 5), middle, font=font, tags="guess")
        left, top = ring + px(BAR_LEFT), middle - px(BAR_HEIGHT) // 2
        trough = self.create_rectangle(left, top, ring + px(WIDTH - MARGIN), top + px(BAR_HEIGHT), width=0)
        return text, trough, self.create_rectangle(left, top, left, top + px(BAR_HEIGHT), width=0)

    def _show_guesses(self, digit: Digit) -> None:
        px, left = self._theme.px, self._theme.px(RING) + self._theme.px(BAR_LEFT)
        length = px(WIDTH - MARGIN) - px(BAR_LEFT)
        best = np.argsort(-digit.probabilities, kind="stable")[:GUESSES]
        for (text, _, bar), label in zip(self._rows, best, strict=True):
            share = float(digit.probabilities[label])
            self.itemconfigure(text, text=str(label))
            _, top, _, bottom = self.coords(bar)
            filled = round(length * share)
            self.coords(bar, left, top, left + filled, bottom)
            self.itemconfigure(bar, state="normal" if filled else "hidden")
        self.itemconfigure(self._verdict, text=verdict(digit))

    def _repaint(self) -> None:
        colours, digit = self._theme.palette, self._digit
        if digit is None:
            return
        doubtful = not digit.sure
        back = colours.raised if self._lit or self._opened else colours.surface
        edge = colours.unsure if doubtful else colours.accent if self._lit or self._opened else colours.line
        thick = self._theme.px(2 if doubtful or self._opened else 1)
        self.configure(background=colours.window, highlightbackground=colours.window, highlightcolor=colours.accent)
        self.itemconfigure(self._edge, fill=back, outline=edge, width=max(1, thick))
        for number, (text, trough, bar) in enumerate(self._rows):
            first = number == 0
            self.itemconfigure(text, fill=colours.text if first else colours.quiet)
            self.itemconfigure(trough, fill=colours.trough)
            self.itemconfigure(bar, fill=(colours.unsure if doubtful else colours.accent) if first else colours.quiet)
        self.itemconfigure(self._verdict, fill=colours.unsure if doubtful else colours.quiet)

    def _listen(self) -> None:
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self.bind("<Enter>", lambda event: self._on_hover(True))
        self.bind("<Leave>", lambda event: self._on_hover(False))
        self.bind("<FocusIn>", lambda event: self._on_hover(True))
        self.bind("<FocusOut>", lambda event: self._on_hover(False))
        self.bind("<ButtonRelease-1>", lambda event: self._on_open())
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, lambda event: self._on_open())


def verdict(digit: Digit) -> str:
    """The words under the guesses."""
    if digit.refused:
        return "not a digit?"
    return percent(digit.confidence) if digit.sure else "not sure"


def percent(share: float) -> str:
    """ "97 %"; never rounded up to certainty."""
    return f"{min(99, round(share * 100)) if share < 0.995 else 100} %"


class Cards(tk.Frame):
    """The cards of a reading's first digits in its order, as many beside each other as there is room for."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_hover: Callable[[int | None], None],
        on_open: Callable[[int], None],
        on_focus: Callable[[tk.Misc], None],
    ) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=0)
        self._theme, self._on_hover, self._on_open, self._on_focus = theme, on_hover, on_open, on_focus
        self._cards: list[Card] = []
        self._shown: tuple[Digit, ...] = ()
        self._columns = 0
        self.bind("<Configure>", lambda event: self._arrange())
        self.bind("<<ThemeChanged>>", lambda event: self.configure(background=theme.palette.window))

    def show(self, digits: tuple[Digit, ...], opened: int | None) -> None:
        """No more than MOST_CARDS of `digits` get a card."""
        digits = digits[:MOST_CARDS]
        for index in range(len(self._cards), len(digits)):
            self._cards.append(self._new(index))
        changed = len(digits) != len(self._shown)
        self._shown = digits
        for index, digit in enumerate(digits):
            self._cards[index].show(digit, opened=index == opened)
        if changed:
            self._columns = 0
            self._arrange()

    def light(self, index: int | None) -> None:
        for number, card in enumerate(self._cards):
            card.light(number == index)

    def _new(self, index: int) -> Card:
        card = Card(
            self,
            theme=self._theme,
            on_hover=lambda on: self._on_hover(index if on else None),
            on_open=lambda: self._on_open(index),
        )
        card.bind("<FocusIn>", lambda event: self._on_focus(card), add=True)
        return card

    def _arrange(self) -> None:
        gap = self._theme.px(GAP) - 2 * self._theme.px(RING)
        pitch = self._theme.px(WIDTH) + 2 * self._theme.px(RING) + gap
        columns = max(1, (self.winfo_width() + gap) // pitch)
        if columns == self._columns:
            return
        self._columns = columns
        for index, card in enumerate(self._cards):
            if index < len(self._shown):
                card.grid(row=index // columns, column=index % columns, padx=(0, gap), pady=(0, gap))
            else:
                card.grid_forget()

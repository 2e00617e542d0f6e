"""A card for each digit: the glyph that the network saw, its best guesses, and a plain sign where it is unsure."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import Digit, Glyph
from digitpad.ui.core.pending_corrections import Storing
from digitpad.ui.reading.card_actions import CardActions, listen
from digitpad.ui.reading.card_size import CardSize
from digitpad.ui.reading.verdicts import guesses_of, verdict
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name
from digitpad.vision.render.display import enlarged

RING = 2  # px at scale 1, as are all sizes here: the focus ring around a card
GUESSES = 3
BAR_HEIGHT = 8
REMINDER = 30
UNDO_OUT = 3  # of the sign, beyond the margin
UNSTORED: Mapping[Storing, str] = MappingProxyType({"saving": _("saving…"), "unsaved": _("not saved")})


class Card(tk.Canvas):
    """Shows the digit at one place of the reading."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        place: int,
        size: CardSize,
        actions: CardActions,
    ) -> None:
        width, height = theme.px(size.width), theme.px(size.height)
        super().__init__(parent, width=width, height=height, borderwidth=0, takefocus=True, cursor="hand2")
        self.configure(highlightthickness=theme.px(RING))
        self._theme, self._icons, self._size = theme, icons, size
        self._items = Items(self)
        self._around: dict[str, str] = {}
        self._digit: Digit | None = None
        self._reminder: Glyph | None = None
        self._storing: Storing = "saved"
        self._highlighted = self._selected = False
        self._picture = ImageTk.PhotoImage("L", (theme.px(size.glyph), theme.px(size.glyph)))
        self._small = ImageTk.PhotoImage("L", (theme.px(REMINDER), theme.px(REMINDER)))
        self._make()
        listen(self, place, actions, {"undo": actions.take_back, "reminder": actions.show_sample})
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())

    def show(self, digit: Digit, *, selected: bool, reminder: Glyph | None = None, storing: Storing = "saved") -> None:
        """`reminder`: the sample by which memory decided; `storing`: where the user did, how far that has come."""
        if digit is not self._digit or reminder is not self._reminder or storing != self._storing:
            if self._digit is None or not np.array_equal(digit.glyph, self._digit.glyph):
                self._picture.paste(Image.fromarray(enlarged(digit.glyph, self._theme.px(self._size.glyph))))
            self._digit, self._reminder, self._storing = digit, reminder, storing
            self._show_guesses(digit)
            self._show_origin(digit)
            sure = _("sure") if digit.sure else _("not sure")
            give_name(self, f"{digit.symbol or _('No digit')}, {sure}", "Button")
        self._selected = selected
        self._repaint()

    def light(self, on: bool) -> None:
        if on != self._highlighted:
            self._highlighted = on
            self._repaint()

    def _make(self) -> None:
        px, ring, size = self._theme.px, self._theme.px(RING), self._size
        edge = max(1, px(1))
        self._edge = self.create_rectangle(
            ring + edge // 2, ring + edge // 2, ring + px(size.width) - edge, ring + px(size.height) - edge, width=edge
        )
        self.create_image(ring + px(size.margin), ring + px(size.margin), image=self._picture, anchor="nw")
        self._rows = [self._make_guess(number) for number in range(GUESSES)]
        self._verdict = self.create_text(0, ring + px(size.verdict), font=self._theme.small, tags="verdict")
        right = ring + px(size.width - size.margin)
        middle = ring + px(size.guess_top + (GUESSES - 1) * size.guess_step if size.apart else size.verdict)
        self._undo = self.create_image(right + px(UNDO_OUT), middle, anchor="e", tags="undo")
        corner = ring + px(size.margin + size.glyph) - edge
        self.create_image(corner, corner, image=self._small, anchor="se", tags="reminder")
        side = px(REMINDER)
        self._frame = self.create_rectangle(
            corner - side - edge, corner - side - edge, corner, corner, width=px(RING), tags="reminder"
        )

    def _make_guess(self, number: int) -> tuple[int, int, int]:
        px, ring, size = self._theme.px, self._theme.px(RING), self._size
        middle = ring + px(size.guess_top + number * size.guess_step)
        font = self._theme.strong if number == 0 else self._theme.small
        text = self.create_text(ring + px(size.margin + 5), middle, font=font, tags="guess")
        left, top = ring + px(size.bar_left), middle - px(BAR_HEIGHT) // 2
        trough = self.create_rectangle(left, top, ring + px(size.width - size.margin), top + px(BAR_HEIGHT), width=0)
        return text, trough, self.create_rectangle(left, top, left, top + px(BAR_HEIGHT), width=0)

    def _show_guesses(self, digit: Digit) -> None:
        px, size = self._theme.px, self._size
        left, length = px(RING) + px(size.bar_left), px(size.width - size.margin) - px(size.bar_left)
        best = guesses_of(digit)[:GUESSES]
        for (text, *_trough, bar), label in zip(self._rows, best, strict=True):
            share = float(digit.probabilities[label])
            self._items.configure(text, text=str(label))
            top, bottom = self.coords(bar)[1::2]
            filled = round(length * share)
            self._items.place(bar, left, top, left + filled, bottom)
            covered = size.apart and digit.decided_by == "hand" and bar == self._rows[-1][-1]
            self._items.configure(bar, state="normal" if filled and not covered else "hidden")

    def _show_origin(self, digit: Digit) -> None:
        """Show who decided it: in the words below, and by the sample that did."""
        ring, px, size = self._theme.px(RING), self._theme.px, self._size
        by_hand = digit.decided_by == "hand"
        beside = by_hand and not size.apart
        place = (ring + px(size.margin), "w") if beside else (ring + px(size.width) // 2, "center")
        words = fitted(UNSTORED.get(self._storing) or verdict(digit), self._theme.small, px(size.width - 2))
        self._items.place(self._verdict, place[0], ring + px(size.verdict))
        self._items.configure(self._verdict, text=words, anchor=place[1])
        if size.apart:
            for item in self._rows[-1][:2]:
                self._items.configure(item, state="hidden" if by_hand else "normal")
        self._items.configure("undo", state="normal" if by_hand else "hidden")
        if self._reminder is not None:
            self._small.paste(Image.fromarray(enlarged(self._reminder, px(REMINDER))))
        self._items.configure("reminder", state="hidden" if self._reminder is None else "normal")

    def _repaint(self) -> None:
        digit = self._digit
        if digit is None:
            return
        by_hand = digit.decided_by == "hand"
        doubtful = not digit.sure and not by_hand
        self._repaint_frame(doubtful, by_hand)
        self._repaint_guesses(doubtful, known=not (by_hand and digit.refused))
        colours, decided = self._theme.palette, by_hand or digit.decided_by == "memory"
        amber = doubtful or (by_hand and self._storing == "unsaved")
        words = colours.unsure if amber else colours.accent if decided else colours.quiet
        self._items.configure(self._verdict, fill=words)

    def _repaint_frame(self, doubtful: bool, by_hand: bool) -> None:
        """The card's ground, edge and focus ring, and the signs on it."""
        colours, lit = self._theme.palette, self._highlighted or self._selected
        edge = colours.accent if lit or by_hand else colours.edge
        edge = colours.unsure if doubtful and not self._selected else edge
        thick = max(1, self._theme.px(2 if doubtful or self._selected else 1))
        ring = colours.accent if self._selected else colours.window
        around = {"background": colours.window, "highlightbackground": ring, "highlightcolor": colours.text}
        if around != self._around:
            self._around = around
            self.configure(around)
        self._items.configure(self._edge, fill=colours.raised if lit else colours.surface, outline=edge, width=thick)
        self._items.configure(self._frame, outline=colours.accent)
        self._items.configure(self._undo, image=self._icons.sign("undo"))

    def _repaint_guesses(self, doubtful: bool, *, known: bool) -> None:
        """The guesses and their bars, the first one strong; `known`: it is no mere guess at what is no digit."""
        colours = self._theme.palette
        for number, (text, trough, bar) in enumerate(self._rows):
            first = number == 0 and known
            strong = colours.unsure if doubtful else colours.accent
            self._items.configure(text, fill=colours.text if first else colours.quiet)
            self._items.configure(trough, fill=colours.trough)
            self._items.configure(bar, fill=strong if first else colours.quiet)

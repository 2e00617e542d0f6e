"""A card for each digit: the glyph that the network saw, its best guesses, and a plain sign where it is unsure."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import Digit, Glyph, Mark, Sign
from digitpad.ui.core.pending_corrections import Storing
from digitpad.ui.reading.card_actions import CardActions, listen
from digitpad.ui.reading.mark_card import MarkCard
from digitpad.ui.reading.verdicts import guesses_of, verdict
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name
from digitpad.vision.render.display import enlarged

GLYPH = 84  # px at scale 1, as are all sizes here; three for each of the network's
WIDTH, HEIGHT = 104, 200
MARGIN = 10
RING = 2  # the focus ring around a card
GAP = 8
GUESSES = 3
MOST_CARDS = 90  # X11 knows no window higher than 32,767 px
GUESS_TOP, GUESS_STEP, BAR_LEFT, BAR_HEIGHT = 112, 21, 28, 8
VERDICT_MIDDLE = 184
REMINDER = 30
LINE = 3  # rows of the grid: the cards, and two for what is unfolded below them
UNDO_OUT = 3  # of the sign, beyond the margin
NO_REMINDERS: Mapping[int, Glyph] = MappingProxyType({})
ALL_STORED: Mapping[int, Storing] = MappingProxyType({})
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
        actions: CardActions,
    ) -> None:
        width, height = theme.px(WIDTH), theme.px(HEIGHT)
        super().__init__(parent, width=width, height=height, borderwidth=0, takefocus=True, cursor="hand2")
        self.configure(highlightthickness=theme.px(RING))
        self._theme, self._icons = theme, icons
        self._items = Items(self)
        self._around: dict[str, str] = {}
        self._digit: Digit | None = None
        self._reminder: Glyph | None = None
        self._storing: Storing = "saved"
        self._highlighted = self._selected = False
        self._picture = ImageTk.PhotoImage("L", (theme.px(GLYPH), theme.px(GLYPH)))
        self._small = ImageTk.PhotoImage("L", (theme.px(REMINDER), theme.px(REMINDER)))
        self._make()
        listen(self, place, actions, {"undo": actions.take_back, "reminder": actions.show_sample})
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())

    def show(self, digit: Digit, *, selected: bool, reminder: Glyph | None = None, storing: Storing = "saved") -> None:
        """`reminder`: the sample by which memory decided; `storing`: where the user did, how far that has come."""
        if digit is not self._digit or reminder is not self._reminder or storing != self._storing:
            if self._digit is None or not np.array_equal(digit.glyph, self._digit.glyph):
                self._picture.paste(Image.fromarray(enlarged(digit.glyph, self._theme.px(GLYPH))))
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
        px, ring = self._theme.px, self._theme.px(RING)
        edge = max(1, px(1))
        self._edge = self.create_rectangle(
            ring + edge // 2, ring + edge // 2, ring + px(WIDTH) - edge, ring + px(HEIGHT) - edge, width=edge
        )
        self.create_image(ring + px(MARGIN), ring + px(MARGIN), image=self._picture, anchor="nw")
        self._rows = [self._make_guess(number) for number in range(GUESSES)]
        self._verdict = self.create_text(0, ring + px(VERDICT_MIDDLE), font=self._theme.small, tags="verdict")
        right = ring + px(WIDTH - MARGIN)
        self._undo = self.create_image(right + px(UNDO_OUT), ring + px(VERDICT_MIDDLE), anchor="e", tags="undo")
        corner = ring + px(MARGIN + GLYPH) - edge
        self.create_image(corner, corner, image=self._small, anchor="se", tags="reminder")
        side = px(REMINDER)
        self._frame = self.create_rectangle(
            corner - side - edge, corner - side - edge, corner, corner, width=px(RING), tags="reminder"
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
        best = guesses_of(digit)[:GUESSES]
        for (text, *_trough, bar), label in zip(self._rows, best, strict=True):
            share = float(digit.probabilities[label])
            self._items.configure(text, text=str(label))
            top, bottom = self.coords(bar)[1::2]
            filled = round(length * share)
            self._items.place(bar, left, top, left + filled, bottom)
            self._items.configure(bar, state="normal" if filled else "hidden")

    def _show_origin(self, digit: Digit) -> None:
        """Show who decided it: in the words below, and by the sample that did."""
        ring, px = self._theme.px(RING), self._theme.px
        by_hand = digit.decided_by == "hand"
        place = (ring + px(MARGIN), "w") if by_hand else (ring + px(WIDTH) // 2, "center")
        words = UNSTORED.get(self._storing) or verdict(digit)
        self._items.place(self._verdict, place[0], ring + px(VERDICT_MIDDLE))
        self._items.configure(self._verdict, text=words, anchor=place[1])
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


class Cards(tk.Frame):
    """The cards of a reading's first digits in its order, as many beside each other as there is room for."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: CardActions) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=0)
        self._theme, self._icons, self._actions = theme, icons, actions
        self._cards: dict[tuple[int, type[Sign]], Card | MarkCard] = {}  # by place, those that were ever needed
        self._shown: tuple[Sign, ...] = ()
        self._unfolded: tuple[int, tuple[tk.Widget, ...]] = (0, ())
        self.columns = 0
        self.bind("<Configure>", lambda event: self._arrange())
        self.bind("<<ThemeChanged>>", lambda event: self.configure(background=theme.palette.window))

    def show(
        self,
        signs: tuple[Sign, ...],
        selected: Collection[int],
        reminders: Mapping[int, Glyph] = NO_REMINDERS,
        storing: Mapping[int, Storing] = ALL_STORED,
    ) -> None:
        """The first MOST_CARDS get one. By place, `reminders`: the samples by which memory decided;
        `storing`: how far what the user said has come to the disk.
        """
        signs = signs[:MOST_CARDS]
        changed = [type(sign) for sign in signs] != [type(sign) for sign in self._shown]
        self._shown = signs
        for index, sign in enumerate(signs):
            card = self.card(index)
            if isinstance(card, MarkCard) and isinstance(sign, Mark):
                card.show(sign, selected=index in selected)
            elif isinstance(card, Card) and isinstance(sign, Digit):
                card.show(
                    sign,
                    selected=index in selected,
                    reminder=reminders.get(index),
                    storing=storing.get(index, "saved"),
                )
        if changed:
            self.columns = 0
            self._arrange()

    def card(self, index: int) -> Card | MarkCard:
        """Return the card at this place; the last one where that has none."""
        index = min(index, len(self._shown) - 1)
        key = (index, type(self._shown[index]))
        if key not in self._cards:
            self._cards[key] = self._made(*key)
        return self._cards[key]

    def _made(self, index: int, kind: type[Sign]) -> Card | MarkCard:
        theme, icons, actions = self._theme, self._icons, self._actions
        if kind is Mark:
            return MarkCard(self, theme=theme, icons=icons, place=index, height=HEIGHT, actions=actions)
        return Card(self, theme=theme, icons=icons, place=index, actions=actions)

    def unfold(self, index: int, details: Sequence[tk.Widget]) -> None:
        """Have `details`, at most two widgets of the same parent, below the card of this digit, and nothing else."""
        for widget in self._unfolded[1]:
            if widget not in details:
                widget.grid_remove()
        if (index, tuple(details)) != self._unfolded:
            self._unfolded = (index, tuple(details))
            self._place_details()

    def light(self, index: int | None) -> None:
        for (number, *_name), card in self._cards.items():
            card.light(number == index)

    def _arrange(self) -> None:
        gap = self._theme.px(GAP) - 2 * self._theme.px(RING)
        pitch = self._theme.px(WIDTH) + 2 * self._theme.px(RING) + gap
        columns = max(1, (self.winfo_width() + gap) // pitch)
        if columns == self.columns:
            return
        self.columnconfigure(self.columns, weight=0)
        self.columnconfigure(columns, weight=1)
        self.columns = columns
        for (index, kind), card in self._cards.items():
            if index < len(self._shown) and kind is type(self._shown[index]):
                card.grid(row=index // columns * LINE, column=index % columns, padx=(0, gap), pady=(0, gap))
                card.grid(sticky="w")
            else:
                card.grid_forget()
        self._place_details()

    def _place_details(self) -> None:
        index, details = self._unfolded
        for number, widget in enumerate(details):
            row = index // max(1, self.columns) * LINE + 1 + number
            widget.grid(in_=self, row=row, column=0, columnspan=self.columns + 1, sticky="ew")
            widget.grid(pady=(0, self._theme.px(GAP)), padx=(0, self._theme.px(GAP)))
            tk.Misc.tkraise(widget)  # a canvas's own lifts an item

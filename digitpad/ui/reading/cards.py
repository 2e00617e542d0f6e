"""The cards of a reading in their order, as many beside each other as there is room for, in two sizes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Collection, Mapping, Sequence
from tkinter import ttk
from types import MappingProxyType

from digitpad.records import Digit, Glyph, Mark, Sign
from digitpad.ui.core.pending_corrections import Storing
from digitpad.ui.reading.card import RING, Card
from digitpad.ui.reading.card_actions import CardActions
from digitpad.ui.reading.card_size import LOW, SMALL, USUAL, CardSize
from digitpad.ui.reading.mark_card import MarkCard
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

GAP = 8  # px at scale 1
MOST_CARDS = 90  # X11 knows no window higher than 32,767 px
LINE = 3  # rows of the grid: the cards, and two for what is unfolded below them
NO_REMINDERS: Mapping[int, Glyph] = MappingProxyType({})
ALL_STORED: Mapping[int, Storing] = MappingProxyType({})


class Cards(tk.Frame):
    """A card for each of a reading's first digits and marks; a mark's is narrower, and leaves no hole."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: CardActions) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=0)
        self._theme, self._icons, self._actions = theme, icons, actions
        self._cards: dict[tuple[int, type[Sign]], Card | MarkCard] = {}  # by place, those that were ever needed
        self._shown: tuple[Sign, ...] = ()
        self._unfolded: tuple[int, tuple[tk.Widget, ...]] = (0, ())
        self._size = USUAL
        self._lines: list[list[int]] = []  # places of the cards beside each other
        self._frames: list[ttk.Frame] = []  # each holds a line
        self.columnconfigure(0, weight=1)
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
            self._arrange(anew=True)

    def suit(self, height: int) -> bool:
        """Take the size for a column so many px high; return whether it has changed, so that all are shown anew."""
        size: CardSize = SMALL if height < self._theme.px(LOW) else USUAL
        changed, self._size = size is not self._size, size
        if changed:
            for card in self._cards.values():
                card.destroy()
            self._cards, self._shown = {}, ()
        return changed

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
            return MarkCard(self, theme=theme, icons=icons, place=index, size=self._size, actions=actions)
        return Card(self, theme=theme, icons=icons, place=index, size=self._size, actions=actions)

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

    def beside(self, index: int, key: str) -> int | None:
        """Return the card that an arrow key leads to; None where there is none."""
        if key in ("Left", "Right"):
            index += 1 if key == "Right" else -1
            return index if 0 <= index < len(self._shown) else None
        line = next(number for number, line in enumerate(self._lines) if index in line)
        line += 1 if key == "Down" else -1
        if not 0 <= line < len(self._lines):
            return None
        middle = self._middle(index)
        return min(self._lines[line], key=lambda other: abs(self._middle(other) - middle))

    def _middle(self, index: int) -> float:
        """Return where the middle of a card lies from left to right, px."""
        card = self.card(index)
        return card.winfo_x() + card.winfo_width() / 2

    def _arrange(self, *, anew: bool = False) -> None:
        """`anew`: other cards are to be shown, also where their lines are as before, or none."""
        lines = self._filled_lines()
        if lines == self._lines and not anew:
            return
        self._lines, gap = lines, self._theme.px(GAP) - 2 * self._theme.px(RING)
        while len(self._frames) < len(lines):
            self._frames.append(ttk.Frame(self))
        for (index, kind), card in self._cards.items():
            if index >= len(self._shown) or kind is not type(self._shown[index]):
                card.pack_forget()
        for number, frame in enumerate(self._frames):
            if number >= len(lines):
                frame.grid_remove()
                continue
            frame.grid(row=number * LINE, column=0, sticky="w", pady=(0, gap))
            for index in lines[number]:
                card = self.card(index)
                card.pack(in_=frame, side="left", padx=(0, gap))
                tk.Misc.tkraise(card)  # over the frame, in the order of the Tab key; a canvas's own lifts an item
        self._place_details()

    def _filled_lines(self) -> list[list[int]]:
        """Return the places of the cards of each line, as many as there is room for."""
        gap, width = self._theme.px(GAP) - 2 * self._theme.px(RING), self.winfo_width()
        if width <= 1:
            return [list(range(len(self._shown)))]
        lines: list[list[int]] = []
        left = 0
        for index in range(len(self._shown)):
            wide = self.card(index).winfo_reqwidth() + gap
            if not lines or left + wide - gap > width:
                lines.append([])
                left = 0
            lines[-1].append(index)
            left += wide
        return lines

    def _place_details(self) -> None:
        index, details = self._unfolded
        line = next((number for number, line in enumerate(self._lines) if index in line), 0)
        for number, widget in enumerate(details):
            widget.grid(in_=self, row=line * LINE + 1 + number, column=0, sticky="ew")
            widget.grid(pady=(0, self._theme.px(GAP)), padx=(0, self._theme.px(GAP)))
            tk.Misc.tkraise(widget)

"""The right-hand column: the number in large type, a card for each digit, and what can be done about a wrong one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.records import Glyph, Reading
from digitpad.ui.big_number import LEAST_HEIGHT, BigNumber
from digitpad.ui.cards import MOST_CARDS, CardActions, Cards, Pick
from digitpad.ui.correction_bar import CorrectionBar
from digitpad.ui.corrects import Corrects
from digitpad.ui.icons import Icons
from digitpad.ui.kept import Storing
from digitpad.ui.labels import QuietLabel
from digitpad.ui.number_entry import NumberEntry
from digitpad.ui.probabilities import Probabilities
from digitpad.ui.scroller import Scroller
from digitpad.ui.selection import Selection
from digitpad.ui.theme import Theme
from digitpad.ui.toolbar import SignButton

LOOK_HINT = "Click a card for all ten guesses."
HINT = "Wrong? Click a digit and type the right one."
ONE_HINT = "Type the right digit, X if it is none, Enter if it was read right."
MORE_HINT = "Join them if they are one digit (J), or type what each of them is."
NUMBER_SHARE = 1 / 3  # of the height, at most
MODIFIED = 0x4 | 0x20000 | 0x40000  # Control, and Alt on Windows and on a Mac, in the state of an event


class ReadingView(ttk.Frame):
    """`on_hover` gets the index of the digit whose card is under the pointer or has the focus, or None."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        on_hover: Callable[[int | None], None],
        on_copy: Callable[[], None],
        corrects: Corrects | None = None,
    ) -> None:
        """`corrects`: what is done about wrong digits; None: nothing here."""
        super().__init__(parent)
        self._theme, self._icons, self._on_hover, self._corrects = theme, icons, on_hover, corrects
        self._reading = Reading()
        self._selection = Selection()
        self.rowconfigure(3, weight=1)
        self.columnconfigure(0, weight=1)
        self._make_head(on_copy)
        self._make_number()
        self._make_column()
        self.show(self._reading)
        self.bind("<Configure>", lambda event: self._share_height(event.height))

    @property
    def reading(self) -> Reading:
        return self._reading

    @property
    def selected(self) -> tuple[int, ...]:
        """The digits that are selected, by place, ascending."""
        return self._selection.places

    def show(self, reading: Reading, waiting: str = "Nothing to read yet") -> None:
        """`waiting`: the words in place of the number where there is none."""
        if len(reading.digits) != len(self._reading.digits):
            self._selection.clear()
        self._reading = reading
        self._number.show(reading, waiting)
        self._copy.enable(bool(reading.text))
        self._show_selection()

    def show_storing(self) -> None:
        """Show anew how far the corrections have come to the disk."""
        self._cards.show(self._reading.digits, self.selected, self._reminders(), self._storing())

    def light(self, index: int | None) -> None:
        """Light the card of this digit, and no other."""
        self._cards.light(index)

    def select(self, places: Sequence[int]) -> None:
        """Select these digits, and no others; the keys go to the last of them."""
        self._selection.set(places)
        self._show_selection()
        if places and places[-1] < MOST_CARDS:
            self._cards.card(places[-1]).focus_set()
            self.after_idle(self._reveal_details)
        self._on_hover(None)

    def type_number(self) -> None:
        """Have the whole number typed."""
        if self._corrects is not None and self._reading.digits:
            self.select(())
            self._number.grid_remove()
            self._hint.grid_remove()
            self._entry.grid(row=0, column=0, sticky="ew", pady=(self._theme.px(8), 0))
            self._entry.begin(" ".join(self._reading.text.split()))

    def confirm(self) -> None:
        """The selected digits were read right; where none is selected, all."""
        if self._corrects is not None:
            self._corrects.confirm(self.selected or range(len(self._reading.digits)))

    def reject(self) -> None:
        if self._corrects is not None and self.selected:
            self._corrects.label(self.selected, None)

    def join(self) -> None:
        if self._corrects is not None and len(self.selected) > 1:
            self._corrects.join(self.selected)

    def split(self) -> None:
        if self._corrects is not None and len(self.selected) == 1:
            self._corrects.split(self.selected[0])

    def _make_head(self, on_copy: Callable[[], None]) -> None:
        head = ttk.Frame(self)
        head.grid(row=0, column=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        QuietLabel(head, theme=self._theme, text="Reading").grid(row=0, column=0, sticky="w", padx=self._theme.px(2))
        tip = "Copy the number  (Ctrl+C)"
        self._copy = SignButton(
            head, theme=self._theme, icons=self._icons, sign="copy", text="Copy", tip=tip, run=on_copy
        )
        self._copy.grid(row=0, column=1)

    def _make_number(self) -> None:
        theme, on_type = self._theme, self.type_number if self._corrects is not None else None
        self._top = Scroller(self, theme=theme, shrinks=True)
        self._top.grid(row=1, column=0, sticky="ew")
        inner = self._top.inner
        inner.columnconfigure(0, weight=1)
        self._number = BigNumber(inner, theme=theme, on_pick=lambda place: self.select((place,)), on_type=on_type)
        self._number.grid(row=0, column=0, sticky="ew")
        self._entry = NumberEntry(inner, theme=theme, on_accept=self._typed, on_leave=self._leave_entry)
        self._hint = QuietLabel(self, theme=theme)

    def _share_height(self, height: int) -> None:
        """The number may take its share, and the cards have the rest."""
        room = max(self._theme.px(LEAST_HEIGHT), round(NUMBER_SHARE * height))
        self._number.hold(room)
        self._top.hold(room)

    def _make_column(self) -> None:
        theme = self._theme
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=3, column=0, sticky="nsew", pady=(theme.px(8), 0))
        inner = self._scroller.inner
        inner.columnconfigure(0, weight=1)
        actions = CardActions(
            hover=self._hover,
            pick=self._pick,
            key=self._key,
            focus=self._focused,
            take_back=lambda place: self._corrects.take_back(place) if self._corrects else None,
            reminder=self._show_sample,
        )
        self._cards = Cards(inner, theme=theme, icons=self._icons, actions=actions)
        self._cards.grid(row=0, column=0, sticky="ew")
        self._bar = CorrectionBar(
            inner,
            theme=theme,
            on_confirm=self.confirm,
            on_reject=self.reject,
            on_join=self.join,
            on_split=self.split,
        )
        self._probabilities = Probabilities(inner, theme=theme)
        for button in self._bar.winfo_children():
            button.bind("<FocusOut>", lambda event: self.after_idle(self._look_for_focus))

    def _show_selection(self) -> None:
        digits, chosen = self._reading.digits, self.selected
        self.show_storing()
        if digits and not self._entry.winfo_ismapped():
            self._say(self._words())
        elif not digits:
            self._hint.grid_remove()
        details: list[tk.Widget] = []
        if chosen and self._corrects is not None:
            self._bar.show(len(chosen))
            details.append(self._bar)
        if len(chosen) == 1:
            self._probabilities.show(digits[chosen[0]], f"Digit {chosen[0] + 1} of {len(digits)}")
            details.append(self._probabilities)
        self._cards.unfold(min(chosen[-1], MOST_CARDS - 1) if chosen else 0, details)

    def _say(self, words: str) -> None:
        if words != str(self._hint.cget("text")):
            self._hint.configure(text=words)
        if not self._hint.winfo_manager():
            self._hint.grid(row=2, column=0, sticky="w", padx=self._theme.px(2), pady=(self._theme.px(4), 0))

    def _words(self) -> str:
        count, hint = len(self._reading.digits), LOOK_HINT
        if self._corrects is not None:
            hint = (HINT, ONE_HINT, MORE_HINT)[min(2, len(self.selected))]
        return f"The first {MOST_CARDS} of {count:,} digits. {hint}" if count > MOST_CARDS else hint

    def _storing(self) -> dict[int, Storing]:
        """Of the digits that the user corrected."""
        if self._corrects is None:
            return {}
        said = [place for place, digit in enumerate(self._reading.digits[:MOST_CARDS]) if digit.decided_by == "hand"]
        return {place: self._corrects.storing(place) for place in said}

    def _reminders(self) -> dict[int, Glyph]:
        if self._corrects is None:
            return {}
        named = [(place, digit.reminded_by) for place, digit in enumerate(self._reading.digits[:MOST_CARDS])]
        found = {place: self._corrects.sample_glyph(id) for place, id in named if id is not None}
        return {place: glyph for place, glyph in found.items() if glyph is not None}

    def _hover(self, index: int | None) -> None:
        self._cards.light(index)
        self._on_hover(index)
        if index is None:
            self.after_idle(self._look_for_focus)

    def _pick(self, index: int, how: Pick) -> None:
        self._selection.pick(index, how)
        self._show_selection()
        if self.selected:
            self._cards.card(index).focus_set()
            self.after_idle(self._reveal_details)
        else:
            self.winfo_toplevel().focus_set()
        self._on_hover(index)

    def _reveal_details(self) -> None:
        """What can be done about the selected digits, and above it their card."""
        if self.winfo_exists() and self.selected:
            self.update_idletasks()
            for widget in (self._probabilities, self._bar, self._cards.card(self.selected[-1])):
                if widget.winfo_ismapped():
                    self._scroller.reveal(widget)

    def _focused(self, index: int, card: tk.Misc) -> None:
        """The focus came to a card, by Tab or by a click."""
        self._scroller.reveal(card)
        if index not in self.selected:
            self._selection.set((index,))
            self._show_selection()

    def _key(self, index: int, event: tk.Event[tk.Misc]) -> str | None:
        if int(event.state) & MODIFIED:
            return None
        key = event.keysym
        if key in ("Left", "Right", "Up", "Down"):
            self._step(index, key, extend=bool(int(event.state) & 1))
        elif key == "Escape":
            self._pick(index, "one") if self.selected == (index,) else self.select(())
        elif key == "space":
            self._pick(index, "add")
        elif self._corrects is None or not self._correct(event.char, key):
            return None
        return "break"

    def _correct(self, character: str, key: str) -> bool:
        """Whether the key says something of the selected digits."""
        if character.isdecimal() and character.isascii() and self._corrects is not None:
            self._corrects.label(self.selected, int(character))
            return True
        act = {"x": self.reject, "j": self.join, "s": self.split}.get(character.lower())
        act = act or {"Delete": self.reject, "Return": self.confirm, "KP_Enter": self.confirm}.get(key)
        if act is not None:
            act()
        return act is not None

    def _step(self, index: int, key: str, *, extend: bool) -> None:
        far = {"Left": -1, "Right": 1, "Up": -self._cards.columns, "Down": self._cards.columns}[key]
        place = index + far
        if 0 <= place < min(len(self._reading.digits), MOST_CARDS):
            if extend:
                self._pick(place, "range")
            else:
                self.select((place,))

    def _look_for_focus(self) -> None:
        """Where the focus has gone elsewhere, nothing is selected any more: a digit that is typed means no card."""
        focused = str(self.tk.call("focus"))
        if self.selected and focused and not focused.startswith(f"{self}."):
            self._selection.clear()
            self._show_selection()
            self._on_hover(None)

    def _show_sample(self, place: int) -> None:
        id = self._reading.digits[place].reminded_by
        if self._corrects is not None and id is not None:
            self._corrects.show_sample(id)

    def _typed(self, text: str) -> None:
        if self._corrects is not None:
            self._corrects.spell(text)

    def _leave_entry(self) -> None:
        self._entry.grid_remove()
        self._number.grid()
        self.winfo_toplevel().focus_set()
        self.update_idletasks()
        self._show_selection()

"""The right-hand column: the number in large type, a card for each digit, and the correction of wrong ones."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.languages import _, in_context
from digitpad.records import DIGITS, MARKS, Digit, Reading
from digitpad.ui.reading.card_actions import Pick
from digitpad.ui.reading.card_selection import Selection
from digitpad.ui.reading.cards import MOST_CARDS, Cards
from digitpad.ui.reading.correction_actions import CorrectionActions, reminders_of, storing_of
from digitpad.ui.reading.correction_bar import CorrectionBar
from digitpad.ui.reading.hint_words import ABOVE, INSET, hint_height, hint_words
from digitpad.ui.reading.number_place import NumberPlace
from digitpad.ui.reading.probabilities import Probabilities
from digitpad.ui.reading.sureness import ROOM, Sureness
from digitpad.ui.reading.verdicts import place_words
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import Toolbar
from digitpad.ui.widgets.tooltip import Tooltip

CARD_KEYS = (
    (_("Tab, arrow keys"), _("Go from card to card")),
    ("0 … 9", _("What the selected digit is")),
    (". , - / :", _("The selected digit is this mark")),
    ("X", _("The selected digit is none")),
    (in_context("key", "Enter"), _("The selected digit was read right")),
)
HEAD, ABOVE_NUMBER, NUMBER, HINT, CARDS = range(5)  # rows of the column, from above
MODIFIED = 0x4 | 0x20000 | 0x40000  # Control, and Alt on Windows and on a Mac, in the state of an event


class ReadingView(ttk.Frame):
    """Implements CardActions. `on_hover` gets the place of the digit under the pointer or with the focus, or None."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        on_hover: Callable[[int | None], None],
        on_copy: Callable[[], None],
        corrections: CorrectionActions | None = None,
        on_rule: Callable[[], None] | None = None,
    ) -> None:
        """`corrections`: None where the digits cannot be corrected; `on_rule`: None where numbers obey no rule."""
        super().__init__(parent)
        self._theme, self._icons, self._on_hover, self._corrections = theme, icons, on_hover, corrections
        self._reading, self._selection = Reading(), Selection()
        self.rowconfigure(CARDS, weight=1)
        self.columnconfigure(0, weight=1)
        self._make_head(on_copy, on_rule)
        self._make_number()
        self._make_column()
        self.show(self._reading)
        self.bind("<Configure>", lambda event: self._share(event.width, event.height))

    @property
    def reading(self) -> Reading:
        return self._reading

    @property
    def selected(self) -> tuple[int, ...]:
        """The digits that are selected, by place, ascending."""
        return self._selection.places

    def show(self, reading: Reading, waiting: str = _("Nothing to read yet")) -> None:
        """`waiting`: the words in place of the number where there is none."""
        if len(reading.sequence) != len(self._reading.sequence):
            self._selection.clear()
        self._reading = reading
        self._number.show(reading, waiting)
        self._sureness.show(reading)
        self._copy.enable(bool(reading.text))
        self._show_selection()

    def show_storing(self) -> None:
        """Show anew how far the corrections have come to the disk."""
        signs, whose = self._reading.sequence[:MOST_CARDS], self._corrections
        self._cards.show(signs, self.selected, reminders_of(signs, whose), storing_of(signs, whose))

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
        """Open the line in which the whole number is typed."""
        if self._corrections is not None and self._reading.sequence:
            self.select(())
            self._hint.grid_remove()
            self._number.type_over(" ".join(self._reading.text.split()))

    def confirm(self) -> None:
        """Confirm the selected digits; where none is selected, all."""
        if self._corrections is not None:
            self._corrections.confirm(self.selected or range(len(self._reading.sequence)))

    def reject(self) -> None:
        if self._corrections is not None and self.selected:
            self._corrections.label(self.selected, None)

    def join(self) -> None:
        if self._corrections is not None and len(self.selected) > 1:
            self._corrections.join(self.selected)

    def split(self) -> None:
        if self._corrections is not None and len(self.selected) == 1:
            self._corrections.split(self.selected[0])

    def _make_head(self, on_copy: Callable[[], None], on_rule: Callable[[], None] | None) -> None:
        """Make the line above the number; where it is narrow, a button's sign speaks alone."""
        head = Toolbar(self, theme=self._theme, icons=self._icons, left_free=ROOM)
        head.grid(row=HEAD, column=0, sticky="ew")
        title = QuietLabel(head, theme=self._theme, text=in_context("what was read", "Reading"))
        title.configure(padding=(self._theme.px(2), 0))
        head.stand(title)
        self._sureness = Sureness(head, theme=self._theme)
        if on_rule is not None:
            rule = ttk.Button(head, text=_("Rule…"), command=on_rule)
            head.stand(rule, right=True)
            Tooltip(rule, _("What the numbers obey, such as a length or a check digit  (Ctrl+U)"), theme=self._theme)
        self._copy = head.button("copy", "", _("Copy the number  (Ctrl+C)"), on_copy, right=True)
        head.word((self._copy, _("Copy")))

    def _make_number(self) -> None:
        self._number = NumberPlace(
            self,
            theme=self._theme,
            on_pick=lambda place: self.select((place,)),
            on_type=self.type_number if self._corrections is not None else None,
            on_spell=self._spell,
            on_leave=self._typed,
        )
        self._number.grid(row=NUMBER, column=0, sticky="ew")
        self._hint = QuietLabel(self, theme=self._theme, wraps=True)

    def _share(self, width: int, height: int) -> None:
        """Give the number its share of the height, and the cards the rest, however much there is to show."""
        self._number.share(height)
        had_keys = str(self.focus_lastfor()).startswith(f"{self._cards}.")
        if self._cards.suit(height):  # cards of another size are others
            self.show_storing()
            if had_keys:
                self.select(self.selected)
        self.rowconfigure(HINT, minsize=hint_height(self._theme, width))
        self.after_idle(self._reveal_details)

    def _make_column(self) -> None:
        theme = self._theme
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=CARDS, column=0, sticky="nsew", pady=(theme.px(8), 0))
        inner = self._scroller.inner
        self._cards = Cards(inner, theme=theme, icons=self._icons, actions=self)
        self._cards.grid(row=0, column=0, sticky="ew")
        self._bar = CorrectionBar(
            inner, theme=theme, on_confirm=self.confirm, on_reject=self.reject, on_join=self.join, on_split=self.split
        )
        self._probabilities = Probabilities(inner, theme=theme)
        for button in self._bar.winfo_children():
            button.bind("<FocusOut>", lambda event: self.after_idle(self._look_for_focus))

    def _show_selection(self) -> None:
        signs, selection = self._reading.sequence, self.selected
        self.show_storing()
        if signs and not self._number.typing:
            self._say(hint_words(self._reading, len(selection), corrects=self._corrections is not None))
        elif self._reading.hint:
            self._say(self._reading.hint)
        elif not signs:
            self._hint.grid_remove()
        details: list[tk.Widget] = []
        if selection and self._corrections is not None:
            self._bar.show(len(selection))
            details.append(self._bar)
        digit = signs[selection[0]] if len(selection) == 1 else None
        if isinstance(digit, Digit):
            self._probabilities.show(digit, place_words(signs, selection[0]))
            details.append(self._probabilities)
        self._cards.unfold(min(selection[-1], MOST_CARDS - 1) if selection else 0, details)

    def _say(self, words: str) -> None:
        if words != str(self._hint.cget("text")):
            self._hint.configure(text=words)
        if not self._hint.winfo_manager():
            px = self._theme.px
            self._hint.grid(row=HINT, column=0, sticky="ew", padx=px(INSET), pady=(px(ABOVE), 0))

    def hover(self, place: int | None) -> None:
        self._cards.light(place)
        self._on_hover(place)
        if place is None:
            self.after_idle(self._look_for_focus)

    def pick(self, place: int, how: Pick) -> None:
        self._selection.pick(place, how)
        self._show_selection()
        if self.selected:
            self._cards.card(place).focus_set()
            self.after_idle(self._reveal_details)
        else:
            self.winfo_toplevel().focus_set()
        self._on_hover(place)

    def _reveal_details(self) -> None:
        """Scroll until the selected card and all that is unfolded below it are in sight."""
        if self.winfo_exists() and self.selected:
            self.update_idletasks()
            for widget in (self._probabilities, self._bar, self._cards.card(self.selected[-1])):
                if widget.winfo_ismapped():
                    self._scroller.reveal(widget)

    def focus_on(self, place: int, card: tk.Misc) -> None:
        """Select the card to which the focus came, by Tab or by a click."""
        self._scroller.reveal(card)
        if place not in self.selected:
            self._selection.set((place,))
            self._show_selection()

    def key(self, place: int, event: tk.Event[tk.Misc]) -> str | None:
        key = event.keysym
        if int(event.state) & MODIFIED:
            return None
        if key in ("Left", "Right", "Up", "Down"):
            self._step(place, key, extend=bool(int(event.state) & 1))
        elif key == "Escape":
            if not self.selected:
                return None
            self.select(())
            self.winfo_toplevel().focus_set()
        elif key == "space":
            self.pick(place, "add")
        elif self._corrections is None or not self._correct(event.char, key):
            return None
        return "break"

    def _correct(self, character: str, key: str) -> bool:
        """Correct the selected digits as the key says; return whether it says anything."""
        if character and character in DIGITS + MARKS and self._corrections is not None:
            self._corrections.label(self.selected, int(character) if character in DIGITS else character)
            return True
        act = {"x": self.reject, "j": self.join, "s": self.split}.get(character.lower())
        act = act or {"Delete": self.reject, "Return": self.confirm, "KP_Enter": self.confirm}.get(key)
        if act is not None:
            act()
        return act is not None

    def _step(self, start: int, key: str, *, extend: bool) -> None:
        if (place := self._cards.beside(start, key)) is not None:
            if extend:
                self.pick(place, "range")
            else:
                self.select((place,))

    def _look_for_focus(self) -> None:
        """Select nothing where the focus has gone elsewhere: a digit that is typed then means no card."""
        focused = str(self.tk.call("focus"))
        if self.selected and focused and not focused.startswith(f"{self}."):
            self._selection.clear()
            self._show_selection()
            self._on_hover(None)

    def take_back(self, place: int) -> None:
        if self._corrections is not None:
            self._corrections.take_back(place)

    def show_sample(self, place: int) -> None:
        digit = self._reading.sequence[place]
        if self._corrections is not None and isinstance(digit, Digit) and digit.reminded_by is not None:
            self._corrections.show_sample(digit.reminded_by)

    def _spell(self, text: str, answer: Callable[[str], None]) -> None:
        if self._corrections is not None:
            self._corrections.spell(text, answer)

    def _typed(self) -> None:
        """Show the number again, for the line over it is closed."""
        self.winfo_toplevel().focus_set()
        self.update_idletasks()
        self._show_selection()

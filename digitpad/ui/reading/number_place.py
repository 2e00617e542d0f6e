"""The place of the large number, and of the line in which the right one is typed over it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.records import Reading
from digitpad.ui.reading.big_number import LEAST_HEIGHT, BigNumber
from digitpad.ui.reading.number_entry import NumberEntry
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme

SHARE = 2 / 9  # of the column's height, always: what is below does not move while digits come and go
ABOVE_ENTRY = 8  # px at scale 1


class NumberPlace(Scroller):
    """`on_pick` gets the place of a digit that was clicked, `on_spell` a typed number and who hears the answer.

    `on_type`: a double click asks for the line; None where nothing can be typed. `on_leave`: the line is closed.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_pick: Callable[[int], None],
        on_type: Callable[[], None] | None,
        on_spell: Callable[[str, Callable[[str], None]], None],
        on_leave: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme=theme)
        self._least, self._above, self._on_leave = theme.px(LEAST_HEIGHT), theme.px(ABOVE_ENTRY), on_leave
        self._number = BigNumber(self.inner, theme=theme, on_pick=on_pick, on_type=on_type)
        self._number.grid(row=0, column=0, sticky="ew")
        self._entry = NumberEntry(
            self.inner,
            theme=theme,
            on_accept=lambda text: on_spell(text, self._entry.answer),
            on_leave=self._leave_entry,
        )

    @property
    def typing(self) -> bool:
        """The line is open."""
        return bool(self._entry.winfo_ismapped())

    def show(self, reading: Reading, waiting: str) -> None:
        """`waiting`: the words in place of the number where there is none."""
        self._number.show(reading, waiting)

    def share(self, height: int) -> None:
        """Take the share of a column so many px high."""
        room = max(self._least, round(SHARE * height))
        self._number.hold(room)
        self.hold(room)

    def type_over(self, text: str) -> None:
        """Open the line, with the text to type over."""
        self._number.grid_remove()
        self._entry.grid(row=0, column=0, sticky="ew", pady=(self._above, 0))
        self._entry.begin(text)

    def _leave_entry(self) -> None:
        self._entry.grid_remove()
        self._number.grid()
        self._on_leave()

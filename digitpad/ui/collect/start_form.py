"""The first step of collecting: whose digits, and how many of each."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.core.wording import seconds_words
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

OF_EACH, USUAL = (3, 5, 10, 20), 5
SECONDS_EACH = 3.5  # to write a digit and press Enter
GAP, ABOVE = 8, 16  # px at scale 1
ABOUT = _(
    "DigitPad asks for the ten digits in random order, one at a time. What is written is kept as samples of its "
    "writer, at once: it counts from the next reading on, and can be retrained on, filtered and exported by name."
)
NAMELESS = _("Leave it empty for your own hand.")


class StartForm(ttk.Frame):
    """`on_start` gets the writer's name ("": none) and how many of each digit."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, writers: Sequence[str], on_start: Callable[[str, int], None]
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_start, self._of_each = theme, on_start, USUAL
        px = theme.px
        self.columnconfigure(1, weight=1)
        QuietLabel(self, theme=theme, text=ABOUT, wraps=True).grid(row=0, column=0, columnspan=2, sticky="ew")
        self._name = ttk.Combobox(self, values=list(writers), font=theme.body)
        self._put(_("Writer"), self._name, row=1)
        hint = QuietLabel(self, theme=theme, text=NAMELESS)
        hint.grid(row=2, column=1, sticky="w", pady=(px(4), 0))
        self._chips = self._make_chips()
        self._time = QuietLabel(self, theme=theme)
        self._time.grid(row=4, column=1, sticky="w", pady=(px(4), 0))
        self._choose(USUAL)

    def take_focus(self) -> None:
        self._name.focus_set()

    def start(self) -> None:
        self._on_start(self._name.get(), self._of_each)

    def _put(self, label: str, widget: tk.Widget, *, row: int) -> None:
        px = self._theme.px
        above = (px(ABOVE), 0)
        ttk.Label(self, text=label).grid(row=row, column=0, sticky="w", padx=(0, px(2 * GAP)), pady=above)
        widget.grid(row=row, column=1, sticky="ew", pady=above)

    def _make_chips(self) -> dict[int, LabelChip]:
        row = ttk.Frame(self)
        chips = {
            count: LabelChip(
                row,
                text=str(count),
                theme=self._theme,
                on_choose=lambda more, count=count: self._choose(count),  # type: ignore[misc]
            )
            for count in OF_EACH
        }
        for place, chip in enumerate(chips.values()):
            chip.grid(row=0, column=place)
        self._put(_("Of each digit"), row, row=3)
        return chips

    def _choose(self, of_each: int) -> None:
        self._of_each = of_each
        for count, chip in self._chips.items():
            chip.choose(count == of_each)
        self._time.configure(
            text=_("{of_each} digits, about {time}").format(
                of_each=10 * of_each, time=seconds_words(10 * of_each * SECONDS_EACH)
            )
        )

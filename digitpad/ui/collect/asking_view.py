"""The digit that is asked for, the paper to write it on, and how far it has come."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.collect.collector import Collector
from digitpad.ui.collect.digit_counts import DigitCounts
from digitpad.ui.collect.stroke_field import StrokeField
from digitpad.ui.core.wording import a_digit
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

SIDE, LARGE, GUTTER, GAP = 264, 84, 24, 8  # px at scale 1
LONGEST = 28  # letters of a name
KEYS = _("Enter: next   Backspace: write it anew   Ctrl+Z: take the last one back")
EMPTY = _("There is nothing on the paper yet: write the digit first.")
UNSAVED = _("The disk has refused {} so far; they are kept here and tried again with each further one.")


class AskingView(ttk.Frame):
    """Shows a collector as it is."""

    def __init__(self, parent: tk.Misc, collector: Collector, *, theme: Theme) -> None:
        super().__init__(parent)
        self._collector, self._theme = collector, theme
        px = theme.px
        self.columnconfigure(1, weight=1)
        self._make_head()
        self.field = StrokeField(self, theme=theme, side=SIDE)
        self.field.grid(row=2, column=0, rowspan=3, pady=(px(12), 0))
        self._wish = ttk.Label(self, font=theme.title)
        self._digit = ttk.Label(self, font=theme.number_font(LARGE), width=2, anchor="w")
        self._counts = DigitCounts(self, theme=theme)
        beside = (px(GUTTER), 0)
        self._wish.grid(row=2, column=1, sticky="w", padx=beside, pady=(px(12), 0))
        self._digit.grid(row=3, column=1, sticky="w", padx=beside)
        self._counts.grid(row=4, column=1, sticky="sw", padx=beside)
        self.rowconfigure(3, weight=1)
        self._words = QuietLabel(self, theme=theme, text=KEYS, wraps=True)
        self._words.grid(row=5, column=0, columnspan=2, sticky="ew", pady=(px(GAP), 0))
        self.show()

    def show(self) -> None:
        """Show what has changed."""
        collector, asked = self._collector, self._collector.asked
        self._progress.configure(value=collector.given / collector.total)
        self._share.configure(text=_("{given} of {total}").format(given=collector.given, total=collector.total))
        self._wish.configure(
            text=_("Write {digit}").format(digit=a_digit(asked))
            if asked is not None
            else _("All {total} given").format(total=collector.total)
        )
        self._digit.configure(text="" if asked is None else str(asked))
        self._counts.show(collector.counts, collector.wanted, asked)
        self._words.configure(text=UNSAVED.format(collector.unsaved) if collector.unsaved else self._about)

    def ask_for_ink(self) -> None:
        """Say that the paper is empty."""
        self._words.configure(text=EMPTY)

    def _make_head(self) -> None:
        writer = self._collector.writer or _("Your own hand")
        words = writer if len(writer) <= LONGEST else f"{writer[: LONGEST - 1]}…"
        name = ttk.Label(self, text=words, style="Strong.TLabel")
        self._share = QuietLabel(self, theme=self._theme)
        self._progress = ttk.Progressbar(self, maximum=1.0)
        name.grid(row=0, column=0, sticky="w")
        self._share.grid(row=0, column=1, sticky="e")
        self._progress.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(self._theme.px(GAP), 0))

    @property
    def _about(self) -> str:
        collector = self._collector
        if collector.asked is not None:
            return KEYS
        right = collector.given - collector.misread
        return _("{right} of them were read right as they were written. They are among the samples now.").format(
            right=right
        )

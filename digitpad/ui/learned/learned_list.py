"""The small window with all that was learned, as pictures: each can be forgotten, and the last one counted again."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import ttk

from digitpad.languages import _
from digitpad.records import Digit, Sample
from digitpad.ui.learned.learned import Learned
from digitpad.ui.learned.learned_tile import LearnedTile
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import put_over

WIDTH, HEIGHT, MARGIN, GAP = 540, 290, 20, 12  # px at scale 1; HEIGHT: of the pictures
AROUND = 180  # px at scale 1, that the screen needs for all else
MOST = 60  # samples and readings that are shown, the newest of each
SAMPLES, READINGS = _("What you said"), _("Readings you kept")
ABOUT_SAMPLES = _(
    "Corrections and other samples, the newest first. They are stored, and count from the next reading on."
)
ABOUT_READINGS = _("Read surely in drawings that you finished. They count until the window closes.")
MORE, MORE_READINGS = _("And {:,} more, which are on the page Samples."), _("And {:,} more.")
NONE = _("Nothing yet. Correct a digit that was misread, and it counts from the next reading on.")


class LearnedList(tk.Toplevel):
    """Closed by Esc or its button."""

    def __init__(self, owner: tk.Misc, learned: Learned, *, theme: Theme) -> None:
        super().__init__(owner, highlightthickness=1)
        self.title(_("What was learned"))
        self.transient(owner.winfo_toplevel())
        self._learned, self._theme = learned, theme
        self._shown: object = None
        self._tiles: list[LearnedTile] = []
        px = theme.px
        self.columnconfigure(0, weight=1, minsize=px(WIDTH))
        self.rowconfigure(1, weight=1)
        self._words = ttk.Label(self, style="Strong.TLabel")
        self._words.grid(row=0, column=0, sticky="w", padx=px(MARGIN), pady=(px(MARGIN), 0))
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=1, column=0, sticky="nsew", padx=px(MARGIN), pady=(px(GAP), 0))
        self._scroller.turn_by_keys(self)
        self._scroller.hold(min(px(HEIGHT), self.winfo_screenheight() - px(AROUND)))
        self._make_buttons()
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        self.show()
        put_over(self, owner.winfo_toplevel())
        self._close.focus_set()

    def _make_buttons(self) -> None:
        px = self._theme.px
        bar = Flow(self, theme=self._theme)
        bar.grid(row=2, column=0, sticky="ew", padx=px(MARGIN), pady=px(GAP))
        self._forget_all = ttk.Button(
            bar, text=_("Forget all readings"), command=lambda: self._learned.forget_readings(self._learned.readings)
        )
        self._undo = ttk.Button(bar, text=_("Undo"), command=self._learned.undo)
        self._close = ttk.Button(bar, text=_("Close"), command=self.destroy)
        bar.put(self._forget_all)
        bar.put(self._undo)
        bar.put(self._close, right=True)

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window, highlightbackground=colours.line, highlightcolor=colours.line)

    def show(self) -> None:
        """Show what was learned by now."""
        learned = self._learned
        self._words.configure(text=learned.words)
        self._forget_all.state(["!disabled" if learned.readings else "disabled"])
        self._undo.state(["!disabled" if learned.can_undo else "disabled"])
        samples, readings = learned.samples, tuple(reversed(learned.readings))
        shown = [(sample.id, sample.label) for sample in samples], readings
        if shown != self._shown:
            self._shown = shown
            self._fill(samples, readings)

    def _fill(self, samples: Sequence[Sample], readings: Sequence[Digit]) -> None:
        """Show these, and leave the focus where it was."""
        place = next((place for place, tile in enumerate(self._tiles) if tile.has_focus), None)
        for child in self._scroller.inner.winfo_children():
            child.destroy()
        self._tiles = []
        if samples:
            self._section(SAMPLES, ABOUT_SAMPLES, [self._of_sample(sample) for sample in samples[:MOST]])
            if len(samples) > MOST:
                self._say(MORE.format(len(samples) - MOST))
        if readings:
            self._section(READINGS, ABOUT_READINGS, [self._of_reading(digit) for digit in readings[:MOST]])
            if len(readings) > MOST:
                self._say(MORE_READINGS.format(len(readings) - MOST))
        if not self._tiles:
            self._say(NONE)
        if place is not None:
            near = self._tiles[min(place, len(self._tiles) - 1)].button if self._tiles else self._close
            near.focus_set()

    def _section(self, title: str, words: str, tiles: Sequence[Callable[[tk.Misc], LearnedTile]]) -> None:
        px = self._theme.px
        head = ttk.Label(self._scroller.inner, text=title, style="Strong.TLabel")
        head.grid(sticky="w", pady=(px(GAP) if self._tiles else 0, px(2)))
        self._say(words)
        flow = Flow(self._scroller.inner, theme=self._theme)
        flow.grid(sticky="ew", pady=(px(8), 0))
        made = [make(flow) for make in tiles]
        flow.update_idletasks()
        widest = max(tile.winfo_reqwidth() for tile in made)
        for tile in made:
            tile.button.bind("<FocusIn>", lambda event, tile=tile: self._scroller.reveal(tile))  # type: ignore[misc]
            self._tiles.append(tile)
            flow.put(tile, least=widest)

    def _say(self, words: str) -> None:
        QuietLabel(self._scroller.inner, theme=self._theme, text=words, wraps=True).grid(sticky="ew")

    def _of_sample(self, sample: Sample) -> Callable[[tk.Misc], LearnedTile]:
        label = "×" if sample.label is None else str(sample.label)
        was = "×" if sample.predicted is None else str(sample.predicted)
        words = _("{label}, was {was}").format(label=label, was=was) if sample.misread else label
        forget = partial(self._learned.forget_sample, sample.id or 0)
        return lambda parent: LearnedTile(parent, sample.glyph, words, theme=self._theme, on_forget=forget)

    def _of_reading(self, digit: Digit) -> Callable[[tk.Misc], LearnedTile]:
        forget = partial(self._learned.forget_readings, (digit,))
        return lambda parent: LearnedTile(parent, digit.glyph, str(digit.label), theme=self._theme, on_forget=forget)

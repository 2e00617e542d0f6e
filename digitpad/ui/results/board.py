"""All figures of a version on cards, in two columns where there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from tkinter import ttk

import numpy as np
from numpy.typing import NDArray

from digitpad.languages import _
from digitpad.learning.evaluation.own_results import GroupShare, OwnResults
from digitpad.ui.results.calibration_chart import HEIGHT as CALIBRATION_HEIGHT
from digitpad.ui.results.calibration_chart import CalibrationChart
from digitpad.ui.results.card import ResultCard
from digitpad.ui.results.confusion_grid import Cell, ConfusionGrid
from digitpad.ui.results.glyph_strip import GlyphStrip, StripGlyph
from digitpad.ui.results.share_bars import ShareBar, ShareBars
from digitpad.ui.results.time_chart import HEIGHT as TIME_HEIGHT
from digitpad.ui.results.time_chart import TimeChart, period_words
from digitpad.ui.results.version_readings import VersionReadings
from digitpad.ui.results.words import calibration_words, cell_words, label_word, source_of, writer_of
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.surface import Words
from digitpad.ui.widgets.theme import Theme

GAP, TWO_COLUMNS = 12, 860  # px at scale 1: between cards; width from which on there are two columns
WORDS_OVER = 92  # px at scale 1, of a chart: its name, a sentence and the edges of the card
WORST, MOST_IN_CELL, MOST_GROUPS = 10, 60, 12
MATRIX_WORDS = _("Rows: what you say it is; columns: what was read. Choose a cell to see its pictures.")
WORST_WORDS = _("Misread with the most confidence. Choose one to see it on Samples, where a wrong label is put right.")
NONE_WRONG = _("None is misread.")


class ResultsBoard(ttk.Frame):
    """`on_open` gets the id of a sample that was clicked."""

    def __init__(self, scroller: Scroller, *, theme: Theme, on_open: Callable[[int], None]) -> None:
        super().__init__(scroller.inner)
        self._theme, self._scroller = theme, scroller
        self._results: OwnResults | None = None
        self._columns = 0
        self._first, self._second = ttk.Frame(self), ttk.Frame(self)
        self._make_courses(self._first)
        self._make_mistakes(self._second, on_open)
        self._make_groups(self._first)
        self._reveal_with_focus()
        for half in (self._first, self._second):
            half.columnconfigure(0, weight=1)
            for card in half.winfo_children():
                if isinstance(card, ResultCard):
                    card.grid(column=0, sticky="ew", pady=(0, theme.px(GAP)))
        self.bind("<Configure>", lambda event: self._place(event.width))
        scroller.bind("<Configure>", lambda event: self._fit(event.height), add=True)

    def _make_courses(self, parent: ttk.Frame) -> None:
        theme = self._theme
        self._over_time = ResultCard(parent, _("Over time"), theme=theme)
        self._time = TimeChart(self._over_time, theme=theme)
        self._over_time.add(self._time)
        self._by_version = ResultCard(parent, _("By model"), theme=theme)
        self._versions = ShareBars(self._by_version, theme=theme)
        self._by_version.add(self._versions)
        self._calibration = ResultCard(parent, _("Confidence"), theme=theme)
        self._bins = CalibrationChart(self._calibration, theme=theme)
        self._calibration.add(self._bins)

    def _make_mistakes(self, parent: ttk.Frame, on_open: Callable[[int], None]) -> None:
        theme = self._theme
        self._matrix = ResultCard(parent, _("Confusion matrix"), theme=theme)
        self._grid = ConfusionGrid(self._matrix, theme=theme, on_choose=self._open_cell)
        self._cell_words = Words(self._matrix, theme=theme, font=theme.strong, wraps=True)
        self._cell = GlyphStrip(self._matrix, theme=theme, on_open=on_open)
        self._matrix.add(self._grid, self._cell_words, self._cell)
        self._matrix.say(MATRIX_WORDS)
        self._worst = ResultCard(parent, _("The ten worst"), theme=theme)
        self._worst_glyphs = GlyphStrip(self._worst, theme=theme, on_open=on_open)
        self._worst.add(self._worst_glyphs)

    def _make_groups(self, parent: ttk.Frame) -> None:
        theme = self._theme
        self._by_source = ResultCard(parent, _("By source"), theme=theme)
        self._sources = ShareBars(self._by_source, theme=theme)
        self._by_source.add(self._sources)
        self._by_writer = ResultCard(parent, _("By writer"), theme=theme)
        self._writers = ShareBars(self._by_writer, theme=theme)
        self._by_writer.add(self._writers)

    def _reveal_with_focus(self) -> None:
        """Have the parts that take keys scrolled into sight as the keys come to them."""
        self._grid.bind("<FocusIn>", lambda event: self._reveal_cell(), add=True)
        for strip in (self._cell, self._worst_glyphs):
            strip.bind("<FocusIn>", lambda event, strip=strip: self._scroller.reveal(strip), add=True)  # type: ignore[misc]

    def show(self, readings: VersionReadings, key: str) -> None:
        """Show the figures of the version `key`."""
        results = self._results = readings.results(key)
        periods = results.periods
        self._time.show(periods)
        self._over_time.say(period_words(periods) if len(periods) > 1 else "")
        self._versions.show(
            [_version_bar(readings, version.key, chosen=version.key == key) for version in readings.versions]
        )
        self._bins.show(results.calibration)
        self._calibration.say(calibration_words(results))
        self._sources.show(_group_bars(results.groups(source_of)))
        self._writers.show(_group_bars(results.groups(writer_of)))
        worst = results.worst(WORST)
        self._worst.say(WORST_WORDS if len(worst) else NONE_WRONG)
        self._worst_glyphs.show(self._strip(worst))
        self._show_matrix(results)

    def _show_matrix(self, results: OwnResults) -> None:
        """Open the cell with most mistakes, else the first with any samples."""
        counts = results.confusion
        mistakes = counts * ~np.eye(len(counts), dtype=bool)
        label, read = np.unravel_index((mistakes if mistakes.any() else counts).argmax(), counts.shape)
        chosen = int(label), int(read)
        self._grid.show(counts, chosen)
        self._show_cell(chosen)

    def _open_cell(self, cell: Cell) -> None:
        """Show the pictures of a cell that the user chose."""
        self._show_cell(cell)
        self.update_idletasks()
        self._reveal_cell()

    def _reveal_cell(self) -> None:
        """Scroll as much of the chosen cell's pictures into sight as fit there with the cell itself."""
        self._scroller.reveal(self._cell)
        self._scroller.reveal(self._grid, self._grid.chosen_part)

    def _show_cell(self, cell: Cell) -> None:
        if self._results is not None:
            places = self._results.cell(*cell)
            self._cell_words.say(cell_words(*cell, len(places)))
            self._cell.show(self._strip(places[:MOST_IN_CELL]))

    def _strip(self, places: NDArray[np.int64]) -> list[StripGlyph]:
        results = self._results
        if results is None:
            return []
        samples, readings = results.samples, results.readings
        words = {
            place: f"{label_word(results.labels[place])} → {label_word(readings.read[place])}"
            f"\n{readings.confidences[place] * 100:.0f} %"
            for place in places
        }
        return [StripGlyph(samples[place].id or 0, samples[place].glyph, words[place]) for place in places]

    def _fit(self, height: int) -> None:
        """Make charts so low that each is in sight as a whole, with the words over it, in a place of `height` px."""
        room = height - self._theme.px(WORDS_OVER)
        self._time.fit(room, TIME_HEIGHT)
        self._bins.fit(room, CALIBRATION_HEIGHT)
        self._grid.keep_within(room)

    def _place(self, width: int) -> None:
        """Put the halves beside or below each other."""
        columns = 2 if width >= self._theme.px(TWO_COLUMNS) else 1
        if columns == self._columns:
            return
        self._columns, gap = columns, self._theme.px(GAP)
        for column in range(2):
            self.columnconfigure(column, weight=int(column < columns), uniform="half" if columns == 2 else "")
        self._first.grid(row=0, column=0, sticky="new")
        if columns == 2:
            self._second.grid(row=0, column=1, sticky="new", padx=(gap, 0))
        else:
            self._second.grid(row=1, column=0, sticky="new", padx=0)


def _version_bar(readings: VersionReadings, key: str, *, chosen: bool) -> ShareBar:
    results = readings.results(key)
    return ShareBar(readings.version(key).name, results.accuracy, len(results.samples), marked=chosen)


def _group_bars(groups: Sequence[GroupShare]) -> list[ShareBar]:
    return [ShareBar(group.name, group.share, group.count) for group in groups[:MOST_GROUPS]]

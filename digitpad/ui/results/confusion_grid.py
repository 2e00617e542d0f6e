"""The confusion matrix: a click or Enter on a cell opens its pictures, the arrow keys go from cell to cell."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from digitpad.languages import number
from digitpad.learning.evaluation.own_results import CLASSES, NOT_A_DIGIT
from digitpad.ui.results.chart import ResultChart, blended
from digitpad.ui.results.words import label_word
from digitpad.ui.widgets.theme import Theme

MOST_CELL, LEAST_CELL, LOWEST_CELL, EDGE = 38, 18, 16, 24  # px at scale 1; LOWEST: height; EDGE: labels above and left
TINTS = 0.12, 0.4  # of a cell with one misread sample, and of that with most
STEPS = {"<Up>": (-1, 0), "<Down>": (1, 0), "<Left>": (0, -1), "<Right>": (0, 1)}
Cell = tuple[int, int]  # label, read; 0..10 each


class ConfusionGrid(ResultChart):
    """`on_choose` gets each cell that was chosen."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_choose: Callable[[Cell], None]) -> None:
        super().__init__(parent, theme=theme, takes_keys=True)
        self._on_choose = on_choose
        self._counts: NDArray[np.int64] = np.zeros((CLASSES, CLASSES), np.int64)
        self._room: int | None = None  # px of the screen for all of it; None: as many as there are
        self.chosen: Cell = (0, 0)
        self.configure(cursor="hand2", width=theme.px(EDGE + MOST_CELL * CLASSES))
        self.bind("<ButtonPress-1>", self._clicked)
        for sequence, step in STEPS.items():
            self.bind(sequence, lambda event, step=step: self._step(*step))  # type: ignore[misc]
        self.bind("<Configure>", lambda event: self._take_height(), add=True)

    def show(self, counts: NDArray[np.int64], chosen: Cell) -> None:
        """`counts` (11, 11): rows are labels, columns what was read; the last ones stand only where they are needed."""
        self._counts, self.chosen = counts, chosen
        self._take_height()
        self.refresh()

    def keep_within(self, room: int) -> None:
        """Be no higher than `room` px of the screen, as far as the cells can still be read."""
        self._room = room
        self._take_height()
        self.refresh()

    def _take_height(self) -> None:
        self.configure(height=self._edge + self._high * self._classes)

    @property
    def chosen_part(self) -> tuple[int, int]:
        """Top and bottom of the chosen cell, px."""
        top = self._corner(*self.chosen)[1]
        return top, top + self._high

    @property
    def _classes(self) -> int:
        needed = self._counts[NOT_A_DIGIT].any() or self._counts[:, NOT_A_DIGIT].any()
        return CLASSES if needed else CLASSES - 1

    @property
    def _edge(self) -> int:
        return self.theme.px(EDGE)

    @property
    def _cell(self) -> int:
        """The width of a cell, px."""
        fitting = (self.winfo_width() - self._edge - self.theme.px(4)) // self._classes
        return max(self.theme.px(LEAST_CELL), min(self.theme.px(MOST_CELL), fitting))

    @property
    def _high(self) -> int:
        """The height of a cell, px: its width, or less in a low window."""
        if self._room is None:
            return self._cell
        fitting = (self._room - self._edge) // self._classes
        return max(min(self._cell, self.theme.px(LOWEST_CELL)), min(self._cell, fitting))

    def draw(self) -> None:
        classes, edge = self._classes, self._edge
        for label in range(classes):
            right, down = edge + self._cell * (label + 0.5), edge + self._high * (label + 0.5)
            self.say(edge / 2, down, label_word(label), anchor="center", shade="quiet")
            self.say(right, edge / 2, label_word(label), anchor="center", shade="quiet")
        most = max(1, int((self._counts * ~np.eye(CLASSES, dtype=bool)).max()))
        for label in range(classes):
            for read in range(classes):
                self._draw_cell(label, read, most)
        self._draw_chosen()

    def _draw_cell(self, label: int, read: int, most: int) -> None:
        colours, count = self.theme.palette, int(self._counts[label, read])
        left, top = self._corner(label, read)
        fill = colours.surface
        if count and label != read:
            fill = blended(colours.surface, colours.unsure, TINTS[0] + (TINTS[1] - TINTS[0]) * count / most)
        self.create_rectangle(left, top, left + self._cell, top + self._high, fill=fill, outline=colours.line)
        if count:
            middle = left + self._cell / 2, top + self._high / 2
            self.say(*middle, number(count), anchor="center", shade="accent" if label == read else "text")

    def _draw_chosen(self) -> None:
        left, top = self._corner(*self.chosen)
        width = self.theme.px(2)
        box = (left + 1, top + 1, left + self._cell - 1, top + self._high - 1)
        self.create_rectangle(*box, outline=self.theme.palette.text, width=width, tags="chosen")

    def _corner(self, label: int, read: int) -> tuple[int, int]:
        return self._edge + read * self._cell, self._edge + label * self._high

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        self._choose((event.y - self._edge) // self._high, (event.x - self._edge) // self._cell)

    def _step(self, down: int, right: int) -> str:
        self._choose(self.chosen[0] + down, self.chosen[1] + right)
        return "break"

    def _choose(self, label: int, read: int) -> None:
        if 0 <= label < self._classes and 0 <= read < self._classes:
            self.chosen = (label, read)
            self.refresh()
            self._on_choose(self.chosen)

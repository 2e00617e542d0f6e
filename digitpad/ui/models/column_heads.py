"""The heads of the columns, which sort the list of versions."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.models.columns import ARROWS, COLUMNS, VersionColumn, VersionSort, places_of
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip

HEIGHT, WITHIN = 28, 4  # px at scale 1: of the heads; beside the words of one


class ColumnHead(tk.Label):
    """Click, Enter or space sort by its column; the arrow keys go to its neighbours."""

    def __init__(
        self,
        parent: tk.Misc,
        column: VersionColumn,
        *,
        theme: Theme,
        on_choose: Callable[[], None],
        on_step: Callable[[int], None],
    ) -> None:
        super().__init__(parent, borderwidth=0, cursor="hand2", highlightthickness=max(1, theme.px(1)), pady=0)
        self.configure(anchor="e" if column.right else "w", padx=theme.px(WITHIN))
        self.column, self._theme, self._sorts, self._pointed = column, theme, False, False
        for sequence in ("<ButtonPress-1>", "<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: on_choose())
        for sequence, step in (("<Left>", -1), ("<Right>", 1)):
            self.bind(sequence, lambda event, step=step: on_step(step))  # type: ignore[misc]
        for sequence, pointed in (("<Enter>", True), ("<Leave>", False)):
            self.bind(sequence, lambda event, pointed=pointed: self._point(pointed))  # type: ignore[misc]
        if column.about:
            Tooltip(self, column.about, theme=theme)
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self.show(VersionSort())

    def show(self, sort: VersionSort) -> None:
        """Say whether the list is sorted by this column, and in which direction."""
        self._sorts = sort.column is self.column
        self.configure(text=f"{self.column.name} {ARROWS[sort.falling]}" if self._sorts else self.column.name)
        self.configure(takefocus=self._sorts)
        self._repaint()

    def _point(self, on: bool) -> None:
        self._pointed = on
        self._repaint()

    def _repaint(self) -> None:
        colours = self._theme.palette
        shade = colours.text if self._sorts or self._pointed else colours.quiet
        self.configure(background=colours.window, foreground=shade, font=self._theme.small)
        self.configure(highlightbackground=colours.window, highlightcolor=colours.text)


class ColumnHeads(ttk.Frame):
    """All heads in a row; `on_sort` gets each new order."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_sort: Callable[[VersionSort], None]) -> None:
        super().__init__(parent, height=theme.px(HEIGHT))
        self._theme, self._on_sort, self._sort = theme, on_sort, VersionSort()
        self._heads = [self._head(column, place) for place, column in enumerate(COLUMNS)]

    def fit(self, width: int) -> None:
        """Stand over the columns of a list so many px wide."""
        within = self._theme.px(WITHIN) + max(1, self._theme.px(1))
        for head, (left, right) in zip(self._heads, places_of(width, self._theme), strict=True):
            head.place(x=left - within, y=0, width=right - left + 2 * within, relheight=1)

    def _head(self, column: VersionColumn, place: int) -> ColumnHead:
        return ColumnHead(
            self,
            column,
            theme=self._theme,
            on_choose=lambda: self._choose(column),
            on_step=lambda step: self._heads[(place + step) % len(COLUMNS)].focus_set(),
        )

    def _choose(self, column: VersionColumn) -> None:
        self._sort = self._sort.after_click(column)
        for head in self._heads:
            head.show(self._sort)
        self._on_sort(self._sort)

"""Samples as a scrolling grid on one canvas: only the tiles in sight exist, and are used again further down."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.records import Sample
from digitpad.ui.samples.tiles.grid_gestures import GridGestures
from digitpad.ui.samples.tiles.selection import SampleSelection
from digitpad.ui.samples.tiles.tile import HEIGHT, WIDTH, Tile
from digitpad.ui.samples.tiles.tile_layout import TileLayout
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

GAP, EDGE = 10, 4  # px at scale 1, as are all sizes here; the edge has room for the focus ring
RING = 3  # around the tile under the cursor
BAR_GAP = 8


class SampleGrid(ttk.Frame):
    """`sample_of` gives the sample of an id, None where it is gone; `is_label_error` whether its label may be wrong.

    `on_select` hears of every change of the selection, `on_scroll` of every scrolling, `on_menu` where (px of the
    screen) a menu is asked for.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        sample_of: Callable[[int], Sample | None],
        is_label_error: Callable[[int], bool],
        on_select: Callable[[], None],
        on_scroll: Callable[[], None],
        on_menu: Callable[[int, int], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._sample_of, self._is_label_error = theme, sample_of, is_label_error
        self._on_select, self._on_scroll = on_select, on_scroll
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, width=1, height=1, takefocus=True)
        give_name(self.canvas, _("Samples"))
        self.canvas.configure(yscrollincrement=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._bar_moved)
        self._ring = self.canvas.create_rectangle(0, 0, 0, 0, state="hidden", tags="ring")
        self.selection = SampleSelection()
        self._tiles: dict[int, Tile] = {}  # by place
        self._spare: list[Tile] = []
        self._top = self._scrollable = 0  # px
        self._focused = False
        self.layout = self._laid_out()
        GridGestures(self, theme=theme, on_menu=on_menu)
        self.canvas.bind("<Configure>", lambda event: self._resized())
        for sequence, focused in (("<FocusIn>", True), ("<FocusOut>", False)):
            self.canvas.bind(sequence, lambda event, focused=focused: self._focus(focused), add=True)  # type: ignore[misc]
        self.bind("<<ThemeChanged>>", lambda event: self.refresh())

    @property
    def ids(self) -> Sequence[int]:
        return self.selection.ids

    @property
    def top(self) -> int:
        """Distance scrolled down, px."""
        return self._top

    @property
    def rows_in_sight(self) -> int:
        """Whole ones, at least one."""
        return max(1, self.canvas.winfo_height() // (self.layout.height + self.layout.gap))

    def show(self, ids: Sequence[int]) -> None:
        """These samples in this order; what is selected and still among them stays so."""
        before = self.selection.chosen
        self.selection.replace(ids)
        self.layout = self._laid_out()
        self.scroll_to(self._top)
        self._fill(anew=True)
        if self.selection.chosen != before:
            self._on_select()

    def refresh(self) -> None:
        """Show again what is in sight, with the samples and colours of now."""
        self.canvas.configure(background=self._theme.palette.window)
        self.canvas.itemconfigure(self._ring, outline=self._theme.palette.accent, width=max(1, self._theme.px(1)))
        self._fill(anew=True)

    def selected(self) -> None:
        """The selection was changed; show it and say so."""
        self._fill(anew=True)
        self._on_select()

    def scroll_by(self, px: int) -> None:
        self.scroll_to(self._top + px)

    def scroll_to(self, top: int) -> None:
        """Scroll to px from the top of all tiles, as far as there are tiles."""
        height = self.layout.total_height
        self._top = max(0, min(top, height - self.canvas.winfo_height()))
        visible = max(1, height, self.canvas.winfo_height())
        if visible != self._scrollable:
            self._scrollable = visible
            self.canvas.configure(scrollregion=(0, 0, 1, visible))
        self.canvas.yview_moveto(self._top / visible)
        self._bar.set(self._top / visible, (self._top + self.canvas.winfo_height()) / visible)
        if height > self.canvas.winfo_height():
            self._bar.grid(row=0, column=1, sticky="ns", padx=(self._theme.px(BAR_GAP), 0))
        else:
            self._bar.grid_remove()
        self._fill()
        self._on_scroll()

    def reveal(self, place: int) -> None:
        """Scroll until a tile is in sight."""
        box, edge = self.layout.box(place), self.layout.edge
        if box.top - edge < self._top:
            self.scroll_to(box.top - edge)
        elif box.bottom + edge > self._top + self.canvas.winfo_height():
            self.scroll_to(box.bottom + edge - self.canvas.winfo_height())

    def _laid_out(self) -> TileLayout:
        px, room = self._theme.px, self.canvas.winfo_width()
        count = len(self.selection.ids)
        return TileLayout.fitting(count, room, width=px(WIDTH), height=px(HEIGHT), gap=px(GAP), edge=px(EDGE))

    def _resized(self) -> None:
        """Keep in sight what was at the top."""
        before, first = self.layout, self.layout.at(self.layout.edge, self._top + self.layout.height // 2)
        self.layout = self._laid_out()
        other_columns = first is not None and self.layout.columns != before.columns
        self.scroll_to(
            self.layout.box(first).top - self.layout.edge if other_columns and first is not None else self._top
        )
        self._fill(anew=self.layout != before)

    def _fill(self, *, anew: bool = False) -> None:
        """Have a tile at each place in sight, and none elsewhere. `anew`: those that are there may be out of date."""
        visible = self.layout.seen(self._top, self._top + self.canvas.winfo_height())
        for place in [place for place in self._tiles if place not in visible]:
            self._spare.append(self._tiles.pop(place))
        for place in visible:
            if anew or place not in self._tiles:
                self._show_tile(place)
        for tile in self._spare:
            tile.hide()
        self._show_ring()

    def _show_tile(self, place: int) -> None:
        id = self.selection.ids[place]
        sample = self._sample_of(id)
        if sample is None:  # gone since the ids were asked for; newer ones are on their way
            if place in self._tiles:
                self._spare.append(self._tiles.pop(place))
            return
        if place not in self._tiles:
            self._tiles[place] = self._spare.pop() if self._spare else Tile(self.canvas, self._theme)
        in_selection = id in self.selection.chosen
        self._tiles[place].show(
            sample, self.layout.box(place), label_error=self._is_label_error(id), chosen=in_selection
        )

    def _focus(self, on: bool) -> None:
        self._focused = on
        self._show_ring()

    def _show_ring(self) -> None:
        """Around the tile that the keys go on from, while the grid has the focus."""
        cursor, canvas = self.selection.cursor, self.canvas
        if cursor is None or not self._focused:
            canvas.itemconfigure(self._ring, state="hidden")
            return
        box, ring = self.layout.box(cursor), self._theme.px(RING)
        canvas.coords(self._ring, box.left - ring, box.top - ring, box.right + ring - 1, box.bottom + ring - 1)
        canvas.itemconfigure(self._ring, state="normal")

    def _bar_moved(self, how: str, amount: str, unit: str = "") -> None:
        if how == "moveto":
            self.scroll_to(round(float(amount) * self.layout.total_height))
        else:
            rows = self.rows_in_sight if unit == "pages" else 1
            self.scroll_by(int(amount) * rows * (self.layout.height + self.layout.gap))

"""Samples as pictures with a few words below each; a click or Enter opens one on Samples."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageTk

from digitpad.records import Glyph
from digitpad.ui.results.chart import ResultChart
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged

GLYPH, GAP, WORDS = 56, 12, 38  # px at scale 1, as are all sizes here; WORDS: the height of those below a picture
EDGE = 4  # around the pictures, for the ring of the one with the keys
STEPS = {"<Left>": -1, "<Right>": 1}


@dataclass(frozen=True, eq=False)
class StripGlyph:
    id: int  # of the sample in the store
    glyph: Glyph
    words: str  # two short lines


class GlyphStrip(ResultChart):
    """As many rows as its width asks for. `on_open` gets the id of a sample."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_open: Callable[[int], None]) -> None:
        super().__init__(parent, theme=theme, takes_keys=True)
        self._on_open = on_open
        self._glyphs: Sequence[StripGlyph] = ()
        self._pictures: list[ImageTk.PhotoImage] = []
        self._at = 0  # the one that the keys act on
        self.configure(cursor="hand2")
        self.bind("<ButtonRelease-1>", self._clicked)
        for sequence, by in STEPS.items():
            self.bind(sequence, lambda event, by=by: self._step(by))  # type: ignore[misc]
        self.bind("<Up>", lambda event: self._step(-self._columns))
        self.bind("<Down>", lambda event: self._step(self._columns))
        for sequence in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: self._open(self._at))
        for sequence in ("<FocusIn>", "<FocusOut>"):
            self.bind(sequence, lambda event: self.refresh(), add=True)
        self.bind("<Configure>", lambda event: self._fit(), add=True)

    def show(self, glyphs: Sequence[StripGlyph]) -> None:
        self._glyphs, self._at = glyphs, 0
        self.configure(takefocus=bool(glyphs))
        side = self.theme.px(GLYPH)
        self._pictures = [ImageTk.PhotoImage(Image.fromarray(enlarged(it.glyph, side))) for it in glyphs]
        self._fit()
        self.refresh()

    @property
    def _columns(self) -> int:
        px = self.theme.px
        return max(1, (self.winfo_width() - 2 * px(EDGE) + px(GAP)) // px(GLYPH + GAP))

    def _fit(self) -> None:
        rows = -(-len(self._glyphs) // self._columns)
        self.configure(height=max(1, rows * self._row_height + self.theme.px(EDGE)))

    @property
    def _row_height(self) -> int:
        return self.theme.px(GLYPH + WORDS + EDGE)

    def draw(self) -> None:
        side = self.theme.px(GLYPH)
        for place, (it, picture) in enumerate(zip(self._glyphs, self._pictures, strict=True)):
            left, top = self._corner(place)
            self.create_image(left, top, image=picture, anchor="nw", tags="glyph")
            middle = left + side / 2, top + side + self.theme.px(WORDS) / 2
            self.say(*middle, it.words, anchor="center", shade="quiet")
        if self._glyphs and str(self.tk.call("focus")) == str(self):
            left, top = self._corner(self._at)
            ring = self.theme.px(2)
            box = (left - ring, top - ring, left + side + ring, top + side + ring)
            self.create_rectangle(*box, outline=self.theme.palette.text, width=ring, tags="at")

    def _corner(self, place: int) -> tuple[int, int]:
        edge, columns = self.theme.px(EDGE), self._columns
        return edge + place % columns * self.theme.px(GLYPH + GAP), edge + place // columns * self._row_height

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        side = self.theme.px(GLYPH)
        for place in range(len(self._glyphs)):
            left, top = self._corner(place)
            if left <= event.x < left + side and top <= event.y < top + side:
                self._open(place)

    def _step(self, by: int) -> str:
        if 0 <= self._at + by < len(self._glyphs):
            self._at += by
            self.refresh()
        return "break"

    def _open(self, place: int) -> str:
        self._on_open(self._glyphs[place].id)
        return "break"

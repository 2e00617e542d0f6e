"""One tile of the grid: a few items on its canvas, made once and shown at one place after another."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass

from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import SURE, Box, Glyph, Sample
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import resized

WIDTH, HEIGHT = 80, 100  # px at scale 1, as are all sizes here
MARGIN = 8
GLYPH = WIDTH - 2 * MARGIN
WORDS_MIDDLE = 84
NO_DIGIT = "×"


@dataclass(frozen=True)
class TileMark:
    """Words beside the label, in amber where they are to catch the eye."""

    words: str = ""
    amber: bool = False


def label_words(label: int | None) -> str:
    return NO_DIGIT if label is None else str(label)


def mark_of(sample: Sample, label_error: bool) -> TileMark:
    """Return the doubt about its label, else its misreading, else the confidence of an unsure reading."""
    doubtful = sample.probabilities is not None and sample.confidence < SURE
    if label_error:
        return TileMark(_("wrong?"), amber=True)
    if sample.misread:
        return TileMark(_("was {predicted}").format(predicted=label_words(sample.predicted)), amber=doubtful)
    return TileMark(f"{100 * sample.confidence:.0f} %", amber=True) if doubtful else TileMark()


class Tile:
    """Belongs to the grid, which says what it shows and where."""

    def __init__(self, canvas: tk.Canvas, theme: Theme) -> None:
        self._canvas, self._theme = canvas, theme
        side = theme.px(GLYPH)
        self._picture = ImageTk.PhotoImage("L", (side, side))
        self._edge = canvas.create_rectangle(0, 0, 0, 0, tags="tile")
        self._all = f"of{self._edge}"  # a tag of all its items
        canvas.addtag_withtag(self._all, self._edge)
        tags = {kind: (kind, self._all) for kind in ("glyph", "label", "note")}
        self._image = canvas.create_image(0, 0, image=self._picture, anchor="nw", tags=tags["glyph"])
        self._label = canvas.create_text(0, 0, anchor="w", font=theme.strong, tags=tags["label"])
        self._note = canvas.create_text(0, 0, anchor="e", font=theme.small, tags=tags["note"])
        self._glyph: Glyph | None = None
        self._at = Box(0, 0, 0, 0)
        self._hidden = False
        self._look: dict[int, dict[str, object]] = {}  # of each item, as it was last painted

    def show(self, sample: Sample, box: Box, *, label_error: bool, chosen: bool) -> None:
        """Only what differs from before is drawn anew."""
        if self._hidden:
            self._canvas.itemconfigure(self._all, state="normal")
            self._hidden = False
        self._place(box)
        if sample.glyph is not self._glyph:
            self._glyph = sample.glyph
            factor = self._picture.width() / len(sample.glyph)
            self._picture.paste(Image.fromarray(resized(sample.glyph, factor)))
        self._show_words(sample, label_error=label_error, chosen=chosen)

    def hide(self) -> None:
        if not self._hidden:
            self._canvas.itemconfigure(self._all, state="hidden")
            self._hidden = True

    def _place(self, box: Box) -> None:
        """Move all items, in one step where the size stays, as it does while the grid is scrolled."""
        canvas, px, before, self._at = self._canvas, self._theme.px, self._at, box
        if (box.width, box.height) == (before.width, before.height):
            if box != before:
                canvas.move(self._all, box.left - before.left, box.top - before.top)
            return
        left, top = box.left, box.top
        canvas.coords(self._edge, left, top, box.right - 1, box.bottom - 1)
        inset = (box.width - self._picture.width()) // 2
        words = top + px(WORDS_MIDDLE)
        canvas.coords(self._image, left + inset, top + px(MARGIN))
        canvas.coords(self._label, left + inset + px(2), words)
        canvas.coords(self._note, box.right - inset - px(2), words)

    def _show_words(self, sample: Sample, *, label_error: bool, chosen: bool) -> None:
        colours, px, mark = self._theme.palette, self._theme.px, mark_of(sample, label_error)
        edge = colours.accent if chosen else colours.unsure if label_error else colours.edge
        back = colours.raised if chosen else colours.surface
        self._paint(self._edge, fill=back, outline=edge, width=max(1, px(2 if chosen or label_error else 1)))
        self._paint(self._label, text=label_words(sample.label), fill=colours.text)
        self._paint(self._note, text=mark.words, fill=colours.unsure if mark.amber else colours.quiet)

    def _paint(self, item: int, **look: object) -> None:
        if self._look.get(item) != look:
            self._look[item] = look
            self._canvas.itemconfigure(item, **look)  # type: ignore[arg-type]

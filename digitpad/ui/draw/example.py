"""The number that an empty pad shows at the first start, and its reading, for whoever asks what this window does."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageTk

from digitpad.background import Done
from digitpad.formats.stroke_json import load_strokes
from digitpad.languages import _
from digitpad.paths import bundled
from digitpad.records import Reading, Stroke, locked
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.draw.open_document import OpenDocument
from digitpad.ui.reading.reading_view import ReadingView
from digitpad.ui.widgets.look.palette import colour
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.sheet import picture_of

EXAMPLE = "self_test/drawing.json"  # in assets
HEIGHT, MOST_WIDTH = 0.22, 0.6  # of the pad
PEN = 0.07  # of the number's height
FAINT = 0.35  # of the way from the paper's colour to that of words on it
ABOVE_MIDDLE, ABOVE_CAPTION = 46, 14  # px at scale 1: from the pad's middle, which has words of its own, to the caption
UNREAD = _("For example")


class PadExample:
    """Draws on the pad's canvas. It is no ink of the pad: nobody else hears of it."""

    def __init__(self, canvas: tk.Canvas, *, theme: Theme) -> None:
        self._canvas, self._theme = canvas, theme
        self._strokes: Sequence[Stroke] = ()
        self._caption = UNREAD
        self._image: ImageTk.PhotoImage | None = None
        for event in ("<Configure>", "<<ThemeChanged>>"):
            canvas.bind(event, lambda event: self._draw(), add=True)

    @property
    def shown(self) -> bool:
        return bool(self._strokes)

    def show(self, strokes: Sequence[Stroke]) -> None:
        """Show these strokes, faintly and as large as there is room for."""
        self._strokes = strokes
        self._draw()

    def caption(self, number: str) -> None:
        """Say as which number it is read."""
        self._caption = _("{unread}: this is read as {number}").format(unread=UNREAD, number=number)
        self._draw()

    def wipe(self) -> None:
        """Take the example away, for good."""
        if self.shown:
            self._strokes, self._image = (), None
            self._canvas.delete("example")

    def _draw(self) -> None:
        canvas = self._canvas
        width, height = canvas.winfo_width(), round(canvas.winfo_height() * HEIGHT)
        if not self.shown or height < 2:
            return
        canvas.delete("example")
        middle, below = width / 2, canvas.winfo_height() / 2 - self._theme.px(ABOVE_MIDDLE)
        self._image = ImageTk.PhotoImage(self._picture(round(width * MOST_WIDTH), height), master=canvas)
        bottom = below - self._theme.px(ABOVE_CAPTION)
        canvas.create_image(middle, bottom, image=self._image, anchor="s", tags="example")
        words = canvas.create_text(middle, below, text=self._caption, font=self._theme.small, tags="example")
        canvas.itemconfigure(words, fill=self._theme.palette.on_paper)

    def _picture(self, width: int, height: int) -> Image.Image:
        paper, words = (np.array(colour(name)) for name in (self._theme.palette.paper, self._theme.palette.on_paper))
        red, green, blue = (paper + (words - paper) * FAINT).astype(int).tolist()
        strokes = _fitted(self._strokes, width, height)
        pixels = picture_of(strokes, width, height, paper=colour(self._theme.palette.paper), ink=(red, green, blue))
        return Image.fromarray(pixels)


class FirstStart:
    """Shows the example, and what the network reads in it, until something lies on the pad.

    It never gets into the open document: so it cannot be saved, corrected, learned from or restored.
    """

    def __init__(
        self,
        example: PadExample,
        view: ReadingView,
        document: OpenDocument,
        bridge: Bridge,
        service: SampleService,
    ) -> None:
        self._example, self._view, self._document = example, view, document
        self._bridge, self._service = bridge, service

    def begin(self) -> None:
        """Show the example if no sample is stored."""
        self._service.look(lambda store: store.count(), self._show_unless, on_failed=lambda sentence: None)

    def _show_unless(self, stored: int) -> None:
        if not stored and self._document.untouched:
            strokes = tuple(load_strokes(bundled("assets", EXAMPLE)))
            self._example.show(strokes)
            self._bridge.tell(lambda engine: engine.read_strokes(strokes), self._read, on_failed=lambda sentence: None)

    def _read(self, done: Done) -> None:
        if self._example.shown:
            self._example.caption(done.result.text)
            self._view.show(Reading(), _("{text}, an example").format(text=done.result.text))


def _fitted(strokes: Sequence[Stroke], width: int, height: int) -> list[Stroke]:
    """Return the strokes as large as this place allows, px, in its middle."""
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(0), points.max(0)
    pen = PEN * height
    factor = float(((np.array([width, height]) - 2 * pen) / np.maximum(high - low, 1)).min())
    move = np.array([width, height]) / 2 - (low + high) / 2 * factor
    moved = [locked((stroke.points * factor + move).astype(np.float32)) for stroke in strokes]
    return [Stroke(line, width=pen) for line in moved]

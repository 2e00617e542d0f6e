"""Details of the selected sample, beside the grid: large, as it was drawn, and as it was read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Protocol, cast

import numpy as np
from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import REFUSED, Box, Digit, Sample, Stroke
from digitpad.ui.core.wording import day_of
from digitpad.ui.label_errors.suspects import Suspect
from digitpad.ui.reading.probabilities import Probabilities
from digitpad.ui.samples.tiles.tile import label_words
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.look.palette import colour
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged, fitting_factor, resized
from digitpad.vision.render.sheet import picture_of

WIDTH = 236  # px at scale 1, as are all sizes here
PICTURE = 84  # a side of each of the two pictures; three for each of the network's
LABEL = 36
GAP = 12
EDGE = 4  # above the first picture, so that it stands level with the first tile
INSET = 8  # of strokes in their picture
PEN = 0.1  # of the longer side of a drawing: strokes whose width is not known
ORIGINS = {
    "pad": _("Drawn on the pad"),
    "camera": _("Seen by the camera"),
    "picture": _("From a picture"),
    "import": _("Imported"),
}
NOTHING = _(
    "Select samples to see and to change them: with a click, Ctrl or Shift and more clicks, or by dragging a frame "
    "around them. Then type the right digit, or x for what is no digit."
)


class DetailActions(Protocol):
    """Actions behind the buttons below a sample."""

    def relabel(self, label: int | None) -> None: ...
    def name_writer(self) -> None: ...  # of the selected ones
    def delete(self) -> None: ...


class SampleDetails(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: DetailActions) -> None:
        super().__init__(parent, width=theme.px(WIDTH))
        self.grid_propagate(False)
        self.columnconfigure(0, weight=1)
        self._theme = theme
        self._sample: Sample | None = None
        px = theme.px
        self._pictures = tk.Canvas(self, height=px(PICTURE), width=1, highlightthickness=0, borderwidth=0)
        self._images: list[ImageTk.PhotoImage] = []  # Tk does not hold on to them
        self._large = theme.number_font(LABEL)
        self._title = ttk.Label(self, font=theme.strong)
        self._words = QuietLabel(self, theme=theme)
        self._words.configure(wraplength=px(WIDTH), justify="left")
        self._guesses = Probabilities(self, theme=theme)
        self._buttons = self._make_buttons(actions)
        self._pictures.grid(row=0, column=0, sticky="ew", pady=(px(EDGE), px(GAP)))
        self._title.grid(row=1, column=0, sticky="w", pady=(px(EDGE), px(2)))
        self._words.grid(row=2, column=0, sticky="w")
        self._buttons.grid(row=3, column=0, sticky="ew", pady=(px(GAP), 0))
        self._guesses.grid(row=4, column=0, sticky="ew", pady=(px(GAP), 0))
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self.show_nothing()

    def show_nothing(self) -> None:
        self._show(None, "", NOTHING)
        self._buttons.grid_remove()

    def show_several(self, labels: list[int | None]) -> None:
        """Show the labels of at least two selected samples."""
        kinds = sorted(set(labels), key=lambda label: 10 if label is None else label)
        line = _("{label}: {count:,}")
        counted = "\n".join(line.format(label=_named(kind), count=labels.count(kind)) for kind in kinds)
        self._show(None, _("{count:,} selected").format(count=len(labels)), counted)
        self._buttons.grid()

    def show(self, sample: Sample, suspect: Suspect | None) -> None:
        """Show one sample; with strokes or crop, once they are there."""
        self._show(sample, "", _words_of(sample, suspect))
        self._buttons.grid()

    def _make_buttons(self, actions: DetailActions) -> ttk.Frame:
        bar, px = ttk.Frame(self), self._theme.px
        bar.columnconfigure(0, weight=1)
        label = DropButton(bar, text=_("Label as"))
        add_labels(label.menu, actions.relabel)
        label.grid(row=0, column=0, sticky="ew")
        ttk.Button(bar, text=_("Delete"), command=actions.delete).grid(row=0, column=1, padx=(px(8), 0))
        writer = ttk.Button(bar, text=_("Writer…"), command=actions.name_writer)
        writer.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(px(8), 0))
        return bar

    def _show(self, sample: Sample | None, title: str, words: str) -> None:
        self._sample = sample
        self._title.configure(text=title)
        if title:
            self._title.grid()
        else:
            self._title.grid_remove()
        self._words.configure(text=words)
        if sample is not None:
            self._pictures.grid()
        else:
            self._pictures.grid_remove()
        if sample is not None and sample.probabilities is not None:
            self._guesses.show(_as_digit(sample), _("Read then"))
            self._guesses.grid()
        else:
            self._guesses.grid_remove()
        self._draw()

    def _draw(self) -> None:
        canvas, colours, sample = self._pictures, self._theme.palette, self._sample
        canvas.configure(background=colours.window)
        canvas.delete("all")
        self._images = []
        if sample is None:
            return
        side, right = self._theme.px(PICTURE), self._theme.px(WIDTH)
        label = label_words(sample.label)
        canvas.create_text(right, side // 2, text=label, anchor="e", font=self._large, fill=colours.text, tags="label")
        self._put(enlarged(sample.glyph, side), 0)
        if sample.strokes:
            self._put(_drawn(sample.strokes, side, paper=colours.paper, ink=colours.ink), side + self._theme.px(GAP))
        elif sample.crop is not None:
            height, width = sample.crop.shape[:2]
            factor = fitting_factor(width, height, side, side, most=side)
            self._put(resized(sample.crop, factor), side + self._theme.px(GAP))

    def _put(self, pixels: np.ndarray, left: int) -> None:
        """Draw a picture in the middle of a square at `left`, with a thin line around it."""
        side, picture = self._theme.px(PICTURE), ImageTk.PhotoImage(Image.fromarray(pixels))
        self._images.append(picture)
        middle = (left + side // 2, side // 2)
        self._pictures.create_image(*middle, image=cast(str, picture))
        half_width, half_height = pixels.shape[1] // 2, pixels.shape[0] // 2
        corners = (middle[0] - half_width, middle[1] - half_height, middle[0] + half_width - 1)
        self._pictures.create_rectangle(*corners, middle[1] + half_height - 1, outline=self._theme.palette.line)


def add_labels(menu: tk.Menu, relabel: Callable[[int | None], None]) -> None:
    """An entry for each label."""
    for label in (*range(10), None):
        key = "X" if label is None else str(label)
        words = _named(label)
        words = words[:1].upper() + words[1:]
        menu.add_command(label=words, accelerator=key, command=lambda label=label: relabel(label))  # type: ignore[misc]


def _named(label: int | None) -> str:
    return _("not a digit") if label is None else str(label)


def _words_of(sample: Sample, suspect: Suspect | None) -> str:
    local = sample.created_at.astimezone()
    lines = [
        _("This label may be wrong: the neighbours say {suggested}.").format(suggested=suspect.suggested)
        if suspect is not None
        else "",
        _read(sample),
        f"{ORIGINS[sample.source]}, {day_of(local)}, {local:%H:%M}",
        _("Written by {writer}").format(writer=sample.writer) if sample.writer else "",
        _("Read by {model}").format(model=sample.model) if sample.model and sample.probabilities is not None else "",
    ]
    return "\n".join(line for line in lines if line)


def _read(sample: Sample) -> str:
    if sample.probabilities is None:
        return _("Imported without a reading") if sample.source == "import" else _("Stored without a reading")
    if not sample.misread:
        return _("Was read right")
    return (
        _("Was taken for no digit")
        if sample.predicted is None
        else _("Was misread as {predicted}").format(predicted=sample.predicted)
    )


def _as_digit(sample: Sample) -> Digit:
    """Return the sample as the digit that it was read as."""
    probabilities = sample.probabilities if sample.probabilities is not None else np.full(10, 0.1, np.float32)
    best = int(probabilities.argmax()) if sample.predicted is None else sample.predicted
    confidence = min(sample.confidence, REFUSED / 2) if sample.predicted is None else sample.confidence
    return Digit(best, confidence, probabilities, Box(0, 0, 28, 28), sample.glyph)


def _drawn(strokes: tuple[Stroke, ...], side: int, *, paper: str, ink: str) -> np.ndarray:
    """Return the strokes drawn to fit a square of `side` px."""
    points = np.concatenate([stroke.points for stroke in strokes])
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(1.0, float((high - low).max()))
    room = side * (1 - 2 * INSET / PICTURE)
    factor = room / (extent * (1 + PEN))
    shift = side / 2 - (low + high) / 2 * factor
    fitted = [
        Stroke((stroke.points * factor + shift).astype(np.float32), width=(stroke.width or PEN * extent) * factor)
        for stroke in strokes
    ]
    return picture_of(fitted, side, side, paper=colour(paper), ink=colour(ink))

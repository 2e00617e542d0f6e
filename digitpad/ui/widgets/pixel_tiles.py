"""The sheet on the screen: square pictures on a canvas, of which only those that changed are painted again."""

from __future__ import annotations

import tkinter as tk

from PIL import Image, ImageTk

from digitpad.records import Box
from digitpad.ui.widgets.look.palette import colour
from digitpad.vision.render.sheet import Colour, Sheet

SIDE = 128  # px


class Tiles:
    """Lies under everything else on `canvas`."""

    def __init__(self, canvas: tk.Canvas, *, highlight: str) -> None:
        self._canvas = canvas
        self._pictures: dict[tuple[int, int], ImageTk.PhotoImage] = {}
        self._paper: Colour = (255, 255, 255)
        self._ink: Colour = (0, 0, 0)
        self.highlight = highlight

    def colour(self, *, paper: str, ink: str) -> None:
        self._paper, self._ink = colour(paper), colour(ink)

    def cover(self, width: int, height: int) -> None:
        """As many tiles as this size needs, all blank."""
        self._canvas.delete("tile")
        self._pictures = {}
        for top in range(0, height, SIDE):
            for left in range(0, width, SIDE):
                picture = ImageTk.PhotoImage("RGB", (min(SIDE, width - left), min(SIDE, height - top)))
                self._canvas.create_image(left, top, image=picture, anchor="nw", tags="tile")
                self._pictures[left, top] = picture
        self._canvas.tag_lower("tile")

    def paint(self, sheet: Sheet, area: Box) -> None:
        """Show what `area` of the sheet holds now."""
        for top in range(area.top - area.top % SIDE, area.bottom, SIDE):
            for left in range(area.left - area.left % SIDE, area.right, SIDE):
                picture = self._pictures.get((left, top))
                if picture is not None:
                    self._fill(picture, sheet, Box(left, top, picture.width(), picture.height()))

    def _fill(self, picture: ImageTk.PhotoImage, sheet: Sheet, area: Box) -> None:
        pixels = sheet.pixels(area, paper=self._paper, ink=self._ink, highlight=colour(self.highlight))
        picture.paste(Image.fromarray(pixels))

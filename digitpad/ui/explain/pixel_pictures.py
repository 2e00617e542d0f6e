"""Pictures on a canvas whose pixels change often: one for each name, painted in place."""

from __future__ import annotations

import tkinter as tk

from PIL import Image, ImageTk

from digitpad.records import Rgb


class PixelPictures:
    """Painting where a picture of the same size lies already is cheap."""

    def __init__(self, canvas: tk.Canvas) -> None:
        self._canvas = canvas
        self._pictures: dict[str, ImageTk.PhotoImage] = {}
        self._items: dict[str, int] = {}

    def paint(self, name: str, pixels: Rgb, left: int, top: int) -> None:
        """Show (H, W, 3) with its corner at this place, px."""
        height, width = pixels.shape[:2]
        picture = self._pictures.get(name)
        if picture is None or (picture.width(), picture.height()) != (width, height):
            picture = self._pictures[name] = ImageTk.PhotoImage("RGB", (width, height))
        picture.paste(Image.fromarray(pixels))
        if name not in self._items:
            self._items[name] = self._canvas.create_image(left, top, anchor="nw")
        self._canvas.itemconfigure(self._items[name], image=str(picture))
        self._canvas.coords(self._items[name], left, top)

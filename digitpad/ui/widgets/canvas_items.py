"""The items of a canvas, changed only where they are not so already: whatever Tk is told, it draws anew."""

from __future__ import annotations

import tkinter as tk
from typing import Any


class Items:
    """Items that are changed through it alone."""

    def __init__(self, canvas: tk.Canvas) -> None:
        self._canvas = canvas
        self._options: dict[int | str, dict[str, Any]] = {}
        self._places: dict[int | str, tuple[float, ...]] = {}

    def configure(self, item: int | str, **options: Any) -> None:
        """As the canvas's itemconfigure; a tag counts as an item of its own."""
        earlier = self._options.setdefault(item, {})
        new = {name: value for name, value in options.items() if name not in earlier or earlier[name] != value}
        if new:
            earlier.update(new)
            self._canvas.itemconfigure(item, **new)

    def place(self, item: int | str, *coords: float) -> None:
        """As the canvas's coords."""
        if self._places.get(item) != coords:
            self._places[item] = coords
            self._canvas.coords(item, *coords)

"""The second view: one of the pictures that reading makes on its way, and how long each step took."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from tkinter import ttk

from PIL import Image, ImageTk

from digitpad.languages import _, in_context
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import Pixels, fitting_factor, resized

STEPS = {  # words for steps by name
    "light": in_context("step", "Light"),
    "ink": _("Ink"),
    "atoms": _("Pieces"),
    "segments": _("Pieces"),
    "glyphs": _("Digits"),
    "network": _("Network"),
}


class StageView(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: Pixels | None = None
        self._photo: ImageTk.PhotoImage | None = None
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, width=200, height=80)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self._image = self._canvas.create_image(0, 0, anchor="nw")
        self._edge = self._canvas.create_rectangle(0, 0, 1, 1, width=max(1, theme.px(1)))
        self._caption = QuietLabel(self, theme=theme)
        self._caption.grid(row=1, column=0, sticky="w", pady=(theme.px(4), 0))
        self._canvas.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def clear(self) -> None:
        self._picture = None
        self._caption.configure(text="")
        self._draw()

    def show(self, picture: Pixels, seconds: Mapping[str, float]) -> None:
        """`seconds` for each step by its name."""
        self._picture = picture
        self._caption.configure(
            text="  ·  ".join(
                f"{STEPS.get(name, name.capitalize())} {took * 1000:.1f} ms" for name, took in seconds.items()
            )
        )
        self._draw()

    def _draw(self) -> None:
        canvas, colours = self._canvas, self._theme.palette
        width, height = canvas.winfo_width(), canvas.winfo_height()
        canvas.configure(background=colours.surface)
        canvas.coords(self._edge, 0, 0, width - 1, height - 1)
        canvas.itemconfigure(self._edge, outline=colours.line)
        canvas.itemconfigure(self._image, state="normal" if self._picture is not None else "hidden")
        if self._picture is None or width < 2:
            return
        rows, columns = self._picture.shape[:2]
        image = Image.fromarray(resized(self._picture, fitting_factor(columns, rows, width, height)))
        if self._photo is None or (self._photo.width(), self._photo.height()) != image.size:
            self._photo = ImageTk.PhotoImage("RGB", image.size)
            canvas.itemconfigure(self._image, image=self._photo)
        self._photo.paste(image.convert("RGB"))
        canvas.coords(self._image, (width - image.width) // 2, (height - image.height) // 2)

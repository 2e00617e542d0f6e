"""The digits that were learned in silence in this sitting, in a small window: a click forgets one, or all; Undo."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from PIL import Image, ImageTk

from digitpad.records import Digit
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import put_over
from digitpad.vision.render.display import enlarged

GLYPH, WIDTH, HEIGHT = 56, 440, 300  # px at scale 1
NONE = "Nothing was learned in silence since the window was opened."
SOME = "These were read surely in drawings that you finished. Click one to forget it."


class SilentLearning(tk.Toplevel):
    """Closed by Esc or its button; the reader is asked each time it opens."""

    def __init__(self, root: tk.Misc, bridge: Bridge, *, theme: Theme) -> None:
        super().__init__(root, background=theme.palette.window)
        self.title("Learned in silence")
        self._bridge, self._theme = bridge, theme
        self._pictures: list[ImageTk.PhotoImage] = []
        self._digits: tuple[Digit, ...] = ()  # that are shown
        self._forgotten: tuple[Digit, ...] = ()  # by the last click
        px = theme.px
        self.geometry(f"{px(WIDTH)}x{px(HEIGHT)}")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._words = QuietLabel(self, theme=theme, wraps=True)
        self._words.grid(row=0, column=0, sticky="ew", padx=px(20), pady=px(12))
        self._flow = Flow(self, theme=theme)
        self._make_buttons()
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<<ThemeChanged>>", lambda event: self.configure(background=theme.palette.window))
        self.transient(root.winfo_toplevel())
        put_over(self, root)
        self._ask()

    def _make_buttons(self) -> None:
        px = self._theme.px
        bar = Flow(self, theme=self._theme)
        bar.grid(row=2, column=0, sticky="ew", padx=px(20), pady=px(12))
        self._forget_all = ttk.Button(bar, text="Forget all", command=lambda: self._forget(self._digits))
        self._undo = ttk.Button(bar, text="Undo", command=self._take_back)
        close = ttk.Button(bar, text="Close", command=self.destroy)
        bar.put(self._forget_all)
        bar.put(self._undo)
        bar.put(close, right=True)
        close.focus_set()

    def _ask(self) -> None:
        self._bridge.tell(lambda engine: engine.accepted, lambda answer: self._show(answer.result))

    def _show(self, digits: Sequence[Digit]) -> None:
        if not self.winfo_exists():
            return
        self._flow.destroy()
        self._flow = Flow(self, theme=self._theme)
        self._flow.grid(row=1, column=0, sticky="new", padx=self._theme.px(20))
        self._words.configure(text=SOME if digits else NONE)
        self._digits = tuple(digits)
        self._forget_all.state(["!disabled" if digits else "disabled"])
        self._undo.state(["!disabled" if self._forgotten else "disabled"])
        self._pictures = []
        for digit in reversed(digits):
            picture = ImageTk.PhotoImage(Image.fromarray(enlarged(digit.glyph, self._theme.px(GLYPH))))
            self._pictures.append(picture)
            button = ttk.Button(self._flow, text=str(digit.label), compound="top", image=str(picture))
            button.configure(command=lambda digit=digit: self._forget((digit,)))  # type: ignore[misc]
            self._flow.put(button)

    def _forget(self, digits: tuple[Digit, ...]) -> None:
        self._forgotten = digits
        self._bridge.tell(lambda engine: engine.forget_accepted(digits), lambda done: self._read_anew())

    def _take_back(self) -> None:
        digits, self._forgotten = self._forgotten, ()
        self._bridge.tell(lambda engine: engine.accept(digits), lambda done: self._read_anew())

    def _read_anew(self) -> None:
        self._bridge.reader_changed()
        self._ask()

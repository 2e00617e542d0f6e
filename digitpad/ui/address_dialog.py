"""Asks for the address of a network camera."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.ui.labels import QuietLabel
from digitpad.ui.theme import Theme

EXAMPLE = "A phone with a camera app shows it, such as http://192.168.1.20:8080/video or rtsp://…"
FIELD = 46  # letters


class AddressDialog(tk.Toplevel):
    """`on_given` gets what was typed, when Open or Enter is pressed; Esc and Cancel close it without."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_given: Callable[[str], None]) -> None:
        super().__init__(parent, background=theme.palette.window)
        self.title("Network camera")
        self.transient(parent.winfo_toplevel())
        self.resizable(False, False)
        self._on_given = on_given
        px = theme.px
        frame = ttk.Frame(self, padding=px(20))
        frame.grid()
        ttk.Label(frame, text="Address of the camera").grid(row=0, column=0, sticky="w")
        self.field = ttk.Entry(frame, width=FIELD, font=theme.body)
        self.field.grid(row=1, column=0, sticky="ew", pady=px(8))
        QuietLabel(frame, theme=theme, text=EXAMPLE).grid(row=2, column=0, sticky="w")
        buttons = ttk.Frame(frame)
        buttons.grid(row=3, column=0, sticky="e", pady=(px(16), 0))
        ttk.Button(buttons, text="Cancel", command=self.destroy).grid(row=0, column=0, padx=(0, px(8)))
        ttk.Button(buttons, text="Open", style="Accent.TButton", command=self._give).grid(row=0, column=1)
        self.bind("<Escape>", lambda event: self.destroy())
        for key in ("<Return>", "<KP_Enter>"):
            self.field.bind(key, lambda event: self._give())
        self._put_in_the_middle(parent.winfo_toplevel())
        self.field.focus_set()

    def _give(self) -> None:
        text = self.field.get().strip()
        if text:
            self.destroy()
            self._on_given(text)

    def _put_in_the_middle(self, window: tk.Misc) -> None:
        self.update_idletasks()
        left = window.winfo_rootx() + (window.winfo_width() - self.winfo_reqwidth()) // 2
        top = window.winfo_rooty() + (window.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(0, left)}+{max(0, top)}")

"""What this program is, in a small window of its own."""

from __future__ import annotations

import tkinter as tk
from tkinter import messagebox

from digitpad import __version__

WORDS = """DigitPad reads handwritten digits with LeNet-5.

It was trained on MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0) and on pen strokes of \
the UCI pen digits (Alpaydin, Alimoglu) and UNIPEN (both CC BY 4.0)."""


def show_about(root: tk.Tk) -> None:
    messagebox.showinfo("About DigitPad", f"DigitPad {__version__}", detail=WORDS, parent=root)

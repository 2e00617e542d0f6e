"""The About window: the program, its versions, the weights that read, and the work of others that it stands on."""

from __future__ import annotations

import platform
import tkinter as tk
from collections.abc import Sequence
from pathlib import Path
from tkinter import ttk

from digitpad import __version__
from digitpad.paths import bundled, licence_texts
from digitpad.ui.core.weights_card import Fact, weights_facts
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import put_over

WORDS = "Reads handwritten digits with LeNet-5, a network of 62,000 weights."
NAMES = (  # what is shown -> distributions, the first that is there
    ("PyTorch", ("torch",)),
    ("torchvision", ("torchvision",)),
    ("NumPy", ("numpy",)),
    ("OpenCV", ("opencv-python", "opencv-python-headless")),
    ("Pillow", ("pillow",)),
    ("pypdfium2", ("pypdfium2",)),
    ("Matplotlib", ("matplotlib",)),
    ("safetensors", ("safetensors",)),
    ("Sun Valley theme", ("sv-ttk",)),
)
COLUMNS = 2
LETTERS, LINES = 88, 13  # of the notices


def show_about(root: tk.Tk, folder: Path, *, theme: Theme) -> None:
    """Open the window, in place of one that is open. `folder`: where the versions of the network are."""
    for child in root.winfo_children():
        if isinstance(child, About):
            child.destroy()
    About(root, weights_facts(folder), theme=theme).lift()


def versions(tk_version: str) -> list[Fact]:
    """Return (name, version) of the program and of every library that is installed."""
    parts = [("DigitPad", __version__), ("Python", platform.python_version()), ("Tcl/Tk", tk_version)]
    for name, distributions in NAMES:
        installed = next((version for each in distributions if (version := _version(each))), "")
        if installed:
            parts.append((name, installed))
    return parts


def notices() -> str:
    """Return the notices of all authors and licences, and the folder of the full texts."""
    text = bundled("assets", "licences/NOTICES.txt").read_text(encoding="utf-8")
    texts = licence_texts()
    return f"{text}\nThe full texts lie in {texts}\n" if texts else text


def _version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # the window opens without it

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


class About(tk.Toplevel):
    """Closed by Esc or its button."""

    def __init__(self, root: tk.Tk, facts: Sequence[Fact], *, theme: Theme) -> None:
        super().__init__(root, background=theme.palette.window)
        self.title("About DigitPad")
        self.transient(root)
        self.resizable(False, False)
        self._theme = theme
        self._versions = versions(str(root.tk.call("info", "patchlevel")))
        px = theme.px
        frame = ttk.Frame(self, padding=px(20))
        frame.grid()
        ttk.Label(frame, text=f"DigitPad {__version__}", style="Strong.TLabel").grid(sticky="w")
        ttk.Label(frame, text=WORDS).grid(sticky="w", pady=(px(4), px(16)))
        self._table(frame, self._versions).grid(sticky="ew")
        self._table(frame, facts).grid(sticky="ew", pady=(px(16), 0))
        self._notices = self._notices_in(frame)
        self._buttons(frame).grid(sticky="e", pady=(px(16), 0))
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        put_over(self, root)

    def _table(self, parent: ttk.Frame, facts: Sequence[Fact]) -> ttk.Frame:
        """Make a table of names and values, down the columns."""
        px = self._theme.px
        table = ttk.Frame(parent)
        rows = -(-len(facts) // COLUMNS)
        for place, (name, value) in enumerate(facts):
            row, column = place % rows, 2 * (place // rows)
            ttk.Label(table, text=name).grid(row=row, column=column, sticky="w", padx=(0, px(16)), pady=px(2))
            ttk.Label(table, text=value, style="Strong.TLabel").grid(
                row=row, column=column + 1, sticky="w", padx=(0, px(48))
            )
        return table

    def _notices_in(self, parent: ttk.Frame) -> tk.Text:
        px = self._theme.px
        frame = ttk.Frame(parent)
        frame.grid(sticky="ew", pady=(px(16), 0))
        text = tk.Text(frame, width=LETTERS, height=LINES, wrap="word", relief="flat", padx=px(12), pady=px(8))
        bar = ttk.Scrollbar(frame, command=text.yview)
        text.configure(font=self._theme.body, yscrollcommand=bar.set)
        text.insert("1.0", notices())
        text.configure(state="disabled")
        text.grid(row=0, column=0)
        bar.grid(row=0, column=1, sticky="ns")
        return text

    def _buttons(self, parent: ttk.Frame) -> ttk.Frame:
        buttons = ttk.Frame(parent)
        ttk.Button(buttons, text="Copy versions", command=self._copy).grid(row=0, column=0, padx=(0, self._theme.px(8)))
        close = ttk.Button(buttons, text="Close", style="Accent.TButton", command=self.destroy)
        close.grid(row=0, column=1)
        close.focus_set()
        return buttons

    def _copy(self) -> None:
        lines = [*self._versions, ("System", platform.platform())]
        self.clipboard_clear()
        self.clipboard_append("\n".join(f"{name} {version}" for name, version in lines))

    def _repaint(self) -> None:
        palette = self._theme.palette
        self.configure(background=palette.window)
        self._notices.configure(background=palette.surface, foreground=palette.text, highlightthickness=0)

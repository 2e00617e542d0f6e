"""Where samples come from and where they go: Tk's dialogs for files and folders."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import filedialog
from typing import TYPE_CHECKING

from digitpad.ui.files import hide_dot_files

if TYPE_CHECKING:
    from digitpad.store.exchange import Form

IMPORTED = (
    ("Samples", "*.zip *.csv *.jsonl"),
    ("Zip of pictures with labels.csv", "*.zip"),
    ("CSV of pixels, as Kaggle's", "*.csv"),
    ("Strokes, a JSON object a line", "*.jsonl"),
    ("All files", "*"),
)
FORMS: dict[Form, str] = {
    "zip": "Zip of pictures with labels.csv",
    "csv": "CSV of pixels, as Kaggle's",
    "jsonl": "Strokes, a JSON object a line",
}


def ask_file(root: tk.Misc, folder: str) -> Path | None:
    """A file to import; None where the dialog was cancelled."""
    hide_dot_files(root)
    name = filedialog.askopenfilename(
        parent=root, title="Import samples", initialdir=_known(folder), filetypes=IMPORTED
    )
    return Path(name) if name else None


def ask_folder(root: tk.Misc, folder: str) -> Path | None:
    """A folder with the folders 0 to 9 and x."""
    title = "Import a folder with the folders 0 to 9 (and x)"
    name = filedialog.askdirectory(parent=root, title=title, initialdir=_known(folder), mustexist=True)
    return Path(name) if name else None


def ask_target(root: tk.Misc, folder: str, form: Form) -> Path | None:
    """A file to write."""
    hide_dot_files(root)
    name = filedialog.asksaveasfilename(
        parent=root,
        title="Export samples",
        initialdir=_known(folder),
        initialfile=f"samples.{form}",
        defaultextension=f".{form}",
        filetypes=((FORMS[form], f"*.{form}"),),
    )
    return Path(name) if name else None


def _known(folder: str) -> str:
    return folder if Path(folder).is_dir() else str(Path.home())

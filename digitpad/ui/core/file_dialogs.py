"""Tk's dialogs for files and folders; each begins where the last one ended."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from pathlib import Path
from tkinter import filedialog

Types = Sequence[tuple[str, str]]  # words and patterns


class FileDialogs:
    """Remembers the folder; every answer is None where the dialog was cancelled."""

    def __init__(self, root: tk.Misc, folder: str) -> None:
        self._root, self.folder = root, folder

    def ask_file(self, title: str, types: Types) -> Path | None:
        """Return a file to read."""
        hide_dot_files(self._root)
        name = filedialog.askopenfilename(parent=self._root, title=title, initialdir=self._start, filetypes=types)
        return self._chosen(name)

    def ask_folder(self, title: str) -> Path | None:
        """Return a folder that exists."""
        hide_dot_files(self._root)
        name = filedialog.askdirectory(parent=self._root, title=title, initialdir=self._start, mustexist=True)
        return self._chosen(name)

    def ask_target(self, title: str, name: str, types: Types) -> Path | None:
        """Return a file to write; `name` is offered, and its ending is added where none is typed."""
        hide_dot_files(self._root)
        typed = filedialog.asksaveasfilename(
            parent=self._root,
            title=title,
            initialdir=self._start,
            initialfile=name,
            defaultextension=Path(name).suffix,
            filetypes=types,
        )
        return self._chosen(typed)

    def remember(self, path: Path) -> None:
        """Begin where this file or folder lies next time."""
        self.folder = str(path.parent)

    @property
    def _start(self) -> str:
        return self.folder if Path(self.folder).is_dir() else str(Path.home())

    def _chosen(self, name: str) -> Path | None:
        if not name:
            return None
        self.remember(Path(name))
        return Path(name)


def hide_dot_files(root: tk.Misc) -> None:
    """Hide them in Tk's own dialog on X11; other desktops have dialogs of their own."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.tk.eval("catch {tk_getOpenFile -nothing}")  # only then are the dialog's variables there
        root.tk.eval("set ::tk::dialog::file::showHiddenVar 0; set ::tk::dialog::file::showHiddenBtn 1")

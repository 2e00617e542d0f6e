"""Files and folders that are dropped on the window from a file manager, by tkdnd; the window works without it, too."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path

from digitpad.ui.core.pages import Pages


def take_drops(root: tk.Tk, pages: Pages, on_rest: Callable[[list[Path]], None]) -> bool:
    """Give dropped files and folders to the page that is shown, or to `on_rest` where it has no use for them.

    False where the system cannot hand them over.
    """
    try:
        from tkinterdnd2 import DND_FILES, TkinterDnD

        TkinterDnD._require(root)
    except (ImportError, RuntimeError, tk.TclError):  # as where there is no library for this system
        return False
    root.tk.call("tkdnd::drop_target", "register", root, DND_FILES)
    dropped = root.register(lambda names: _dropped(root, names, pages, on_rest))
    root.tk.call("bind", root, "<<Drop:DND_Files>>", f"{dropped} %D")
    return True


def _dropped(root: tk.Tk, names: str, pages: Pages, on_rest: Callable[[list[Path]], None]) -> str:
    """Answer the source at once, and open the files after: the source waits for it."""
    paths = [Path(name) for name in root.tk.splitlist(names)]

    def open_them() -> None:
        if not pages.take(paths):
            on_rest(paths)

    if paths:
        root.after_idle(open_them)
    return "copy"

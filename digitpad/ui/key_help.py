"""The list of keys (F1) in a small window of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from digitpad.ui.commands import Command, words
from digitpad.ui.theme import Theme

COLUMNS = 2  # of keys, each with what it does
MORE = (
    ("Tab, arrow keys", "go from card to card"),
    ("0 … 9", "what the selected digit is"),
    ("X", "the selected digit is none"),
    ("Enter", "the selected digit was read right"),
    ("J, S", "join the selected digits, split one"),
    ("Right button", "erase while it is held"),
)


def show_keys(root: tk.Tk, commands: Sequence[Command], *, theme: Theme) -> None:
    """Open the list, or bring it up where it is open already."""
    opened = [child for child in root.winfo_children() if isinstance(child, KeyHelp)]
    window = opened[0] if opened else KeyHelp(root, commands, theme=theme)
    window.lift()


class KeyHelp(tk.Toplevel):
    """Closed by Esc, F1 or its button."""

    def __init__(self, root: tk.Tk, commands: Sequence[Command], *, theme: Theme) -> None:
        super().__init__(root, background=theme.palette.window, highlightthickness=1)
        self.title("Keys")
        self.transient(root)
        self.resizable(False, False)
        px = theme.px
        frame = ttk.Frame(self, padding=px(20))
        frame.grid()
        mac = bool(root.tk.call("tk", "windowingsystem") == "aqua")
        rows = [(" or ".join(words(key, mac=mac) for key in c.keys), c.label.rstrip("…")) for c in commands if c.keys]
        high = -(-len((*rows, *MORE)) // COLUMNS)
        for number, (key, meaning) in enumerate((*rows, *MORE)):
            column, row = divmod(number, high)
            name = ttk.Label(frame, text=key, style="Strong.TLabel")
            name.grid(row=row, column=2 * column, sticky="w", padx=(px(40) if column else 0, 0), pady=px(2))
            label = ttk.Label(frame, text=meaning[0].upper() + meaning[1:])
            label.grid(row=row, column=2 * column + 1, sticky="w", padx=(px(20), 0), pady=px(2))
        close = ttk.Button(frame, text="Close", command=self.destroy)
        close.grid(row=high, column=0, columnspan=2 * COLUMNS, sticky="e", pady=(px(16), 0))
        for key in ("<Escape>", "<F1>"):
            self.bind(key, lambda event: self._close())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint(theme))
        self._repaint(theme)
        self._put_in_the_middle(root)
        close.focus_set()

    def _repaint(self, theme: Theme) -> None:
        line = theme.palette.line
        self.configure(background=theme.palette.window, highlightbackground=line, highlightcolor=line)

    def _close(self) -> str:
        self.destroy()
        return "break"

    def _put_in_the_middle(self, root: tk.Tk) -> None:
        self.update_idletasks()
        left = root.winfo_rootx() + (root.winfo_width() - self.winfo_reqwidth()) // 2
        top = root.winfo_rooty() + (root.winfo_height() - self.winfo_reqheight()) // 3
        self.geometry(f"+{max(0, left)}+{max(0, top)}")

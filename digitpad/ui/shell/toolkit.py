"""Tk as DigitPad wants it: its own dialogs in the window's language, and Ctrl+A as everywhere else on the desktop."""

from __future__ import annotations

import tkinter as tk

from digitpad.languages import code_in_use

SELECT_ALL = ("<Control-Key-a>", "<Control-Lock-Key-A>")  # on X11, Tk goes to the start of the line by them
CATALOGUE = "::msgcat::mclocale {}; ::msgcat::mcload [file join $::tk_library msgs]"


def adapt(root: tk.Tk) -> None:
    """Have Tk's dialogs speak the language in use, and Ctrl+A select all that stands in a field."""
    root.tk.call("package", "require", "msgcat")
    root.tk.call("namespace", "eval", "::tk", CATALOGUE.format(code_in_use().lower()))
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.event_delete("<<LineStart>>", *SELECT_ALL)
        root.event_add("<<SelectAll>>", *SELECT_ALL)

"""The command that opens the window of forms."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path

from digitpad.languages import _
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import Command
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.widgets.theme import Theme


def form_command(root: tk.Tk, folder: Path, theme: Theme, bridge: Bridge, dialogs: FileDialogs) -> Command:
    """Return the command; its window is built when it is first opened, and comes back as it was left.

    `folder`: the user's, where unsaved forms are kept for the next time.
    """

    def show() -> None:
        from digitpad.ui.forms.unsaved import UnsavedForms
        from digitpad.ui.forms.window import FormWindow

        there = [child for child in root.winfo_children() if isinstance(child, FormWindow)]
        window = (
            there[0] if there else FormWindow(root, UnsavedForms(folder), theme=theme, bridge=bridge, dialogs=dialogs)
        )
        window.appear()

    return Command(_("File"), _("Form…"), ("Mod+Shift+F",), show, place=31)

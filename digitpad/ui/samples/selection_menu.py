"""The menu of the selected samples, under the right mouse button."""

from __future__ import annotations

import tkinter as tk

from digitpad.languages import _, in_context
from digitpad.ui.samples.details import DetailActions, add_labels
from digitpad.ui.widgets.menu import PopupMenu


class SelectionMenu(PopupMenu):
    def __init__(self, parent: tk.Misc, actions: DetailActions) -> None:
        super().__init__(parent)
        add_labels(self, actions.relabel)
        self.add_separator()
        self.add_command(label=_("Writer…"), accelerator="W", command=actions.name_writer)
        self.add_command(label=_("Delete"), accelerator=in_context("key", "Delete"), command=actions.delete)

"""The list of versions with the buttons for the chosen one, or two of them side by side in its place."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk
from typing import Protocol

from digitpad.learning.registry.version import Version
from digitpad.ui.models.catalogue import Contrast
from digitpad.ui.models.version_actions import VersionActions, VersionCommands
from digitpad.ui.models.version_comparison import VersionComparison
from digitpad.ui.models.version_table import VersionTable
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme

GAP = 12  # px at scale 1


class BoardCommands(VersionCommands, Protocol):
    """Functions of the page behind the list and its buttons."""

    def rename(self, key: str, name: str) -> None: ...


class VersionBoard(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme, commands: BoardCommands) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._gap = theme.px(GAP)
        self._versions: Sequence[Version] = ()
        self._actions = VersionActions(self, theme=theme, commands=commands, rename=lambda: self.table.rename_chosen())
        self.table = VersionTable(
            self,
            theme=theme,
            on_choose=self._show_chosen,
            use=commands.use,
            rename=commands.rename,
            remove=commands.remove,
        )
        self._beside = Scroller(self, theme=theme)
        self._comparison = VersionComparison(self._beside.inner, theme=theme, on_close=self.close_comparison)
        self._comparison.grid(sticky="ew")
        tk.Misc.lift(self._actions)
        self.close_comparison()

    def show(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self.table.show(versions)

    @property
    def compares(self) -> bool:
        """Two versions stand in place of the list."""
        return bool(self._beside.winfo_manager())

    def show_comparison(self, both: tuple[Version, Version], contrast: Contrast) -> None:
        """Put two versions side by side in place of the list."""
        self._comparison.show(both, contrast)
        self._put(self._beside)
        self._comparison.take_focus()

    def close_comparison(self) -> None:
        """Bring the list back, and the keys to it where they were on the comparison."""
        focused = str(self.tk.call("focus")).startswith(f"{self._beside}.")
        self._put(self.table, self._actions)
        if focused:
            self.table.take_focus()

    def _put(self, *shown: ttk.Frame) -> None:
        frames: tuple[ttk.Frame, ...] = (self.table, self._actions, self._beside)
        for frame in frames:
            frame.grid_remove()
        for row, frame in enumerate(shown):
            frame.grid(row=row, column=0, sticky="nsew", pady=(self._gap if row else 0, 0))

    def _show_chosen(self) -> None:
        self._actions.show(self.table.chosen, self._versions)

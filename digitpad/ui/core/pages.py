"""The pages of the window: each is built when it is first shown, and hears when it comes and goes."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tkinter import ttk

from digitpad.ui.core.commands import Command


class Page(ttk.Frame):
    """A page of the window; its `commands` count while it is shown."""

    commands: Sequence[Command] = ()
    hints: Sequence[tuple[str, str]] = ()  # keys and buttons that are no command, and what they do
    on_drop: Callable[[Path], object] | None = None  # gets a file or folder that was dropped on it

    def arrive(self) -> None:
        """Begin, for the page is shown now."""

    def leave(self) -> None:
        """Pause, for another page is shown now or the window closes."""

    def close(self) -> None:
        """End all threads of the page and wait for them, for the window closes."""


Builder = Callable[[tk.Misc], Page]


class Pages(ttk.Frame):
    """Shows one page at a time. `builders`: functions that build them, by name; `on_change` gets each page shown."""

    def __init__(
        self, parent: tk.Misc, *, builders: Mapping[str, Builder], on_change: Callable[[str, Page], None]
    ) -> None:
        super().__init__(parent)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._builders, self._on_change = builders, on_change
        self._built: dict[str, Page] = {}
        self._shown = ""

    @property
    def shown(self) -> Page | None:
        return self._built[self._shown] if self._shown else None

    @property
    def commands(self) -> Sequence[Command]:
        """The commands of the page that is shown."""
        return self._built[self._shown].commands if self._shown else ()

    def take(self, paths: Sequence[Path]) -> bool:
        """Let the page that is shown open the first of what was dropped on it; False where it has no use for that."""
        on_drop = self._built[self._shown].on_drop if self._shown else None
        if on_drop is not None:
            on_drop(paths[0])
        return on_drop is not None

    @property
    def hints(self) -> Sequence[tuple[str, str]]:
        """Of the page that is shown."""
        return self._built[self._shown].hints if self._shown else ()

    def show(self, name: str) -> None:
        """Bring up a page; nothing happens where it is shown already."""
        if name == self._shown:
            return
        page = self._page(name)
        self.leave()
        self._shown = name
        page.grid(row=0, column=0, sticky="nsew")
        self._on_change(name, page)
        page.arrive()

    def leave(self) -> None:
        """Hide the page that is shown."""
        if self._shown:
            page, self._shown = self._built[self._shown], ""
            self._take_focus_from(page)
            page.grid_remove()
            page.leave()

    def close(self) -> None:
        """Hide and close all pages, for the window closes."""
        self.leave()
        for page in self._built.values():
            page.close()

    def _page(self, name: str) -> Page:
        if name not in self._built:
            self._built[name] = self._builders[name](self)
        return self._built[name]

    def _take_focus_from(self, page: Page) -> None:
        """Give the focus to the window, for a hidden widget would still hear the keys."""
        if str(self.tk.call("focus")).startswith(f"{page}."):
            self.winfo_toplevel().focus_set()

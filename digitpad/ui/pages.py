"""The pages of the window: built when they are first shown, one of them shown, told when they come and go."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk

from digitpad.ui.commands import Command


class Page(ttk.Frame):
    """What the window needs of a page; `commands` count while it is shown."""

    commands: Sequence[Command] = ()

    def arrive(self) -> None:
        """The page is shown from now on."""

    def leave(self) -> None:
        """Another page is shown from now on, or the window closes."""

    def close(self) -> None:
        """The window closes: end what runs, and wait for it."""


Builder = Callable[[tk.Misc], Page]


class Pages(ttk.Frame):
    """`builders`: the name of each page and what builds it. `on_change` hears that another page is shown."""

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
    def commands(self) -> Sequence[Command]:
        """Of the page that is shown."""
        return self._built[self._shown].commands if self._shown else ()

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
        """Take the page that is shown away."""
        if self._shown:
            page, self._shown = self._built[self._shown], ""
            self._take_focus_from(page)
            page.grid_remove()
            page.leave()

    def close(self) -> None:
        """The window closes."""
        self.leave()
        for page in self._built.values():
            page.close()

    def _page(self, name: str) -> Page:
        if name not in self._built:
            self._built[name] = self._builders[name](self)
        return self._built[name]

    def _take_focus_from(self, page: Page) -> None:
        """A hidden widget would still hear the keys."""
        if str(self.tk.call("focus")).startswith(f"{page}."):
            self.winfo_toplevel().focus_set()

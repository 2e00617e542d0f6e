"""A menu whose lines have room, and marks that can be seen at every scale, where Tk draws it itself."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from digitpad.ui.widgets.look.menu_marks import AIR, INDENT, MARKS, UNMARKED

BESIDE = "  "  # between keys and the edge, where Tk leaves hardly any room


class PopupMenu(tk.Menu):
    """All menus but the window's bar. `on_open` is called before it is shown."""

    def __init__(self, parent: tk.Misc, *, on_open: Callable[[], None] | None = None) -> None:
        super().__init__(parent, tearoff=False)
        if on_open is not None:
            self.configure(postcommand=on_open)
        self._drawn = self.tk.call("tk", "windowingsystem") == "x11"
        self._marked = False  # one of its entries has a mark, or had one
        self.event_generate("<<ThemeChanged>>")  # it gets the colours of the look, as those before it did

    def add(self, itemType: str, cnf: Any = None, **options: Any) -> None:
        """Add an entry, as all of Tk's functions for that do."""
        super().add(itemType, cnf or {}, **options)  # type: ignore[no-untyped-call]
        if self._drawn and itemType != "separator":
            self._give_room(itemType)

    def _give_room(self, kind: str) -> None:
        """Let the words of all entries begin at the same place, right of the marks."""
        last = self.index("end") or 0
        if kind in MARKS and not self._marked:
            self._marked = True
            for place in range(last):
                if self.type(place) != "separator":
                    self.entryconfigure(place, image=INDENT)
        self.entryconfigure(last, image=INDENT if self._marked else AIR, compound="left")
        if kind != "cascade" and (keys := str(self.entrycget(last, "accelerator"))):
            self.entryconfigure(last, accelerator=keys + BESIDE)
        if kind in MARKS:
            self.entryconfigure(last, image=UNMARKED, selectimage=MARKS[kind], indicatoron=False)

"""A button with a menu of which a writer is chosen, or all of them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Collection

from digitpad.languages import _
from digitpad.ui.widgets.drop_button import DropButton

ANYBODY, NOBODY = _("Any writer"), _("Not named")
ANY, NAMED = "any", "by "  # values of the menu, of which none may be empty; NAMED stands before a writer's name
MOST, LONGEST = 30, 20  # names in the menu, and letters of one


class WriterMenu(DropButton):
    """`on_choose` hears that another is chosen."""

    def __init__(self, parent: tk.Misc, *, on_choose: Callable[[], None]) -> None:
        super().__init__(parent, text=ANYBODY)
        self._on_choose = on_choose
        self._value = tk.StringVar(self, ANY)
        self._value.trace_add("write", lambda *event: self.say(_words(self._value.get())))

    @property
    def chosen(self) -> str | None:
        """The writer's name, "" for samples of nobody who was named; None: all."""
        value = self._value.get()
        return None if value == ANY else value.removeprefix(NAMED)

    def clear(self) -> None:
        """Choose all of them."""
        self._value.set(ANY)

    def offer(self, names: Collection[str]) -> bool:
        """Fill the menu with these names; False where there is nothing to choose between."""
        named = sorted(set(names) - {""}, key=str.casefold)[:MOST]
        values = [ANY, *(NAMED + name for name in named), *([NAMED] if "" in names else ())]
        self.menu.delete(0, "end")
        for value in values:
            self.menu.add_radiobutton(label=_words(value), value=value, variable=self._value, command=self._on_choose)
        return bool(named) or self.chosen is not None


def _words(value: str) -> str:
    if value == ANY:
        return ANYBODY
    name = value.removeprefix(NAMED)
    return f"{name[: LONGEST - 1]}…" if len(name) > LONGEST else name or NOBODY

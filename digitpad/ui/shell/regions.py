"""The parts of the window among which F6 goes: the tabs, the parts of the page from left to right, a message."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator, Sequence

from digitpad.languages import _
from digitpad.ui.core.commands import Command


class Regions:
    """Comes back to where the focus was in each part. `parts` gives those that are shown now, in their order."""

    def __init__(self, root: tk.Tk, parts: Callable[[], Sequence[tk.Misc]]) -> None:
        self._root, self._parts = root, parts
        self._last: dict[str, str] = {}  # the control that had the focus last, by the name of its part

    @property
    def commands(self) -> list[Command]:
        return [
            Command(_("View"), _("Next part of the window"), ("F6",), lambda: self.go(1), place=40),
            Command(_("View"), _("Previous part of the window"), ("Shift+F6",), lambda: self.go(-1), place=41),
        ]

    def go(self, by: int) -> None:
        """Give the focus to the part so many places on."""
        parts = [part for part in self._parts() if next(_stops(part), None) is not None]
        names = [str(part) for part in parts]
        focused = str(self._root.tk.call("focus"))
        now = next((place for place, name in enumerate(names) if f"{focused}.".startswith(f"{name}.")), None)
        if now is not None:
            self._last[names[now]] = focused
        if parts:
            place = (now + by) % len(parts) if now is not None else (0 if by > 0 else -1)
            self._focus(parts[place])

    def _focus(self, part: tk.Misc) -> None:
        stops = list(_stops(part))
        before = [stop for stop in stops if str(stop) == self._last.get(str(part))]
        (before or stops)[0].focus_set()


def parts_of(page: tk.Misc) -> list[tk.Misc]:
    """Return the parts of a page that are shown, column by column."""
    shown = [part for part in page.winfo_children() if part.winfo_viewable() and part.winfo_toplevel() != part]
    return sorted(shown, key=lambda part: (part.winfo_rootx(), part.winfo_rooty()))


def _stops(part: tk.Misc) -> Iterator[tk.Misc]:
    """Yield the controls in a part at which Tab stops, itself first."""
    if part.winfo_viewable() and part.tk.getboolean(part.tk.call("tk::FocusOK", str(part))):
        yield part
    for child in part.winfo_children():
        yield from _stops(child)

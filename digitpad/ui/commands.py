"""What can be done by key and menu: tables from which the bindings, the menus and the list of keys are made."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    menu: str
    label: str
    keys: tuple[str, ...]  # "Mod+Z": Mod is Command on a Mac, else Control; the first one is shown
    run: Callable[[], object]
    enabled: Callable[[], bool] = lambda: True
    on: Callable[[], bool] | None = None  # of a switch: whether it is on


@dataclass(frozen=True)
class Choice:
    """A few values of which one is chosen, as a group in a menu."""

    menu: str
    values: tuple[tuple[str, str], ...]  # value, label
    chosen: Callable[[], str]
    choose: Callable[[str], None]


def sequences(key: str, *, mac: bool) -> list[str]:
    """Tk's names of a key: "Mod+Shift+Z" -> ["<Control-Shift-Key-Z>"]; letters with and without caps lock."""
    *held, last = key.split("+")
    names = "".join(f"{'Command' if mac else 'Control'}-" if part == "Mod" else f"{part}-" for part in held)
    if len(last) > 1 or not last.isalpha():
        return [f"<{names}Key-{_KEYSYMS.get(last, last)}>"]
    if "Shift" in held:
        return [f"<{names}Key-{last.upper()}>"]
    return [f"<{names}Key-{last.lower()}>", f"<{names}Key-{last.upper()}>"]


def words(key: str, *, mac: bool) -> str:
    """The key as it is written for people."""
    return key.replace("Mod", "Cmd" if mac else "Ctrl").replace("Escape", "Esc").replace("Return", "Enter")


_KEYSYMS = {"[": "bracketleft", "]": "bracketright"}


def is_mac(root: tk.Misc) -> bool:
    return bool(root.tk.call("tk", "windowingsystem") == "aqua")

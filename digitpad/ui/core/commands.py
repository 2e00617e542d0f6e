"""Commands of keys and menus: tables from which the bindings, the menus and the list of shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitpad.languages import _, in_context


@dataclass(frozen=True)
class Command:
    menu: str
    label: str
    keys: tuple[str, ...]  # "Mod+Z": Mod is Command on a Mac, else Control; the first one is shown
    run: Callable[[], object]
    enabled: Callable[[], bool] = lambda: True
    on: Callable[[], bool] | None = None  # of a switch: whether it is on
    place: int = 50  # in its menu, from above; lines part the tens


@dataclass(frozen=True)
class Choice:
    """A few values of which one is chosen, as a group in a menu."""

    menu: str
    values: tuple[tuple[str, str], ...]  # value, label
    chosen: Callable[[], str]
    choose: Callable[[str], None]


@dataclass(frozen=True)
class Submenu:
    """A menu below an entry of another, for what changes while the window is open."""

    menu: str
    label: str
    entries: Callable[[], Sequence[Command]]  # asked for each time that it is opened
    place: int = 50  # in its menu, as a command's; it comes after a command of the same place


def sequences(key: str, *, mac: bool) -> list[str]:
    """Return Tk's names of a key: "Mod+Shift+Z" -> ["<Control-Shift-Key-Z>"]; letters with and without caps lock."""
    *modifiers, last = key.split("+")
    names = "".join(f"{'Command' if mac else 'Control'}-" if part == "Mod" else f"{part}-" for part in modifiers)
    if len(last) > 1 or not last.isalpha():
        return [f"<{names}Key-{_KEYSYMS.get(last, last)}>"]
    if "Shift" in modifiers:
        return [f"<{names}Key-{last.upper()}>"]
    return [f"<{names}Key-{last.lower()}>", f"<{names}Key-{last.upper()}>"]


def words(key: str, *, mac: bool) -> str:
    """Return the key as it is written for people."""
    plain = {"Mod": _("Cmd") if mac else _("Ctrl"), **PLAIN}
    return "+".join(plain.get(part, part) for part in key.split("+"))


PLAIN = {
    "Escape": _("Esc"),
    "Return": in_context("key", "Enter"),
    "Prior": _("Page Up"),
    "Next": _("Page Down"),
    "space": in_context("key", "Space"),
    "Delete": in_context("key", "Delete"),
    "BackSpace": _("BackSpace"),
    "Shift": _("Shift"),
    "Left": in_context("key", "Left"),
    "Right": in_context("key", "Right"),
}
_KEYSYMS = {"[": "bracketleft", "]": "bracketright", ",": "comma", ".": "period"}

"""What can be done by key and menu: one table from which the bindings, the menus and the list of keys are made."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    menu: str
    label: str
    keys: tuple[str, ...]  # "Mod+Z": Mod is Command on a Mac, else Control; the first one is shown
    run: Callable[[], object]
    enabled: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Choice:
    """A few values of which one is chosen, as a group in a menu."""

    menu: str
    values: tuple[tuple[str, str], ...]  # value, label
    chosen: Callable[[], str]
    choose: Callable[[str], None]


def bind_keys(root: tk.Tk, commands: Sequence[Command]) -> None:
    for command in commands:
        for key in command.keys:
            for sequence in sequences(key, mac=_is_mac(root)):
                root.bind(sequence, lambda event, command=command: _run(command))  # type: ignore[misc]


def menu_bar(root: tk.Tk, commands: Sequence[Command], choices: Sequence[Choice]) -> tk.Menu:
    """The window's menus, in the order in which the commands name them; entries that cannot be used are grey."""
    bar = tk.Menu(root, tearoff=False)
    for name in dict.fromkeys(command.menu for command in commands):
        own = [command for command in commands if command.menu == name]
        groups = [choice for choice in choices if choice.menu == name]
        room = " " if root.tk.call("tk", "windowingsystem") == "x11" else ""
        bar.add_cascade(label=f"{room}{name}{room}", menu=_menu(root, bar, own, groups), underline=len(room))
    root.configure(menu=bar)
    return bar


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
    return key.replace("Mod", "Cmd" if mac else "Ctrl").replace("Escape", "Esc")


_KEYSYMS = {"[": "bracketleft", "]": "bracketright"}


def _menu(root: tk.Tk, bar: tk.Menu, commands: Sequence[Command], choices: Sequence[Choice]) -> tk.Menu:
    menu = tk.Menu(bar, tearoff=False)
    for choice in choices:
        _add_choice(menu, choice)
    places = []
    for command in commands:
        shown = words(command.keys[0], mac=_is_mac(root)) if command.keys else ""
        menu.add_command(label=command.label, accelerator=shown, command=command.run)
        places.append((menu.index("end"), command))
    menu.configure(postcommand=lambda: _refresh(menu, places, choices))
    menu.bind("<<ThemeChanged>>", lambda event: menu.after_idle(_give_room, menu))
    return menu


def _give_room(menu: tk.Menu) -> None:
    """Some air around the entries, where Tk draws them itself; the theme takes it away each time."""
    if menu.tk.call("tk", "windowingsystem") == "x11":
        menu.configure(activeborderwidth=4)


def _add_choice(menu: tk.Menu, choice: Choice) -> None:
    variable = tk.StringVar(menu, choice.chosen(), name=f"choice_{choice.menu}")
    for value, label in choice.values:
        menu.add_radiobutton(
            label=label,
            value=value,
            variable=variable,
            command=lambda value=value: choice.choose(value),  # type: ignore[misc]
        )
    menu.add_separator()


def _refresh(menu: tk.Menu, places: list[tuple[int | None, Command]], choices: Sequence[Choice]) -> None:
    for place, command in places:
        if place is not None:
            menu.entryconfigure(place, state="normal" if command.enabled() else "disabled")
    for choice in choices:
        menu.setvar(f"choice_{choice.menu}", choice.chosen())


def _run(command: Command) -> str:
    if command.enabled():
        command.run()
    return "break"


def _is_mac(root: tk.Tk) -> bool:
    return bool(root.tk.call("tk", "windowingsystem") == "aqua")

"""The window's menus: those of the commands of the page that is shown."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import Literal

from digitpad.ui.core.commands import Choice, Command, Submenu, words
from digitpad.ui.widgets.menu import PopupMenu
from digitpad.ui.widgets.windowing import is_mac

GROUP = 10  # places in a menu between two lines


class MenuBar(tk.Menu):
    """Entries that cannot be used are grey.

    The menus of a page stay for the next time that it is shown: Tk never lets go of all that a menu took.
    """

    def __init__(self, root: tk.Tk) -> None:
        super().__init__(root, tearoff=False)
        self._window = root
        self._made: dict[object, list[tuple[str, PopupMenu]]] = {}  # by all that is in them: names and menus
        root.configure(menu=self)

    @property
    def height(self) -> int:
        """px of the screen that the menus take above the window; a Mac has them elsewhere."""
        if is_mac(self._window):
            return 0
        self._window.update_idletasks()
        copy = f".#{str(self)[1:]}"  # Tk shows a copy of the menu
        return int(self.tk.call("winfo", "reqheight", copy)) if self.tk.call("winfo", "exists", copy) else 0

    def show(self, commands: Sequence[Command], choices: Sequence[Choice], submenus: Sequence[Submenu]) -> None:
        """One menu for each name, in the order in which the commands bring them up."""
        key = (tuple(commands), tuple(choices), tuple(submenus))
        if key not in self._made:
            self._made[key] = self._menus(commands, choices, submenus)
        room = " " if self.tk.call("tk", "windowingsystem") == "x11" else ""
        self.delete(0, "end")
        for name, menu in self._made[key]:
            self.add_cascade(label=f"{room}{name}{room}", menu=menu, underline=len(room))

    def _menus(
        self, commands: Sequence[Command], choices: Sequence[Choice], submenus: Sequence[Submenu]
    ) -> list[tuple[str, PopupMenu]]:
        menus = []
        entries: list[Command | Submenu] = sorted((*commands, *submenus), key=lambda each: each.place)
        for name in dict.fromkeys(command.menu for command in commands):
            own = [entry for entry in entries if entry.menu == name]
            menus.append((name, self._menu(own, [choice for choice in choices if choice.menu == name])))
        return menus

    def _menu(self, entries: Sequence[Command | Submenu], choices: Sequence[Choice]) -> PopupMenu:
        menu = PopupMenu(self)
        for choice in choices:
            _add_choice(menu, choice)
        places = []
        for before, entry in zip((None, *entries), entries, strict=False):
            if before is not None and before.place // GROUP != entry.place // GROUP:
                menu.add_separator()
            if isinstance(entry, Submenu):
                menu.add_cascade(label=entry.label, menu=_submenu(menu, entry))
                continue
            accelerator = words(entry.keys[0], mac=is_mac(self._window)) if entry.keys else ""
            _add_command(menu, entry, accelerator)
            places.append((menu.index("end"), entry))
        menu.configure(postcommand=lambda: _refresh(menu, places, choices))
        return menu


def _submenu(parent: tk.Menu, submenu: Submenu) -> PopupMenu:
    """Return a menu that is filled as it is opened; the first letter or figure of an entry chooses it."""
    menu = PopupMenu(parent, on_open=lambda: _fill(menu, submenu.entries()))
    return menu


def _fill(menu: tk.Menu, commands: Sequence[Command]) -> None:
    menu.delete(0, "end")
    for before, command in zip((None, *commands), commands, strict=False):
        if before is not None and before.place // GROUP != command.place // GROUP:
            menu.add_separator()
        state: Literal["normal", "disabled"] = "normal" if command.enabled() else "disabled"
        menu.add_command(label=command.label, command=command.run, state=state, underline=0)


def _add_command(menu: tk.Menu, command: Command, keys: str) -> None:
    if command.on is None:
        menu.add_command(label=command.label, accelerator=keys, command=command.run)
    else:
        switch = tk.BooleanVar(menu, command.on(), name=_switch_name(command))
        menu.add_checkbutton(label=command.label, accelerator=keys, command=command.run, variable=switch)


def _switch_name(command: Command) -> str:
    return f"switch_{command.menu}_{command.label}".replace(" ", "_")


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
        if command.on is not None:
            menu.setvar(_switch_name(command), str(int(command.on())))
    for choice in choices:
        menu.setvar(f"choice_{choice.menu}", choice.chosen())

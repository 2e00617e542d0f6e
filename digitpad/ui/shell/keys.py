"""Keys to commands: those of the whole window always, those of a page only while it is shown."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from digitpad.ui.core.commands import Command, sequences
from digitpad.ui.widgets.windowing import is_mac

WRITABLE = {"Entry", "TEntry", "TCombobox", "Spinbox", "TSpinbox", "Text"}
WRITING = {"Delete", "BackSpace", "Mod+A", "Mod+C", "Mod+V", "Mod+X", "Mod+Y", "Mod+Z", "Mod+Shift+Z"}
SHIFT = 1  # of an event's state
OPENED_BY_RETURN = {"Tab", "Card", "MarkCard"}
PRESSABLE = {"TButton", "Button", "TCheckbutton", "TRadiobutton", "TMenubutton", "Tab", "Card", "MarkCard"}


class Keys:
    """`commands` gives those that count now; the first enabled one that has the key is run."""

    def __init__(self, root: tk.Tk, commands: Callable[[], Sequence[Command]]) -> None:
        self._root, self._commands = root, commands
        self._bound: set[str] = set()

    def listen(self, commands: Sequence[Command]) -> None:
        """Hear the keys of these commands from now on."""
        mac = is_mac(self._root)
        for key in {key for command in commands for key in command.keys} - self._bound:
            self._bound.add(key)
            for sequence in sequences(key, mac=mac):
                self._root.bind(sequence, lambda event, key=key: self._pressed(key, event))  # type: ignore[misc]
            for more in {"Mod", "Alt"} - set(key.split("+")):
                self._leave_alone(f"{more}+{key}", mac=mac)

    def _leave_alone(self, key: str, *, mac: bool) -> None:
        """Tk runs E also for Alt+E, which belongs to the menus: give each such key a binding that does nothing."""
        if key not in self._bound:
            for sequence in sequences(key, mac=mac):
                self._root.bind(sequence, lambda event: None)

    def _pressed(self, key: str, event: tk.Event[tk.Misc]) -> str | None:
        if _belongs_to(event.widget, key) or _has_more_shift(event, key):
            return None
        for command in self._commands():
            if key in command.keys and command.enabled():
                command.run()
                return "break"
        return None


def _has_more_shift(event: tk.Event[tk.Misc], key: str) -> bool:
    """Tell if Shift is down though Ctrl+R was asked for: Tk has one name for Ctrl+Shift+R and, by caps lock, Ctrl+R."""
    parts = key.split("+")
    return "Mod" in parts and "Shift" not in parts and isinstance(event.state, int) and bool(event.state & SHIFT)


def _belongs_to(widget: object, key: str) -> bool:
    """Tell if the widget with the focus has a use of its own for the key: letters to a text, space to a button."""
    if not isinstance(widget, tk.Misc):
        return False
    kind = widget.winfo_class()
    if kind in WRITABLE:
        return len(key) == 1 or key == "space" or key in WRITING
    kinds = {kind, type(widget).__name__}
    return bool((key == "space" and kinds & PRESSABLE) or (key == "Return" and kinds & OPENED_BY_RETURN))

"""The window system: its kind, and the place of small windows on it."""

from __future__ import annotations

import contextlib
import re
import tkinter as tk
from weakref import WeakKeyDictionary


def is_mac(widget: tk.Misc) -> bool:
    return bool(widget.tk.call("tk", "windowingsystem") == "aqua")


def put_over(window: tk.Toplevel, owner: tk.Misc) -> None:
    """Place a small window over the one it belongs to: in the middle, a little above it, and within the screen."""
    window.update_idletasks()
    width, height = window.winfo_reqwidth(), window.winfo_reqheight()
    left = owner.winfo_rootx() + (owner.winfo_width() - width) // 2
    top = owner.winfo_rooty() + (owner.winfo_height() - height) // 3
    left = min(left, window.winfo_screenwidth() - width)
    top = min(top, window.winfo_screenheight() - height)
    window.geometry(f"+{max(0, left)}+{max(0, top)}")


def corner_of(window: tk.Tk) -> tuple[int, int] | None:
    """Return left and top of a window with its frame, px of the screen; None where the desktop does not say."""
    match = re.fullmatch(r"\d+x\d+\+(-?\d+)\+(-?\d+)", str(window.wm_geometry()))
    return (int(match[1]), int(match[2])) if match else None


def put_within(window: tk.Tk, corner: tuple[int, int], size: tuple[int, int], room: tuple[int, int]) -> None:
    """Move a window of this size to `corner`, and so far further that all of it lies within `room`, px of the screen.

    A corner from which more than half of it would lie outside belongs to a screen that is not there any more: the
    window is left where the desktop puts it.
    """
    if all(-side / 2 <= start <= most - side / 2 for start, side, most in zip(corner, size, room, strict=True)):
        left, top = (max(0, min(start, most - side)) for start, side, most in zip(corner, size, room, strict=True))
        window.geometry(f"+{left}+{top}")


_NAMES: WeakKeyDictionary[tk.Misc, str] = WeakKeyDictionary()


def give_name(widget: tk.Misc, name: str, role: str = "") -> None:
    """Name a control for those who cannot see it; Tk from 9.1 on tells the name, and its role, to screen readers."""
    if _NAMES.get(widget) == name:
        return
    _NAMES[widget] = name
    with contextlib.suppress(tk.TclError):  # an older Tk
        widget.tk.call("tk", "accessible", "set_acc_name", str(widget), name)
        if role:
            widget.tk.call("tk", "accessible", "set_acc_role", str(widget), role)


def name_of(widget: tk.Misc) -> str:
    """Return the name that a control was given, else the words that stand on it; "" where it has neither."""
    if widget in _NAMES:
        return _NAMES[widget]
    try:
        return str(widget.cget("text"))
    except tk.TclError:
        return ""

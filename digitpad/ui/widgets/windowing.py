"""The window system: its kind, and the place of small windows on it."""

from __future__ import annotations

import tkinter as tk


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

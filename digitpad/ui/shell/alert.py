"""A sentence for people who started the program where no terminal shows its errors: a dialog without a window."""

from __future__ import annotations

import shutil
import subprocess
import sys

TITLE = "DigitPad"
# What desktops have for shell scripts, for the case that Tk itself is what is missing.
LINUX_TOOLS = (
    ("zenity", "--error", "--no-markup", f"--title={TITLE}", "--text={}"),
    ("kdialog", "--title", TITLE, "--error", "{}"),
    ("xmessage", "-center", "{}"),
    ("notify-send", TITLE, "{}"),
)


def alert(sentence: str) -> bool:
    """Show the sentence until it is closed; return whether there was a way."""
    return _by_tk(sentence) or (_by_windows(sentence) if sys.platform == "win32" else _by_a_tool(sentence))


def _by_tk(sentence: str) -> bool:
    try:
        import tkinter as tk
        from tkinter import messagebox
    except ImportError:
        return False
    try:
        root = tk.Tk(className="DigitPad")
    except tk.TclError:  # such as no display
        return False
    root.withdraw()
    messagebox.showerror(TITLE, sentence, parent=root)
    root.destroy()
    return True


def _by_windows(sentence: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.user32.MessageBoxW(None, sentence, TITLE, 0x10))  # MB_ICONERROR


def _by_a_tool(sentence: str) -> bool:
    for name, *arguments in LINUX_TOOLS:
        path = shutil.which(name)
        if path is not None:
            filled = [argument.format(sentence) for argument in arguments]
            return subprocess.run([path, *filled], capture_output=True, check=False).returncode in (0, 1)
    return False

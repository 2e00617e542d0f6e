"""What can be pasted: a picture, or the path of a file."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from urllib.parse import unquote, urlparse

from PIL import Image, ImageGrab

from digitpad.errors import DigitPadError

NOTHING = "The clipboard holds no picture; copy one, or the path of a file, and paste again."


def text_of(root: tk.Misc) -> str:
    """The clipboard's text, "" where there is none."""
    try:
        return str(root.clipboard_get())
    except tk.TclError:
        return ""


def pasted(text: str) -> Path | Image.Image:
    """The file that the clipboard's `text` names, else the picture on it. Takes a while: for a worker thread.

    Raises DigitPadError where there is neither, or where the desktop lacks the tool to ask for it.
    """
    path = path_in(text)
    if path is not None:
        return path
    try:
        held = ImageGrab.grabclipboard()
    except NotImplementedError:
        raise DigitPadError("Pasting pictures needs xclip, or wl-paste on Wayland; install one of them.") from None
    except (OSError, ValueError) as error:
        raise DigitPadError(
            f"The clipboard could not be read ({error}); save the picture and open the file."
        ) from error
    found = next((Path(name) for name in held if Path(name).is_file()), None) if isinstance(held, list) else held
    if found is None:
        raise DigitPadError(NOTHING)
    return found


def path_in(text: str) -> Path | None:
    """The first line of `text` as an existing file, written as a path or as a file: address."""
    line = next((line.strip().strip("\"'") for line in text.splitlines() if line.strip()), "")
    if line.startswith("file:"):
        line = unquote(urlparse(line).path)
    try:
        path = Path(line).expanduser()
        return path if line and path.is_absolute() and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None

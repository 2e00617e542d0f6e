"""The clipboard's content for pasting: a picture, the path of a file, or strokes as text."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tkinter as tk
from pathlib import Path
from urllib.parse import unquote, urlparse

from PIL import Image, ImageGrab

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import strokes_from_text
from digitpad.languages import _
from digitpad.records import Rgb, Stroke
from digitpad.vision.picture.pictures import as_rgb, picture_from_bytes

NOTHING = _("There is no picture in the clipboard; copy one, or the path of a file, and paste again.")
NO_TOOL = _("Pasting pictures needs xclip, or wl-paste on Wayland; install one of them.")
NAME = _("The picture in the clipboard")
PNG = b"\x89PNG"  # how such a picture begins; some programs answer with their text whatever they are asked for
LINUX_TOOLS = (  # by the variable that says which desktop runs
    ("WAYLAND_DISPLAY", ("wl-paste", "--type", "image/png")),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-target", "image/png", "-out")),
)
ANSWER_S = 10.0  # so long the program that was copied from may take
Pasted = Path | Rgb | list[Stroke]


def text_of(root: tk.Misc) -> str:
    """The clipboard's text, "" where there is none."""
    try:
        return str(root.clipboard_get())
    except tk.TclError:
        return ""


def pasted(text: str) -> Pasted:
    """The file that the clipboard's `text` names, the strokes that it is, else the picture that lies beside it.

    Takes a while: for a worker thread. Raises DigitPadError where there is none of these.
    """
    path = path_in(text)
    if path is not None:
        return path
    if text.lstrip().startswith(("{", "[")):
        return strokes_from_text(text, _("The text in the clipboard"))
    picture = _on_linux() if sys.platform == "linux" else _elsewhere()
    if picture is None:
        raise DigitPadError(NOTHING)
    return picture


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


def _on_linux() -> Rgb | None:
    """The picture, None where there is none. Raises DigitPadError where the desktop lacks the tool to ask for it."""
    tools = [tool for variable, tool in LINUX_TOOLS if os.environ.get(variable) and shutil.which(tool[0])]
    if not tools:
        raise DigitPadError(NO_TOOL)
    try:
        answer = subprocess.run(tools[0], capture_output=True, timeout=ANSWER_S)
    except subprocess.TimeoutExpired:
        return None
    return picture_from_bytes(answer.stdout, NAME) if answer.stdout.startswith(PNG) else None


def _elsewhere() -> Rgb | Path | None:
    try:
        content = ImageGrab.grabclipboard()
    except (OSError, ValueError):
        return None
    if isinstance(content, Image.Image):
        return as_rgb(content)
    return next((Path(name) for name in content or () if Path(name).is_file()), None)

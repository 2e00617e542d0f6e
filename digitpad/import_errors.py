"""Sentences for parts that cannot be loaded: the library or package that is not there, and how to get it."""

from __future__ import annotations

import re
import sys

PACKAGES = {  # the start of a library's name -> what brings it on Debian and Ubuntu
    "libGL.so": "libgl1",
    "libgthread": "libglib2.0-0",
    "libglib": "libglib2.0-0",
    "libtk8": "libtk8.6",
    "libtcl8": "libtcl8.6",
    "libX11": "libx11-6",
    "libXft": "libxft2",
    "libXss": "libxss1",
    "libXext": "libxext6",
    "libfontconfig": "libfontconfig1",
    "libgomp": "libgomp1",
    "libstdc++": "libstdc++6",
}
NO_TKINTER = "This Python has no tkinter, which the window needs; install python3-tk (Debian, Ubuntu) or python-tk."


def in_words(error: Exception) -> str:
    """Return the sentence for a part that could not be loaded, "" where the error is another one."""
    library = re.search(r"(lib[\w+.-]+\.so[\w.]*): cannot open shared object", str(error))
    if library:
        return _missing_library(library[1])
    if not isinstance(error, ImportError):
        return ""
    name = error.name or ""
    if getattr(sys, "frozen", False):
        return f"A part of DigitPad cannot be loaded ({_first_line(error)}); install DigitPad again."
    if name.partition(".")[0] in ("tkinter", "_tkinter"):
        return NO_TKINTER
    if isinstance(error, ModuleNotFoundError):
        return f"The package {name} is not there; install it with `{sys.executable} -m pip install {name}`."
    return f"{name or 'A package'} cannot be loaded ({_first_line(error)}); install it again."


def _missing_library(library: str) -> str:
    package = next((package for start, package in PACKAGES.items() if library.startswith(start)), None)
    remedy = f"`sudo apt install {package}` (Debian, Ubuntu)" if package else "the package that holds it"
    return f"This computer lacks the library {library}; install {remedy} and start DigitPad again."


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]

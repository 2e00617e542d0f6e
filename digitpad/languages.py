"""The language of the window: texts in English, as they stand in the code, or translated by a catalogue."""

from __future__ import annotations

import ctypes
import gettext
import os
import string
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

SYSTEM = "system"  # the choice of the language that the desktop speaks
ENGLISH = "en"
DOMAIN = "digitpad"
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {ENGLISH: "English", "de": "Deutsch", "fr": "Français", "es": "Español", "zh_CN": "简体中文"}
)
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides
SEPARATORS: Mapping[str, tuple[str, str]] = MappingProxyType(  # of thousands and of decimals, where not English ones
    {"de": (".", ","), "fr": ("\u202f", ","), "es": (".", ",")}
)
TRADITIONAL = ("tw", "hk", "mo", "hant")  # Chinese that the simplified catalogue is not for

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_separators: tuple[str, str] | None = None
_code = ENGLISH


class Text(str):
    """A translated text, whose numbers are written as its language writes them."""

    __slots__ = ()

    def format(self, *values: object, **named: object) -> str:
        return _Numbers().vformat(self, values, named)


class _Numbers(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return number(value, format_spec) if isinstance(value, int | float) else format(value, format_spec)


def number(value: float, form: str = ",") -> str:
    """Return a number in a format as "," or ".1f", with the separators of the language that is used."""
    written = format(value, form)
    if _separators is None:
        return written
    thousands, decimal = _separators
    return written.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


def _(text: str) -> str:
    """Return a text in the language that is used."""
    return Text(_catalogue.gettext(text))


def plural(one: str, many: str, count: int) -> str:
    """Return the form of a text that fits `count`, in the language that is used."""
    return Text(_catalogue.ngettext(one, many, count))


def in_context(context: str, text: str) -> str:
    """Return a text whose English has several meanings, of which `context` names one, such as "key"."""
    return Text(_catalogue.pgettext(context, text))


def use(choice: str, catalogues: Path) -> None:
    """Speak one of LANGUAGES, or the system's, from now on. `catalogues`: the folder that holds one for each.

    A catalogue that is missing or broken leaves English.
    """
    global _catalogue, _code, _separators
    code = of_the_system() if choice == SYSTEM else choice
    _catalogue, _code, _separators = gettext.NullTranslations(), ENGLISH, None
    if code == ENGLISH or code not in LANGUAGES:
        return
    try:
        with (catalogues / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
            _catalogue, _code, _separators = gettext.GNUTranslations(file), code, SEPARATORS.get(code)
    except (OSError, ValueError, LookupError, SyntaxError, struct.error):  # all that a broken file raises
        return


def code_in_use() -> str:
    """Return the one of LANGUAGES that is used."""
    return _code


def of_the_system() -> str:
    """Return the one of LANGUAGES that the desktop speaks; English where it speaks none of them."""
    wishes = [name for variable in VARIABLES for name in os.environ.get(variable, "").split(":") if name]
    if not wishes:
        wishes = [_of_windows() if sys.platform == "win32" else _of_macos() if sys.platform == "darwin" else ""]
    return language_of(wishes[0])


def language_of(name: str) -> str:
    """Return the one of LANGUAGES that a locale's name means: "de_AT.UTF-8" -> "de"; English where it means none."""
    parts = name.partition(".")[0].partition("@")[0].replace("-", "_").lower().split("_")
    if parts[0] == "zh":
        return ENGLISH if any(part in TRADITIONAL for part in parts[1:]) else "zh_CN"
    return parts[0] if parts[0] in LANGUAGES else ENGLISH


def _of_windows() -> str:
    import locale

    windll = getattr(ctypes, "windll", None)
    return locale.windows_locale.get(windll.kernel32.GetUserDefaultUILanguage(), "") if windll else ""


def _of_macos() -> str:
    """Return the name of the first language in the system's settings; "" where it cannot be had."""
    try:
        core = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
        for name in ("CFLocaleCopyPreferredLanguages", "CFArrayGetValueAtIndex"):
            getattr(core, name).restype = ctypes.c_void_p
        core.CFArrayGetCount.restype, core.CFArrayGetCount.argtypes = ctypes.c_long, [ctypes.c_void_p]
        core.CFArrayGetValueAtIndex.argtypes = [ctypes.c_void_p, ctypes.c_long]
        core.CFStringGetCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_long, ctypes.c_uint32]
        core.CFRelease.argtypes = [ctypes.c_void_p]
        names, text = core.CFLocaleCopyPreferredLanguages(), ctypes.create_string_buffer(64)
        if names and core.CFArrayGetCount(names):
            core.CFStringGetCString(core.CFArrayGetValueAtIndex(names, 0), text, len(text), 0x08000100)  # UTF-8
        if names:
            core.CFRelease(names)
        return text.value.decode(errors="replace")
    except (OSError, AttributeError):
        return ""

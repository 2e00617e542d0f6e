"""The phone's page in the language of the window: the file holds it in English."""

from __future__ import annotations

import html
import json
from importlib import resources

from digitpad.languages import _, code_in_use


def page() -> bytes:
    """Return the page, UTF-8."""
    text = resources.files("digitpad.phone").joinpath("page.html").read_text(encoding="utf-8")
    text = text.replace('<html lang="en">', f'<html lang="{code_in_use().replace("_", "-")}">')
    field = html.escape(_("Write here"))
    text = text.replace('aria-label="Write here"', f'aria-label="{field}"')
    for english, words in _written().items():
        text = text.replace(f">{english}</", f">{html.escape(words)}</")
    for english, words in _said().items():
        text = text.replace(f'"{english}"', json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))
    return text.encode()


def _written() -> dict[str, str]:
    """Return the translated texts between tags of the page, by their English words."""
    return {
        "Write a number below, or take a photograph of one.": _("Write a number below, or take a photograph of one."),
        "Undo": _("Undo"),
        "Clear": _("Clear"),
        "Photograph…": _("Photograph…"),
    }


def _said() -> dict[str, str]:
    """Return the translated texts of the page's script, by their English words."""
    return {
        "Write a number below, or take a photograph of one.": _("Write a number below, or take a photograph of one."),
        "Sending the photograph…": _("Sending the photograph…"),
        "DigitPad cannot be reached; is its window with the code still open?": _(
            "DigitPad cannot be reached; is its window with the code still open?"
        ),
        "No digits were found.": _("No digits were found."),
        "Not sure": _("Not sure"),
    }

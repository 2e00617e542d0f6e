"""The phone's page in the language of the window: the file holds it in English."""

from __future__ import annotations

import html
import json
from importlib import resources

from digitpad.languages import _, code_in_use

SAID = {  # by the page's program
    "Write a number below, or take a photograph of one.": _("Write a number below, or take a photograph of one."),
    "Sending the photograph…": _("Sending the photograph…"),
    "DigitPad cannot be reached; is its window with the code still open?": _(
        "DigitPad cannot be reached; is its window with the code still open?"
    ),
    "No digits were found.": _("No digits were found."),
    "Not sure": _("Not sure"),
}
WRITTEN = {  # between two tags
    "Write a number below, or take a photograph of one.": SAID["Write a number below, or take a photograph of one."],
    "Undo": _("Undo"),
    "Clear": _("Clear"),
    "Photograph…": _("Photograph…"),
}


def page() -> bytes:
    """Return the page, UTF-8."""
    text = resources.files("digitpad.phone").joinpath("page.html").read_text(encoding="utf-8")
    text = text.replace('<html lang="en">', f'<html lang="{code_in_use().replace("_", "-")}">')
    text = text.replace('aria-label="Write here"', f'aria-label="{html.escape(_("Write here"))}"')
    for english, words in WRITTEN.items():
        text = text.replace(f">{english}</", f">{html.escape(words)}</")
    for english, words in SAID.items():
        text = text.replace(f'"{english}"', json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))
    return text.encode()

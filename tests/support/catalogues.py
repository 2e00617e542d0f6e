"""The catalogues of the window's languages, and what may be wrong with a translation."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assets" / "languages"
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "plural": (1, 2), "in_context": ((1, "c"), 2)}
EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
CHINESE = re.compile(r"[\u3000-\u9fff]")
ENDS = {
    ".": ".。",
    ":": ":：",
    "…": "…",
    "?": "?？",
    "!": "!！",
}  # the last sign of a text, and those that may stand for it


def extracted() -> Catalog:
    """Return all texts of the program, as pybabel extracts them."""
    template = Catalog()
    for file, line, text, comments, context in extract_from_dir(
        ROOT / "digitpad", method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        template.add(text, None, [(file, line)], auto_comments=comments, context=context)
    return template


def catalogue(code: str) -> Catalog:
    with (FOLDER / code / "LC_MESSAGES" / "digitpad.po").open("rb") as file:
        return read_po(file, locale=code)


def compiled(of: Catalog) -> bytes:
    """Return what pybabel compiles of a catalogue."""
    packed = io.BytesIO()
    write_mo(packed, of)
    return packed.getvalue()


def key_of(message: Message) -> tuple[Any, str | None]:
    return message.id, message.context


def faults(message: Message, forms: int) -> Iterator[str]:
    """Say what is wrong with a translation; `forms`: how many plural forms its language has."""
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if len(texts) != (forms if message.pluralizable else 1) or not all(texts):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is fuzzy"
    original = originals[-1]
    for text in texts:
        if placeholders(text) != placeholders(original) and not (
            message.pluralizable and placeholders(text) == placeholders(originals[0])
        ):
            yield f"has other placeholders than the English text: {text}"
        if not _ends_alike(original, text):
            yield f"begins or ends otherwise than the English text: {text!r}"
        if original.count("\n") != text.count("\n"):
            yield f"has other lines than the English text: {text!r}"
        if ("  (" in original) != ("  (" in text):
            yield f"has no two spaces before the bracket, or too many: {text!r}"


def placeholders(text: str) -> list[tuple[str, str, str]]:
    """Return name, format and conversion of each {}, in alphabetical order, each once."""
    fields = {(name, form or "", how or "") for _, name, form, how in Formatter().parse(text) if name is not None}
    return sorted(fields)


def _ends_alike(original: str, text: str) -> bool:
    theirs, ours = EDGES.match(original), EDGES.match(text)
    assert theirs and ours
    if CHINESE.search(text) and (ours[1], ours[3]) != (theirs[1], theirs[3]):  # written without spaces between words
        spaces = [(its, there) for its, there in ((ours[1], theirs[1]), (ours[3], theirs[3])) if its != there]
        return all((its, there) == ("", " ") for its, there in spaces)
    if not re.search(r"\w", theirs[2]) or (theirs[1], theirs[3]) != (ours[1], ours[3]):
        return (theirs[1], theirs[3]) == (ours[1], ours[3])
    last = theirs[2][-1]
    if last in ENDS:
        return ours[2][-1:] in ENDS[last]
    return ours[2][-1:] not in "".join(ENDS.values())

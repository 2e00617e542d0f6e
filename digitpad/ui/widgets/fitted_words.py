"""Words that are cut where their place ends."""

from __future__ import annotations

from tkinter import font as tkfont

CUT = "…"


def fitted(words: str, font: tkfont.Font, room: int) -> str:
    """Return as much of `words` as `room` px hold, with an ellipsis where that is not all."""
    if font.measure(words) <= room:
        return words
    while words and font.measure(words + CUT) > room:
        words = words[:-1].rstrip()
    return words + CUT

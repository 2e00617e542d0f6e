"""The drawing that lay on the pad when the window was closed, kept in the user's folder for the next start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import load_strokes, save_strokes
from digitpad.records import Stroke

NAME = "last-drawing.strokes"


def keep_drawing(folder: Path, strokes: Sequence[Stroke], width: int, height: int) -> None:
    """Store the strokes of a pad of this size, px; with none, forget the earlier ones.

    Raises DigitPadError where the disk refuses.
    """
    if strokes:
        save_strokes(folder / NAME, strokes, width, height)
    else:
        (folder / NAME).unlink(missing_ok=True)


def kept_drawing(folder: Path) -> list[Stroke]:
    """Return the strokes that were stored, none where there are none.

    Raises DigitPadError where they cannot be understood; the file is set aside as .bad then.
    """
    path = folder / NAME
    if not path.exists():
        return []
    try:
        return load_strokes(path)
    except DigitPadError:
        path.replace(path.with_name(f"{NAME}.bad"))
        raise

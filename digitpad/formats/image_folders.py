"""Folders of pictures, called by the label of what lies in them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.languages import _


def labelled_folders(path: Path, names: Collection[str]) -> list[Path]:
    """Return the folders in `path`, in order. Raises DigitPadError where there is none, or one has no label's name."""
    if not path.is_dir():
        raise DigitPadError(_("{path} is not a folder; name one with the folders 0 to 9 in it.").format(path=path))
    folders = sorted(child for child in path.iterdir() if child.is_dir() and not child.name.startswith("."))
    strange = [child.name for child in folders if child.name not in names]
    if strange:
        raise DigitPadError(
            _("{path} has a folder called {strange}, which is not a digit 0 to 9; move it elsewhere.").format(
                path=path, strange=strange[0]
            )
        )
    if not folders:
        raise DigitPadError(
            _("{path} has no folders called 0 to 9; put each picture into the folder of its digit.").format(path=path)
        )
    return folders

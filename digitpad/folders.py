"""Pictures in folders: every picture below one, and folders called by the label of what lies in them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from digitpad.errors import DigitPadError

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm"})


def pictures_in(path: Path) -> list[Path]:
    """Every picture file under a folder, by its ending, in order; hidden ones left out."""
    return files_in(path, PICTURES)


def files_in(path: Path, endings: Collection[str]) -> list[Path]:
    """Every file under a folder whose ending, in small letters, is one of these, in order; hidden ones left out."""
    found = (file for file in path.rglob("*") if file.suffix.lower() in endings and file.is_file())
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts))


def labelled_folders(path: Path, names: Collection[str]) -> list[Path]:
    """The folders in `path`, in order. Raises DigitPadError where there is none, or one is called by no label."""
    if not path.is_dir():
        raise DigitPadError(f"{path} is not a folder; name one with the folders 0 to 9 in it.")
    folders = sorted(child for child in path.iterdir() if child.is_dir() and not child.name.startswith("."))
    strange = [child.name for child in folders if child.name not in names]
    if strange:
        raise DigitPadError(f"{path} has a folder called {strange[0]}, which is not a digit 0 to 9; move it elsewhere.")
    if not folders:
        raise DigitPadError(f"{path} has no folders called 0 to 9; put each picture into the folder of its digit.")
    return folders

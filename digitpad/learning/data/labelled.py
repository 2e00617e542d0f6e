"""Labelled digits to evaluate on: MNIST and related sets, a folder, a CSV, a stroke file.

The caller passes the functions that make glyphs of picture files and strokes.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.formats import kaggle_csv
from digitpad.formats.image_folders import labelled_folders
from digitpad.formats.orientation import SIDEWAYS, Confidence, upright
from digitpad.learning.data import datasets
from digitpad.paths import pictures_in
from digitpad.records import Glyph, Ink, Labels

Images = NDArray[np.uint8]  # (N, 28, 28)
GlyphOfFile = Callable[[Path], Glyph]  # raises DigitPadError naming the file
GlyphOfStrokes = Callable[[Sequence[NDArray[np.float32]]], Glyph]  # each stroke (n, 2) x, y
GlyphOfInk = Callable[[Ink], Glyph]
Progress = Callable[[int, int], None]  # done, of how many

BROKEN = (OSError, RuntimeError, AssertionError, EOFError, ValueError, BadZipFile, zlib.error)  # as torchvision puts it
DIGIT_NAMES = frozenset("0123456789")


@dataclass(frozen=True, eq=False)
class LabelledSet:
    """N labelled glyphs of one source."""

    name: str  # in words: "MNIST test"
    glyphs: Images  # (N, 28, 28), N >= 1
    labels: Labels  # (N,) 0..9
    places: tuple[str, ...] = ()  # where each digit came from; empty: its number says it
    refused: tuple[str, ...] = ()  # one sentence for each file that could not be read

    def place(self, index: int) -> str:
        """Return the origin of digit `index`, in words."""
        return self.places[index] if self.places else f"{self.name} {index}"


@dataclass(frozen=True, eq=False)
class Glyphs:
    """Glyphs without labels, for what is no digit."""

    name: str
    glyphs: Images  # (N, 28, 28), N >= 1
    refused: tuple[str, ...] = ()


def mnist(root: Path, progress: Progress) -> LabelledSet:
    """Return MNIST's 10,000 test digits, fetched where missing. Raises DigitPadError without files and network."""
    glyphs, labels = datasets.mnist(root, train=False, fetch=lambda fetched: progress(fetched.done, fetched.total))
    return LabelledSet("MNIST test", glyphs, labels)


def qmnist(root: Path) -> LabelledSet:
    """Return QMNIST's 60,000 test digits through torchvision; its labels have seven further columns."""
    digits = _torchvision("QMNIST", root, what="test", compat=True)
    return LabelledSet("QMNIST test", np.asarray(digits.data, np.uint8), np.asarray(digits.targets, np.int64)[:, 0])


def emnist(root: Path) -> LabelledSet:
    """Return EMNIST's 40,000 test digits through torchvision, turned upright."""
    digits = _torchvision("EMNIST", root, split="digits", train=False)
    upright = np.ascontiguousarray(np.asarray(digits.data, np.uint8).transpose(0, 2, 1))
    return LabelledSet("EMNIST digits test", upright, np.asarray(digits.targets, np.int64))


def usps(root: Path, glyph_of_ink: GlyphOfInk) -> LabelledSet:
    """Return USPS's 2,007 test digits through torchvision, 16x16 px made into glyphs."""
    digits = _torchvision("USPS", root, train=False)
    glyphs = np.stack([glyph_of_ink(ink) for ink in np.asarray(digits.data, np.uint8)])
    return LabelledSet("USPS test", glyphs, np.asarray(digits.targets, np.int64))


def csv(path: Path, confidence: Confidence, note: Callable[[str], None]) -> LabelledSet:
    """Return the digits of a labelled Kaggle CSV. Raises DigitPadError where it has faults or no labels.

    Glyphs that read better on their side are turned; `note` gets a sentence about it.
    """
    (rows,) = upright([kaggle_csv.read(path)], confidence, lambda: note(SIDEWAYS.format(path)))
    if rows.labels is None:
        raise DigitPadError(f"{path} has no column called label; evaluate needs one, `digitpad read` does not.")
    return LabelledSet(path.name, rows.glyphs, rows.labels)


def folder(path: Path, glyph_of: GlyphOfFile, progress: Progress) -> LabelledSet:
    """Return the pictures in `path`/0 to `path`/9, one digit each. Raises DigitPadError where it is no such folder."""
    files = [file for folder in labelled_folders(path, DIGIT_NAMES) for file in pictures_in(folder)]
    glyphs, files_read, unreadable = _read_all(files, glyph_of, progress)
    if not files_read:
        raise DigitPadError(f"{path} has no picture that can be read in its folders 0 to 9. {' '.join(unreadable[:1])}")
    labels = np.array([int(file.relative_to(path).parts[0]) for file in files_read], np.int64)
    return LabelledSet(
        path.resolve().name, np.stack(glyphs), labels, tuple(str(file) for file in files_read), unreadable
    )


def strokes(paths: Iterable[Path], glyph_of: GlyphOfStrokes, held_out: bool = False) -> LabelledSet:
    """Return the digits of stroke files; with `held_out` only of the writers that no shipped network is trained on.

    Raises DigitPadError where a line is no digit, or none is left.
    """
    paths = list(paths)
    digits = [digit for path in paths for digit in _digits_in(path)]
    if held_out:
        digits = [digit for digit in digits if datasets.is_held_out(digit.writer)]
    name = ", ".join(path.name for path in paths) + " (held-out writers)" * held_out
    if not digits:
        raise DigitPadError(f"{name} holds no digits; name a file of strokes with labels 0 to 9.")
    return LabelledSet(
        name,
        np.stack([glyph_of(digit.strokes) for digit in digits]),
        np.array([int(digit.label) for digit in digits], np.int64),
        tuple(f"{digit.writer}, digit {number}" for number, digit in enumerate(digits, 1)),
    )


def not_digits(path: Path, glyph_of_file: GlyphOfFile, glyph_of_strokes: GlyphOfStrokes, progress: Progress) -> Glyphs:
    """Return all pictures under a folder, or all lines of a stroke file, of any label.

    Raises DigitPadError where nothing can be read.
    """
    if path.is_dir():
        glyphs, _, unreadable = _read_all(pictures_in(path), glyph_of_file, progress)
    else:
        glyphs, unreadable = [glyph_of_strokes(shape.strokes) for shape in datasets.pen_digits(path)], ()
    if not glyphs:
        raise DigitPadError(f"{path} holds nothing that can be read; name a folder of pictures or a stroke file.")
    return Glyphs(path.name, np.stack(glyphs), unreadable)


def _read_all(
    files: Sequence[Path], glyph_of: GlyphOfFile, progress: Progress
) -> tuple[list[Glyph], list[Path], tuple[str, ...]]:
    glyphs: list[Glyph] = []
    files_read: list[Path] = []
    unreadable: list[str] = []
    for number, file in enumerate(files, 1):
        try:
            glyphs.append(glyph_of(file))
            files_read.append(file)
        except DigitPadError as error:
            unreadable.append(str(error))
        progress(number, len(files))
    return glyphs, files_read, tuple(unreadable)


def _digits_in(path: Path) -> Iterable[datasets.PenDigit]:
    for number, digit in enumerate(datasets.pen_digits(path), 1):
        if digit.label not in DIGIT_NAMES:
            raise DigitPadError(f"{path}, digit {number}: the label {digit.label!r} is not a digit 0 to 9.")
        yield digit


def _torchvision(name: str, root: Path, **options: object):  # type: ignore[no-untyped-def]
    try:
        from torchvision import datasets as torchvision_sets
    except ImportError as error:
        raise DigitPadError(f"{name} is read through torchvision; install it: pip install torchvision.") from error
    try:
        return getattr(torchvision_sets, name)(root=str(root), download=True, **options)
    except BROKEN as error:
        reason = _first_line(error) or type(error).__name__
        if _is_of_the_network(error):
            raise DigitPadError(
                f"{name} is not in {root} and could not be fetched through torchvision ({reason}); "
                "connect to the network or copy its files there."
            ) from error
        raise DigitPadError(
            f"{name} in {root} is damaged or not whole ({reason}); remove its files to fetch them again."
        ) from error


def _is_of_the_network(error: Exception) -> bool:
    return isinstance(error, URLError | TimeoutError | ConnectionError) or "download" in str(error).lower()


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:120]

"""The data a network is trained on: MNIST's IDX files and JSON lines of pen strokes, split by writer."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import LARGEST
from digitpad.languages import _
from digitpad.learning.data.fetching import fetch_mnist
from digitpad.learning.data.mnist_files import (
    TEST_FILES,
    TRAIN_FILES,
    FetchProgress,
    images_in,
    labels_in,
    place_of,
    raw_folder,
)
from digitpad.records import Labels, Stroke

Images = NDArray[np.uint8]  # (N, 28, 28)

TRAIN_IMAGES, TEST_IMAGES = 60_000, 10_000
HELD_OUT_IMAGES = 5_000  # the last of MNIST's training images: for validation, never trained on
HELD_OUT_WRITERS = 5  # one writer in so many is kept for validation


@dataclass(frozen=True)
class PenDigit:
    """One digit or letter by one writer, as strokes."""

    label: str  # "0".."9", or one letter
    writer: str
    strokes: tuple[NDArray[np.float32], ...]  # each (n, 2) x, y in the device's units, y down


def mnist(root: Path, train: bool, fetch: Callable[[FetchProgress], None] | None = None) -> tuple[Images, Labels]:
    """Return MNIST's images (N, 28, 28) uint8 and labels (N,) int64 from `root`, however they lie in it.

    With `fetch`, which gets the progress, missing files are downloaded and verified. Raises DigitPadError where they
    are missing or damaged.
    """
    files, count = (TRAIN_FILES, TRAIN_IMAGES) if train else (TEST_FILES, TEST_IMAGES)
    if fetch is not None:
        fetch_mnist(root, fetch, files=files)
    images, labels = (place_of(root, file) for file in files)
    if images is None or labels is None:
        raise DigitPadError(missing_mnist(root))
    return images_in(images, count), labels_in(labels, count).astype(np.int64)


def missing_mnist(root: Path) -> str:
    """Return the sentence for a folder without MNIST."""
    names = ", ".join(file.name for file in (*TRAIN_FILES, *TEST_FILES))
    return (
        f"MNIST is not in {raw_folder(root)}: connect to the network so that it can be fetched (11 MB from "
        f"ossci-datasets.s3.amazonaws.com/mnist), or put the unpacked files {names} (55 MB) there by hand."
    )


def pen_digits(path: Path) -> Iterator[PenDigit]:
    """Yield each line of a strokes file. Raises DigitPadError with the line's number where it is not one."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _pen_digit(line, _("{path}, line {number}").format(path=path, number=number))
    except OSError as error:
        raise DigitPadError(
            _("{path} cannot be read ({reason}); check the path.").format(path=path, reason=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise DigitPadError(
            _("{path} is not a text file; give one with a JSON object on each line.").format(path=path)
        ) from error


def split_by_writer(digits: Iterable[PenDigit]) -> tuple[list[PenDigit], list[PenDigit]]:
    """Return (to train on, held out): all digits of a writer fall on the same side, in every file and every run."""
    training: list[PenDigit] = []
    held_out: list[PenDigit] = []
    for digit in digits:
        (held_out if is_held_out(digit.writer) else training).append(digit)
    return training, held_out


def is_held_out(writer: str) -> bool:
    """Return True for a writer of the fifth that no shipped network is trained on; False for one without a name."""
    return writer != "" and zlib.crc32(writer.encode()) % HELD_OUT_WRITERS == 0


def _pen_digit(line: str, where: str) -> PenDigit:
    try:
        record = json.loads(line)
        strokes = tuple(Stroke.of(stroke).points for stroke in record["strokes"] if stroke)
        label = record["label"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        form = '{"label", "writer", "strokes"}'
        raise DigitPadError(
            _("{where} is not a {form} object; correct or remove it.").format(where=where, form=form)
        ) from error
    if not strokes or not all((np.abs(stroke) <= LARGEST).all() for stroke in strokes):  # NaN is not, either
        raise DigitPadError(
            _("{where} has no points, or points that are not numbers; correct or remove it.").format(where=where)
        )
    if not _is_label(label):
        raise DigitPadError(
            _("{where} has the label {label!r}, which is neither a digit nor a letter; correct it.").format(
                where=where, label=label
            )
        )
    return PenDigit(str(label), str(record.get("writer") or ""), strokes)


def _is_label(label: object) -> bool:
    if isinstance(label, str):
        return len(label) == 1 and (label in "0123456789" or label.isalpha())
    return isinstance(label, int) and not isinstance(label, bool) and 0 <= label <= 9

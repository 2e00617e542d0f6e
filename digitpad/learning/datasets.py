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
from digitpad.learning.fetching import TEST_FILES, TRAIN_FILES, Fetched, fetch_mnist
from digitpad.records import Labels, Stroke
from digitpad.strokes_file import LARGEST

Images = NDArray[np.uint8]  # (N, 28, 28)

MNIST_FILES = {
    True: ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", 60_000),
    False: ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", 10_000),
}
HELD_OUT_IMAGES = 5_000  # the last of MNIST's training images: for validation, never trained on
HELD_OUT_WRITERS = 5  # one writer in so many is kept for validation
IMAGE_MAGIC, LABEL_MAGIC = 2051, 2049


@dataclass(frozen=True)
class PenDigit:
    label: str  # "0".."9", or one letter
    writer: str
    strokes: tuple[NDArray[np.float32], ...]  # each (n, 2) x, y in the device's units, y down


def mnist(root: Path, train: bool, fetch: Callable[[Fetched], None] | None = None) -> tuple[Images, Labels]:
    """MNIST's images (N, 28, 28) uint8 and labels (N,) int64 from `root`/MNIST/raw.

    With `fetch`, which is told how much has come, missing files are downloaded and verified. Raises DigitPadError where
    they are missing or damaged.
    """
    images_name, labels_name, count = MNIST_FILES[train]
    raw = root / "MNIST" / "raw"
    if not ((raw / images_name).is_file() and (raw / labels_name).is_file()):
        if fetch is None:
            raise DigitPadError(missing_mnist(root))
        fetch_mnist(root, fetch, files=TRAIN_FILES if train else TEST_FILES)
    images = _idx(raw / images_name, IMAGE_MAGIC, 16, count * 28 * 28).reshape(count, 28, 28)
    return images, _idx(raw / labels_name, LABEL_MAGIC, 8, count).astype(np.int64)


def missing_mnist(root: Path) -> str:
    """The sentence for a folder without MNIST."""
    names = ", ".join(name for files in MNIST_FILES.values() for name in files[:2])
    return (
        f"MNIST is not in {root / 'MNIST' / 'raw'}: connect to the network so that it can be fetched (11 MB from "
        f"ossci-datasets.s3.amazonaws.com/mnist), or put the unpacked files {names} (55 MB) there by hand."
    )


def pen_digits(path: Path) -> Iterator[PenDigit]:
    """Each line of a strokes file. Raises DigitPadError with the line's number where it is not one."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _pen_digit(line, f"{path}, line {number}")
    except OSError as error:
        raise DigitPadError(f"{path} cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise DigitPadError(f"{path} is not a text file; give one with a JSON object on each line.") from error


def split_by_writer(digits: Iterable[PenDigit]) -> tuple[list[PenDigit], list[PenDigit]]:
    """(to train on, held out): all digits of a writer fall on the same side, in every file and every run."""
    trained: list[PenDigit] = []
    held_out: list[PenDigit] = []
    for digit in digits:
        (held_out if is_held_out(digit.writer) else trained).append(digit)
    return trained, held_out


def is_held_out(writer: str) -> bool:
    """Whether this writer is one of the fifth that no shipped network is trained on; who has no name is not."""
    return writer != "" and zlib.crc32(writer.encode()) % HELD_OUT_WRITERS == 0


def _pen_digit(line: str, where: str) -> PenDigit:
    try:
        record = json.loads(line)
        strokes = tuple(Stroke.of(stroke).points for stroke in record["strokes"] if stroke)
        label = record["label"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        wanted = '{"label", "writer", "strokes"}'
        raise DigitPadError(f"{where} is not a {wanted} object; correct or remove it.") from error
    if not strokes or not all((np.abs(stroke) <= LARGEST).all() for stroke in strokes):  # NaN is not, either
        raise DigitPadError(f"{where} has no points, or points that are not numbers; correct or remove it.")
    if not _is_label(label):
        raise DigitPadError(f"{where} has the label {label!r}, which is neither a digit nor a letter; correct it.")
    return PenDigit(str(label), str(record.get("writer") or ""), strokes)


def _is_label(label: object) -> bool:
    if isinstance(label, str):
        return len(label) == 1 and (label in "0123456789" or label.isalpha())
    return isinstance(label, int) and not isinstance(label, bool) and 0 <= label <= 9


def _idx(path: Path, magic: int, header: int, size: int) -> NDArray[np.uint8]:
    data = np.fromfile(path, np.uint8)
    if len(data) != header + size or int.from_bytes(data[:4].tobytes(), "big") != magic:
        raise DigitPadError(f"{path} is damaged ({len(data):,} bytes); remove it and fetch MNIST again.")
    return data[header:]

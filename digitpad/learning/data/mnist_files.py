"""MNIST's four files on the disk, in every layout in which they are distributed, packed or not, checked by MD5."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.paths import replace_bytes
from digitpad.records import SIDE

GZIP = b"\x1f\x8b"
HEADERS = {"images": 16, "labels": 8}  # bytes
MAGIC = {"images": 2051, "labels": 2049}  # the first four bytes, big-endian


@dataclass(frozen=True)
class MnistFile:
    """One of MNIST's files, with its checksums."""

    name: str
    packed_size: int  # bytes of the .gz
    packed_md5: str  # as torchvision.datasets.MNIST has it
    md5: str  # unpacked


TRAIN_FILES = (
    MnistFile(
        "train-images-idx3-ubyte", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"
    ),
    MnistFile(
        "train-labels-idx1-ubyte", 28_881, "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"
    ),
)
TEST_FILES = (
    MnistFile(
        "t10k-images-idx3-ubyte", 1_648_877, "9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"
    ),
    MnistFile("t10k-labels-idx1-ubyte", 4_542, "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c629615203637"),
)


@dataclass(frozen=True)
class FetchProgress:
    """Progress of a download."""

    done: int  # bytes
    total: int


Report = Callable[[FetchProgress], None]


def raw_folder(root: Path) -> Path:
    """Return the folder of MNIST's unpacked files, as torchvision lays them out."""
    return root / "MNIST" / "raw"


def place_of(root: Path, file: MnistFile) -> Path | None:
    """Return the path of a file in, or somewhat below, a folder; None where it is not there.

    As torchvision, Keras' and Kaggle's copies lay it: flat, in `raw`, `MNIST` or a folder of its own name; with a dash
    or a dot before `idx`; packed by gzip or not. Unpacked ones come first.
    """
    dotted = file.name.replace("-idx", ".idx")
    folders = (raw_folder(root), root, root / "raw", root / "MNIST")
    for ending in ("", ".gz"):
        for name in (file.name + ending, dotted + ending):
            for path in (*(folder / name for folder in folders), *(folder / name / name for folder in folders)):
                if path.is_file():
                    return path
    return None


def has_mnist(root: Path, files: Sequence[MnistFile] = TRAIN_FILES) -> bool:
    """Tell whether all of the files are there."""
    return all(place_of(root, file) for file in files)


def take_mnist(source: Path, root: Path, report: Report, files: Sequence[MnistFile] = TRAIN_FILES) -> None:
    """Copy MNIST from a folder into `root`/MNIST/raw, unpacked.

    Raises DigitPadError naming a file that is missing or is not MNIST's.
    """
    places = [_existing(source, file) for file in files]
    for number, (file, path) in enumerate(zip(files, places, strict=True)):
        report(FetchProgress(number, len(files)))
        store(raw_folder(root) / file.name, path, file.md5)
    report(FetchProgress(len(files), len(files)))


def store(target: Path, packed: Path, md5: str) -> None:
    """Write the unpacked content of a file to `target`. Raises DigitPadError where its MD5 is another."""
    content = content_of(packed)
    if md5_of(content) != md5:
        raise DigitPadError(
            _("{packed} is damaged or not MNIST's (its MD5 is another); choose another copy of it.").format(
                packed=packed
            )
        )
    replace_bytes(target, content)


def images_in(path: Path, count: int) -> NDArray[np.uint8]:
    """Return the images (count, 28, 28) in a file. Raises DigitPadError where it is another one, or damaged."""
    return _items(path, "images", count * SIDE * SIDE).reshape(count, SIDE, SIDE)


def labels_in(path: Path, count: int) -> NDArray[np.uint8]:
    """Return the labels (count,) in a file. Raises DigitPadError where it is another one, or damaged."""
    return _items(path, "labels", count)


def content_of(path: Path) -> bytes:
    """Return the content of a file, unpacked where it is packed. Raises DigitPadError where it cannot be read."""
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content.startswith(GZIP) else content
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise DigitPadError(
            _("{path} cannot be read ({reason}); choose another copy of it.").format(path=path, reason=reason)
        ) from error


def md5_of(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _items(path: Path, kind: str, size: int) -> NDArray[np.uint8]:
    content = content_of(path)
    header = HEADERS[kind]
    if len(content) != header + size or int.from_bytes(content[:4], "big") != MAGIC[kind]:
        raise DigitPadError(
            _("{path} is damaged ({count:,} bytes); remove it and fetch MNIST again.").format(
                path=path, count=len(content)
            )
        )
    return np.frombuffer(content, np.uint8, offset=header).copy()  # torch wants arrays that may be written


def _existing(source: Path, file: MnistFile) -> Path:
    path = place_of(source, file)
    if path is None:
        raise DigitPadError(
            _("{source} holds neither {name} nor {name}.gz; choose the folder that holds MNIST.").format(
                source=source, name=file.name
            )
        )
    return path

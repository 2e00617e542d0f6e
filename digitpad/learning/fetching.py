"""Fetches MNIST's files: from one mirror after another, begun downloads gone on with, everything checked by MD5."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http
import http.client
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.paths import replace_file

MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/")  # torchvision's
ROUNDS = 2  # so often each mirror is asked
TIMEOUT_S = 10.0  # for an answer, and for each piece of it
PIECE = 64 * 1024  # bytes


@dataclass(frozen=True)
class MnistFile:
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
class Fetched:
    """How much of what is fetched has come."""

    done: int  # bytes
    total: int


Report = Callable[[Fetched], None]


def raw_folder(root: Path) -> Path:
    """Where MNIST's unpacked files lie, as torchvision lays them out."""
    return root / "MNIST" / "raw"


def has_mnist(root: Path, files: Sequence[MnistFile] = TRAIN_FILES) -> bool:
    return all((raw_folder(root) / file.name).is_file() for file in files)


def fetch_mnist(
    root: Path, report: Report, *, files: Sequence[MnistFile] = TRAIN_FILES, mirrors: Sequence[str] = MIRRORS
) -> None:
    """Put the files that are missing into `root`/MNIST/raw, unpacked.

    Cancelled or cut off, what has come is kept and gone on with next time. Raises DigitPadError where no mirror gives
    a file, or the disk refuses.
    """
    raw = raw_folder(root)
    wanted = [file for file in files if not (raw / file.name).is_file()]
    before, total = 0, sum(file.packed_size for file in wanted)
    for file in wanted:
        _Download(file, raw / f"{file.name}.gz.part", report, before, total).run(mirrors)
        _unpack(file, raw)
        before += file.packed_size


def take_mnist(source: Path, root: Path, report: Report, files: Sequence[MnistFile] = TRAIN_FILES) -> None:
    """Copy MNIST from a folder, packed or not, in it or in its `raw` or `MNIST/raw`, into `root`/MNIST/raw.

    Raises DigitPadError naming a file that is missing or is not MNIST's.
    """
    found = [_found(source, file) for file in files]
    for number, (file, path) in enumerate(zip(files, found, strict=True)):
        report(Fetched(number, len(files)))
        _put(raw_folder(root) / file.name, _checked(_read(path), file.md5, path))
    report(Fetched(len(files), len(files)))


class _Download:
    """One packed file on its way into `part`, after `before` bytes of `total`."""

    def __init__(self, file: MnistFile, part: Path, report: Report, before: int, total: int) -> None:
        self._file, self._part = file, part
        self._report: Callable[[int], None] = lambda done: report(Fetched(before + done, total))

    def run(self, mirrors: Sequence[str]) -> None:
        reason = "no mirror is known"
        for mirror in (*mirrors,) * ROUNDS:
            try:
                self._go_on(mirror)
            except (OSError, http.client.HTTPException) as error:
                reason = _reason(error)
                continue
            if self._whole():
                return
            reason = "what came was damaged"
        names = ", ".join(file.name for file in (*TRAIN_FILES, *TEST_FILES))
        raise DigitPadError(
            f"MNIST could not be fetched ({reason}); connect to the network and try again, or put {names} "
            f"(unpacked; 11 MB packed, from {MIRRORS[0]}) into {self._part.parent} by hand. "
            "What has come so far is kept."
        )

    def _go_on(self, mirror: str) -> None:
        """Append what is missing; begin anew where the mirror cannot send a part."""
        have = self._part.stat().st_size if self._part.exists() else 0
        self._report(have)
        if have >= self._file.packed_size:
            return
        request = urllib.request.Request(f"{mirror}{self._file.name}.gz", headers={"Range": f"bytes={have}-"})
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            have = have if answer.status == http.HTTPStatus.PARTIAL_CONTENT else 0
            while have < self._file.packed_size and (piece := answer.read(PIECE)):
                self._report(have)
                self._keep(piece, have)
                have += len(piece)
        self._report(have)

    def _keep(self, piece: bytes, at: int) -> None:
        try:
            self._part.parent.mkdir(parents=True, exist_ok=True)
            with self._part.open("ab" if at else "wb") as file:
                file.write(piece)
        except OSError as error:
            reason = error.strerror or error
            raise DigitPadError(f"{self._part} cannot be written ({reason}); free some space.") from error

    def _whole(self) -> bool:
        """Whether all of it is there; what is damaged is thrown away."""
        if self._part.stat().st_size < self._file.packed_size:
            return False
        if _md5(self._part.read_bytes()) == self._file.packed_md5:
            return True
        self._part.unlink()
        return False


def _unpack(file: MnistFile, raw: Path) -> None:
    part = raw / f"{file.name}.gz.part"
    _put(raw / file.name, _checked(_read(part), file.md5, part))
    with contextlib.suppress(OSError):
        part.unlink()


def _found(source: Path, file: MnistFile) -> Path:
    places = (source, source / "raw", raw_folder(source))
    for path in (place / name for place in places for name in (file.name, f"{file.name}.gz")):
        if path.is_file():
            return path
    raise DigitPadError(f"{source} holds neither {file.name} nor {file.name}.gz; choose the folder that holds MNIST.")


def _read(path: Path) -> bytes:
    """The file's content, unpacked where it is packed."""
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, zlib.error) as error:
        raise DigitPadError(f"{path} cannot be read ({_reason(error)}); choose another copy of it.") from error


def _checked(content: bytes, md5: str, path: Path) -> bytes:
    if _md5(content) != md5:
        raise DigitPadError(f"{path} is damaged or not MNIST's (its MD5 is another); choose another copy of it.")
    return content


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def _put(path: Path, content: bytes) -> None:
    def write(part: Path) -> None:
        part.write_bytes(content)

    replace_file(path, write)


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, TimeoutError):
        return "no answer in time"
    return str(getattr(inner, "strerror", None) or inner or type(inner).__name__)

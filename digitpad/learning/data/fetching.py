"""Fetches MNIST with progress, can be cancelled, and goes on where it was cut off, which torchvision cannot.

It also works in the built program, which is without torchvision. Mirrors and checksums are torchvision's.
"""

from __future__ import annotations

import contextlib
import http
import http.client
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.learning.data.mnist_files import (
    TEST_FILES,
    TRAIN_FILES,
    FetchProgress,
    MnistFile,
    Report,
    md5_of,
    place_of,
    raw_folder,
    store,
)

MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "http://yann.lecun.com/exdb/mnist/")
ROUNDS = 2  # so often each mirror is asked
TIMEOUT_S = 10.0  # for an answer, and for each piece of it
PIECE = 64 * 1024  # bytes


def fetch_mnist(
    root: Path, report: Report, *, files: Sequence[MnistFile] = TRAIN_FILES, mirrors: Sequence[str] = MIRRORS
) -> None:
    """Put the files that are missing into `root`/MNIST/raw, unpacked.

    Where it is cancelled or cut off, the part that arrived stays for the next time. Raises DigitPadError where no
    mirror gives a file, or the disk refuses.
    """
    missing = [file for file in files if place_of(root, file) is None]
    before, total = 0, sum(file.packed_size for file in missing)
    for file in missing:
        part = raw_folder(root) / f"{file.name}.gz.part"
        _download(file, part, mirrors, partial(_report_sum, report, before, total))
        store(raw_folder(root) / file.name, part, file.md5)
        with contextlib.suppress(OSError):
            part.unlink()
        before += file.packed_size


def _report_sum(report: Report, before: int, total: int, done: int) -> None:
    report(FetchProgress(before + done, total))


def _download(file: MnistFile, part: Path, mirrors: Sequence[str], report: Callable[[int], None]) -> None:
    """Download a packed file into `part`. Raises DigitPadError where no mirror gives all of it."""
    reason: object = _("no mirror is known")
    for mirror in (*mirrors,) * ROUNDS:
        try:
            _append(f"{mirror}{file.name}.gz", part, file.packed_size, report)
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            continue
        if part.stat().st_size < file.packed_size:
            reason = _("the connection broke off")
        elif md5_of(part.read_bytes()) == file.packed_md5:
            return
        else:
            part.unlink()
            reason = _("what came was damaged")
    names = ", ".join(each.name for each in (*TRAIN_FILES, *TEST_FILES))
    raise DigitPadError(
        _(
            "MNIST could not be fetched ({reason}); connect to the network and try again, or put "
            "{names} (unpacked; 11 MB packed, from {mirrors}) into {parent} by hand. What has come "
            "so far is kept."
        ).format(reason=reason, names=names, mirrors=MIRRORS[0], parent=part.parent)
    )


def _append(url: str, part: Path, size: int, report: Callable[[int], None]) -> None:
    """Append the missing bytes to `part`; begin anew where the mirror cannot send them alone."""
    have = part.stat().st_size if part.exists() else 0
    report(have)
    if have >= size:
        return
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"})
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
        have = have if answer.status == http.HTTPStatus.PARTIAL_CONTENT else 0
        while have < size and (piece := answer.read(PIECE)):
            report(have)
            _write(part, piece, have)
            have += len(piece)
    report(have)


def _write(part: Path, piece: bytes, at: int) -> None:
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab" if at else "wb") as file:
            file.write(piece)
    except OSError as error:
        reason = error.strerror or error
        raise DigitPadError(
            _("{part} cannot be written ({reason}); free some space.").format(part=part, reason=reason)
        ) from error

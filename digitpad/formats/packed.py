"""Tables opened as they are distributed: plain, .gz, or .zip with one table inside; never unpacked to the disk."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from digitpad.errors import DigitPadError
from digitpad.languages import _

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"  # the first bytes of such files
TABLES = (".csv", ".tsv", ".txt")
MOST_BYTES = 2 << 30  # unpacked; a million digits need less
BOMB_RATIO, BOMB_BYTES = 200, 16 << 20  # more times its size, once larger than this: no table of digits is so dull
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, RuntimeError, NotImplementedError)
NAMED = 4  # tables of an archive in a sentence


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@contextmanager
def unpacked(file: BinaryIO, name: str) -> Iterator[Readable]:
    """Give the table in a seekable file, packed or not.

    Raises DigitPadError where an archive holds no table or several, is damaged, or unpacks to absurd lengths.
    """
    head = file.read(len(ZIP))
    file.seek(0)
    with ExitStack() as stack:
        if head.startswith(GZIP):
            yield Limited(stack.enter_context(gzip.GzipFile(fileobj=file)), name, file)
        elif head == ZIP:
            yield Limited(_only_table(file, name, stack), name, file)
        else:
            yield file


class Limited:
    """A packed stream; reading raises DigitPadError where it is damaged or unpacks to too many bytes."""

    def __init__(self, stream: Readable, name: str, packed: BinaryIO) -> None:
        self._stream, self._name, self._packed, self._size = stream, name, packed, 0

    def read(self, size: int, /) -> bytes:
        try:
            content = self._stream.read(size)
        except BROKEN as error:
            raise DigitPadError(
                _("{name} is damaged or locked ({error}); copy it again.").format(name=self._name, error=error)
            ) from error
        self._size += len(content)
        if self._size > MOST_BYTES:
            raise DigitPadError(
                _("{name} holds more than {most} GB when unpacked; split it.").format(
                    name=self._name, most=MOST_BYTES >> 30
                )
            )
        if self._size > BOMB_BYTES and self._size > BOMB_RATIO * self._packed.tell():
            raise DigitPadError(
                _("{name} unpacks to over {ratio} times its size, as no table of digits does; it was left.").format(
                    name=self._name, ratio=BOMB_RATIO
                )
            )
        return content


def holds_one_table(path: Path, besides: str) -> bool:
    """Tell whether a zip has exactly one table in it, and that is not called `besides`."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [table.filename == besides for table in _tables(archive)] == [False]
    except (*BROKEN, ValueError):
        return False


def is_packed(head: bytes) -> bool:
    """Tell whether a file that begins with `head` is a .gz or a .zip."""
    return head.startswith((GZIP, ZIP))


def start_of(head: bytes) -> bytes:
    """Return the first unpacked bytes of a file, from its own first bytes; none for a zip."""
    if head.startswith(ZIP):
        return b""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(head))
    except zlib.error:
        return b""


def _only_table(file: BinaryIO, name: str, stack: ExitStack) -> Readable:
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
        tables = _tables(archive)
        if len(tables) != 1:
            raise DigitPadError(_not_one(name, [table.filename for table in tables]))
        return stack.enter_context(archive.open(tables[0]))
    except (*BROKEN, ValueError) as error:
        raise DigitPadError(
            _("{name} is damaged or locked ({error}); copy it again.").format(name=name, error=error)
        ) from error


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    files = [entry for entry in archive.infolist() if entry.filename and not entry.is_dir()]
    places = [(entry, PurePosixPath(entry.filename)) for entry in files]
    return [
        entry
        for entry, place in places
        if place.suffix.lower() in TABLES and place.parts[0] != "__MACOSX" and not place.name.startswith(".")
    ]


def _not_one(name: str, tables: list[str]) -> str:
    if not tables:
        return f"{name} holds no table; pack one CSV of pixels into it."
    names = ", ".join(tables[:NAMED]) + (", …" if len(tables) > NAMED else "")
    return f"{name} holds {len(tables)} tables ({names}); unpack it and name one of them."

"""The things to read: pictures, pages and drawings of files, folders and standard input."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import DigitPadError
from digitpad.records import Reading, Rgb, Stroke

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

LINES_OF_STROKES = ".jsonl"


@dataclass(frozen=True)
class Piece:
    """One thing to read: a picture, a page, a drawing."""

    path: str
    part: int | None  # 1 .. of a file that holds several; None: the whole file
    open: Callable[[], Rgb | list[Stroke]]  # raises DigitPadError naming the file

    @property
    def name(self) -> str:
        return self.path if self.part is None else f"{self.path}, {self.part}"

    def read(self, recognizer: Recognizer) -> Reading:
        content = self.open()
        if isinstance(content, list):
            return recognizer.read_strokes(content, judged=True)
        return recognizer.read_image(content)


def files_of(path: str) -> list[str]:
    """Return the files of a path: those of a folder that can be read, else itself."""
    from digitpad.formats.stroke_json import ENDINGS
    from digitpad.paths import DOCUMENTS, PICTURES, files_in

    folder = Path(path)
    if path == "-" or not _is_folder(folder):
        return [path]
    files = files_in(folder, PICTURES | DOCUMENTS | {*ENDINGS, LINES_OF_STROKES})
    return [str(file) for file in files] or [path]


def readings_of(
    file: str, standard_input: bytes, recognizer: Recognizer, rejected: list[str]
) -> Iterator[tuple[Piece, Reading]]:
    """Yield the pieces of a file with their readings; a sentence about each that cannot be read goes to `rejected`."""
    try:
        for piece in pieces_of(file, standard_input):
            try:
                yield piece, piece.read(recognizer)
            except DigitPadError as error:
                rejected.append(str(error))
    except DigitPadError as error:
        rejected.append(str(error))


def pieces_of(file: str, standard_input: bytes) -> Iterator[Piece]:
    """Yield the pieces of a file, or of standard input for "-". Raises DigitPadError where its content is not known."""
    from digitpad.formats.stroke_json import ENDINGS, load_strokes

    if file == "-":
        yield from _pieces_of_bytes(standard_input)
    elif _is_folder(Path(file)):
        raise DigitPadError(f"{file} holds no pictures and no stroke files; name another folder.")
    elif file.lower().endswith(ENDINGS):
        yield Piece(file, None, partial(load_strokes, Path(file)))
    elif file.lower().endswith(LINES_OF_STROKES):
        yield from _lines_of_strokes(_lines_of(Path(file)), file)
    else:
        from digitpad.vision.picture.pictures import picture_pages

        for page in picture_pages(Path(file)):
            yield Piece(file, page.number, page.open)


def _pieces_of_bytes(standard_input: bytes) -> Iterator[Piece]:
    """Yield the contents of standard input: strokes where it begins like JSON, else a picture."""
    if standard_input.lstrip()[:1] in (b"{", b"["):
        yield from _strokes_or_lines(standard_input.decode("utf-8", "replace"))
        return
    from digitpad.vision.picture.pictures import pages_of

    for page in pages_of(io.BytesIO(standard_input), "standard input"):
        yield Piece("-", page.number, page.open)


def _strokes_or_lines(text: str) -> Iterator[Piece]:
    first, _, rest = text.strip().partition("\n")
    if rest and _is_json(first):
        yield from _lines_of_strokes(text.splitlines(), "standard input")
        return
    from digitpad.formats.stroke_json import strokes_from_text

    yield Piece("-", None, partial(strokes_from_text, text, "standard input"))


def _lines_of_strokes(lines: Iterable[str], name: str) -> Iterator[Piece]:
    from digitpad.formats.stroke_json import strokes_from_text

    number = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Piece(name, number, partial(strokes_from_text, line, f"{name}, line {number}"))
    if not number:
        raise DigitPadError(f"{name} is empty; it should hold a drawing, as JSON, on each line.")


def _lines_of(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from lines
    except UnicodeDecodeError:
        raise DigitPadError(f"{path} is not a text file; strokes are read from JSON.") from None
    except OSError as error:
        raise DigitPadError(f"{path} cannot be read ({error.strerror}); check the name and its permissions.") from error


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # such as a name that is too long; told once the file is opened
        return False

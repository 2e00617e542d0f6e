"""digitpad read: pictures, stroke files, folders, standard input and Kaggle's test.csv to text or JSON."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.commands import tables
from digitpad.commands.options import add_network, weights_of
from digitpad.commands.terminal import bar, complain, say
from digitpad.errors import DigitPadError, UsageError
from digitpad.records import Digit, Reading, Rgb, Stroke

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

HELP = "read pictures, stroke files, folders or Kaggle's test.csv"
DESCRIPTION = (
    "Prints the numbers in pictures and stroke files, a line for each. A CSV of 784 pixels a row is answered as "
    "Kaggle asks: ImageId,Label. A file that cannot be read is named at the end; the others are read all the same."
)
LINES_OF_STROKES = ".jsonl"
MOST_BYTES = 512 << 20  # of standard input


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
        return recognizer.read_strokes(content) if isinstance(content, list) else recognizer.read_image(content)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="picture, .json or .jsonl strokes, .csv, folder, or -")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the answer to a CSV here instead of printing it"
    )
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read everything; 1 where something could not be read, else 0."""
    if "" in arguments.paths:
        raise UsageError("One PATH is empty; name a file, a folder, or - for standard input.")
    head = sys.stdin.buffer.read(tables.HEAD_BYTES) if "-" in arguments.paths else b""
    table = next((path for path in arguments.paths if tables.is_table(path, head)), None)
    if table is not None:
        if len(arguments.paths) > 1:
            raise UsageError("A CSV is answered with a table of its own; name one CSV and nothing else.")
        return tables.answer(table, head, arguments)
    if arguments.out:
        raise UsageError("--out is for the answer to a CSV; write what pictures and strokes say to a file with >.")
    files = [file for path in arguments.paths for file in _files(path)]
    held = head + sys.stdin.buffer.read(MOST_BYTES) if head else b""
    return _read_files(files, arguments, held)


def _read_files(files: list[str], arguments: argparse.Namespace, held: bytes) -> int:
    from digitpad.recognizer import Recognizer

    recognizer = Recognizer.load(weights_of(arguments), arguments.device)
    alone = len(files) == 1
    refused: list[str] = []
    try:
        with bar("reading", "files") as progress:
            for number, file in enumerate(files, 1):
                for piece, reading in _readings(file, held, recognizer, refused):
                    say(as_json(piece, reading) if arguments.json else _as_text(piece, reading, alone))
                progress(number, len(files))
    finally:  # also where Ctrl+C ends it
        for sentence in refused:
            complain(sentence)
    return 1 if refused else 0


def _readings(file: str, held: bytes, recognizer: Recognizer, refused: list[str]) -> Iterator[tuple[Piece, Reading]]:
    """What can be read of a file; a sentence about everything else goes to `refused`."""
    try:
        for piece in _pieces(file, held):
            try:
                yield piece, piece.read(recognizer)
            except DigitPadError as error:
                refused.append(str(error))
    except DigitPadError as error:
        refused.append(str(error))


def as_json(piece: Piece, reading: Reading) -> str:
    """One line: path, page where there are several, text, rows and every digit."""
    held: dict[str, object] = {"path": piece.path}
    if piece.part is not None:
        held["part"] = piece.part
    held["text"] = reading.text
    held["rows"] = ["".join(digit.symbol for digit in row) for row in reading.rows]
    held["digits"] = [_digit_values(digit, row) for row, digits in enumerate(reading.rows) for digit in digits]
    return json.dumps(held, ensure_ascii=False)


def _digit_values(digit: Digit, row: int) -> dict[str, object]:
    return {
        "row": row,
        "box": [digit.box.left, digit.box.top, digit.box.width, digit.box.height],
        "label": digit.label,
        "confidence": round(digit.confidence, 4),
        "probabilities": [round(value, 5) for value in digit.probabilities.tolist()],
    }


def _as_text(piece: Piece, reading: Reading, alone: bool) -> str:
    if alone and piece.part is None:
        return reading.text
    return f"{piece.name}: {reading.text.replace(chr(10), ' ')}"


def _files(path: str) -> list[str]:
    from digitpad.folders import PICTURES, files_in
    from digitpad.strokes_file import ENDINGS

    folder = Path(path)
    if path == "-" or not _is_folder(folder):
        return [path]
    found = files_in(folder, PICTURES | {*ENDINGS, LINES_OF_STROKES})
    return [str(file) for file in found] or [path]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # such as a name that is too long; told once the file is opened
        return False


def _pieces(file: str, held: bytes) -> Iterator[Piece]:
    from digitpad.strokes_file import ENDINGS, load_strokes

    if file == "-":
        yield from _pieces_of_bytes(held)
    elif _is_folder(Path(file)):
        raise DigitPadError(f"{file} holds no pictures and no stroke files; name another folder.")
    elif file.lower().endswith(ENDINGS):
        yield Piece(file, None, partial(load_strokes, Path(file)))
    elif file.lower().endswith(LINES_OF_STROKES):
        yield from _lines_of_strokes(_lines_of(Path(file)), file)
    else:
        from digitpad.vision.pictures import picture_pages

        for page in picture_pages(Path(file)):
            yield Piece(file, page.number, page.open)


def _pieces_of_bytes(held: bytes) -> Iterator[Piece]:
    """What standard input holds: strokes where it begins like JSON, else a picture."""
    if held.lstrip()[:1] in (b"{", b"["):
        yield from _strokes_or_lines(held.decode("utf-8", "replace"))
        return
    from digitpad.vision.pictures import pages_of

    for page in pages_of(io.BytesIO(held), "standard input"):
        yield Piece("-", page.number, page.open)


def _strokes_or_lines(text: str) -> Iterator[Piece]:
    first, _, rest = text.strip().partition("\n")
    if rest and _is_json(first):
        yield from _lines_of_strokes(text.splitlines(), "standard input")
        return
    from digitpad.strokes_file import strokes_from_text

    yield Piece("-", None, partial(strokes_from_text, text, "standard input"))


def _lines_of_strokes(lines: Iterable[str], name: str) -> Iterator[Piece]:
    from digitpad.strokes_file import strokes_from_text

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

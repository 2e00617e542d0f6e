"""digitpad read: pictures, stroke files, folders, standard input and Kaggle's test.csv to text or JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from digitpad.commands.options import add_network, count, weights_of
from digitpad.commands.reading import tables
from digitpad.commands.reading.pieces import Piece, files_of, readings_of
from digitpad.commands.reading.values import (
    COLUMNS,
    RULED,
    answer_of,
    csv_line,
    csv_lines,
    doubt_of,
    is_sure,
    text_of,
    values_of,
)
from digitpad.commands.terminal import bar, complain, say, say_json
from digitpad.errors import UsageError
from digitpad.records import Reading
from digitpad.rules import MAY_STAND, Rule

DESCRIPTION = (
    "Prints the numbers in pictures and stroke files, a line for each. A CSV of 784 pixels a row is answered as "
    "Kaggle asks: ImageId,Label. A file that cannot be read is named at the end; the others are read all the same. "
    "Two readers read each number; it is sure where both read the same and it is right with a probability of 0.99 or "
    "more. --only-sure prints only what is sure in all its numbers: what is left for review is named and counted on "
    "standard error, and the exit code is 3. It is 1 where a file could not be read, else 0. "
    "--rule prints the likeliest number that obeys, and what was read in brackets where that is another one: "
    "`2026 (read 202)`; `none (read 202)` where none that is likely enough obeys. --json and --csv have both."
)
LEFT_FOR_REVIEW = 3  # exit code: all was read, and not all is sure
MANY = 40  # files from which two processes, half a second to start, may be worth it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="picture, .json or .jsonl strokes, .csv, folder, or -")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object a line")
    form.add_argument("--csv", action="store_true", help=f"print a CSV, a line for each number: {','.join(COLUMNS)}")
    parser.add_argument(
        "--marks", choices=("all", "none"), default="all", help="read . , - / : beside the digits, or digits alone"
    )
    words = f"what the numbers obey: {MAY_STAND}; given more than once, they obey all"
    parser.add_argument("--rule", type=Rule.parse, action="append", default=[], metavar="RULE", help=words)
    parser.add_argument("--only-sure", action="store_true", help="leave out what is not sure; exit code 3 where any is")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write to this .jsonl or .csv instead, going on where it ends"
    )
    parser.add_argument("--jobs", type=count, metavar="N", help="read in N processes (default: cores, if it pays)")
    parser.add_argument("--dask", metavar="ADDRESS", help="read by this Dask cluster, as tcp://host:8786")
    add_network(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read everything; 1 where something could not be read, 3 where --only-sure left something out, else 0."""
    if "" in arguments.paths:
        raise UsageError("One PATH is empty; name a file, a folder, or - for standard input.")
    head = sys.stdin.buffer.read(tables.HEAD_BYTES) if "-" in arguments.paths else b""
    table = next((path for path in arguments.paths if tables.is_table(path, head)), None)
    if table is not None:
        if len(arguments.paths) > 1:
            raise UsageError("A CSV is answered with a table of its own; name one CSV and nothing else.")
        if arguments.jobs or arguments.dask or arguments.rule:
            raise UsageError("A CSV of digits is read in one go; leave out --jobs, --dask and --rule.")
        if arguments.csv or arguments.only_sure:
            raise UsageError("A CSV is answered with a label for each row; leave out --csv and --only-sure.")
        return tables.answer(table, head, arguments)
    files = [file for path in arguments.paths for file in files_of(path) if not _is_output(file, arguments.out)]
    standard_input = head + sys.stdin.buffer.read(tables.MOST_BYTES) if head else b""
    if arguments.out or arguments.jobs or arguments.dask:
        if arguments.csv or arguments.only_sure:
            raise UsageError("--csv and --only-sure print what is read here; leave out --out, --jobs and --dask.")
        return _read_many(files, arguments, standard_input)
    if len(files) >= MANY and not (arguments.csv or arguments.only_sure):
        return _read_many(files, arguments, standard_input)
    return _read_few(files, arguments, standard_input)


def _is_output(file: str, out: Path | None) -> bool:
    """Tell whether a file is the one that is written, lying in a folder that is read."""
    return out is not None and Path(file).absolute() == out.absolute()


def _read_many(files: list[str], arguments: argparse.Namespace, standard_input: bytes) -> int:
    from digitpad.commands.reading import bulk, bulk_output

    rule = Rule.all_of(arguments.rule)
    if arguments.out and arguments.json:
        raise UsageError("--json prints the results and --out writes them; choose one.")
    form = bulk_output.form_of(arguments.out, rule) if arguments.out else None
    if arguments.dask and "-" in files:
        raise UsageError("Standard input cannot be handed to a cluster; name files instead of -.")
    show = say_json if arguments.json else lambda values: say(text_of(values, alone=len(files) == 1))
    read, marks = partial(answer_of, standard_input, rule=rule), arguments.marks == "all"
    work = bulk.Work(read, weights_of(arguments), arguments.device, marks, others=rule is not None)
    return bulk.read_all(files, arguments, work, show, form)


def _read_few(files: list[str], arguments: argparse.Namespace, standard_input: bytes) -> int:
    from digitpad.recognizer import Recognizer

    alone, rule, marks = len(files) == 1, Rule.all_of(arguments.rule), arguments.marks == "all"
    recognizer = Recognizer.load(weights_of(arguments), arguments.device, marks=marks, others=rule is not None)
    printer = _printer(arguments, rule, alone=alone)
    rejected: list[str] = []
    unsure: list[str] = []
    try:
        with bar("reading", "files", worth=not alone) as progress:
            for number, file in enumerate(files, 1):
                for piece, reading in readings_of(file, standard_input, recognizer, rejected):
                    if reading.hint:
                        lone = alone and piece.part is None
                        complain(reading.hint if lone else f"{piece.name}: {reading.hint}")
                    if arguments.only_sure and not is_sure(reading, rule):
                        unsure.append(doubt_of(piece, reading, rule))
                    else:
                        printer(piece, reading)
                progress(number, len(files))
    finally:  # also where Ctrl+C ends it
        for sentence in rejected + unsure:
            complain(sentence)
    if unsure:
        complain(f"{len(unsure)} left for review.")
    return 1 if rejected else LEFT_FOR_REVIEW if unsure else 0


def _printer(arguments: argparse.Namespace, rule: Rule | None, *, alone: bool) -> Callable[[Piece, Reading], None]:
    """Return the function that prints a reading in the form that was asked for."""
    if arguments.json:
        return lambda piece, reading: say_json(values_of(piece, reading, rule))
    if arguments.csv:
        say(csv_line(COLUMNS + RULED if rule else COLUMNS))
        return partial(_say_csv, rule)
    return lambda piece, reading: say(text_of(values_of(piece, reading, rule), alone))


def _say_csv(rule: Rule | None, piece: Piece, reading: Reading) -> None:
    for line in csv_lines(piece, reading, rule):
        say(line)

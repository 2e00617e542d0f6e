"""Kaggle's test.csv answered: parsed on one thread while the network is loaded and reads on another."""

from __future__ import annotations

import argparse
import io
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.commands.options import weights_of
from digitpad.commands.terminal import bar, complain, say_json
from digitpad.errors import UsageError
from digitpad.formats import kaggle_csv
from digitpad.formats.orientation import SIDEWAYS, upright
from digitpad.formats.packed import ZIP, Readable, is_packed, start_of, unpacked
from digitpad.formats.table_text import looks_like_table
from digitpad.paths import replace_text
from digitpad.records import Floats, Labels

HEAD_BYTES = 1 << 16  # of standard input: enough to see what it is
MOST_BYTES = 512 << 20  # of standard input, where all of it has to be in memory
BLOCKS_AHEAD = 128  # of some 280 rows each: 28 MB
ENDINGS = (".csv", ".tsv", ".gz", ".zip")


class Joined:
    """A stream whose first bytes were already taken from it."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)


def is_table(path: str, head: bytes) -> bool:
    """Tell whether a file, or standard input that begins with `head`, is a table of pixels, packed or not."""
    if path == "-":
        return head.startswith(ZIP) or looks_like_table(start_of(head))
    return path.lower().endswith(ENDINGS)


def answer(path: str, head: bytes, arguments: argparse.Namespace) -> int:
    """Write ImageId,Label for every row of a table, whole or not at all; return the exit code."""
    if arguments.json and arguments.out:
        raise UsageError("--json prints the labels and --out writes them as a CSV; choose one.")
    rows = _ahead(_standard_input(head) if path == "-" else kaggle_csv.rows_of(Path(path)))
    labels = _labels(rows, "Standard input" if path == "-" else path, arguments)
    if arguments.json:
        say_json({"path": path, "labels": labels.tolist()})
    elif arguments.out:
        replace_text(arguments.out, kaggle_csv.answer(labels))
    else:
        sys.stdout.write(kaggle_csv.answer(labels))
    return 0


def _standard_input(head: bytes) -> Iterator[kaggle_csv.Rows]:
    if not is_packed(head):
        yield from kaggle_csv.blocks(Joined(head, sys.stdin.buffer), "standard input")
        return
    with unpacked(io.BytesIO(head + sys.stdin.buffer.read(MOST_BYTES)), "standard input") as stream:
        yield from kaggle_csv.blocks(stream, "standard input")


def _labels(parsed: Iterable[kaggle_csv.Rows], name: str, arguments: argparse.Namespace) -> Labels:
    from digitpad.recognizer import Recognizer

    recognizer = Recognizer.load(weights_of(arguments), arguments.device)  # the first blocks are parsed meanwhile
    parts: list[Labels] = []
    done = 0

    def confidence(glyphs: NDArray[np.uint8]) -> Floats:
        return recognizer.predict(glyphs)[2]

    with bar("reading", "rows") as progress:
        for rows in upright(parsed, confidence, lambda: complain(SIDEWAYS.format(name))):
            parts.append(recognizer.classify(rows.glyphs)[0])
            done += len(rows.glyphs)
            progress(done, done)
    return np.concatenate(parts)


def _ahead(blocks: Iterator[kaggle_csv.Rows]) -> Iterator[kaggle_csv.Rows]:
    """Yield the same blocks, parsed on a thread of their own some way ahead of their use."""
    with ThreadPoolExecutor(1, "blocks") as thread:
        ahead = deque(thread.submit(next, blocks, None) for _ in range(BLOCKS_AHEAD))
        while (block := ahead.popleft().result()) is not None:
            ahead.append(thread.submit(next, blocks, None))
            yield block

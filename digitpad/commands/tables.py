"""Kaggle's test.csv answered: parsed on one thread while the network is loaded and reads on another."""

from __future__ import annotations

import argparse
import json
import queue
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from digitpad import kaggle
from digitpad.commands.options import weights_of
from digitpad.commands.terminal import bar, say
from digitpad.errors import DigitPadError, UsageError
from digitpad.paths import replace_file
from digitpad.records import Labels

HEAD_BYTES = 1 << 16  # of standard input: enough to see what it is
BLOCKS_AHEAD = 128  # of some 280 rows each: 28 MB


class Joined:
    """A stream whose first bytes were already taken from it."""

    def __init__(self, head: bytes, rest: kaggle.Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int, /) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)


def is_table(path: str, head: bytes) -> bool:
    """Whether a file, or standard input that begins with `head`, is a CSV of pixels."""
    return kaggle.looks_like_csv(head) if path == "-" else path.lower().endswith(".csv")


def answer(path: str, head: bytes, arguments: argparse.Namespace) -> int:
    """Write ImageId,Label for every row of a CSV, whole or not at all; returns the exit code."""
    if arguments.json and arguments.out:
        raise UsageError("--json prints the labels and --out writes them as a CSV; choose one.")
    stdin = kaggle.blocks(Joined(head, sys.stdin.buffer), "standard input")
    parsed = _ahead(stdin if path == "-" else _blocks_of(Path(path)))
    labels = _labels(parsed, arguments)
    if arguments.json:
        say(json.dumps({"path": path, "labels": labels.tolist()}))
    elif arguments.out:
        replace_file(arguments.out, lambda part: _write(part, kaggle.answer(labels)))
    else:
        sys.stdout.write(kaggle.answer(labels))
    return 0


def _blocks_of(path: Path) -> Iterator[kaggle.Rows]:
    try:
        with path.open("rb") as stream:
            yield from kaggle.blocks(stream, str(path))
    except OSError as error:
        raise DigitPadError(f"{path} cannot be read ({error.strerror}); check the name and its permissions.") from error


def _labels(parsed: Iterable[kaggle.Rows], arguments: argparse.Namespace) -> Labels:
    from digitpad.learning.network import use_one_core
    from digitpad.recognizer import Recognizer

    use_one_core()  # another core parses
    recognizer = Recognizer.load(weights_of(arguments), arguments.device)  # the first blocks are parsed meanwhile
    parts: list[Labels] = []
    done = 0
    with bar("reading", "rows") as progress:
        for rows in parsed:
            parts.append(recognizer.classify(rows.glyphs)[0])
            done += len(rows.glyphs)
            progress(done, done)
    return np.concatenate(parts)


def _ahead(blocks: Iterator[kaggle.Rows]) -> Iterator[kaggle.Rows]:
    """The same blocks, parsed on a thread of their own some way ahead of their use."""
    box: queue.Queue[kaggle.Rows | Exception | None] = queue.Queue(BLOCKS_AHEAD)

    def fill() -> None:
        try:
            for block in blocks:
                box.put(block)
            box.put(None)
        except Exception as error:  # the end of the thread: raised again where the blocks are taken
            box.put(error)

    threading.Thread(target=fill, name="blocks", daemon=True).start()
    return _taken(box)


def _taken(box: queue.Queue[kaggle.Rows | Exception | None]) -> Iterator[kaggle.Rows]:
    while (block := box.get()) is not None:
        if isinstance(block, Exception):
            raise block
        yield block


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

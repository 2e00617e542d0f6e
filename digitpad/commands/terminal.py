"""The terminal: results on standard output, bars with a rate and complaints on standard error."""

from __future__ import annotations

import io
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

NO_TEXT = re.compile("[\ud800-\udfff]")  # a byte of a file's name, as Python holds it


@contextmanager
def bar(words: str, unit: str, worth: bool = True) -> Iterator[Callable[[int, int], None]]:
    """Give a function (done, total) that moves a progress bar; it shows none without a terminal, or not `worth` it."""
    if not worth or sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # only threads print here; its own lock loads multiprocessing
    with tqdm(desc=words, unit=f" {unit}", leave=False, dynamic_ncols=True) as line:

        def progress(done: int, total: int) -> None:
            line.total = total
            line.update(done - line.n)

        yield progress


def spell_out_strange_letters() -> None:
    """Have letters that the locale of the terminal or pipe lacks printed as escapes, where they would be an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def say(line: str) -> None:
    """Print a line of results without disturbing a bar."""
    if "tqdm" in sys.modules:
        sys.modules["tqdm"].tqdm.write(line, file=sys.stdout)
    else:
        print(line)


def say_json(values: object) -> None:
    """Print a line of JSON that is valid whatever the terminal can show.

    Letters that the terminal lacks are escaped; what stands for bytes of a file's name that are no text becomes U+FFFD.
    """
    text = NO_TEXT.sub("\ufffd", json.dumps(values, ensure_ascii=False))
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text))
    say(text)


def complain(sentence: str) -> None:
    """Print a sentence on standard error."""
    print(f"digitpad: {sentence}", file=sys.stderr)


class TrainingBar:
    """A line that shows how far a training has come, on a terminal alone; gone at its end."""

    unit: str

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(unit=self.unit, disable=None, leave=False, dynamic_ncols=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *unused: object) -> None:
        self._bar.close()

"""What the terminal shows: results on standard output, bars with a rate and complaints on standard error."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(words: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A function (done, of how many) that moves a bar."""
    from tqdm import tqdm

    with tqdm(desc=words, unit=f" {unit}", disable=None, leave=False, dynamic_ncols=True) as shown:

        def progress(done: int, total: int) -> None:
            shown.total = total
            shown.update(done - shown.n)

        yield progress


def spell_out_strange_letters() -> None:
    """Have letters that the locale of the terminal or pipe lacks printed as escapes, where they would be an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def say(line: str) -> None:
    """Print a line of results without disturbing a bar."""
    from tqdm import tqdm

    tqdm.write(line, file=sys.stdout)


def complain(sentence: str) -> None:
    print(f"digitpad: {sentence}", file=sys.stderr)

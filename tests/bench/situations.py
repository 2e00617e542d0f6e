"""Everyday pictures and drawings: the share read exactly, as described and with other sizes, colours and angles.

python -m tests.bench.situations [WORDS OF A NAME] [--count N] [--pages N] [--show N] [--where] [--json FILE]

The digits are of writers and images that no network was trained on. `as named` has the sizes, colours and angles of
the table; `others` draws them anew around these. `--where` says of each misread picture if a right reading of it was
there and another was chosen, or if none was right.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitpad import Recognizer
from tests.support.situations import SITUATIONS, Situation

SEED = 5
SHOWN = 70  # characters of a misreading


@dataclass(frozen=True)
class Score:
    """The score of one situation with one set of parameters."""

    exact: float  # %
    seconds: float  # median for one reading
    misread: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only situations whose name holds these")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--pages", type=int, default=5, help="pages of each kind")
    parser.add_argument("--show", type=int, default=0, help="misreadings shown for each")
    parser.add_argument("--where", action="store_true", help="where misreadings come from")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    recognizer, scores = Recognizer.load(), {}
    print(f"{'situation':46} {'least':>5} {'as named':>9} {'others':>7} {'ms':>6}")
    for situation in SITUATIONS:
        if " ".join(arguments.words) in situation.name:
            count = arguments.pages if situation.by_line else arguments.count
            both = [score(recognizer, situation, varied, count, arguments.where) for varied in (False, True)]
            scores[situation.name] = [each.exact for each in both]
            show(situation, both, arguments.show)
    named, others = np.mean(list(scores.values()), axis=0) if scores else (0.0, 0.0)
    print(f"{'mean':46} {'':5} {named:8.1f}% {others:6.1f}%")
    if arguments.json:
        arguments.json.write_text(json.dumps(scores, indent=1) + "\n")


def show(situation: Situation, both: list[Score], misread: int) -> None:
    """Print a row, and below it some of what was misread."""
    named, others = both
    figures = f"{named.exact:8.1f}% {others.exact:6.1f}% {1000 * named.seconds:6.0f}"
    print(f"{situation.name:46} {situation.least:5.0f} {figures}", flush=True)
    for line in (*named.misread[:misread], *others.misread[:misread]):
        print(f"      {line[:SHOWN]}")


def score(recognizer: Recognizer, situation: Situation, varied: bool, count: int, where: bool = False) -> Score:
    """Read `count` cases, the same ones in every run."""
    random = np.random.default_rng([SEED, varied, zlib.crc32(situation.name.encode())])
    shares, seconds, misread = [], [], []
    for _ in range(count):
        thing, text = situation.make(random, varied)
        began = time.perf_counter()
        answer = _read(recognizer, thing)
        seconds.append(time.perf_counter() - began)
        share = _share(answer, text, situation.by_line)
        shares.append(share)
        if share < 1:
            place = f"{_where(recognizer, thing, text)}: " if where else ""
            misread.append(f"{place}{text!r} as {answer!r}")
    return Score(100 * float(np.mean(shares)), float(np.median(seconds)), tuple(misread))


def _read(recognizer: Recognizer, thing: object) -> str:
    if isinstance(thing, list):
        return recognizer.read_strokes([stroke.tolist() for stroke in thing]).text
    return recognizer.read_image(np.asarray(thing)).text


def _where(recognizer: Recognizer, thing: object, text: str) -> str:
    """Return where a misreading comes from, in a word."""
    if isinstance(thing, list):
        return "strokes"
    texts = [each.reading.text for each in recognizer.candidates(np.asarray(thing))]
    return "choice" if text in texts else "ink, segments or network"


def _share(answer: str, text: str, by_line: bool) -> float:
    """Return the share of lines that were read exactly; 1 where all of the text was."""
    if not by_line:
        return float(answer == text)
    lines, read = text.split("\n"), answer.split("\n")
    return sum(line in read for line in lines) / len(lines)


if __name__ == "__main__":
    main()

"""Marks in numbers: how many with one mark are read exactly, by kind, and how many without one gain one.

python -m tests.bench.marks [--count N] [--held-out] [--pictures]
python -m tests.bench.marks --fit models/marks.json [--drawings N] [--seed N]
python -m tests.bench.marks --fit-cells models/mark_cells.json [--drawings N] [--seed N]

Figures are of held-out writers and of marks in other forms than the model was fitted on. With --fit, the model that
tells marks from parts of digits is fitted anew on training writers, as strokes and as ink in pictures, and written.
With --fit-cells, likewise the network that tells a mark's ink in a picture, cell by cell.
With --development the same figures are printed for training writers and the fitted forms, to choose by.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from digitpad import Recognizer
from digitpad.learning.data.datasets import PenDigit, is_held_out, pen_digits
from digitpad.paths import data_folder
from tests.support import mark_drawings
from tests.support.cell_fitting import fit_cells
from tests.support.mark_drawings import FITTING, MARKS, QUOTING, Drawn, Hand, Random, number
from tests.support.mark_fitting import fit
from tests.support.mark_pictures import picture_of

FITTED, QUOTED = ("pendigits-train", "unipen-dev"), ("pendigits-train",)  # the others' labels are not all right
DIGITS = set("0123456789")
SEED = 23
Texts = Callable[[Random], str]
Read = Callable[[Recognizer, Drawn], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400, help="numbers of each kind")
    parser.add_argument("--development", action="store_true", help="training writers and fitted forms")
    parser.add_argument("--pictures", action="store_true", help="drawn in pictures, too")
    parser.add_argument("--fit", type=Path, metavar="FILE", help="fit the model and write it there")
    parser.add_argument("--fit-cells", type=Path, metavar="FILE", help="fit the network of cells and write it there")
    parser.add_argument("--drawings", type=int, default=12_000, help="to fit on")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    if arguments.fit or arguments.fit_cells:
        drawings = partial(_drawings, writers(FITTED, held_out=False), FITTING)
        if arguments.fit:
            fit(drawings, arguments.drawings, arguments.seed, arguments.fit)
        if arguments.fit_cells:
            fit_cells(drawings, arguments.drawings, arguments.seed, arguments.fit_cells)
        return
    hand = FITTING if arguments.development else QUOTING
    _measure(Recognizer.load(device="cpu"), writers(QUOTED, held_out=not arguments.development), hand, arguments)


def writers(names: Sequence[str], *, held_out: bool) -> list[list[PenDigit]]:
    """The digits of each writer who wrote all ten, in the files of these names."""
    own = defaultdict(list)
    for name in names:
        for digit in pen_digits(data_folder() / "strokes" / f"{name}.jsonl"):
            if is_held_out(digit.writer) == held_out:
                own[digit.writer].append(digit)
    return [digits for _, digits in sorted(own.items()) if {digit.label for digit in digits} >= DIGITS]


def _drawings(hands: list[list[PenDigit]], hand: Hand, texts: Texts, random: Random) -> Iterator[Drawn]:
    while True:
        yield number(texts(random), hands[int(random.integers(len(hands)))], hand, random)


def some_drawn(hands: list[list[PenDigit]], hand: Hand, texts: Texts, random: Random, count: int) -> list[Drawn]:
    """Return drawn numbers, each in the digits of one of these writers."""
    return list(islice(_drawings(hands, hand, texts, random), count))


def _measure(recognizer: Recognizer, hands: list[list[PenDigit]], hand: Hand, arguments: argparse.Namespace) -> None:
    kinds: dict[str, Texts] = {mark: partial(mark_drawings.with_one, mark) for mark in MARKS}
    kinds |= {"several": mark_drawings.with_several, "sign": mark_drawings.with_sign}
    shown: dict[str, Read] = {"pad": read_pad}
    if arguments.pictures:
        shown["picture"] = partial(_read_picture, np.random.default_rng(arguments.seed))
    print("kind     " + "".join(f"{place:>24}" for place in shown))
    one: dict[str, list[float]] = {place: [] for place in shown}
    for kind, texts in kinds.items():
        numbers = some_drawn(hands, hand, texts, np.random.default_rng(arguments.seed), arguments.count)
        found = {place: [is_right(read(recognizer, each), each) for each in numbers] for place, read in shown.items()}
        for place, right in found.items():
            one[place] += [float(np.mean(right))] * (kind in MARKS)
        print(f"{kind:8} " + "".join(f"{100 * np.mean(right):16.1f} % exact" for right in found.values()), flush=True)
    print("one mark " + "".join(f"{100 * np.mean(shares):16.1f} % exact" for shares in one.values()))
    random = np.random.default_rng(arguments.seed)
    numbers = some_drawn(hands, hand, mark_drawings.without, random, 5 * arguments.count)
    for place, read in shown.items():
        texts_read = [read(recognizer, each) for each in numbers]
        gained = np.mean([any(mark in text for mark in MARKS) for text in texts_read])
        exact = np.mean([text == each.text for text, each in zip(texts_read, numbers, strict=True)])
        print(f"without, {place}: {100 * exact:.1f} % exact; {100 * gained:.2f} % gain a mark")


def read_pad(recognizer: Recognizer, drawn: Drawn) -> str:
    """The text of a number that is drawn on the pad."""
    return recognizer.read_strokes([stroke.tolist() for stroke in drawn.strokes]).text


def _read_picture(random: Random, recognizer: Recognizer, drawn: Drawn) -> str:
    return recognizer.read_image(picture_of(drawn, random)).text


def is_right(text: str, drawn: Drawn) -> bool:
    """True where it is the same; signs that are no mark read "?", once or more."""
    signs = set(drawn.text) - DIGITS - set(MARKS)
    if not signs:
        return text == drawn.text
    wanted = "".join("?" if character in signs else character for character in drawn.text)
    while "??" in text:
        text = text.replace("??", "?")
    return text == wanted


if __name__ == "__main__":
    main()

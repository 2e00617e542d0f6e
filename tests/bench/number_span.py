"""Find the number in rows that hold letters: fitted, and printed by kind.

python -m tests.bench.number_span [--rows N] [--seed N] [--vary] [--fit [FILE]]

Rows of digits with letters before or after them, of digits alone and of letters alone, written by the writers that
networks are trained on (letters of a fifth of the rows printed), and pictures without digits, each read by contrast
and by the maps of its ink. The figures are of one row in five, the weights by which they are found of the others.
`--vary` gives the parameters other values, and leaves out one measure after another; `--fit` writes the weights, fitted
on all rows.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.inference.network import Network
from digitpad.inference.rows.number_span import (
    SPAN_FEATURES,
    NumberSpan,
    Span,
    SpanDigit,
    shipped_span,
    span_features,
    spans_of,
)
from digitpad.inference.rows.parameters import NUMBER_SPAN
from digitpad.paths import bundled
from digitpad.recognition.number_ends import crop_of, span_digits
from digitpad.recognition.row_digits import read_rows
from digitpad.recognition.two_readers import SecondReader
from digitpad.recognizer import SHIPPED
from digitpad.records import Digit, Sign
from digitpad.vision.lattice.candidates import candidates_of
from digitpad.vision.picture.pictures import as_rgb
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.parameters import VISION
from tests.support.lettered_rows import KINDS, LetteredRow, lettered_row
from tests.support.rooms import EMPTY, made

SIZES = ((360, 640), (240, 520))  # px of pictures without digits, (height, width)
PRINT, MORE = ("printed text", "large print", "text on a desk"), 4  # kinds of text, times as many of them
SEED, FOLD = 53, 5  # one row in so many is for the figures
MANY = 3  # digits; rows with so many or more are counted together
NEAR, ACROSS = 2.0, 6.0  # px beyond the number's extent that still belong to it; that show that a sign is of both
STEPS, RIDGE = 25, 1.0  # of Newton's method; prior precision of each standardized weight
SHARES = (1.0, 0.5, 0.25, 0.12)  # of a step
VALUES: dict[str, tuple[float, ...]] = {"lead": (0, 1, 1.6, 2, 2.4, 4), "least": (0, 1.2, 2, 2.4, 3, 3.6)}  # nats

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SpanCase:
    """One row as one reading has it."""

    kind: str
    row: int  # all readings of one are fitted together or not at all
    digits: tuple[SpanDigit, ...]
    features: Floats  # (spans and none, SPAN_FEATURES)
    right: Span  # (0, 0): there is no number

    @property
    def counted(self) -> str:
        """The kind, and of how many digits the number beside letters is."""
        if self.kind != "letters":
            return self.kind
        digits = self.right[1] - self.right[0]
        return f"letters beside {digits if digits < MANY else f'{MANY} or more'}"

    @property
    def place(self) -> int:
        return spans_of(len(self.digits)).index(self.right) if self.right[1] else len(self.features) - 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1600)
    parser.add_argument("--empty", type=int, default=8, help="pictures of each kind without digits")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--vary", action="store_true", help="vary what decides")
    parser.add_argument("--fit", type=Path, nargs="?", const=shipped_span(), metavar="FILE", help="write the weights")
    arguments = parser.parse_args()
    pictures = chain(_rows(arguments.rows, arguments.seed), _without_digits(arguments.empty, arguments.seed))
    cases = list(_cases(pictures))
    known = [case for case in cases if case.row % FOLD]
    others = [case for case in cases if case.row % FOLD == 0]
    print(f"{len(cases)} readings of {arguments.rows} rows, fitted on {len(known)}; of the other {len(others)}:")
    weights = fitted(known)
    _say("as shipped", others, NumberSpan(weights.tolist()))
    if arguments.vary:
        _vary(known, others)
    if arguments.fit:
        values = dict(zip(SPAN_FEATURES, fitted(cases).tolist(), strict=True))
        written = {"weights": values, "bias": 0.0, "rows": len(cases)}
        arguments.fit.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
        print(f"{arguments.fit} written; fitted on {len(cases)} readings")


def fitted(cases: Sequence[SpanCase], without: str = "") -> Floats:
    """Return the weights by which the right stretch is likeliest among all of a row and none at all."""
    kept = np.array([name != without for name in SPAN_FEATURES], float)
    scale = kept / np.maximum(np.concatenate([case.features for case in cases]).std(axis=0), 1e-6)
    theta = np.zeros(len(SPAN_FEATURES))
    for _ in range(STEPS):
        slope, bend = RIDGE * theta, RIDGE * np.eye(len(theta))
        for case in cases:
            x = case.features * scale
            shares = _shares(x @ theta)
            mean = shares @ x
            slope += mean - x[case.place]
            bend += (x * shares[:, None]).T @ x - np.outer(mean, mean)
        theta = _stepped(cases, scale, theta, np.linalg.solve(bend, slope))
    return np.asarray(theta * scale, np.float64)


def _stepped(cases: Sequence[SpanCase], scale: Floats, theta: Floats, step: Floats) -> Floats:
    """Return weights a step on, a shorter one where the whole one leads away."""
    worst = _unlikely(cases, scale, theta)
    for share in SHARES:
        if _unlikely(cases, scale, theta - share * step) <= worst:
            return np.asarray(theta - share * step, np.float64)
    return theta


def _unlikely(cases: Sequence[SpanCase], scale: Floats, theta: Floats) -> float:
    """Return the nats by which the right stretches are unlikely, and the weights large."""
    nats = sum(-np.log(_shares((case.features * scale) @ theta)[case.place] + 1e-300) for case in cases)
    return float(nats + RIDGE * (theta @ theta) / 2)


def _shares(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max())
    return np.asarray(weights / weights.sum(), np.float64)


def _vary(known: Sequence[SpanCase], others: Sequence[SpanCase]) -> None:
    weights = fitted(known).tolist()
    for name, values in VALUES.items():
        for value in values:
            _say(f"{name} {value:g}", others, NumberSpan(weights, replace(NUMBER_SPAN, **{name: value})))
    for name in SPAN_FEATURES:
        _say(f"without {name}", others, NumberSpan(fitted(known, without=name).tolist()))


def _say(name: str, cases: Sequence[SpanCase], span: NumberSpan) -> None:
    """Print how many rows of each kind are parted, and how many of those with a number rightly taken."""
    shown = []
    for kind in sorted({case.counted for case in cases}):
        own = [case for case in cases if case.counted == kind]
        found = [span.find(case.digits) for case in own]
        parted = 100 * np.mean([one != (0, len(case.digits)) for one, case in zip(found, own, strict=True)])
        right = 100 * np.mean([one == case.right for one, case in zip(found, own, strict=True)])
        shown.append(f"{kind} ({len(own)}) {parted:.1f}" + (f", right {right:.1f}" if own[0].right[1] else ""))
    print(f"{name:18} parted, %: {'; '.join(shown)}", flush=True)


def _cases(pictures: Iterator[LetteredRow]) -> Iterator[SpanCase]:
    recognizer, second = Recognizer.load(device="cpu"), SecondReader.of()
    network = Network.load(bundled("models", SHIPPED), "cpu")
    for number, row in enumerate(pictures):
        for each in recognizer.candidates(as_rgb(np.asarray(row.picture)), poor=0.0):
            if each.pose.turned == 0 and each.pose.tilt == 0:
                for signs in read_rows(network, candidates_of(each.detection.rows, VISION.path)):
                    case = _case(number, row, signs, each.detection, second)
                    yield from [case] if case else []


def _rows(count: int, seed: int) -> Iterator[LetteredRow]:
    for number in range(count):
        yield lettered_row(np.random.default_rng([seed, number]), KINDS[number % len(KINDS)])


def _without_digits(count: int, seed: int) -> Iterator[LetteredRow]:
    """Yield `count` made pictures of each kind that holds neither digits nor handwriting of held-out writers."""
    for place, (kind, room) in enumerate(EMPTY.items()):
        wanted = 0 if room.style == "letters" else count * MORE if kind in PRINT else count
        for number in range(wanted):
            size = SIZES[number % len(SIZES)]
            picture = made(replace(room, size=size), np.random.default_rng([seed, place, number])).picture
            yield LetteredRow(picture, "empty", "", (0.0, 0.0))


def _case(
    number: int, row: LetteredRow, signs: Sequence[Sign], detection: Detection, second: SecondReader
) -> SpanCase | None:
    """Return None where the digits do not stand together, one is also of a letter, or there are too few or many."""
    boxes = [sign.box for sign in signs if isinstance(sign, Digit)]
    crop = crop_of([sign for sign in signs if isinstance(sign, Digit)], detection)
    if crop is None or len(boxes) > NUMBER_SPAN.most_digits:
        return None
    start, end = row.extent
    inside = [bool(end) and start - NEAR <= box.left + box.width / 2 <= end + NEAR for box in boxes]
    both = [box.left < side - ACROSS and box.right > side + ACROSS for box in boxes for side in row.extent if side]
    places = np.flatnonzero(inside)
    right = (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 0)
    if any(both) or not all(inside[slice(*right)]):
        return None
    digits = span_digits(signs, detection, crop, second.columns(crop))
    features = np.vstack([span_features(digits), np.zeros(len(SPAN_FEATURES))])
    return SpanCase(row.kind, number, tuple(digits), features, right)


if __name__ == "__main__":
    main()

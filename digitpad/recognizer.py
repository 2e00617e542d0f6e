"""Strokes or a picture in, a Reading out: the only place where vision meets the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.paths import bundled
from digitpad.records import (
    MOST_STROKES,
    Box,
    Digit,
    Floats,
    Glyph,
    Labels,
    Reading,
    Rgb,
    Sample,
    Seen,
    Stroke,
)
from digitpad.vision.acceptance import likely_rows
from digitpad.vision.atoms import Numbers, joined
from digitpad.vision.candidates import Candidates
from digitpad.vision.evidence import borne_out
from digitpad.vision.finding import Found, Stopwatch, find_rows
from digitpad.vision.glyph import glyph_of, recentred
from digitpad.vision.ground import on_black
from digitpad.vision.hints import hint_of
from digitpad.vision.ink import AtomRow, single_row, stroke_rows
from digitpad.vision.lattice import LEAST
from digitpad.vision.mending import NO_MENDS, Mends, piece_halves, stroke_halves
from digitpad.vision.pictures import as_rgb
from digitpad.vision.stages import stage_pictures

if TYPE_CHECKING:
    from PIL import Image

    from digitpad.learning.network import Network
    from digitpad.learning.recollection import Recollection

SHIPPED = "lenet5.safetensors"
MOST_ACCEPTED = 300  # digits of this sitting that the user left as they were
LEAST_ACCEPTED = 0.5  # confidence of such a digit: a doubtful one tells most about his hand, a wild guess nothing
LEAST_REGION = 10  # px; a smaller part of a frame holds nothing to read


class Recognizer:
    """Reads handwritten digits. Safe to use from one thread at a time."""

    def __init__(self, network: Network) -> None:
        self._network = self._alone = network
        self._samples: tuple[Sample, ...] = ()
        self._accepted: deque[Digit] = deque(maxlen=MOST_ACCEPTED)
        self._recollection: Recollection | None = None

    @classmethod
    def load(cls, weights: Path | str | None = None, device: str = "auto") -> Recognizer:
        """With the shipped weights, or those in the safetensors file `weights`; device auto, cpu, cuda or mps.

        Raises DigitPadError where the file is not LeNet-5's weights or the device is not there.
        """
        from digitpad.learning.network import Network

        return cls(Network.load(Path(weights) if weights is not None else bundled("models", SHIPPED), device))

    @property
    def device(self) -> str:
        return self._network.device.type

    @property
    def device_name(self) -> str:
        """In words: "CPU", or the graphics card's name."""
        from digitpad.learning.network import device_name

        return device_name(self._network.device)

    @property
    def model(self) -> str:
        """In words, from the weights' card."""
        return str(self._network.card.get("name", "unnamed model"))

    def remember(self, samples: Sequence[Sample]) -> None:
        """From the next reading on, take these samples into account, the oldest first, instead of earlier ones."""
        self._samples = tuple(samples)
        self._recall()

    def accept(self, digits: Iterable[Digit]) -> None:
        """Take digits that the user saw and left alone for his hand, until `forget`; wild guesses are left out."""
        self._accepted.extend(digit for digit in digits if digit.confidence >= LEAST_ACCEPTED)
        self._recall()

    @property
    def accepted(self) -> tuple[Digit, ...]:
        """What `accept` took in this sitting, the oldest first."""
        return tuple(self._accepted)

    def forget(self) -> None:
        """Read with the network alone."""
        self._accepted.clear()
        self.remember(())

    def use(self, weights: Path) -> None:
        """Read with other weights, on the same device, remembering the same samples.

        Raises DigitPadError, with the old ones still in use, where the file is not LeNet-5's weights.
        """
        from digitpad.learning.network import Network

        self._network = self._alone = Network.load(weights, self.device)
        self._recollection = None
        self._recall()

    def read_strokes(
        self, strokes: Iterable[Stroke | Sequence[Sequence[float]]], whole: Sequence[Numbers] = ()
    ) -> Reading:
        """Read strokes in pad pixels, y down: Stroke records or lists of (x, y). No ink is an empty reading.

        `whole`: which strokes, by number, are one digit, as the user said.
        Raises DigitPadError where a stroke is not a list of pairs of finite numbers, or there are over MOST_STROKES.
        """
        held = [_stroke(stroke, number) for number, stroke in enumerate(strokes, 1)]
        if len(held) > MOST_STROKES:
            raise DigitPadError(
                f"A drawing of {len(held):,} strokes is too large; {MOST_STROKES:,} can be read at once."
            )
        rows = [Candidates(row) for row in stroke_rows(held, whole)]
        return Reading(tuple(tuple(digits) for digits in self._read(rows)))

    def read_image(self, image: Rgb | Image.Image, mends: Mends = NO_MENDS) -> Reading:
        """Read a picture: (H, W) or (H, W, 3) uint8 RGB, or a PIL image; dark on light or light on dark.

        `mends`: what the user said of its pieces. Raises DigitPadError where it is not a picture.
        """
        return self._read_found(find_rows(as_rgb(image), self._alone.classify, mends=mends), Stopwatch(), mends)[0]

    def spell_strokes(self, strokes: Sequence[Stroke], texts: Sequence[str], whole: Sequence[Numbers]) -> Reading:
        """The likeliest digits that can be `texts`, a row each; their labels are what they look like by themselves.

        Raises DigitPadError where the ink cannot be taken apart so.
        """
        return self._spelled(stroke_rows(strokes, whole), texts)

    def spell_image(self, image: Rgb, texts: Sequence[str], mends: Mends) -> Reading:
        """The same of a picture. Raises DigitPadError where the ink cannot be taken apart so."""
        return self._spelled(find_rows(image, self._alone.classify, mends=mends).rows, texts)

    def split_strokes(self, strokes: Sequence[Stroke]) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
        """The strokes of one digit as the likeliest two, left and right; a single stroke is cut.

        Raises DigitPadError where there is too little of it.
        """
        halves = stroke_halves(strokes)
        return halves[self._likeliest([(stroke_glyph(left), stroke_glyph(right)) for left, right in halves])]

    def split_piece(self, image: Rgb, mends: Mends, numbers: Numbers) -> Mends:
        """The pieces of one digit of a picture as the likeliest two. Raises DigitPadError where there is too little."""
        without = replace(mends, whole=tuple(group for group in mends.whole if not set(group) & set(numbers)))
        atoms = [atom for row in find_rows(image, self._alone.classify, mends=without).rows for atom in row.atoms]
        taken = max((number for atom in atoms for number in atom.strokes), default=-1)
        cut_up = max((cut.piece for cut in mends.cuts), default=-1)
        held = [atom for atom in atoms if set(atom.strokes) <= set(numbers)]
        halves = piece_halves(held, max(taken, cut_up) + 1)
        chosen = halves[self._likeliest([(glyph_of(each.left.ink), glyph_of(each.right.ink)) for each in halves])]
        cuts = (*without.cuts, chosen.cut) if chosen.cut else without.cuts
        return Mends(cuts, (*without.whole, chosen.left.strokes, chosen.right.strokes))

    def read_frame(self, picture: Rgb, region: Box | None = None, stages: bool = False) -> Seen:
        """Read one frame of a camera, (H, W, 3) uint8 RGB, as `read_image` does, or only the `region` of it, px.

        With `stages`, pictures show what was made of it on the way. A region outside of the frame is an empty reading.
        Raises DigitPadError where it is not a picture.
        """
        rgb = as_rgb(picture)
        within = (region or Box(0, 0, rgb.shape[1], rgb.shape[0])).within(rgb.shape[1], rgb.shape[0])
        if min(within.width, within.height) < LEAST_REGION:
            return Seen(Reading())
        watch = Stopwatch()
        found = find_rows(rgb[within.top : within.bottom, within.left : within.right], self._alone.classify, watch)
        reading, glyphs = self._read_found(found, watch)
        pictures = stage_pictures(found, glyphs) if stages else {}
        return Seen(reading.moved(within.left, within.top), watch.seconds, hint_of(found, reading), pictures)

    def classify(self, batch: np.ndarray) -> tuple[Labels, Floats]:
        """Labels (N,) int64 and probabilities (N, 10) of glyphs (N, 28, 28) uint8, white ink on black.

        Raises DigitPadError for any other shape or type.
        """
        labels, probabilities, _ = self.judge(batch)
        return labels, probabilities

    def judge(self, batch: np.ndarray) -> tuple[Labels, Floats, Floats]:
        """As classify, with the confidences (N,) 0..1: that each is a digit and this digit."""
        batch = np.ascontiguousarray(batch)
        if batch.ndim != 3 or batch.shape[1:] != (28, 28) or batch.dtype != np.uint8:
            given = f"{batch.shape} {batch.dtype}"
            raise DigitPadError(f"Glyphs are (N, 28, 28) uint8, white ink on black; these are {given}.")
        found = self._network.classify(recentred(on_black(batch)))
        digits = found[:, :10]
        labels: Labels = digits.argmax(axis=1).astype(np.int64)
        return labels, digits / np.maximum(digits.sum(axis=1, keepdims=True), 1e-12), digits.max(axis=1)

    def _recall(self) -> None:
        from digitpad.learning.recollection import Recollection, Told

        if self._recollection is None:
            self._recollection = Recollection(self._network)
        said = {sample.glyph.tobytes() for sample in self._samples}
        told = [
            Told(digit.glyph, digit.label, accepted=True)
            for digit in self._accepted
            if digit.glyph.tobytes() not in said
        ]
        told += [Told(its.glyph, its.label, its.id, against=_against(its)) for its in self._samples]
        self._network = self._network.with_memory(self._recollection.memory(told))

    def _read_found(self, found: Found, watch: Stopwatch, mends: Mends = NO_MENDS) -> tuple[Reading, list[Glyph]]:
        """With the glyphs of all candidates."""
        rows = [Candidates(row) for row in found.rows]
        watch.lap("glyphs")
        likely = likely_rows(self._read(rows), mends.whole)
        numbers = borne_out(likely, found, self._network.classify, mends.whole)
        reading = Reading(tuple(tuple(digits) for digits in numbers))
        watch.lap("network")
        return reading, [glyph for row in rows for glyph in row.glyphs]

    def _read(self, tried: Sequence[Candidates]) -> list[list[Digit]]:
        """The digits of each row, left to right."""
        return [row.best(probabilities, reminded_by) for row, probabilities, reminded_by in self._judged(tried)]

    def _judged(self, tried: Sequence[Candidates]) -> list[tuple[Candidates, Floats, NDArray[np.int64]]]:
        """Each row with its candidates' probabilities, and which sample reminded the memory of them."""
        if not tried:
            return []
        judged = self._network.judge(np.stack([glyph for row in tried for glyph in row.glyphs]))
        ends = np.cumsum([len(row.glyphs) for row in tried])[:-1]
        parts = np.split(judged.probabilities, ends), np.split(judged.reminded_by, ends)
        return list(zip(tried, *parts, strict=True))

    def _spelled(self, rows: Sequence[AtomRow], texts: Sequence[str]) -> Reading:
        tried = [Candidates(row) for row in rows if row.atoms]
        if len(tried) != len(texts):
            raise DigitPadError(f"There are {_rows(len(tried))} of digits; type as many, with spaces between them.")
        found = []
        for text, (row, probabilities, reminded_by) in zip(texts, self._judged(tried), strict=True):
            digits = row.spelling(text, probabilities, reminded_by)
            if digits is None:
                raise DigitPadError(
                    f"The ink cannot be taken apart into the {len(text)} digits of {text}; split or join digits first."
                )
            found.append(tuple(digits))
        return Reading(tuple(found))

    def _likeliest(self, pairs: Sequence[tuple[Glyph, Glyph]]) -> int:
        """The pair of glyphs, by index, of which both are most likely digits."""
        if not pairs:
            raise DigitPadError("There is too little ink here for two digits; nothing was split.")
        digits = self._network.classify(np.stack([glyph for pair in pairs for glyph in pair]))[:, :10].max(axis=1)
        return int(np.log(np.maximum(digits, LEAST)).reshape(-1, 2).sum(axis=1).argmax())


def _against(sample: Sample) -> float:
    """Nats by which another digit than the label was believed when it was read; 0 where that is not known."""
    if sample.probabilities is None or sample.label is None:
        return 0.0
    believed = np.log(np.maximum(sample.probabilities, LEAST))
    return float(believed.max() - believed[sample.label])


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def stroke_glyph(strokes: Sequence[Stroke]) -> Glyph:
    """Strokes that are known to be one digit, at least one with points, as the glyph that the network sees."""
    return glyph_of(joined(single_row(strokes).atoms).ink)


def _stroke(given: Stroke | Sequence[Sequence[float]], number: int) -> Stroke:
    try:
        stroke = given if isinstance(given, Stroke) else Stroke.of(given)
    except (ValueError, TypeError, OverflowError) as error:
        raise DigitPadError(f"Stroke {number} is not a list of (x, y) points; give pairs of numbers.") from error
    if stroke.points.ndim != 2 or stroke.points.shape[1] != 2:
        raise DigitPadError(f"Stroke {number} has points of the shape {stroke.points.shape}; give (n, 2) numbers.")
    if stroke.width is not None and not np.isfinite(stroke.width):
        raise DigitPadError(f"Stroke {number} has a width that is not a finite number; give px, or None.")
    if not np.isfinite(stroke.points).all():
        raise DigitPadError(f"Stroke {number} has a point that is not a finite number; remove it.")
    return stroke

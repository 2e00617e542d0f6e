"""Strokes or a picture in, a Reading out: the only place where vision meets the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
    locked,
)
from digitpad.vision.acceptance import likely_rows
from digitpad.vision.atoms import Atom, joined
from digitpad.vision.finding import Found, Stopwatch, find_rows
from digitpad.vision.glyph import glyph_of, recentred
from digitpad.vision.ground import on_black
from digitpad.vision.hints import hint_of
from digitpad.vision.ink import AtomRow, single_row, stroke_rows
from digitpad.vision.lattice import best_path, groups_of, scores_of
from digitpad.vision.pictures import as_rgb
from digitpad.vision.stages import stage_pictures

if TYPE_CHECKING:
    from PIL import Image

    from digitpad.learning.network import Network
    from digitpad.learning.recollection import Recollection

SHIPPED = "lenet5.safetensors"
MOST_ACCEPTED = 300  # digits of this sitting that the user left as they were
UNCHANGED = -2  # no sample of the memory changed a candidate; -1: one did that is not stored
SPECK = 0.25  # typical heights; smaller ink is a dot, whatever it looks like when enlarged
SPECK_DIGIT = 0.02  # what is left of its probabilities
LEAST_REGION = 10  # px; a smaller part of a frame holds nothing to read


class Recognizer:
    """Reads handwritten digits. Safe to use from one thread at a time."""

    def __init__(self, network: Network) -> None:
        self._network = network
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
        """Take digits that the user saw and left as they were for his hand, until `forget`; the unsure are left out."""
        self._accepted.extend(digit for digit in digits if digit.sure)
        self._recall()

    def forget(self) -> None:
        """Read with the network alone."""
        self._accepted.clear()
        self.remember(())

    def use(self, weights: Path) -> None:
        """Read with other weights, on the same device, remembering the same samples.

        Raises DigitPadError, with the old ones still in use, where the file is not LeNet-5's weights.
        """
        from digitpad.learning.network import Network

        self._network = Network.load(weights, self.device)
        self._recollection = None
        self._recall()

    def read_strokes(self, strokes: Iterable[Stroke | Sequence[Sequence[float]]]) -> Reading:
        """Read strokes in pad pixels, y down: Stroke records or lists of (x, y). No ink is an empty reading.

        Raises DigitPadError where a stroke is not a list of pairs of finite numbers, or there are over MOST_STROKES.
        """
        held = [_stroke(stroke, number) for number, stroke in enumerate(strokes, 1)]
        if len(held) > MOST_STROKES:
            raise DigitPadError(
                f"A drawing of {len(held):,} strokes is too large; {MOST_STROKES:,} can be read at once."
            )
        rows = [_Candidates(row) for row in stroke_rows(held)]
        return Reading(tuple(tuple(digits) for digits in self._read(rows)))

    def read_image(self, image: Rgb | Image.Image) -> Reading:
        """Read a picture: (H, W) or (H, W, 3) uint8 RGB, or a PIL image; dark on light or light on dark.

        Raises DigitPadError where it is not a picture.
        """
        return self._read_found(find_rows(as_rgb(image)), Stopwatch())[0]

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
        found = find_rows(rgb[within.top : within.bottom, within.left : within.right], watch)
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
        told = [Told(digit.glyph, digit.label) for digit in self._accepted if digit.glyph.tobytes() not in said]
        told += [Told(sample.glyph, sample.label, sample.id) for sample in self._samples]
        self._network = self._network.with_memory(self._recollection.memory(told))

    def _read_found(self, found: Found, watch: Stopwatch) -> tuple[Reading, list[Glyph]]:
        """With the glyphs of all candidates."""
        rows = [_Candidates(row) for row in found.rows]
        watch.lap("glyphs")
        reading = Reading(tuple(tuple(digits) for digits in likely_rows(self._read(rows))))
        watch.lap("network")
        return reading, [glyph for row in rows for glyph in row.glyphs]

    def _read(self, tried: Sequence[_Candidates]) -> list[list[Digit]]:
        """The digits of each row, left to right."""
        if not tried:
            return []
        judged = self._network.judge(np.stack([glyph for row in tried for glyph in row.glyphs]))
        ends = np.cumsum([len(row.glyphs) for row in tried])[:-1]
        parts = zip(tried, np.split(judged.probabilities, ends), np.split(judged.reminded_by, ends), strict=True)
        return [row.best(probabilities, reminded_by) for row, probabilities, reminded_by in parts]


class _Candidates:
    """Every likely digit of one row, made ready for the network."""

    def __init__(self, row: AtomRow) -> None:
        self._row = row
        self._groups = groups_of(row.atoms)
        self._atoms = [joined([row.atoms[i] for i in group]) for group in self._groups]
        self.glyphs = [glyph_of(atom.ink) for atom in self._atoms]

    def best(self, probabilities: Floats, reminded_by: NDArray[np.int64]) -> list[Digit]:
        """The digits on the best path, left to right, once each candidate's probabilities (N, 11) are known.

        `reminded_by` (N,): the id of the sample by which memory changed a candidate, -1 or UNCHANGED.
        """
        small = [max(atom.box.width, atom.box.height) < SPECK * self._row.height for atom in self._atoms]
        probabilities = np.where(np.array(small)[:, None], SPECK_DIGIT * probabilities, probabilities)
        scores = scores_of(self._groups, self._row.atoms, probabilities)
        path = best_path(len(self._row.atoms), self._groups, scores)
        digits = [
            _digit(self._row, self._atoms[i], self.glyphs[i], probabilities[i], int(reminded_by[i])) for i in path
        ]
        return sorted(digits, key=lambda digit: digit.box.left + digit.box.width / 2)


def stroke_glyph(strokes: Sequence[Stroke]) -> Glyph:
    """Strokes that are known to be one digit, at least one with points, as the glyph that the network sees."""
    return glyph_of(joined(single_row(strokes).atoms).ink)


def _digit(row: AtomRow, candidate: Atom, glyph: Glyph, probabilities: Floats, reminded_by: int) -> Digit:
    digits = probabilities[:10]
    label = int(digits.argmax())
    relative, box = locked(digits / max(float(digits.sum()), 1e-12)), row.source_box(candidate.box)
    sample = reminded_by if reminded_by >= 0 else None
    decided_by: Literal["network", "memory"] = "network" if reminded_by == UNCHANGED else "memory"
    return Digit(label, float(digits[label]), relative, box, glyph, candidate.strokes, decided_by, sample)


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

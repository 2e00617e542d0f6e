"""Strokes or a picture in, a Reading out: the public library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.inference import gpu
from digitpad.inference.engine import import_runtime
from digitpad.inference.network import Network
from digitpad.paths import bundled
from digitpad.recognition.lazy_readers import no_second, open_pictures, open_second
from digitpad.recognition.learned_network import LearnedNetwork
from digitpad.recognition.row_digits import likeliest_pair, read_rows, spell_rows, with_others
from digitpad.recognition.row_strips import with_drawn_strips
from digitpad.recognition.strokes import stroke_glyph, stroke_records
from digitpad.records import Box, Digit, Explanation, Floats, FrameResult, Labels, Reading, Rgb, Sample, Stroke
from digitpad.vision.lattice.candidates import Candidates
from digitpad.vision.lattice.parameters import PATH
from digitpad.vision.marks.parameters import MARK_LINES
from digitpad.vision.picture.pictures import as_rgb
from digitpad.vision.render.glyph import recentred
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits, stroke_halves
from digitpad.vision.segmentation.parameters import COURSE, STROKES
from digitpad.vision.segmentation.row_marks import reading_of, trusted, without_marks
from digitpad.vision.segmentation.segments import Numbers
from digitpad.vision.segmentation.stroke_rows import SegmentRow, stroke_rows

if TYPE_CHECKING:
    from PIL import Image

    from digitpad.inference.engine import Engine
    from digitpad.inference.ink.ink_network import LazyInk
    from digitpad.recognition.picture_reader import PictureReader
    from digitpad.recognition.two_readers import OpenSecond
    from digitpad.vision.pipeline.choice_features import PictureReading
    from digitpad.vision.pipeline.parameters import VisionParams

SHIPPED = "lenet5.safetensors"
WARM_UP = 256  # glyphs that a GPU reads first, so that its code is loaded when it is needed


class Recognizer:
    """Reads handwritten digits. Safe to use from one thread at a time."""

    def __init__(
        self,
        network: Network,
        device: str = "cpu",
        params: VisionParams | None = None,
        *,
        find_device: Callable[[str], str] | None = None,
        open_engine: Callable[[Network, str], Engine] | None = None,
        open_second: OpenSecond | None = None,
        ink: LazyInk | None = None,
    ) -> None:
        """`device`: the one that `prepare_move` moves to: auto, cpu, cuda or mps.

        `find_device` and `open_engine`: how a graphics card is looked for and used; None: by torch.
        `open_second`: opens the reader of whole rows when it is needed first; without it the lattice reads alone.
        """
        self._network, self._marks, self._others = LearnedNetwork(network), True, False
        self._target, self._params, self._ink = device, params, ink
        self._path, self._row_params = PATH, (STROKES, COURSE, MARK_LINES)
        if params is not None:
            self._path, self._row_params = params.path, (params.strokes, params.course, params.marks)
        self._find_device, self._open_engine = find_device or gpu.find_device, open_engine or Network.engine_on
        self._second, self._reads_rows = cache(open_second or no_second), open_second is not None

    @classmethod
    def load(
        cls,
        weights: Path | str | None = None,
        device: str = "auto",
        params: VisionParams | None = None,
        *,
        at_once: bool = False,
        marks: bool = True,
        others: bool = False,
    ) -> Recognizer:
        """Load the shipped weights, or those in the safetensors file `weights`; device auto, cpu, cuda or mps.

        cuda and mps load torch; auto reads on the CPU. `at_once`: with any of them it first reads on the CPU, and
        `prepare_move` moves it, with auto where there is a GPU. `marks`: beside the digits, as `read_marks` says;
        `others`: ways to take the ink apart, as `read_others` says.
        Raises DigitPadError where the file is not LeNet-5's weights or the device is not there.
        """
        path = Path(weights) if weights is not None else bundled("models", SHIPPED)
        if at_once and device != "auto":
            gpu.find_device(device)
        network = Network.load(path, "cpu" if at_once else device)
        recognizer = cls(network, device, params, open_second=partial(open_second, path))
        recognizer.read_marks(marks)
        recognizer.read_others(others)
        return recognizer

    @staticmethod
    def import_engine() -> None:
        """Import what reads on the CPU, as `load` does otherwise, in any thread; does nothing where it is missing."""
        import_runtime()

    def prepare_move(self) -> Callable[[], None] | None:
        """Load what the chosen GPU needs, which takes seconds, in any thread; None where it stays on the CPU.

        The function that is returned moves there. It takes milliseconds, and is called where nothing is being read.
        Raises DigitPadError where a device that was asked for by name cannot be used.
        """
        device = self._find_device(self._target)
        if device in ("cpu", self.device):
            return None
        try:
            self._open_engine(self._network.alone, device).predict(np.zeros((WARM_UP, 28, 28), np.uint8))
        except DigitPadError:
            if self._target == "auto":  # such as a torch that was built for the CPU
                return None
            raise
        return lambda: self._move(device)

    def _move(self, device: str) -> None:
        """Move the network that reads now, which may be another one than when the move was prepared."""
        self._network.move(self._open_engine(self._network.alone, device))

    @cached_property
    def _pictures(self) -> PictureReader:
        return open_pictures(self._network, self._params, lambda: self._second(), self._ink)

    @property
    def device(self) -> str:
        return self._network.now.engine.device

    @property
    def device_name(self) -> str:
        """The name for the user: "CPU", or that of the graphics card."""
        return self._network.now.engine.device_name

    @property
    def model(self) -> str:
        """The name of the network, from the card of its weights."""
        return str(self._network.now.card.get("name", "unnamed model"))

    def remember(self, samples: Sequence[Sample]) -> None:
        """Let these samples, the oldest first, vote from the next reading on, in place of those given before."""
        self._network.remember(samples)

    def accept(self, digits: Iterable[Digit]) -> None:
        """Learn the user's hand from digits of a drawing that he finished and left as they were read.

        Those that the network alone is not sure of are left out; the others count once two are alike, until `forget`.
        Digits of a drawing that was thrown away must not be given.
        """
        self._network.accept(digits)

    def forget_accepted(self, digits: Iterable[Digit] | None = None) -> None:
        """Read as if these digits had not been accepted; None: as if none had."""
        self._network.forget_accepted(digits)

    @property
    def accepted(self) -> tuple[Digit, ...]:
        """Digits taken by `accept` since the last `forget`, the oldest first."""
        return self._network.accepted

    def forget(self) -> None:
        """Read with the network alone: drop all samples and accepted digits."""
        self._network.forget()

    def read_marks(self, on: bool) -> None:
        """Have decimal points, commas, minus, slashes and colons in the next readings, or the digits alone."""
        self._marks = on

    def read_others(self, on: bool) -> None:
        """Have other ways to take the ink apart in the next readings, for a Rule to choose from; off at first."""
        self._others = on

    def use(self, weights: Path) -> None:
        """Read with other weights, on the same device, remembering the same samples.

        Raises DigitPadError, with the old ones still in use, where the file is not LeNet-5's weights.
        """
        network, device = Network.load(weights, "cpu"), self.device
        if device != "cpu":
            network = network.with_card(self._open_engine(network, device))
        self._network.replace(network)
        if self._reads_rows:
            self._second = cache(partial(open_second, weights))

    def read_strokes(
        self,
        strokes: Iterable[Stroke | Sequence[Sequence[float]]],
        whole: Sequence[Numbers] = (),
        *,
        judged: bool = False,
    ) -> Reading:
        """Read strokes in pad pixels, y down: Stroke records or lists of (x, y). No ink is an empty reading.

        `whole`: strokes, by number, that the user called one digit. `judged`: with the trust in rows, by a second look.
        Raises DigitPadError where a stroke is not a list of pairs of finite numbers, or there are over MOST_STROKES.
        """
        segment_rows = self._stroke_rows(stroke_records(strokes), whole)
        rows = [Candidates(row, self._path) for row in segment_rows]
        reading = with_drawn_strips(reading_of(read_rows(self._network.now, rows)), segment_rows)
        if self._others:
            reading = with_others(self._network.now, rows, reading)
        second = self._second() if judged else None
        if second is not None:
            reading = trusted(reading, second.trusts(without_marks(segment_rows, reading.marks), reading.rows))
        return self._with_marks(reading)

    def read_image(self, image: Rgb | Image.Image, edits: SegmentationEdits = NO_EDITS) -> Reading:
        """Read a picture: (H, W) or (H, W, 3) uint8 RGB, or a PIL image; dark on light or light on dark.

        `edits`: what the user said of its pieces. Raises DigitPadError where it is not a picture.
        """
        return self._with_marks(self._pictures.read(as_rgb(image), edits, others=self._others))

    def spell_strokes(self, strokes: Sequence[Stroke], texts: Sequence[str], whole: Sequence[Numbers]) -> Reading:
        """Return the likeliest digits that can be `texts`, a row each; each label is what its ink looks like by itself.

        Raises DigitPadError where the ink cannot be taken apart so.
        """
        segment_rows = [row for row in self._stroke_rows(strokes, whole) if row.segments]
        rows = [Candidates(row, self._path) for row in segment_rows]
        return with_drawn_strips(spell_rows(self._network.now, rows, texts), segment_rows)

    def spell_image(self, image: Rgb, texts: Sequence[str], edits: SegmentationEdits) -> Reading:
        """Return the likeliest digits of a picture that can be `texts`; arguments and errors as in `spell_strokes`."""
        return self._pictures.spell(image, texts, edits)

    def split_strokes(self, strokes: Sequence[Stroke]) -> tuple[tuple[Stroke, ...], tuple[Stroke, ...]]:
        """Return the strokes of one digit as the likeliest two, left and right; a single stroke is cut.

        Raises DigitPadError where there is too little of it.
        """
        halves = stroke_halves(strokes)
        pairs = [(stroke_glyph(left), stroke_glyph(right)) for left, right in halves]
        return halves[likeliest_pair(self._network.now, pairs)]

    def split_piece(self, image: Rgb, edits: SegmentationEdits, numbers: Numbers) -> SegmentationEdits:
        """Return the pieces of one digit as the likeliest two. Raises DigitPadError where there is too little."""
        return self._pictures.split(image, edits, numbers)

    def read_frame(self, picture: Rgb, region: Box | None = None, stages: bool = False) -> FrameResult:
        """Read one frame of a camera, (H, W, 3) uint8 RGB, as `read_image` does, or only the `region` of it, px.

        With `stages`, pictures show what was made of it on the way. A region outside of the frame is an empty reading.
        Raises DigitPadError where it is not a picture.
        """
        result = self._pictures.read_frame(as_rgb(picture), region, stages)
        return replace(result, reading=self._with_marks(result.reading))

    def classify(self, batch: np.ndarray) -> tuple[Labels, Floats]:
        """Return labels (N,) int64 and probabilities (N, 10) of glyphs (N, 28, 28) uint8, white ink on black.

        Raises DigitPadError for any other shape or type.
        """
        labels, probabilities, _ = self.predict(batch)
        return labels, probabilities

    def predict(self, batch: np.ndarray) -> tuple[Labels, Floats, Floats]:
        """Return what `classify` does, and the confidences (N,) 0..1: that each is a digit and this digit."""
        from digitpad.vision.picture.ground import on_black

        batch = np.ascontiguousarray(batch)
        if batch.ndim != 3 or batch.shape[1:] != (28, 28) or batch.dtype != np.uint8:
            shape = f"{batch.shape} {batch.dtype}"
            raise DigitPadError(f"Glyphs are (N, 28, 28) uint8, white ink on black; these are {shape}.")
        digits = self._network.now.classify(recentred(on_black(batch)))[:, :10]
        labels: Labels = digits.argmax(axis=1).astype(np.int64)
        return labels, digits / np.maximum(digits.sum(axis=1, keepdims=True), 1e-12), digits.max(axis=1)

    def explain(self, glyph: np.ndarray, wish: int | None = None) -> Explanation:
        """Explain how the network reads a glyph (28, 28) uint8, white ink on black, such as a digit's.

        `wish`: the digit 0..9 that it might have been; None: the likeliest other one. Corrections are not counted.
        Raises DigitPadError for any other shape, type or wish.
        """
        if glyph.shape != (28, 28) or glyph.dtype != np.uint8:
            raise DigitPadError(f"A glyph is (28, 28) uint8, white ink on black; this is {glyph.shape} {glyph.dtype}.")
        if wish not in (None, *range(10)):
            raise DigitPadError(f"A digit is 0 to 9, not {wish}; wish for one of these.")
        return self._network.alone.explain(glyph, wish)

    def candidates(self, image: Rgb, poor: float | None = None) -> list[PictureReading]:
        """Return all readings of a picture between which `read_image` may decide, its own contrast's first.

        Those of other views are made where no reading has the chance `poor` of being right; None: always.
        """
        return self._pictures.candidates(as_rgb(image), poor)

    def _stroke_rows(self, strokes: Sequence[Stroke], whole: Sequence[Numbers]) -> list[SegmentRow]:
        return stroke_rows(strokes, whole, *self._row_params)

    def _with_marks(self, reading: Reading) -> Reading:
        """Return a reading with the marks that were found beside its digits, if they are wanted."""
        return reading if self._marks else reading.without_marks

"""One reading of a picture from two readers: the lattice of segments, and the row reader on grey strips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.inference.engine import open_engine
from digitpad.inference.rows.beam import extents_of, log_probabilities_of
from digitpad.inference.rows.number_choice import LatticeWord, NumberChoice, RowChoice, log_odds, shipped_choice
from digitpad.inference.rows.number_trust import NumberEvidence, NumberTrust, shipped_trust
from digitpad.inference.rows.row_reader import SHIPPED_VIEWS, Predict, RowReader, RowReading
from digitpad.inference.rows.row_strip import HEIGHT
from digitpad.inference.rows.row_weights import load_row_weights, row_weights_of, shipped_row_weights
from digitpad.inference.rows.rows_onnx import COLUMNS, RowWeights, rows_onnx
from digitpad.recognition.number_ends import shipped
from digitpad.recognition.number_evidence import (
    UNKNOWN,
    drawn_evidence,
    is_refused,
    places_of,
    trust_in,
    word_of,
    words_of,
)
from digitpad.recognition.parameters import SECOND_READER, SecondReaderParams
from digitpad.recognition.row_strips import segments_of
from digitpad.records import REFUSED, Box, Digit, Floats, Glyph, Reading, Rgb, RowPath, RowTrust, Sign, locked
from digitpad.vision.pipeline.choice_features import NO_WORD, Agreement
from digitpad.vision.pipeline.detection import Detection
from digitpad.vision.pipeline.ink_beside import is_ink_unread
from digitpad.vision.pipeline.parameters import CropParams
from digitpad.vision.pipeline.row_crops import RowCrop, crop_around, digit_place, drawn_crop, is_lone_row, whole_crop
from digitpad.vision.segmentation.segments import Numbers
from digitpad.vision.segmentation.stroke_rows import SegmentRow

Rows = Sequence[Sequence[Digit]]
Classify = Callable[[np.ndarray], Floats]
Place = tuple[Box, Glyph, Numbers]


@dataclass(frozen=True, eq=False)
class RowOpinion:
    """The answers of both readers for one row."""

    digits: tuple[Digit, ...]  # the lattice's
    crop: RowCrop
    reading: RowReading
    lone: bool  # the strip is the whole picture
    several: bool = False  # the lattice reads the whole picture as several rows
    unread: bool = False  # ink stands beside the digits that is in none of them

    @property
    def word(self) -> LatticeWord:
        return word_of(self.digits)

    @property
    def without_gaps(self) -> str:
        """The digits of the lattice, without those that are more likely no digit."""
        return "".join(str(digit.label) for digit in self.digits if not digit.refused)

    @property
    def fixed(self) -> bool:
        """True where the user's corrections decided a digit, which no reader overrules."""
        return any(digit.decided_by != "network" for digit in self.digits)


class SecondReader:
    """Reads the rows of a picture again, and decides between both readings."""

    def __init__(
        self, predict: Predict, choice: NumberChoice, trust: NumberTrust, params: SecondReaderParams = SECOND_READER
    ) -> None:
        self._thorough, self._quick = RowReader(predict, SHIPPED_VIEWS), RowReader(predict)
        self._choice, self._trust, self._params = choice, trust, params
        self._last: dict[bytes, RowReading] = {}  # of the strips of the last picture or drawing

    @classmethod
    def of(cls, version: Path | None = None) -> SecondReader:
        """Return the reader with a version's own row weights, else with the shipped ones.

        Raises DigitPadError where those are missing, cut, or of another shape.
        """
        own = row_weights_of(version) if version is not None else {}
        choice, trust = NumberChoice.load(shipped_choice()), NumberTrust.load(shipped_trust())
        shipped()  # is needed for each row
        return cls(predict_with(own) if own else shipped_predict(), choice, trust)

    def settle(
        self, rgb: Rgb, detection: Detection, rows: Rows, classify: Classify, *, edited: bool = False
    ) -> tuple[list[list[Digit]], tuple[RowTrust, ...]]:
        """Return the rows as decided between both readers, and the trust in each; `edited` rows keep their digits."""
        self._last = {}
        opinions = self.opinions(rgb, detection, rows)
        decisions = [self._settled(opinion, detection, classify, edited) for opinion in opinions]
        if opinions and opinions[0].lone and decisions[0] is not None:
            rows, decisions = [opinions[0].digits] if decisions[0][0] else [], decisions if decisions[0][0] else []
        stand = [(list(row), UNKNOWN) for row in rows]
        pairs = [one or other for one, other in zip_longest(decisions[: len(rows)], stand)]
        return [digits for digits, _ in pairs], tuple(trust for _, trust in pairs)

    def trusts(self, segment_rows: Sequence[SegmentRow], rows: Rows) -> tuple[RowTrust, ...]:
        """Return the trust in each row of a drawing, whose digits stay as the lattice has them."""
        self._last = {}
        trusts, room = [], self._params.most_width
        for segments, digits in zip(segment_rows, rows, strict=True):
            crop = drawn_crop(segments.segments, self._params.crop)
            room -= _strip_width(crop)
            if room < 0:
                trusts.append(UNKNOWN)
                continue
            trusts.append(trust_in(self._trust, drawn_evidence(digits, self._read(crop))))
        return tuple(trusts)

    def picture_trusts(
        self, rgb: Rgb, detection: Detection, reading: Reading, lattices: Sequence[Reading], odds: float
    ) -> tuple[RowTrust, ...]:
        """Return the trust in each row of a picture's reading, which stands.

        `lattices`: what was read by segments alone, by contrast and by maps; `odds`: nats, that the reading is right.
        """
        opinions = self.opinions(rgb, detection, reading.rows)
        if any(opinion.several for opinion in opinions):
            return (UNKNOWN,) * len(reading.rows)
        trusts = [UNKNOWN] * len(reading.rows)
        for place, opinion in enumerate(opinions[: len(trusts)]):
            words = words_of(place, len(trusts), lattices)
            trusts[place] = trust_in(self._trust, _evidence(opinion, words, odds))
        return tuple(trusts)

    def columns(self, crop: RowCrop) -> Floats:
        """Return the row reader's log-probabilities (T, 11) of a strip, quickly."""
        return self._quick.columns(crop.grey)

    def agreement(self, detection: Detection, rows: Rows) -> Agreement:
        """Return the agreement of the row reader with some of the rows, which it reads from the ink of their digits."""
        several = [row for row in rows if row][:: max(1, -(-len(rows) // self._params.most_judged))]
        words = [self._word(detection, row) for row in several]
        if not words:
            return NO_WORD
        odds, same = np.mean(words, axis=0)
        return Agreement(float(odds), float(same))

    def with_weighed_paths(self, detection: Detection, reading: Reading) -> Reading:
        """Return the reading with the shares of its other paths weighed by the row reader's probability of each."""
        others = [self._by_both(detection, row, paths) for row, paths in zip(reading.rows, reading.others, strict=True)]
        return replace(reading, others=tuple(others))

    def _by_both(self, detection: Detection, row: Sequence[Digit], paths: Sequence[RowPath]) -> tuple[RowPath, ...]:
        own = {number for signs in (row, *(path.signs for path in paths)) for sign in signs for number in sign.strokes}
        segments = [one for each in detection.rows for one in each.segments if own & set(one.strokes)]
        if not paths or not segments:
            return tuple(paths)
        reading = self._quick.read(drawn_crop(segments).grey)
        texts = [_digits_in(signs) for signs in (row, *(path.signs for path in paths))]
        first, *logs = log_probabilities_of([reading.columns], texts)[0]
        weights = np.exp(np.minimum(np.array(logs) - first, 0.0))
        paths_by_both = [
            replace(path, share=path.share * float(weight)) for path, weight in zip(paths, weights, strict=True)
        ]
        return tuple(sorted(paths_by_both, key=lambda path: -path.share))

    def _word(self, detection: Detection, row: Sequence[Digit]) -> tuple[float, float]:
        """Return the natural log of the odds of a row's digits, and 1 where they are the likeliest, else 0."""
        segments = segments_of(row, detection)
        if not segments:
            return 0.0, 0.0
        reading = self._quick.read(drawn_crop(segments, self._params.word_crop).grey)
        text = "".join(str(digit.label) for digit in row)
        log_probability = log_probabilities_of([reading.columns], [text])[0, 0]
        odds = log_odds(float(np.exp(min(float(log_probability), 0.0))))
        return odds, float(text == reading.candidates[0].text)

    def opinions(self, rgb: Rgb, detection: Detection, rows: Rows) -> list[RowOpinion]:
        """Return the answers of both for each row, top to bottom, or for the whole picture where that is one row."""
        if is_lone_row(rgb, rows, self._params.crop):
            digits = tuple(digit for row in rows for digit in row)
            crop = whole_crop(rgb, detection)
            unread = bool(digits) and is_ink_unread(detection, digits, self._params.beside)
            return [RowOpinion(digits, crop, self._read(crop), lone=True, several=len(rows) > 1, unread=unread)]
        opinions, room = [], self._params.most_width
        for row in rows:
            crop = crop_around(rgb, detection, row, self._params.crop)
            room -= _strip_width(crop)
            if room < 0 or min(crop.grey.shape) < self._params.least_side:
                break
            unread = is_ink_unread(detection, row, self._params.beside)
            opinions.append(RowOpinion(tuple(row), crop, self._read(crop), lone=False, unread=unread))
        return opinions

    def _read(self, crop: RowCrop) -> RowReading:
        """Return a strip's strings; those of the last picture are not read again."""
        strip = repr(crop.grey.shape).encode() + crop.grey.tobytes()
        if strip not in self._last:
            reader = self._quick if _strip_width(crop) > self._params.few_views else self._thorough
            self._last[strip] = reader.read(crop.grey)
        return self._last[strip]

    def _settled(
        self, opinion: RowOpinion, detection: Detection, classify: Classify, edited: bool
    ) -> tuple[list[Digit], RowTrust] | None:
        """Return a row's digits and trust; None where several rows of the lattice stand."""
        choice = self._choice.choose(opinion.word, opinion.reading, lone=opinion.lone)
        if choice.text in (opinion.word.text, opinion.without_gaps) or edited or opinion.fixed:
            return None if opinion.several else (list(opinion.digits), _chance(opinion, choice))
        digits = _placed(choice.text, opinion, detection, classify, self._params.crop)
        return None if digits is None else (digits, RowTrust(choice.confidence, agreed=False))


OpenSecond = Callable[[], SecondReader | None]


def shipped_predict() -> Predict:
    """Return the shipped row reader. Raises DigitPadError where its weights are missing, cut, or of another shape."""
    return predict_with(load_row_weights(shipped_row_weights()))


def predict_with(weights: RowWeights) -> Predict:
    """Return the network of folded weights."""
    engine = open_engine(rows_onnx(weights), [COLUMNS])
    return lambda strips: engine.predict(strips)[0]


def open_second(version: Path | None = None) -> SecondReader | None:
    """Return the second reader of a version; None where none can be used: the lattice reads alone."""
    try:
        return SecondReader.of(version)
    except DigitPadError:
        return None


def settle_reading(
    second: SecondReader, rgb: Rgb, detection: Detection, reading: Reading, classify: Classify, *, edited: bool
) -> Reading:
    """Return the reading of both readers; the hint that nothing was read goes where something was."""
    rows, trusts = second.settle(rgb, detection, reading.rows, classify, edited=edited)
    hint = reading.hint if bool(rows) == bool(reading.rows) else ""
    return replace(reading, rows=tuple(tuple(row) for row in rows), hint=hint, trusts=trusts)


def _evidence(opinion: RowOpinion, lattices: tuple[LatticeWord, ...], odds: float) -> NumberEvidence:
    places, unread = places_of(opinion.digits), opinion.unread or is_refused(opinion.digits)
    return NumberEvidence(opinion.word.text, opinion.reading, lattices, places, unread, opinion.lone, odds=odds)


def _digits_in(signs: Sequence[Sign]) -> str:
    return "".join(str(sign.label) for sign in signs if isinstance(sign, Digit))


def _chance(opinion: RowOpinion, choice: RowChoice) -> RowTrust:
    """Return the trust in a row whose digits stay as the lattice reads them, by the choice among strings."""
    same = choice.text == opinion.word.text
    complete = not opinion.unread and not is_refused(opinion.digits)
    return RowTrust(choice.confidence if same else 0.0, choice.agreed and same and complete)


def _placed(
    text: str, opinion: RowOpinion, detection: Detection, classify: Classify, params: CropParams
) -> list[Digit] | None:
    """Return the digits of `text` where they lie: as the lattice has them where it has the same, else by alignment."""
    height, width = opinion.crop.grey.shape
    extents = extents_of(opinion.reading.columns, text, height, width)
    if extents is None:
        return None
    lattices = {digit.box.left + digit.box.width / 2 - opinion.crop.box.left: digit for digit in opinion.digits}
    places: list[Place] = []
    for extent in extents:
        inside = [digit for middle, digit in lattices.items() if extent.start <= middle < extent.end]
        if len(inside) == 1:
            places.append((inside[0].box, inside[0].glyph, inside[0].strokes))
        else:
            places.append((*digit_place(detection, opinion.crop, extent.start, extent.end, params), ()))
    probabilities = classify(np.stack([glyph for _, glyph, _ in places])) if places else np.zeros((0, 11), np.float32)
    return [_digit(int(label), each, place) for label, each, place in zip(text, probabilities, places, strict=True)]


def _digit(label: int, probabilities: Floats, place: Place) -> Digit:
    """Return a digit that the whole row speaks for, even where its glyph alone would be refused."""
    digits, (box, glyph, strokes) = probabilities[:10], place
    relative = locked(digits / max(float(digits.sum()), 1e-12))
    return Digit(label, max(float(digits[label]), REFUSED), relative, box, glyph, strokes)


def _strip_width(crop: RowCrop) -> int:
    height, width = crop.grey.shape
    return int(width * HEIGHT / max(height, 1))

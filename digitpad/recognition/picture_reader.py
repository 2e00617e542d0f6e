"""Reads pictures: by their own contrast, by maps of their ink where that leaves doubt, and by rows as wholes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from digitpad.inference.ink.ink_network import LazyInk
from digitpad.recognition.learned_network import LearnedNetwork
from digitpad.recognition.number_ends import RowParts, without_letters
from digitpad.recognition.parameters import PICTURE_READER, PictureReaderParams
from digitpad.recognition.row_digits import likeliest_pair, read_rows, spell_rows, with_others
from digitpad.recognition.row_strips import with_picture_strips
from digitpad.recognition.two_readers import OpenSecond, settle_reading
from digitpad.recognition.uprightness import Uprightness
from digitpad.records import Box, Digit, FrameResult, Glyph, Reading, Rgb
from digitpad.vision.lattice.candidates import Candidates, candidates_of
from digitpad.vision.pipeline.choice import holds_digits, is_enough, likeliest, odds_among
from digitpad.vision.pipeline.choice_features import NO_WORD, Agreement, PictureReading
from digitpad.vision.pipeline.detection import Detection, Stopwatch, find_rows
from digitpad.vision.pipeline.hints import hint_of, sentence_of
from digitpad.vision.pipeline.ink_map import InkMap
from digitpad.vision.pipeline.map_detection import find_map_rows
from digitpad.vision.pipeline.map_reading import ALWAYS, CandidateReadings
from digitpad.vision.pipeline.parameters import VisionParams
from digitpad.vision.pipeline.poses import AS_IT_LIES, Pose
from digitpad.vision.pipeline.stages import stage_pictures
from digitpad.vision.pipeline.verification import verify_numbers
from digitpad.vision.render.glyph import glyph_of
from digitpad.vision.segmentation.acceptance import likely_rows
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits, piece_halves
from digitpad.vision.segmentation.row_marks import (
    digits_of,
    has_strokes_like_digits,
    marks_beside,
    trusted,
    with_marks_of,
    without_cut_points,
    without_marks,
)
from digitpad.vision.segmentation.segments import Numbers

ON_HEAD = 180  # degrees


@dataclass(frozen=True, eq=False)
class ReadSource:
    """The way a picture was read: its pose, and the map of its ink; without a map, by contrast."""

    pose: Pose = AS_IT_LIES
    ink_map: InkMap | None = None

    @property
    def plain(self) -> bool:
        """True for a picture as it lies, read by its contrast."""
        return self.ink_map is None and self.pose == AS_IT_LIES


class PictureReader:
    """Reads pictures, (H, W, 3) uint8 RGB, and remembers the pose and map from which the last ones were read."""

    def __init__(
        self,
        network: LearnedNetwork,
        params: VisionParams,
        second: OpenSecond,
        ink: LazyInk,
        own: PictureReaderParams = PICTURE_READER,
    ) -> None:
        self._network, self._params, self._own = network, params, own
        self._second, self._ink = second, ink
        self._uprightness = Uprightness(network)
        self._sources: deque[tuple[object, ReadSource]] = deque(maxlen=own.most_sources)

    def read(self, rgb: Rgb, edits: SegmentationEdits = NO_EDITS, *, others: bool = False) -> Reading:
        """Read a picture; `edits`: what the user said of its pieces; `others`: with other ways to take it apart."""
        if edits == NO_EDITS:
            return self._read_picture(rgb, others)
        source, detection = self._source(rgb), self._detect(rgb, edits)
        reading = self._read_detection(detection, Stopwatch(), edits)[0]
        edited_reading = PictureReading(detection, reading, source.ink_map, source.pose, params=self._params)
        reading = self._with_trusts(rgb, edited_reading, [edited_reading])
        reading = self._with_others(detection, reading) if others else reading
        reading = self._with_strips(rgb, detection, reading)
        return reading if self._source(rgb).plain else self._as_it_lies(reading, rgb)

    def _with_strips(self, rgb: Rgb, detection: Detection, reading: Reading) -> Reading:
        """Return the reading with the grey of its rows, or their ink where they were read from a map or a pose."""
        plain = self._source(rgb).plain
        return with_picture_strips(reading, rgb if plain else None, detection)

    def _with_others(self, detection: Detection, reading: Reading) -> Reading:
        reading = with_others(self._network.now, candidates_of(detection.rows, self._params.path), reading)
        second = self._second()
        return reading if second is None else second.with_weighed_paths(detection, reading)

    def spell(self, rgb: Rgb, texts: Sequence[str], edits: SegmentationEdits) -> Reading:
        """Return the likeliest digits that can be `texts`, a row each; raise DigitPadError where there are none."""
        detection = self._detect(rgb, edits)
        rows = [Candidates(row, self._params.path) for row in detection.rows if row.segments]
        reading = self._with_strips(rgb, detection, spell_rows(self._network.now, rows, texts))
        return self._as_it_lies(reading, rgb)

    def split(self, rgb: Rgb, edits: SegmentationEdits, numbers: Numbers) -> SegmentationEdits:
        """Return the pieces of one digit as the likeliest two; raise DigitPadError where there is too little."""
        without = replace(edits, whole=tuple(group for group in edits.whole if not set(group) & set(numbers)))
        segments = [segment for row in self._detect(rgb, without).rows for segment in row.segments]
        last = max((number for segment in segments for number in segment.strokes), default=-1)
        last_cut = max((cut.piece for cut in edits.cuts), default=-1)
        pieces = [segment for segment in segments if set(segment.strokes) <= set(numbers)]
        halves = piece_halves(pieces, max(last, last_cut) + 1)
        pairs = [(glyph_of(each.left.ink), glyph_of(each.right.ink)) for each in halves]
        best = halves[likeliest_pair(self._network.now, pairs)]
        cuts = (*without.cuts, best.cut) if best.cut else without.cuts
        return SegmentationEdits(cuts, (*without.whole, best.left.strokes, best.right.strokes))

    def read_frame(self, rgb: Rgb, region: Box | None = None, stages: bool = False) -> FrameResult:
        """Read one frame of a camera by its own contrast, or only the `region` of it, px.

        With `stages`, pictures show what was made of it on the way. A region outside of the frame is an empty reading.
        """
        within = (region or Box(0, 0, rgb.shape[1], rgb.shape[0])).within(rgb.shape[1], rgb.shape[0])
        if min(within.width, within.height) < self._own.least_region:
            return FrameResult(Reading())
        watch = Stopwatch()
        part = rgb[within.top : within.bottom, within.left : within.right]
        detection = find_rows(part, self._network.alone.classify, watch, params=self._params, marks=False)
        reading, glyphs = self._read_detection(detection, watch, alone=True)
        pictures = stage_pictures(detection, glyphs) if stages else {}
        hint = hint_of(detection, reading, self._params.hints)
        in_frame = with_picture_strips(reading, part, detection).moved(within.left, within.top)
        return FrameResult(in_frame, watch.seconds, hint, pictures, self._params.hints.small)

    def candidates(self, rgb: Rgb, poor: float | None = None) -> list[PictureReading]:
        """Return all readings of a picture between which `read` may decide, its own contrast's first.

        Those of other poses are made where no reading has the chance `poor` of being right; None: always.
        """
        degrees, first = self._upright(rgb)
        return self._with_maps(Pose(degrees).apply(rgb), first, ALWAYS if poor is None else poor)

    def _upright(self, rgb: Rgb) -> tuple[int, PictureReading]:
        """Return 180 where a picture's digits stand on their heads, else 0 degrees, and its reading by contrast so."""
        first = self._first(rgb)
        if not self._uprightness.is_on_head(first.reading.digits):
            return 0, first
        second = self._first(Pose(ON_HEAD).apply(rgb))
        return (ON_HEAD, second) if self._uprightness.is_upright(second.reading.digits) else (0, first)

    def _first(self, rgb: Rgb) -> PictureReading:
        """Read a picture by its own contrast, as digits and as rows."""
        detection = find_rows(rgb, self._network.alone.classify, params=self._params)
        lattice = self._reading(detection)
        reading = self._by_both(rgb, detection, lattice)
        agreement = self._agreement(detection, reading)
        return PictureReading(detection, reading, agreement=agreement, lattice=lattice, params=self._params)

    def _reading(self, detection: Detection) -> Reading:
        return self._read_detection(detection, Stopwatch())[0]

    def _agreement(self, detection: Detection, reading: Reading) -> Agreement:
        second = self._second()
        return NO_WORD if second is None else second.agreement(detection, reading.rows)

    def _read_picture(self, rgb: Rgb, others: bool = False) -> Reading:
        """Read a picture by its own contrast; where that leaves doubt, by maps of its ink, and in other poses."""
        degrees, first = self._upright(rgb)
        picture, candidates, best = Pose(degrees).apply(rgb), [first], first
        if not is_enough(first, self._params):
            candidates = self._with_maps(picture, first, self._params.pose.poor)
            best = likeliest(candidates, self._params)
        if not best.reading.digits:
            best = self._only_digit(candidates) or candidates[0]  # in doubt, or with the hint of the picture as it is
            candidates = [*candidates, best]
        if best.reading.digits and self._speaks_against(best, candidates):
            best = self._without_digits(candidates[0])
        pose = best.pose.after(degrees, rgb.shape[1], rgb.shape[0])
        self._sources.append((self._mark(rgb), ReadSource(pose, best.ink_map)))
        reading = self._with_trusts(picture, best, candidates)
        reading = self._with_others(best.detection, reading) if others else reading
        return self._as_it_lies(self._with_strips(rgb, best.detection, reading), rgb)

    def _only_digit(self, candidates: Sequence[PictureReading]) -> PictureReading | None:
        """Return a reading of the picture's only patch of ink, where that is likely enough a digit."""
        upright = [each for each in candidates if each.ink_map is None and each.pose.upright]
        first = next((each for each in upright if each.detection.rows), None)
        if first is None or len(first.detection.patches.boxes) != 1:
            return None
        signs = [*chain(*read_rows(self._network.now, candidates_of(first.detection.rows, self._params.path)))]
        if len(signs) != 1 or not isinstance(signs[0], Digit) or signs[0].confidence < self._params.acceptance.only:
            return None
        return replace(first, reading=Reading(((signs[0],),)))

    def _speaks_against(self, chosen: PictureReading, candidates: Sequence[PictureReading]) -> bool:
        """True where the picture surely holds no digits by all that was read; False where a reader is missing."""
        complete = self._second() is not None and (len(candidates) > 1 or is_enough(candidates[0], self._params))
        return complete and not holds_digits(chosen, candidates, self._params)

    def _without_digits(self, first: PictureReading) -> PictureReading:
        """Return the first reading without any digits, with the hint for the picture as it lies."""
        hint = sentence_of(first.detection, empty=True, crowded=False, params=self._params.hints)
        return replace(first, reading=Reading(hint=hint))

    def _with_maps(self, rgb: Rgb, first: PictureReading, poor: float) -> list[PictureReading]:
        """Return the first reading and those from maps of the ink, as far as there is a network."""
        predict = self._ink.predict
        if predict is None:
            return [first]
        classify = self._network.alone.classify
        return CandidateReadings(rgb, self._reading, self._agreement, predict, classify, self._params).of(first, poor)

    def _by_both(self, rgb: Rgb, detection: Detection, reading: Reading) -> Reading:
        """Return the reading that both readers agree on, decided between them where they do not."""
        second = self._second()
        if second is None:
            return reading
        stands, bare = has_strokes_like_digits(reading), _bare(detection, reading)
        of_both = settle_reading(second, rgb, bare, reading, self._network.now.classify, edited=stands)
        return trusted(with_marks_of(reading, of_both), of_both.trusts)

    def _with_trusts(self, rgb: Rgb, best: PictureReading, candidates: Sequence[PictureReading]) -> Reading:
        """Return the best reading with the trust in its rows, by all that was read of the picture."""
        second, reading = self._second(), best.reading
        if second is None or not reading.digits:
            return reading
        lattices = [each.by_segments.without_marks for each in candidates if each.pose == best.pose]
        odds = odds_among(best, candidates)
        picture, bare = best.pose.apply(rgb), _bare(best.detection, reading)
        return trusted(reading, second.picture_trusts(picture, bare, reading, lattices, odds))

    def _source(self, rgb: Rgb) -> ReadSource:
        """Return the pose and the map from which a picture is read."""
        mark = self._mark(rgb)
        if all(earlier != mark for earlier, _ in self._sources):
            self._read_picture(rgb)
        return next(source for earlier, source in reversed(self._sources) if earlier == mark)

    def _detect(self, rgb: Rgb, edits: SegmentationEdits) -> Detection:
        """Return the rows of a picture from the source it was read from, where its pieces have the same numbers."""
        source = self._source(rgb)
        if source.ink_map is not None:
            return find_map_rows(source.ink_map, self._network.alone.classify, edits, source.pose.params(self._params))
        picture, params = source.pose.apply(rgb), source.pose.params(self._params)
        return find_rows(picture, self._network.alone.classify, edits=edits, params=params)

    def _as_it_lies(self, reading: Reading, rgb: Rgb) -> Reading:
        reading = self._source(rgb).pose.back(reading, rgb.shape[1], rgb.shape[0])
        return without_cut_points(reading, rgb.shape[1], rgb.shape[0])

    def _read_detection(
        self, detection: Detection, watch: Stopwatch, edits: SegmentationEdits = NO_EDITS, *, alone: bool = False
    ) -> tuple[Reading, list[Glyph]]:
        """Return the reading, with the glyphs of all candidates; `alone`: without the reader of whole rows."""
        rows = candidates_of(detection.rows, self._params.path)
        watch.lap("glyphs")
        signs = read_rows(self._network.now, rows)
        second = None if alone else self._second()
        parts = [RowParts(digits_of(row)) for row in signs]
        if second is not None:
            parts = without_letters(signs, detection, second.columns, edits.whole)
        letters = [each.letters for each in parts]
        likely = likely_rows([each.number for each in parts], edits.whole, self._params.acceptance, letters)
        numbers = verify_numbers(likely, detection, self._network.now.classify, edits.whole, self._params.verification)
        hint = sentence_of(
            detection, empty=not numbers, crowded=len(rows) < len(detection.rows), params=self._params.hints
        )
        reading = Reading(tuple(tuple(digits) for digits in numbers), hint, marks=marks_beside(numbers, signs))
        watch.lap("network")
        return reading, [glyph for row in rows for glyph in row.glyphs]

    def _mark(self, rgb: Rgb) -> tuple[tuple[int, ...], int]:
        """Return the key of a picture: its shape, and a hash of some of its px."""
        every = self._own.sampled
        return rgb.shape, hash(np.ascontiguousarray(rgb[::every, ::every]).tobytes())


def _bare(detection: Detection, reading: Reading) -> Detection:
    """Return the detection without the segments that are marks, for a reader of digits alone."""
    rows = tuple(row for row in without_marks(detection.rows, reading.marks) if row.segments)
    return replace(detection, rows=rows)

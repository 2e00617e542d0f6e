"""Corrections by the user of digits and marks on the pad or in a picture, and readings with them. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digitpad.records import Box, Digit, Mark, Reading, RowPath, Sign, Stroke
from digitpad.vision.segmentation.edits import Cut, SegmentationEdits
from digitpad.vision.segmentation.row_marks import reading_of

if TYPE_CHECKING:
    from digitpad.ui.core.pending_corrections import PendingCorrection

Parts = frozenset[Stroke | int | Box]  # what a digit is made of: strokes of the pad, or numbered pieces of a picture


@dataclass(frozen=True, eq=False)
class Note:
    """These parts are one digit; where `said`, it is `label` (None: not a digit), or a mark and no digit."""

    parts: Parts
    said: bool = False
    label: int | None = None
    digit: Digit | None = None  # as it was read, where said
    correction: PendingCorrection | None = None  # its sample, where said
    mark: str | None = None  # where said: this mark ("": none), of which no sample is stored

    @property
    def value(self) -> int | str | None:
        """The digit or mark that it was said to be."""
        return self.label if self.mark is None else self.mark


def parts_of(sign: Sign, strokes: Sequence[Stroke] | None) -> Parts:
    """`strokes`: those that were read; None: a picture was."""
    if strokes is not None:
        return frozenset(strokes[number] for number in sign.strokes if number < len(strokes))
    return frozenset(sign.strokes) if sign.strokes else frozenset((sign.box,))


def with_notes(reading: Reading, notes: Sequence[Note], strokes: Sequence[Stroke] | None) -> Reading:
    """The reading with what the user said in place of what was read."""
    said = {note.parts: note for note in notes if note.said}
    if not said:
        return reading

    def noted_signs(signs: Sequence[Sign]) -> list[Sign]:
        return [_as_said(sign, said.get(parts_of(sign, strokes))) for sign in signs]

    rows = [noted_signs(row) for row in reading.signs]
    others = [
        tuple(replace(path, signs=tuple(noted_signs(path.signs))) for path in paths if _keeps(path, row, said, strokes))
        for row, paths in zip(reading.signs, reading.others, strict=False)
    ]
    return replace(reading_of(rows), others=tuple(others), strips=reading.strips)


def _keeps(path: RowPath, row: Sequence[Sign], said: Mapping[Parts, Note], strokes: Sequence[Stroke] | None) -> bool:
    """True for a path that has all that the user said of a row."""
    own, its = ({parts_of(sign, strokes) for sign in signs} & said.keys() for signs in (row, path.signs))
    return own <= its


def wholes(notes: Iterable[Note], strokes: Sequence[Stroke]) -> tuple[tuple[int, ...], ...]:
    """Return the groups of these strokes, by number, that are one digit each; notes on other strokes are left out."""
    place_of = {stroke: place for place, stroke in enumerate(strokes)}
    groups = []
    for note in (note for note in notes if note.mark is None):
        places = [place_of[part] for part in note.parts if isinstance(part, Stroke) and part in place_of]
        if places and len(places) == len(note.parts):
            groups.append(tuple(sorted(places)))
    return tuple(groups)


def edits_of(notes: Iterable[Note], cuts: tuple[Cut, ...]) -> SegmentationEdits:
    """Return the joins and splits of the pieces of a picture."""
    digits = [note for note in notes if note.mark is None]
    numbers = (tuple(sorted(part for part in note.parts if isinstance(part, int))) for note in digits)
    return SegmentationEdits(cuts, tuple(group for group in numbers if group))


def without(notes: Sequence[Note], parts: Parts) -> tuple[Note, ...]:
    """Return the notes that say nothing of any of these parts."""
    return tuple(note for note in notes if not note.parts & parts)


def noted(notes: Sequence[Note], parts: Parts) -> Note | None:
    """Return the correction of the digit that is made of just these parts."""
    return next((note for note in notes if note.parts == parts and note.said), None)


def corrections_of(notes: Iterable[Note]) -> frozenset[PendingCorrection]:
    """Return the corrections that these notes led to."""
    return frozenset(note.correction for note in notes if note.correction is not None)


def _as_said(sign: Sign, note: Note | None) -> Sign:
    if note is None or note.digit is None:
        return sign
    digit = sign if isinstance(sign, Digit) else sign.ink
    if note.mark is not None:
        return Mark(note.mark, 1.0, digit, decided_by="hand")
    label = digit.label if note.label is None else note.label
    return replace(
        digit,
        label=label,
        confidence=0.0 if note.label is None else 1.0,
        probabilities=note.digit.probabilities,
        decided_by="hand",
        reminded_by=None,
    )

"""What the user said of digits on the pad or in a picture, and how a reading looks with it. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digitpad.records import Box, Digit, Reading, Stroke
from digitpad.vision.mending import Cut, Mends

if TYPE_CHECKING:
    from digitpad.ui.kept import Kept

Parts = frozenset[Stroke | int | Box]  # what a digit is made of: strokes of the pad, or numbered pieces of a picture


@dataclass(frozen=True, eq=False)
class Note:
    """These parts are one digit; where `said`, it is `label` (None: not a digit)."""

    parts: Parts
    said: bool = False
    label: int | None = None
    digit: Digit | None = None  # as it was read, where said
    kept: Kept | None = None  # its sample, where said


def parts_of(digit: Digit, strokes: Sequence[Stroke] | None) -> Parts:
    """`strokes`: those that were read; None: a picture was."""
    if strokes is not None:
        return frozenset(strokes[number] for number in digit.strokes if number < len(strokes))
    return frozenset(digit.strokes) if digit.strokes else frozenset((digit.box,))


def with_notes(reading: Reading, notes: Sequence[Note], strokes: Sequence[Stroke] | None) -> Reading:
    """The reading with what the user said in place of what was read."""
    said = {note.parts: note for note in notes if note.said}
    if not said:
        return reading
    rows = (tuple(_as_said(digit, said.get(parts_of(digit, strokes))) for digit in row) for row in reading.rows)
    return Reading(tuple(rows))


def wholes(notes: Iterable[Note], strokes: Sequence[Stroke]) -> tuple[tuple[int, ...], ...]:
    """Which of these strokes, by number, are one digit; notes on strokes that are not there are passed over."""
    place_of = {stroke: place for place, stroke in enumerate(strokes)}
    found = []
    for note in notes:
        places = [place_of[part] for part in note.parts if isinstance(part, Stroke) and part in place_of]
        if places and len(places) == len(note.parts):
            found.append(tuple(sorted(places)))
    return tuple(found)


def mends_of(notes: Iterable[Note], cuts: tuple[Cut, ...]) -> Mends:
    """What was said of the pieces of a picture."""
    numbers = (tuple(sorted(part for part in note.parts if isinstance(part, int))) for note in notes)
    return Mends(cuts, tuple(group for group in numbers if group))


def without(notes: Sequence[Note], parts: Parts) -> tuple[Note, ...]:
    """The notes that say nothing of any of these parts."""
    return tuple(note for note in notes if not note.parts & parts)


def noted(notes: Sequence[Note], parts: Parts) -> Note | None:
    """What was said of the digit that is made of just these parts."""
    return next((note for note in notes if note.parts == parts and note.said), None)


def _as_said(digit: Digit, note: Note | None) -> Digit:
    if note is None or note.digit is None:
        return digit
    label = digit.label if note.label is None else note.label
    return replace(
        digit,
        label=label,
        confidence=0.0 if note.label is None else 1.0,
        probabilities=note.digit.probabilities,
        decided_by="hand",
        reminded_by=None,
    )

"""Segments: the smallest pieces a digit can be made of.

On the pad a segment is a stroke, in a picture a connected component or a piece cut from one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from digitpad.records import Box, Ink

Numbers = tuple[int, ...]  # of strokes of the pad, or pieces of a picture; ascending


@dataclass(frozen=True, eq=False)
class Segment:
    """Ink that is a digit, or one of the pieces of a digit."""

    box: Box  # working px
    ink: Ink  # (box.height, box.width), this segment's own ink alone
    strokes: Numbers = ()  # numbers of strokes of the pad, or of pieces of a picture
    piece_of: int | None = None  # pieces cut from one component share this number
    whole: bool = False  # one digit, as the user said, and no part of another
    kinds: tuple[float, ...] = ()  # how likely it is of each kind of `marks.model`; empty: surely a digit's


def joined(segments: Sequence[Segment]) -> Segment:
    """Return one segment with the ink and the strokes of all `segments` (at least one)."""
    if len(segments) == 1:
        return segments[0]
    box = Box.around(segment.box for segment in segments)
    ink = np.zeros((box.height, box.width), np.uint8)
    for segment in segments:
        top, left = segment.box.top - box.top, segment.box.left - box.left
        part = ink[top : top + segment.box.height, left : left + segment.box.width]
        np.maximum(part, segment.ink, out=part)
    return Segment(box, ink, tuple(sorted(number for segment in segments for number in segment.strokes)))


def with_wholes(segments: Sequence[Segment], whole: Sequence[Numbers]) -> list[Segment]:
    """Return segments with each group of `whole` joined to one digit; groups with a missing segment stay apart."""
    place_of = {number: place for place, segment in enumerate(segments) for number in segment.strokes}
    pieces: dict[int, Segment | None] = dict(enumerate(segments))
    for numbers in whole:
        if all(number in place_of for number in numbers):
            places = sorted({place_of[number] for number in numbers})
            together = replace(joined([segments[place] for place in places]), whole=True)
            pieces |= dict.fromkeys(places) | {places[0]: together}
    return [segment for segment in pieces.values() if segment is not None]

"""Marks among the patches of a picture: segments that are marks, and small patches that are no segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digitpad.vision.marks.model import kinds_of
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.picture.patches import Patches
from digitpad.vision.segmentation.ink_lines import InkLine, lines_of, specks_of, without_ink
from digitpad.vision.segmentation.mark_rows import Kinds, is_likely_mark
from digitpad.vision.segmentation.parameters import SEGMENTATION, SegmentationParams
from digitpad.vision.segmentation.rows import typical_height
from digitpad.vision.segmentation.segments import Segment, joined


def with_marks(
    segments: Sequence[Segment],
    patches: Patches,
    params: SegmentationParams = SEGMENTATION,
    lines: MarkParams = MARK_LINES,
) -> list[Segment]:
    """Return the segments, told what kind of mark each may be, and further ones that are marks, without numbers.

    The pieces of a patch that is likely a mark or a sign are one segment again.
    """
    if not segments or len(segments) > params.most_marked:
        return list(segments)
    typical = typical_height([segment.box for segment in segments])
    uncut, pieces = lines_of(segments, specks_of(segments, patches, params, lines))
    told, marks = dict(enumerate(segments)), []
    for line, kinds in [*_asked_of_pieces(pieces, lines), *_asked(uncut, lines)]:
        if not line.speck and _may_be_told(line, kinds, typical, params, lines):
            whole = joined([segments[place] for place in line.places])
            told = {place: each for place, each in told.items() if place not in line.places}
            told[line.places[0]] = replace(whole, kinds=kinds)
        elif line.speck and is_likely_mark(kinds, params.sure_speck):
            marks.append(replace(line.segment, kinds=kinds))
            told |= {place: without_ink(told[place], line.segment) for place in line.places if place in told}
    return [*(told[place] for place in sorted(told)), *marks]


def _asked(found: Sequence[InkLine], lines: MarkParams) -> list[tuple[InkLine, Kinds]]:
    """Return each line with how likely it is of each kind."""
    likely = kinds_of([line.shape for line in found], params=lines)
    return [(line, tuple(kinds.tolist())) for line, kinds in zip(found, likely, strict=True)]


def _asked_of_pieces(found: Sequence[InkLine], lines: MarkParams) -> list[tuple[InkLine, Kinds]]:
    if not any(line.cut for line in found):
        return []
    return [(line, kinds) for line, kinds in _asked(found, lines) if line.cut]


def _may_be_told(
    line: InkLine, kinds: Kinds, typical: float, params: SegmentationParams, lines: MarkParams
) -> bool:
    """True where a line may be a mark; a small one, or one that was cut, must surely be one."""
    box = line.segment.box
    small = max(box.width, box.height) <= lines.small * typical
    least = lines.likely if len(line.places) > 1 else params.sure_speck if small else lines.least
    return not line.segment.whole and 1 - kinds[0] >= least

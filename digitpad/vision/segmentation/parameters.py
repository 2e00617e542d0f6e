"""The numbers by which ink becomes digits: each with its unit and its reason; `tests.bench.tune` varies them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SegmentationParams:
    """Patches that could be writing, and the cuts through those that hold several digits."""

    lowest: float = 0.015  # of the picture's shorter side: what is smaller both ways is a speck
    least_px: float = 3.0  # px: smaller has no shape
    smallest: float = 0.03  # of the picture's shorter side: lower writing cannot be read
    longest: float = 0.9  # of the picture's width: what is longer is an edge or a line
    blob: float = 0.34  # stroke width of the longer side: what is thicker is a blot; a disc has 0.39
    near_border: float = 0.006  # of the width: what begins nearer begins at the border
    disc: float = 0.72  # of its box: what is so filled and about as wide as high is a dot, a hole, a blot
    solid: float = 0.55  # of its box: what reaches in from the border so filled is a finger
    narrow: float = 0.5  # of its height: a solid patch at the border that is wider is a finger, and no thick 1
    borders: int = 2  # of the picture: what touches so many is an edge or a shadow
    frame_holds: int = 2  # patches: what has so many inside is a frame
    frame_least: float = 0.04  # of a frame's height: lower patches inside do not count, or dust makes a large 0 a frame
    round: float = 1.5  # times as long as wide, at most: a face, a disc
    feature: float = 0.3  # of its height: eyes and mouth of a round frame, which is a face
    sliver: float = 0.3  # of its height: what is narrower and at the left or right border is a paper's edge
    small: float = 0.35  # of the typical height: a fragment, a dot, a dash
    loose: float = 0.5  # of the typical height: a fragment farther than this from any digit is dirt
    broken_off: float = 0.07  # of the typical height: a fragment nearer was broken off by the threshold
    next_off: float = 2.0  # times `broken_off`: one that is so near to a second digit, too, is not joined to the first
    high: float = 0.5  # of the typical height: patches so high tell how thick a stroke is
    odd_stroke: float = 2.6  # times thicker or thinner than the typical stroke is no stroke of the same pen
    line: float = 1.6  # typical heights: a flat patch that is wider is a line under digits, and no minus
    line_flat: float = 0.12  # of its width: so low a patch is flat
    thinnest: float = 0.09  # of the typical height: strokes are thickened to this, as MNIST's are
    higher: float = 1.5  # typical heights: a digit higher than this is thickened by its own height
    surely_one: float = 0.95  # confidence at which a wide patch is one digit and is not cut
    wide: float = 0.7  # of its own height: a patch that is wider may be several digits
    low: float = 0.5  # of the typical height: what is lower is a bar and no row of digits
    apart: float = 0.22  # of the height: the least distance between two cuts
    least_apart: int = 2  # px: the same in a small picture
    through: float = 4.0  # stroke widths of ink: a cut goes through no more
    cuts: float = 4.0  # times its width in heights: so many cuts of one patch
    slant_cost: float = 30.0  # of 255: added to a cut by a step aslant
    two_rows: float = 1.5  # typical heights: a higher patch may be digits of two rows that touch
    neck: float = 0.3  # of its height: such a patch is cut no nearer to its top or foot
    least_half: float = 0.7  # typical heights of each of its halves; a lower one is a part of a digit
    level_half: float = 0.35  # typical heights between the middles of half of it and of a patch beside it, at most
    beside_half: float = 2.0  # typical heights: the widest gap to such a patch
    into_half: float = 0.35  # typical heights: the deepest that such a patch reaches into its columns
    least_mark: float = 0.03  # of the typical height: a smaller patch is no mark
    least_mark_px: float = 2.0  # px: a smaller one has no shape
    own_box: float = 0.5  # of a segment's box: a small patch that takes more of it is the segment itself, and no mark
    sure_speck: float = 0.5  # probability: a patch too small for a digit is dirt unless it is so surely a mark
    solid_ink: float = 0.5  # of a patch's darkest px: paler ones are its blurred edge, and are not asked about
    nearly_all: float = 0.8  # of a patch's ink: where so much is a sign's, all of it is
    as_dark: float = 0.6  # of the digits' ink: a paler patch is no mark
    beside: float = 0.5  # of the typical height: marks stand beside segments so high
    mark_reach: float = 1.2  # typical heights from a digit: farther there is no mark
    most_specks: float = 1.0  # for each segment: where there are more small patches, the ground is speckled
    few_specks: int = 2  # beyond those: a single digit may have a colon beside it
    most_marked: int = 400  # segments: in a larger picture marks would take too long
    broad: float = 1.4  # of its height: a wider patch is several digits, even if it looks like one


@dataclass(frozen=True)
class RowParams:
    """Segments that stand in one row."""

    same_line: float = 0.4  # share of the lower box's height that must lie level with its neighbour
    next_to: float = 2.5  # typical heights: the widest gap across which a neighbour is sought first
    under: float = 0.5  # share of the narrower box's width that lies below or above the other
    small: float = 0.5  # of the typical height: a lower box may be the loose bar of a digit below or above it
    touching: float = 0.06  # of the higher box's height: a gap that counts as none
    highest: float = 0.9  # quantile of the heights that is a high box's
    high: float = 0.5  # of a high box's height: the typical height is the median of those no lower
    tallest_column: float = 1.4  # typical heights: boxes that touch one below the other and are one digit
    above: float = 0.3  # typical heights: the widest vertical gap between a digit and its loose bar


@dataclass(frozen=True)
class CourseParams:
    """Strokes sorted by the pen's course; lengths are shares of the typical digit's height if not said otherwise.

    `python -m tests.bench.stroke_course` varies them.
    """

    on_line: float = 0.09  # distance at which a point lies on an earlier stroke
    retraced: float = 0.8  # share of a stroke's points on an earlier one: it was written over
    meeting: float = 0.012  # distance of one stroke's end from the next one's beginning: one line
    dot: float = 0.12  # longest side of a dot
    far: float = 0.25  # distance from all other ink at which a dot is a stray one
    clearance: float = 0.03  # share of a frame's height that what it holds stays away from it
    filling: float = 0.3  # share of a frame's height that what it holds takes at least: no dotted zero
    closing: float = 0.35  # share of a frame's longer side at most between its two ends
    flat: float = 0.12  # height over width of an underline at most
    wide: float = 1.3  # width of an underline at least
    standing: float = 0.5  # height of a line that may stand on an underline at least
    hanging: float = 0.25  # below the underline at most, the lower end of what stands on it
    underlined: int = 2  # lines that stand on an underline at least: a 1 alone may have a foot
    loop_gap: float = 0.16  # of both together: gap at most between the two loops of an 8
    loop_overlap: float = 0.5  # of the narrower loop's width: that lies above or below the other at least
    loops_slim: float = 2.1  # height over width of both together at most: two zeros in two rows are slimmer
    samples: int = 24  # points of a stroke that are compared with others
    most_within: int = 60  # lines looked at inside a frame, for time
    most_earlier: int = 30  # strokes before one that it is compared with: a number of ten digits written over


COURSE = CourseParams()


@dataclass(frozen=True)
class StrokeParams:
    """Strokes of the pad made into ink; working px are those at which a row's typical digit has `height`."""

    height: int = 100  # working px, a row's typical digit: 5 for each px of a glyph's ink
    thinnest: int = 8  # working px, the pen's width: 1.6 px of a glyph
    thickest: int = 14  # working px: a thicker pen fills loops
    usual: int = 11  # working px, where the pen's width is not known: 2.2 px of a glyph
    finest: int = 5  # working px, the pen with which a loop is looked for
    finer: int = 2  # working px, by which the pen is made finer until the loops are open
    least_loop: int = 5  # points, fewer make no loop
    coarse: float = 4000.0  # units, the whole drawing's longer side while rows are sought in whole numbers
    least_height: float = 2.0  # widths of the pen: a row is no lower, or a dot fills the working px
    lying: float = 0.5  # of the widest box: a row is no lower, else dashes alone are enlarged without end


STROKES = StrokeParams()


@dataclass(frozen=True)
class LoopParams:
    """Loops that must be seen in a glyph, so that a slim 6 or 8 does not become a 1."""

    open: float = 2.0  # working px from the middle of an open loop to its ink; a px of a glyph is about 5 of them
    inked: int = 128  # of 255: grey from which a px is ink
    slim: float = 0.45  # width over height, to which slimmer ink with a loop is widened


LOOPS = LoopParams()


@dataclass(frozen=True)
class EditParams:
    """Cuts that are tried where the user says that one digit is two."""

    places: int = 15  # along a stroke or across a piece
    least_part: float = 0.15  # of the stroke's length or the piece's width, on both sides of a cut


EDITS = EditParams()


@dataclass(frozen=True)
class AcceptanceParams:
    """Rows that are numbers, by the network's confidences."""

    least: float = 0.5  # confidence: what is less in a picture is a stain, not a digit
    believed: float = 0.9  # confidence
    least_believed: float = 0.5  # share of a row that is believed; less is text
    long: int = 6  # digits: a longer row must be believed more
    least_believed_long: float = 0.75  # share of a long row
    few: int = 2  # digits: in so short a row the confidences' geometric mean decides
    least_alone: float = 0.6  # that mean
    only: float = 0.6  # confidence from which a picture's only ink is a digit, where nothing else was read of it
    many: int = 9  # digits: so many of one label are no number
    most_ones: float = 0.5  # share of 1s in a long row; more are the stems of letters
    page: int = 16  # patches as high as the numbers: a page
    page_rejected: float = 0.6  # share of a page in rows that are no numbers: all of it is text
    most_dashes: int = 2  # lone 1s; more are pieces of a grid
    apart: float = 1.3  # heights of a row's highest: parts so far apart are judged by themselves
    small: float = 0.5  # of the highest sure digit of a row: lower ones are dashes and specks
    alike: float = 1.6  # times as high


SEGMENTATION, ROWS, ACCEPTANCE = SegmentationParams(), RowParams(), AcceptanceParams()

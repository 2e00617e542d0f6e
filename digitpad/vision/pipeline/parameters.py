"""The numbers of the whole pipeline, a record for each stage; `tests.bench.tune` varies them."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.vision.lattice.parameters import PATH, PathParams
from digitpad.vision.marks.parameters import MARK_LINES, MarkParams
from digitpad.vision.picture.parameters import PALE, PICTURE, PaleParams, PictureParams
from digitpad.vision.segmentation.parameters import (
    ACCEPTANCE,
    COURSE,
    ROWS,
    SEGMENTATION,
    STROKES,
    AcceptanceParams,
    CourseParams,
    RowParams,
    SegmentationParams,
    StrokeParams,
)


@dataclass(frozen=True)
class VerificationParams:
    """Verification of a picture's numbers by ground, ink and a second look."""

    least: float = 0.75  # trust in a number, 0..1
    least_ones: float = 0.9  # the same of 1s, for any line looks like one
    around: float = 0.2  # of the longer side: so far around a digit the ground is looked at
    skirt: float = 0.04  # of the longer side: blurred ink beside ink, which is no ground
    least_around: int = 4  # working px
    least_skirt: int = 2  # working px
    clean: float = 0.15  # of the ink's contrast, the ground's mean: more is a pattern, of which the ink is a part
    dark_share: float = 0.9  # of the ink's px are lighter than its contrast
    empty: float = 0.02  # of the ink's contrast, the mean of ground with nothing on it
    faint: float = 44.0  # of 255, contrast: paler ink is show-through, a grid, a crease
    pale_power: float = 4  # by which trust falls with paler ink
    solid: int = 110  # of 255, in a glyph
    slim: float = 3.0  # px of a glyph, half a stroke's width: what is thicker is a blot
    stout: float = 1.1  # px: so fast trust falls with thicker strokes
    strong: float = 160.0  # of 255, contrast: ink on empty ground that speaks for itself
    slim_strong: float = 4.0  # px: such ink may be stouter
    speaks: float = 1.25  # times: trust in such ink
    turned: float = 10.0  # degrees, both ways: a digit so turned is still that digit
    slanted: float = 0.2  # px across for one down, both ways: the same
    widened: float = 0.2  # of its width, narrower and wider: the same
    scaled: float = 0.15  # of its size, smaller and larger: the same
    least_probability: float = 1e-4  # a probability is taken to be at least this
    acceptance: AcceptanceParams = ACCEPTANCE  # rows, gaps and heights are measured as there


VERIFICATION = VerificationParams()


@dataclass(frozen=True)
class BesideParams:
    """Ink that a reading leaves out; shares are of the digits' height if not said otherwise."""

    most_beside: float = 3.0  # patches a digit, more count as so many
    alike: float = 0.5  # lower patches are no digits
    larger: float = 2.0  # higher ones neither: frames, lines, letters
    near: float = 1.3  # farther off, other writing stands beside a row
    large_inside: float = 0.25  # smaller patches inside a digit are specks
    most_patches: int = 500  # a page has more, and no ring round all
    rim: float = 0.1  # kept free inside a digit
    dark_share: float = 0.9  # of a digit's px are lighter than its contrast
    dark: float = 0.5  # of that contrast: darker px outside are ink
    least_dark: float = 20.0  # of 255: paler px are noise
    least_stray: float = -6.0  # nats: fewer px beside the digits count as so few


BESIDE = BesideParams()


@dataclass(frozen=True)
class CropParams:
    """Strips of rows for the row reader; shares are of a row's height if not said otherwise."""

    room: float = 0.15  # paper kept above and below: more makes the digits smaller than those it was trained on
    aside: float = 0.5  # paper kept left and right
    least_wide: float = 1.4  # times as wide as high: a picture of one row
    least_high: float = 0.25  # of the picture's height: lower digits do not fill it
    low: int = 160  # px: a picture no higher may be a row where the lattice found nothing; a higher one is a scene
    least_side: int = 8  # px of a picture: smaller ones hold no digit
    ink: int = 60  # of 255, contrast: paler px are ground where a digit's box is sought


CROP = CropParams()


@dataclass(frozen=True)
class HintParams:
    """Measures of a picture by which hints are given."""

    every: int = 16  # px: one row, column or px of so many is measured, for time
    lightest: float = 0.9  # quantile of the px that is the paper's light
    dark: int = 55  # of 255: the paper of a frame that is too dark is darker
    bright: int = 250  # of 255: px so light show nothing
    glaring: float = 0.5  # of the frame: more such px are glare
    small: int = 20  # px of the frame: lower digits lose their shape
    several: int = 3  # patches of ink: no dirt
    sharp: float = 0.1  # of a stroke's contrast: the steepest edge gains as much in one px
    strong: float = 0.995  # of the frame's px have less contrast than its strokes
    writing: int = 40  # of 255: less contrast is paper, with nothing that could be sharp
    pale: int = 12  # of 255: less contrast is a camera's noise


HINTS = HintParams()


@dataclass(frozen=True)
class MapParams:
    """Maps of handwriting, and the ink that is taken from them."""

    first_side: int = 1800  # px: the first map is the largest power of 2 that is no larger
    finest: int = 2  # doublings: beyond, enlarging only blurs
    enlarged_side: int = 1000  # px: no enlarged picture is larger
    first_enlarged: int = 300  # px: nor is one in the first map
    shortest_side: int = 60  # px of the longer side: a smaller map shows nothing
    most_px: int = 40_000_000  # of a map
    most_blind_px: int = 9_000_000  # of a map where no coarser one shows the places of the writing: A4 at 300 dpi
    low: float = 26.0  # px: writing so low is looked at in a finer map, too
    high: float = 56.0  # px: writing so high is looked at in a coarser map, too
    lowest: float = 10.0  # px: lower writing shows no digits
    crispest_paper: float = 0.55  # of a map: less is paper; made writing has 0.57 and more, empty pictures up to 0.51
    crispest_print: float = 0.4  # of a map: less is seen no better in a finer one; writing that is has 0.83 and more
    best_height: float = 40.0  # px: writing is told best from all else where it is so high; the choice is fitted on it
    most_maps: int = 3  # that are read
    margin: int = 32  # px of paper all round
    tile: int = 1024  # px, side of what the network takes at once: memory stays small
    blank: float = 12.0  # of 255, between the lightest and the darkest px of a tile: less is paper
    blank_noise: float = 10.0  # standard deviations of noise, between the same
    overlap: int = 64  # px around a tile that the network sees
    sure: float = 0.5  # share of ink in a px that has some
    maybe: float = 0.3  # the same, perhaps
    crisp: float = 0.8  # the same, surely
    faint: float = 0.1  # the same, hardly
    least_ink: int = 12  # px of ink: fewer are a speck
    above_noise: float = 3.0  # standard deviations of the picture's noise: less contrast is noise
    long: int = 100  # px: longer patches tell no more about the pen
    remnant: float = 0.35  # of the height: pieces of the map so short may be what is left of a frame
    remnant_rise: float = 1.3  # heights: the picture's ink that such a piece is a part of, if it is a frame's
    remnant_reach: float = 2.0  # heights around it, within which that ink is looked for
    remnant_dark: float = 0.5  # of its darkest px in the picture: paler px there are none of that ink
    most_remnants: int = 200  # short pieces: more are print or dirt
    edge: float = 0.15  # share at which ink begins
    full: float = 0.85  # share that is full ink
    least_strength: int = 16  # of 255, of ink at working size
    strong: int = 128  # of 255, of some px of each patch
    working_height: float = 48.0  # working px of writing, for segments and cuts are measured in whole px
    most_reduced: float = 0.25  # times
    most_enlarged: float = 3.0  # times
    working_side: int = 4000  # working px
    speck: float = 0.15  # of the height: smaller patches are specks
    most_patches: int = 4000  # that are looked at
    pale: PaleParams = PALE


MAP = MapParams()


@dataclass(frozen=True)
class PoseParams:
    """Other poses of a picture whose reading is poor."""

    least_boxes: int = 3  # of ink: fewer show no course of a row
    most_boxes: int = 400  # a page's rows are told without
    typical: float = 0.7  # quantile of the boxes' longer sides that is a digit's
    small: float = 0.4  # of it: smaller boxes are parts of digits
    large: float = 2.5  # of it: larger ones are frames and lines
    reach: float = 2.5  # of it: a box farther off is no neighbour
    apart: float = 0.4  # of it: a box so near is a part of the same digit
    step: float = 3.0  # degrees between two courses
    wander: float = 0.2  # of it: by so much neighbours in a row stand higher or lower
    agreed: float = 0.6  # neighbours along a course, a box; boxes in a heap have fewer
    least_tilt: float = 10.0  # degrees: rows so little aslant are read as they are
    most_tilt: float = 62.0  # degrees: steeper rows belong to a page on its side
    poor: float = 0.9  # chance of being right below which other poses are tried
    edge_ink: int = 48  # of 255: such a difference within the border is ink that touches it
    margin: float = 0.25  # of the longer side: paper added to a picture with ink at its edges
    least_margin: int = 4  # px
    low: float = 40.0  # px of the picture: writing so low is read again from its part of the picture alone
    least_share: float = 0.4  # of the writing's height: shorter pieces of ink do not say where it stands
    around: float = 1.0  # of the writing's height: paper kept around such a part
    largest_part: float = 0.3  # of the picture's px: a part that is nearly all of it is not read again
    even: float = 0.5  # confidence: a digit that is surer speaks for the turned picture that it was read in
    agreement: float = 2.0  # digits as sure as can be: as much speaks for it where the row reader agrees on all rows
    page_digits: int = 30  # sure digits: a page that stands upright has no fewer, and turning it takes seconds
    page_sure: float = 0.8  # share of such a page's digits that is sure


POSE = PoseParams()


@dataclass(frozen=True)
class MeasureParams:
    """Measures of a reading from which its chance of being right is computed.

    The networks of the choice were fitted on measures made so: with another value, `tests.bench.decide` fits them anew.
    """

    common_height: float = 32.0  # px of a picture, a digit: octaves are counted from it
    least_octaves: float = -2.0  # smaller digits count as no smaller
    most_octaves: float = 4.0  # larger ones as no larger
    least_confidence: float = 0.05  # a digit's confidence is taken to be at least this
    doubtful: float = 0.8  # confidence: digits below are counted as doubtful
    surely: float = 0.95  # confidence: a reading with a digit below has some doubt
    most_segments: float = 5.0  # a digit; more count as so many
    most_odds: float = 6.0  # nats of the row reader, either way
    least_chance: float = 1e-3  # of a whole reading: surer words, either way, count as this


MEASURES = MeasureParams()


@dataclass(frozen=True)
class ChoiceParams:
    """The decision between the readings of a picture."""

    enough: float = 0.93  # chance of being right above which a picture is read no further
    far_likelier: float = 0.5  # nats of odds: digits read by contrast give way to no less
    small: int = 400  # px, the longer side of a picture that somebody cut out for its digits: nothing is not enough
    surely: float = 0.9  # confidence: readings with each digit above are preferred to nothing
    several: int = 3  # digits: fewer are preferred only where the row reader has the same
    sure_digits: float = 1.0  # nats by which such a reading is preferred to nothing, where contrast shows nothing
    cut_out: float = 3.0  # nats: by so much more in a small picture
    least_odds: float = -2.5  # nats that a picture holds digits at all: less is print, things or a pattern


CHOICE = ChoiceParams()


@dataclass(frozen=True)
class VisionParams:
    """Every stage from a picture or strokes to numbers."""

    course: CourseParams = COURSE
    strokes: StrokeParams = STROKES
    marks: MarkParams = MARK_LINES
    picture: PictureParams = PICTURE
    segmentation: SegmentationParams = SEGMENTATION
    rows: RowParams = ROWS
    path: PathParams = PATH
    acceptance: AcceptanceParams = ACCEPTANCE
    verification: VerificationParams = VERIFICATION
    map: MapParams = MAP
    pose: PoseParams = POSE
    choice: ChoiceParams = CHOICE
    measures: MeasureParams = MEASURES
    beside: BesideParams = BESIDE
    hints: HintParams = HINTS


VISION = VisionParams()

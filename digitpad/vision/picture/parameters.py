"""The numbers by which a picture becomes ink: each with its unit and its reason; `tests.bench.tune` varies them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LightParams:
    """Working size, polarity and the paper's light."""

    longest_side: int = 1280  # working px: a frame of 720p is worked on as it is
    shortest_side: int = 256  # working px: a small picture is enlarged to it, for masks are a few px wide
    most_enlarged: float = 4.0  # times: beyond, enlarging only blurs
    lean_around: float = 0.1  # of the shorter side: a neighbourhood in which writing is the smaller part
    least_lean_around: int = 5  # coarse px: a median of fewer is noise
    lean_power: int = 3  # of the deviations: odd, for their sign counts, and above 1, for the longer tail counts
    thickest_stroke: float = 0.2  # of the shorter side: what is thicker is ground, and its light is divided out
    smooth: int = 5  # coarse px over which the light is averaged, so that it has no steps
    darkest_paper: int = 16  # of 255: darker paper is not told from black
    surely_dark: float = -0.35  # lean below which writing is dark, -1..1
    surely_light: float = 0.8  # lean above which it is light; a card's corners on a desk lean to light, too


@dataclass(frozen=True)
class PaleParams:
    """Patches that are much paler than most, among a picture's own ink and on maps of it."""

    ghost: float = 0.33  # of the typical patch's contrast: less is show-through, a shadow, a crease, noise
    large_power: int = 3  # of the length, by which patches tell of the pen


PALE = PaleParams()


@dataclass(frozen=True)
class InkParams:
    """The threshold, and the patches that are ink."""

    faintest: float = 0.09  # of the paper's light: less contrast is a printed tint or a crease
    faint_to_dark: float = 0.16  # of the darkest strokes: less is printed lines, show-through, texture
    darkest_share: float = 0.995  # of the px are lighter than the darkest strokes
    texture_cap: int = 40  # of 255: more contrast than this tells nothing about the paper
    texture_gate: float = 12.0  # times the paper's mean contrast, which is 0.4 standard deviations
    noise_gate: float = 4.8  # standard deviations of a camera's noise
    noise_rows: int = 24  # one row of so many is measured for it, for time
    texture_around: float = 0.3  # of the shorter side: the neighbourhood in which the paper is measured
    near: float = 0.035  # of the shorter side: so far a strong stroke sets the threshold for its neighbours
    seed: float = 0.5  # of the strongest contrast near by: certainly ink
    weak: float = 0.6  # of the gate: less contrast is never part of a stroke
    edge: float = 0.15  # of the strongest contrast near by: ink where it hangs on certain ink
    grey: float = 0.5  # of `edge`: ink at the edge of a stroke is grey, and nothing only at so much of it
    full: float = 0.92  # of the strongest contrast near by: counts as full ink
    speck: float = 0.006  # of the shorter side: a patch of ink is at least as large as a square of this
    least_area: float = 5.0  # px: smaller patches have no shape
    large: float = 0.4  # of the shorter side: longer patches tell no more about the pen
    possible: float = 0.5  # of the pale ghost's contrast: less is no ink, whatever it lies on, and is not looked at
    blackest: float = 0.1  # of a patch's px are darker than its ink is taken to be: single px are noise
    edge_rise: float = 0.25  # of the light's fall into the ink: its darker side rises by less at a paper's edge
    level: float = 0.2  # of the light: where it varies by less around a patch, there is no edge
    beside: int = 7  # px, how far a patch is left behind to see what it lies on
    skirt: int = 2  # px of a patch's blurred edge, between it and that
    ring: float = 0.2  # the darkest and the lightest fifth around a patch are left out
    most_patches: int = 800  # the largest, that are looked at: each takes 0.2 ms
    pale: PaleParams = PALE


@dataclass(frozen=True)
class RulingParams:
    """Printed lines; shares are of the picture's side along the line unless said otherwise."""

    span: float = 0.6  # a shorter line may be a stroke of a large digit
    dash: float = 0.08  # a piece of a broken line
    flat: float = 4  # times as long as high: such a piece
    thickest: float = 0.02  # of the shorter side
    slack: float = 1.6  # times the typical thickness of lines: what is thicker is a stroke on or across one
    sampled: int = 8  # one column of so many is measured, for time
    level_run: int = 10  # px at least that a line goes on before it climbs by one
    bridged: float = 0.04  # the gap that a stroke across it leaves in a line
    covered: float = 0.65  # of its length: what has more gaps is a row of feet or bars of digits
    slender: float = 45  # times as long as thick; the 1 of a thin pen is 30 times
    slender_piece: float = 12  # the same, of a piece that is parallel to a line
    parallel: float = 0.03  # difference of slopes
    extended: float = 0.25  # so far a line is followed beyond where it was seen
    band: float = 2.0  # times as thick as the line: px in such a band may be the line, which curves a little
    band_px: int = 3  # added to the band: the thinnest lines curve as much


@dataclass(frozen=True)
class ContrastParams:
    """Input of the ink network, which was trained with these numbers: others need another network."""

    window: int = 65  # px, side of a pixel's neighbourhood; compared with the whole picture, sparse pages drown
    spreads: float = 2.5  # local spreads that make one unit of contrast: solid ink lies between 1 and 3
    noise_floor: float = 3.0  # standard deviations of the picture's noise that are added to the spread
    level_floor: float = 3.0  # of 255, added as well: blank paper without noise stays near 0
    largest: float = 3.0  # contrast that is cut off
    coarse: int = 8  # px of the picture in one of the coarse picture that paper is taken from
    paper_window: int = 5  # coarse px: what fills less than half of so wide a square is not paper


CONTRAST = ContrastParams()


@dataclass(frozen=True)
class GroundParams:
    """The ground of imported glyphs, 28 px high."""

    edge: int = 2  # px above and below, in which MNIST has no ink
    light: int = 24  # of 255: a darker ground is left as it is
    columns: float = 0.25  # of the columns: a glyph with a ground has more that are light at both ends
    white: int = 200  # of 255: a ground as light has dark ink on it
    fullest: float = 0.98  # quantile of a glyph's px that is full ink
    most_gain: float = 6.0  # times, by which faint ink is strengthened


LIGHT, INK, RULING, GROUND = LightParams(), InkParams(), RulingParams(), GroundParams()


@dataclass(frozen=True)
class PictureParams:
    """Everything from a picture to its ink."""

    light: LightParams = LIGHT
    ink: InkParams = INK
    ruling: RulingParams = RULING


PICTURE = PictureParams()

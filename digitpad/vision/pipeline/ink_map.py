"""Maps of the handwriting in a picture, made by the ink network at several scales."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from digitpad.records import Box, Floats, Rgb
from digitpad.vision.picture.local_contrast import continue_paper, estimate_noise, normalize_contrast, paper_of
from digitpad.vision.picture.patches import weighted_median
from digitpad.vision.pipeline.map_remnants import MapPieces, without_remnants
from digitpad.vision.pipeline.parameters import MAP, MapParams

PredictInk = Callable[[NDArray[np.float32]], tuple[Floats, ...]]  # (1, 3, H, W) -> (1, 1, H, W), (1, 1, H/4, W/4)
MULTIPLE = 8  # px: sides of what the network takes
HEIGHTS_STEP = 4  # px of the map in one of its heights
HEIGHT_UNIT = 32.0  # px: a height of 0 octaves


@dataclass(frozen=True, eq=False)
class InkMap:
    """The handwriting in a picture at one scale, with margins of paper all round."""

    ink: Floats  # (H, W) 0..1, the share of each px that is handwriting
    scale: float  # px of the map per px of the picture
    height: float  # px of the map, of most of the writing; 0 where there is none
    crispness: float  # 0..1: the share of sure ink in all ink
    turned: int = 0  # degrees clockwise by which the picture was turned: 90, 180, 270

    def turn(self, degrees: int) -> InkMap:
        """Return the map of the picture turned clockwise by a multiple of 90 degrees."""
        return replace(self, ink=np.ascontiguousarray(np.rot90(self.ink, -degrees // 90)), turned=degrees)


def ink_maps(picture: Rgb, predict: PredictInk, params: MapParams = MAP) -> list[InkMap]:
    """Return the maps that show writing, the likeliest scale first.

    The first one is as large as can be made at once. Finer ones follow where the writing in it is low, and only where
    it has some; coarser ones where the writing is high, or none was seen.
    """
    longest = max(picture.shape[:2])
    octave = min(params.finest, int(np.floor(np.log2(params.first_side / longest))))
    while octave > 0 and longest * 2**octave > params.first_enlarged:
        octave -= 1
    first = _map_at(picture, octave, predict, None, params)
    finer = list(_finer(picture, first, octave, predict, params))
    low = bool(finer) and finer[0].height > 0  # what is low is told better from the finer map
    maps = [*([] if low else [first]), *_coarser(picture, first, octave, predict, params), *finer]
    visible = [each for each in maps if each.height >= params.lowest and each.crispness >= params.crispest_paper]
    return sorted(visible, key=lambda each: abs(np.log2(each.height / params.best_height)))[: params.most_maps]


def _coarser(picture: Rgb, first: InkMap, octave: int, predict: PredictInk, params: MapParams) -> Iterator[InkMap]:
    """Yield maps with half the size each while the writing is high."""
    height = first.height
    while not height or height > params.high:
        octave -= 1
        if max(picture.shape[:2]) * 2.0**octave < params.shortest_side:
            return
        ink_map = _map_at(picture, octave, predict, None, params)
        yield ink_map
        if not height and ink_map.height:
            return
        height = ink_map.height or height / 2


def _finer(picture: Rgb, coarse: InkMap, octave: int, predict: PredictInk, params: MapParams) -> Iterator[InkMap]:
    """Yield maps with twice the size each while the writing is low; none of what is hardly writing, as print is."""
    while coarse.height < params.low and (not coarse.height or coarse.crispness >= params.crispest_print):
        octave += 1
        longest, area = max(picture.shape[:2]) * 2.0**octave, picture.shape[0] * picture.shape[1] * 4.0**octave
        most = params.most_px if coarse.height else params.most_blind_px
        if (octave > 0 and longest > params.enlarged_side) or octave > params.finest or area > most:
            return
        coarse = _map_at(picture, octave, predict, coarse if coarse.height else None, params)
        yield coarse


def _map_at(picture: Rgb, octave: int, predict: PredictInk, coarse: InkMap | None, params: MapParams) -> InkMap:
    """Return the map at the scale of 2 ** `octave`; with a coarser one, only where that has ink."""
    scale = 2.0**octave
    level = resized(picture, scale)
    height, width = level.shape[:2]
    margin = params.margin
    right, bottom = (margin + -(side + 2 * margin) % MULTIPLE for side in (width, height))
    wide = continue_paper(level, margin, bottom, margin, right)
    noise = estimate_noise(level)
    ink, heights = _in_tiles(wide, noise, predict, coarse, params)
    red, green, blue = cv2.split(cv2.absdiff(wide, paper_of(wide)))
    contrast = cv2.max(cv2.max(red, green), blue)
    clean, pieces = _without_ghosts(ink, contrast, params.above_noise * noise, params)
    high = _height(clean, heights, params)
    clean = without_remnants(clean, pieces, contrast, high, params)
    visible = clean[: height + 2 * margin, : width + 2 * margin]
    return InkMap(visible, scale, high, _crispness(clean, params))


def resized(picture: Rgb, scale: float) -> Rgb:
    """Return (H, W, 3) `scale` times as large."""
    if scale == 1:
        return picture
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)


def _in_tiles(
    wide: Rgb, noise: float, predict: PredictInk, coarse: InkMap | None, params: MapParams
) -> tuple[Floats, Floats]:
    """Return ink (H, W) and heights (H/4, W/4), made tile by tile; nothing where the coarser map has no ink."""
    height, width = wide.shape[:2]
    ink = np.zeros((height, width), np.float32)
    heights = np.zeros((height // HEIGHTS_STEP, width // HEIGHTS_STEP), np.float32)
    for tile in _tiles(width, height, params.tile):
        if coarse is not None and not _may_hold(tile, coarse, params):
            continue
        beyond = params.overlap
        area = Box(tile.left - beyond, tile.top - beyond, tile.width + 2 * beyond, tile.height + 2 * beyond)
        area = area.within(width, height)
        if _is_blank(wide[tile.part], params.blank + params.blank_noise * noise):
            continue
        share, high = predict(normalize_contrast(wide[area.part], noise)[None])
        inner = tile.moved(-area.left, -area.top)
        ink[tile.part] = share[0, 0][inner.part]
        heights[_quarter(tile).part] = high[0, 0][_quarter(inner).part]
    return ink, heights


def _tiles(width: int, height: int, side: int) -> Iterator[Box]:
    """Yield boxes that cover a picture, all of about one size, whose sides are multiples of MULTIPLE."""
    across, down = (-(-length // -(-length // side) // MULTIPLE + -1) * MULTIPLE for length in (width, height))
    across, down = max(across, MULTIPLE), max(down, MULTIPLE)
    for top in range(0, height, down):
        for left in range(0, width, across):
            yield Box(left, top, across, down).within(width, height)


def _may_hold(tile: Box, coarse: InkMap, params: MapParams) -> bool:
    """Return True where the map of half the size shows that a tile may hold writing."""
    margin = params.margin
    near = Box(tile.left - margin, tile.top - margin, tile.width, tile.height).scaled(0.5).moved(margin, margin)
    beyond = params.overlap // 2
    near = Box(near.left - beyond, near.top - beyond, near.width + 2 * beyond, near.height + 2 * beyond)
    near = near.within(coarse.ink.shape[1], coarse.ink.shape[0])
    return bool(near.width and near.height and (coarse.ink[near.part] > params.maybe).any())


def _is_blank(part: Rgb, least: float) -> bool:
    """True where no px differs from another by `least` of 255."""
    extremes = (cv2.minMaxLoc(cv2.extractChannel(part, channel))[:2] for channel in range(part.shape[2]))
    return all(lightest - darkest < least for darkest, lightest in extremes)


def _quarter(box: Box) -> Box:
    return Box(*(side // HEIGHTS_STEP for side in (box.left, box.top, box.width, box.height)))


def _without_ghosts(ink: Floats, contrast: MatLike, least: float, params: MapParams) -> tuple[Floats, MapPieces]:
    """Return the map without pieces whose ink is paler than `least`, or much paler than that of most, and the rest."""
    pieces = MapPieces.of(ink, params)
    labels, count = pieces.labels, len(pieces.boxes)
    if count < 2:
        return ink, pieces
    places = np.flatnonzero(labels)  # the smaller part of a page by far
    own, shares = labels.ravel()[places], ink.ravel()[places]
    sizes = np.bincount(own, shares, count)
    sums = np.bincount(own, shares * contrast.ravel()[places], count)
    darkness = sums / np.maximum(sizes, 1e-6)
    longer = np.minimum(pieces.boxes[:, 2:].max(axis=1), params.long).astype(float)
    weights = longer**params.pale.large_power * darkness**2 * (darkness >= least)
    weights[0] = 0
    typical = weighted_median(darkness, weights)
    surely = np.bincount(own[shares > params.sure], None, count) > 0
    solid = (darkness >= max(params.pale.ghost * typical, least)) & surely
    ghosts = places[~solid[own]]
    clean = np.where(labels, ink, np.float32(0))
    clean.ravel()[ghosts] = 0
    return clean, replace(pieces, numbers=np.flatnonzero(solid))


def _height(ink: Floats, heights: Floats, params: MapParams) -> float:
    """Return the height in px of most of the writing; 0 where there is none."""
    surely = cv2.resize(ink, heights.shape[::-1], interpolation=cv2.INTER_AREA) > params.sure
    if int(np.count_nonzero(ink > params.sure)) < params.least_ink:
        return 0.0
    octaves = heights[surely] if surely.any() else heights[cv2.dilate(ink, np.ones((3, 3)))[::4, ::4] > params.sure]
    return HEIGHT_UNIT * 2.0 ** float(np.median(octaves)) if len(octaves) else 0.0


def _crispness(ink: Floats, params: MapParams) -> float:
    return float(ink[ink > params.crisp].sum() / max(float(ink[ink > params.faint].sum()), 1e-6))

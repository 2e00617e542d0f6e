"""Grounds that are written on or seen in rooms, as float pictures (H, W, 3) 0..255."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]  # (H, W, 3) 0..255
Size = tuple[int, int]  # height, width in px
Random = np.random.Generator


def blank(size: Size, random: Random, tint: tuple[float, float, float] = (1, 0.99, 0.96)) -> Picture:
    light = random.uniform(205, 245)
    fibre = clouds(size, random, 1.2) * 1.5 + clouds(size, random, 12) * 1.5
    return np.asarray((light + fibre)[..., None] * np.array(tint, np.float32), np.float32)


def yellow(size: Size, random: Random) -> Picture:
    return blank(size, random, (1, 0.93, 0.62))


def lined(size: Size, random: Random) -> Picture:
    return _ruled(blank(size, random), random, squared=False)


def squared(size: Size, random: Random) -> Picture:
    return _ruled(blank(size, random), random, squared=True)


def crumpled(size: Size, random: Random) -> Picture:
    """Creases: facets whose light differs, with a bright or dark edge here and there."""
    paper = blank(size, random)
    relief = np.zeros(size, np.float32)
    y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    for _ in range(14):
        angle, depth = random.uniform(0, np.pi), random.uniform(2, 9)
        at = random.uniform(0, 1, 2) * size
        across = (x - at[1]) * np.sin(angle) + (y - at[0]) * np.cos(angle)
        reach = random.uniform(60, 300)
        relief += depth * np.sign(across) * np.exp(-np.abs(across) / reach)
    return np.asarray(paper + cv2.GaussianBlur(relief, (0, 0), 1.5)[..., None], np.float32)


def cardboard(size: Size, random: Random) -> Picture:
    ribs = np.sin(np.arange(size[1]) * 2 * np.pi / random.uniform(14, 22))[None, :] * 3
    rough = clouds(size, random, 1.5) * 4 + clouds(size, random, 40) * 5
    return np.asarray((random.uniform(165, 195) + ribs + rough)[..., None] * np.array([1, 0.82, 0.6]), np.float32)


def chalkboard(size: Size, random: Random) -> Picture:
    """Dark green with wiped chalk."""
    wiped = cv2.GaussianBlur(clouds(size, random, 5), (0, 0), sigmaX=60, sigmaY=4)
    dust = np.maximum(wiped / (wiped.std() + 1e-6), 0) * 5 + clouds(size, random, 1.2) * 1.5
    return np.asarray(random.uniform(45, 70) * np.array([0.75, 1, 0.85]) + dust[..., None], np.float32)


def whiteboard(size: Size, random: Random) -> Picture:
    """Nearly white, with a lamp's reflection."""
    board = np.full((*size, 3), random.uniform(195, 215), np.float32)
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    top, left = random.uniform(0, 1, 2) * size
    glare = np.exp(-(((y - top) / (0.2 * size[0])) ** 2) - ((x - left) / (0.25 * size[1])) ** 2)
    return np.asarray(board + 60 * glare[..., None], np.float32)


def service(size: Size, random: Random) -> Picture:
    """Wood."""
    grain = cv2.GaussianBlur(random.normal(0, 1, size).astype(np.float32), (0, 0), sigmaX=50, sigmaY=1.5)
    grain = grain / grain.std() * random.uniform(3, 9) + clouds(size, random, 60) * 8
    return np.asarray((random.uniform(70, 150) + grain)[..., None] * np.array([1, 0.75, 0.52]), np.float32)


PAPERS: dict[str, Callable[[Size, Random], Picture]] = {
    "blank": blank,
    "yellow": yellow,
    "lined": lined,
    "squared": squared,
    "crumpled": crumpled,
    "cardboard": cardboard,
    "chalkboard": chalkboard,
    "whiteboard": whiteboard,
    "desk": service,
}


def clouds(size: Size, random: Random, grain: float) -> NDArray[np.float32]:
    """Smooth noise (height, width) of deviation 1, `grain` px wide."""
    shrink = max(1, int(grain))
    small = random.normal(0, 1, (size[0] // shrink + 2, size[1] // shrink + 2)).astype(np.float32)
    noise = cv2.GaussianBlur(cv2.resize(small, (size[1], size[0])), (0, 0), max(grain / 2, 0.3))
    return np.asarray(noise / (noise.std() + 1e-6), np.float32)


def _ruled(paper: Picture, random: Random, *, squared: bool) -> Picture:
    height, width = paper.shape[:2]
    step = random.uniform(0.035, 0.06) * height if squared else random.uniform(0.08, 0.14) * height
    thickness = max(1, round(random.uniform(0.0015, 0.004) * height))
    lines = np.zeros((height, width), np.uint8)
    for place in np.arange(step / 2, max(height, width), step):
        cv2.line(lines, (0, round(place)), (width, round(place)), 255, thickness, cv2.LINE_AA)
        if squared:
            cv2.line(lines, (round(place), 0), (round(place), height), 255, thickness, cv2.LINE_AA)
    share = random.uniform(0.25, 0.6) * lines[..., None] / 255
    colour = np.array([[90, 120, 190], [120, 120, 130], [190, 110, 120]][int(random.integers(3))], np.float32)
    return np.asarray(paper * (1 - share) + colour * share, np.float32)

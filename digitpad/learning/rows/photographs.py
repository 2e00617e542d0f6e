"""A drawn row as a camera or scanner gives it: ink over ground, light, blur, few px, JPEG, noise."""

from __future__ import annotations

from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.rows.grounds import PATTERNS, GroundPool, frame
from digitpad.learning.rows.pens import CANVAS, Canvas
from digitpad.records import Floats

Random = np.random.Generator
Grey = NDArray[np.uint8]  # (h, w) dark ink on paper
Picture = TypeVar("Picture", Floats, Grey)

NOISE = 1 << 20  # random numbers that noise is cut from
CLEAN = 0.1  # of the rows are as a drawing program gives them
DARKEST_GROUND = 0.55  # of the ink's darkness
LOWEST, HIGHEST = 18, 72  # px, a row's height in the picture
JPEG = 0.5  # of the rows were saved as JPEG


class Darkroom:
    """Grounds and noise made once from a seed."""

    def __init__(self, seed: int, patterns: int = PATTERNS) -> None:
        self._grounds = GroundPool(seed, patterns)
        self._noise = np.random.default_rng([seed, 78]).standard_normal(NOISE, np.float32)

    def photograph(self, ink: Canvas, random: Random) -> Grey:
        """Return a picture of a row (64, w) of ink, at a random size."""
        height, width = ink.shape
        if random.random() < CLEAN:
            return _resized(255 - ink, HIGHEST if random.random() < 0.5 else 32)
        strength = random.uniform(0.25, 1.0)
        ink_on_paper = ink.astype(np.float32) * (strength / 255) * self._patchy(height, width, random)
        paper = random.uniform(0.6, 1.0) * self._light(height, width, random)
        paper *= 1 - self._ground(width, strength, random)
        lines = frame(width, random).astype(np.float32) * (strength * random.uniform(0.2, 1.0) / 255)
        scene = paper * (1 - np.maximum(ink_on_paper, lines) * random.uniform(0.75, 0.98))
        blurry = cv2.GaussianBlur(scene, (0, 0), _blur(random))
        small = _resized(blurry, _height(random))
        noisy = small + self._cut(small.shape[0], small.shape[1], random) * strength * random.uniform(0, 0.045)
        grey = np.asarray(np.clip(noisy * 255, 0, 255), np.uint8)
        return _as_jpeg(grey, random) if random.random() < JPEG else grey

    def _ground(self, width: int, strength: float, random: Random) -> Floats:
        darkness = strength * DARKEST_GROUND * random.random() ** 1.5
        return self._grounds.ground(width, random).astype(np.float32) * np.float32(darkness / 255)

    def _patchy(self, height: int, width: int, random: Random) -> Floats | float:
        """Return the share of the ink on the paper, 0..1 (h, w): pencil and dry pens leave gaps."""
        if random.random() < 0.6:
            return 1.0
        grain = random.uniform(1.0, 8.0)
        rough = self._cut(max(2, int(height / grain)), max(2, int(width / grain)), random)
        spread = cv2.resize(rough, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(1 - random.uniform(0.05, 0.3) + spread * random.uniform(0.05, 0.25), 0, 1))

    def _light(self, height: int, width: int, random: Random) -> Floats | float:
        kind = random.random()
        if kind < 0.45:
            return 1.0
        if kind < 0.85:
            slope = np.linspace(1, random.uniform(0.6, 1.0), width, dtype=np.float32)
            fall = np.linspace(1, random.uniform(0.8, 1.0), height, dtype=np.float32)
            return np.outer(fall, slope if random.random() < 0.5 else slope[::-1])
        return _shadow(height, width, random)

    def _cut(self, height: int, width: int, random: Random) -> Floats:
        start = int(random.integers(0, NOISE - height * width))
        return self._noise[start : start + height * width].reshape(height, width)


def _shadow(height: int, width: int, random: Random) -> Floats:
    """Return light (h, w) with an edge: a hand's shadow, or the next field's colour."""
    light = np.ones((height, width), np.float32)
    at, lean, level = random.uniform(-0.1, 1.1) * width, random.normal(0, 0.8) * height, random.uniform(0.55, 0.9)
    edge = np.array([[at, 0], [at + lean, height], [-9, height], [-9, 0]], np.int32)
    cv2.fillPoly(light, [edge], level, cv2.LINE_AA)
    if random.random() < 0.25:
        cv2.rectangle(light, (0, 0), (width, int(height * random.uniform(0.05, 0.3))), random.uniform(0.7, 1.0), -1)
    return np.asarray(cv2.GaussianBlur(light, (0, 0), random.uniform(0.6, 12)), np.float32)


def _blur(random: Random) -> float:
    """Return a sigma in px of the canvas."""
    return float(random.uniform(0.3, 1.4) if random.random() < 0.85 else random.uniform(1.4, 2.2))


def _height(random: Random) -> int:
    return int(random.integers(LOWEST, 28) if random.random() < 0.12 else random.integers(28, HIGHEST + 1))


def _resized(picture: Picture, height: int) -> Picture:
    width = max(4, round(picture.shape[1] * height / CANVAS))
    shrinks = height < CANVAS
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return cast(Picture, cv2.resize(picture, (width, height), interpolation=interpolation))


def _as_jpeg(grey: Grey, random: Random) -> Grey:
    quality = int(random.integers(25, 92))
    packed = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)

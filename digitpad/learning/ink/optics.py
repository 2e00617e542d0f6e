"""A camera or scanner: blur, shake, noise, compression."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.papers import Picture
from digitpad.learning.ink.pens import Layer
from digitpad.records import Rgb

SHAKE = 5  # px, length of a blur by movement
NOISES = (0.0, 0.0, 1.0, 2.0, 3.0, 6.0)  # standard deviations, of 255
GRAINS = (1.0, 1.0, 1.5, 2.0, 3.0)  # px of a grain, for pictures made smaller or compressed have coarse ones
AROUND = (21, 21)  # px, the neighbourhood in which ink is seen or not
MEDIAN_TO_SIGMA = 1.48  # of a normal distribution's absolute values
LEAST_SHARE = 1e-3  # of it that is ink: against division by 0
LEAST_SEEN = 6.0  # of 255: fainter ink cannot be seen
LEAST_TO_NOISE = 1.5  # times the noise, likewise
TEXTURE_SHARE = 0.2  # of an uneven ground that hides ink as noise does: ink is told from it by its form, too
NOISE_SHARE = 0.25  # of the ink's contrast: with more noise it cannot be seen


@dataclass(frozen=True)
class Exposure:
    blur: float  # px, standard deviation; 0: sharp
    noise: float  # of 255, standard deviation

    def blurred(self, picture: Picture) -> Picture:
        if self.blur == 0:
            return picture
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), self.blur), np.float32)


def choose_exposure(dice: Dice, height: float, contrast: float) -> Exposure:
    """Return an exposure for writing of `height` px that differs from its paper by `contrast` of 255."""
    blur = dice.between(0.3, max(0.5, min(2.2, height * 0.045))) if dice.chance(0.6) else 0.0
    return Exposure(blur, min(dice.pick(NOISES), contrast * NOISE_SHARE))


def take(dice: Dice, exposure: Exposure, picture: Picture) -> Rgb:
    """Return the picture (S, S, 3) uint8 as a camera gives it."""
    picture = exposure.blurred(picture)
    if dice.chance(0.08):
        picture = _shaken(dice, picture)
    if exposure.noise:
        picture = picture + _grain(dice, len(picture)) * exposure.noise
    photograph = np.clip(np.round(picture), 0, 255).astype(np.uint8)
    return _compressed(dice, photograph) if dice.chance(0.3) else photograph


def visible(mask: Layer, difference: Picture, restless: float) -> Layer:
    """Return the mask (S, S) without ink that cannot be seen.

    `difference` (S, S) is how far the ink changes its ground, blurred; `restless` the ground's own changes, of 255.
    """
    inked = mask.astype(np.float32) / np.float32(255)
    amount = cv2.blur(difference * inked, AROUND) / np.maximum(cv2.blur(inked, AROUND), LEAST_SHARE)
    return np.where(amount >= max(LEAST_SEEN, restless * LEAST_TO_NOISE), mask, 0).astype(np.uint8)


def restlessness(exposure: Exposure, ground: Picture) -> float:
    """Return the noise, of 255, that hides ink as much as the camera's and the uneven ground (S, S, 3) together."""
    grey = ground.mean(axis=2)
    texture = float(np.median(np.abs(grey - cv2.blur(grey, AROUND)))) * MEDIAN_TO_SIGMA
    return math.hypot(exposure.noise, texture * TEXTURE_SHARE)


def _grain(dice: Dice, side: int) -> Picture:
    """Noise with standard deviation 1: grey or coloured, fine or in grains, often stronger in one corner."""
    cells = max(2, round(side / dice.pick(GRAINS)))
    fine = dice.normal(cells, cells, 3) if dice.chance(0.6) else dice.normal(cells, cells, 1).repeat(3, axis=2)
    field = np.asarray(cv2.resize(fine, (side, side), interpolation=cv2.INTER_LINEAR), np.float32)
    if dice.chance(0.4):
        uneven = cv2.resize(np.exp(0.6 * dice.normal(2, 2)), (side, side), interpolation=cv2.INTER_LINEAR)
        field *= uneven[..., None]
    return np.asarray(field / max(1e-6, float(field.std())), np.float32)


def _shaken(dice: Dice, picture: Picture) -> Picture:
    kernel = np.zeros((SHAKE, SHAKE), np.float32)
    kernel[SHAKE // 2] = 1 / SHAKE
    return np.asarray(cv2.filter2D(picture, -1, kernel if dice.chance(0.5) else kernel.T.copy()), np.float32)


def _compressed(dice: Dice, photograph: Rgb) -> Rgb:
    _, data = cv2.imencode(".jpg", photograph[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, dice.count(25, 95)])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.ascontiguousarray(decoded[..., ::-1], np.uint8)

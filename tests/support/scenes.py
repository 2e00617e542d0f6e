"""Made pictures of paper in rooms: light, texture, ruling, text, shadows and drawn digits, as RGB arrays."""

from __future__ import annotations

import cv2
import numpy as np

from digitpad.records import Rgb
from tests.support.drawings import number

SIZE = (540, 960)  # height, width in px
INK = (45, 45, 60)
FINE = 4  # fractional bits of cv2's coordinates


def paper(
    light: float = 225, falloff: float = 0.3, noise: float = 3, seed: int = 1, size: tuple[int, int] = SIZE
) -> Rgb:
    """Yellowish paper under a lamp: `falloff` of the light is lost at the far corner; `noise` in grey levels."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    far = np.hypot(x / size[1], y / size[0]) / np.sqrt(2)
    grey = light * (1 - falloff * far)[..., None] * np.array([1, 0.98, 0.93])
    return np.clip(grey + random.normal(0, noise, (*size, 1)), 0, 255).astype(np.uint8)


def coarse(picture: Rgb, depth: float = 0.04, grain: float = 2, seed: int = 1) -> Rgb:
    """Return the scene on rough paper: `depth` of its light, `grain` in px."""
    relief = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 1, picture.shape[:2]), (0, 0), grain)
    return np.clip(picture * (1 + depth * relief / relief.std())[..., None], 0, 255).astype(np.uint8)


def ruled(picture: Rgb, step: int, dark: float, *, squared: bool = False, slope: float = 0, width: int = 2) -> Rgb:
    """With printed lines every `step` px that take `dark` of the light."""
    height, across = picture.shape[:2]
    lines = np.zeros((height, across), np.uint8)
    for start in range(-across, across + height, step):
        cv2.line(lines, (0, start), (across, round(start + slope * across)), 255, width, cv2.LINE_AA)
        if squared:
            cv2.line(lines, (start, 0), (round(start - slope * height), height), 255, width, cv2.LINE_AA)
    return (picture * (1 - dark * (lines / 255.0)[..., None])).astype(np.uint8)


def shaded(picture: Rgb, depth: float, softness: float) -> Rgb:
    """With a slanting shadow on the left half that takes `depth` of the light, its edge `softness` px wide."""
    height, width = picture.shape[:2]
    light = np.ones((height, width), np.float32)
    corners = [[0, 0], [round(width * 0.55), 0], [round(width * 0.4), height], [0, height]]
    cv2.fillPoly(light, [np.array(corners)], 1 - depth)
    return (picture * cv2.GaussianBlur(light, (0, 0), softness)[..., None]).astype(np.uint8)


def written(
    picture: Rgb,
    text: str,
    *,
    left: float = 120,
    top: float = 200,
    height: float = 120,
    pen: float = 0.07,
    colour: tuple[int, int, int] = INK,
) -> Rgb:
    """With `text` drawn in digits `height` px high, the pen as wide as `pen` times that."""
    shown = picture.copy()
    for stroke in number(text, left=left, top=top, height=height):
        points = np.rint(np.array(stroke) * 2**FINE).astype(np.int32)
        cv2.polylines(shown, [points], False, colour, max(1, round(pen * height)), cv2.LINE_AA, FINE)
    return cv2.GaussianBlur(shown, (3, 3), 0).astype(np.uint8)


def printed(picture: Rgb, size: float = 1.0) -> Rgb:
    """With lines of printed text."""
    shown = picture.copy()
    lines = ["Grumpy wizards make toxic brew", "for the evil queen and jack", "Lorem ipsum dolor sit amet"]
    for place, line in enumerate(lines * 2):
        cv2.putText(shown, line, (60, round(80 + place * 75)), cv2.FONT_HERSHEY_COMPLEX, size, INK, 2, cv2.LINE_AA)
    return shown


def shapes(picture: Rgb) -> Rgb:
    """With a square, a triangle and two filled patches."""
    shown = picture.copy()
    cv2.rectangle(shown, (80, 80), (300, 240), INK, 5, cv2.LINE_AA)
    cv2.polylines(shown, [np.array([[450, 80], [380, 240], [520, 240]])], True, INK, 5, cv2.LINE_AA)
    cv2.rectangle(shown, (620, 90), (840, 300), (160, 60, 60), -1)
    cv2.circle(shown, (250, 420), 70, (40, 90, 40), -1, cv2.LINE_AA)
    return shown


def hand(picture: Rgb) -> Rgb:
    """With four fingers that reach in from the right."""
    shown = picture.copy()
    for finger in range(4):
        cv2.ellipse(shown, (840, 230 + 65 * finger), (180, 27), 4 * finger - 8, 0, 360, (205, 158, 130), -1)
    return cv2.GaussianBlur(shown, (0, 0), 2).astype(np.uint8)


def card_on_desk(card: Rgb, service: float = 0.4) -> Rgb:
    """A card in the middle of a dark desk."""
    height, width = card.shape[:2]
    scene = (paper(size=(height * 3 // 2, width * 3 // 2), seed=3) * service).astype(np.uint8)
    top, left = height // 4, width // 4
    scene[top : top + height, left : left + width] = card
    return scene

"""Camera pictures without any writing: clouds of colour, cloth, and a desk's small objects."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from tests.support.papers import Picture, Random, Size, clouds

PLASTIC = [(25, 25, 30), (235, 235, 230), (40, 70, 150), (180, 45, 45), (60, 120, 70), (200, 160, 60)]
BITS = 4  # fractional, of cv2's coordinates
Draw = Callable[[Picture, Random, tuple[float, float], float], None]


def cloudy(size: Size, random: Random) -> Picture:
    """Smooth noise of one or many colours, from grains to banks of cloud, faint or strong."""
    middle, depth = random.uniform(90, 180, 3), random.uniform(15, 70)
    coloured = random.uniform(0, 1)
    grain = float(np.exp(random.uniform(np.log(3), np.log(120))))
    picture = np.zeros((*size, 3), np.float32) + middle.astype(np.float32)
    common = _octaves(size, random, grain)
    for channel in range(3):
        own = _octaves(size, random, grain)
        picture[..., channel] += depth * (coloured * own + (1 - coloured) * common)
    return np.clip(picture, 0, 255)


def cloth(size: Size, random: Random) -> Picture:
    """Stripes, checks or dots, softly folded."""
    height, width = size
    step = random.uniform(0.04, 0.15) * height
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = random.uniform(0, np.pi)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    folds = clouds(size, random, 90) * 0.12 * step
    first, second = np.cos(2 * np.pi * (along + folds) / step), np.cos(2 * np.pi * (across + folds) / step)
    kind = int(random.integers(3))
    level = (first, np.maximum(first, second), first + second - 1)[kind]
    share = np.clip(4 * (level - random.uniform(0.2, 0.6)) + 0.5, 0, 1)[..., None]
    colours = np.array(PLASTIC, np.float32)[random.choice(len(PLASTIC), 2, replace=False)]
    return np.asarray(
        colours[0] * (1 - share) + colours[1] * share + 4 * clouds(size, random, 2)[..., None], np.float32
    )


def objects(view: Picture, random: Random) -> None:
    """Some of a pen, a mug, coins, a telephone, keys of a keyboard, a cable, spectacles, paper clips and notes."""
    height, width = view.shape[:2]
    places = [(x, y) for x in (0.17, 0.5, 0.83) for y in (0.27, 0.73)]
    drawn = [OBJECTS[int(i)] for i in random.choice(len(OBJECTS), int(random.integers(2, 6)), replace=False)]
    for draw, place in zip(drawn, random.permutation(places), strict=False):
        middle = (float(place[0] + random.uniform(-0.06, 0.06)) * width, float(place[1]) * height)
        draw(view, random, middle, random.uniform(0.16, 0.3) * height)


def _pen(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    angle, colour = random.uniform(0, 2 * np.pi), _colour(random)
    way = np.array([np.cos(angle), np.sin(angle)])
    ends = np.array([middle - way * 1.2 * size, middle + way * size, middle + way * 1.3 * size])
    _line(view, ends[:2], colour, 0.09 * size)
    _line(view, ends[1:], (50, 50, 50), 0.03 * size)


def _mug(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    """Draw a mug from above, its handle to one side."""
    colour, angle = _colour(random), random.uniform(0, 2 * np.pi)
    handle = (middle[0] + 0.55 * size * np.cos(angle), middle[1] + 0.55 * size * np.sin(angle))
    _oval(view, handle, (0.22 * size, 0.22 * size), 0, colour, 0.1 * size)
    _oval(view, middle, (0.5 * size, 0.5 * size), 0, colour)
    _oval(view, middle, (0.42 * size, 0.42 * size), 0, (60, 40, 30))


def _coins(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    for _ in range(int(random.integers(2, 6))):
        centre = (middle[0] + random.uniform(-1, 1) * size, middle[1] + random.uniform(-0.8, 0.8) * size)
        radius, metal = random.uniform(0.12, 0.18) * size, np.array([190, 160, 90]) * random.uniform(0.7, 1.1)
        _oval(view, centre, (radius, radius), 0, tuple(0.6 * metal))
        _oval(view, centre, (0.9 * radius, 0.9 * radius), 0, tuple(metal))


def _telephone(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    angle = random.uniform(0, 180)
    for share, colour in ((1.0, (30, 30, 32)), (0.9, (60, 62, 70))):
        corners = cv2.boxPoints((middle, (0.9 * share * size, 1.8 * share * size), angle))
        cv2.fillPoly(view, [_fixed(corners)], colour, cv2.LINE_AA, BITS)


def _keys(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    """Keys with their letters."""
    step, dark = 0.3 * size, _colour(random)
    light = (230, 230, 230) if sum(dark) < 300 else (40, 40, 40)
    letters = np.zeros(view.shape[:2], np.uint8)
    for row in range(4):
        for column in range(6):
            left, top = middle[0] + (column - 3 + 0.2 * row) * step, middle[1] + (row - 2) * step
            a, b = (int(left), int(top)), (int(left + 0.85 * step), int(top + 0.85 * step))
            cv2.rectangle(view, a, b, dark, -1)
            letter = str(random.choice(list("QWERTYADFGHJKLXCVNM")))
            spot = (int(left + 0.2 * step), int(top + 0.5 * step))
            cv2.putText(letters, letter, spot, cv2.FONT_HERSHEY_SIMPLEX, step / 70, 255, 1, cv2.LINE_AA)
    share = letters[..., None] / 255.0
    view[:] = view * (1 - share) + np.array(light) * share


def _cable(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    steps = np.cumsum(random.normal(0, 0.35, 40)) + random.uniform(0, 2 * np.pi)
    way = np.cumsum(np.stack([np.cos(steps), np.sin(steps)], 1), axis=0) * 0.14 * size
    _line(view, way - way.mean(axis=0) + middle, _colour(random), random.uniform(0.03, 0.06) * size)


def _spectacles(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    x, y = middle
    line, dark = random.uniform(0.05, 0.1) * size, (40, 30, 30)
    for side in (-1, 1):
        _oval(view, (x + 0.5 * side * size, y), (0.38 * size, 0.3 * size), 0, dark, line)
        _line(view, np.array([[x + 0.88 * side * size, y], [x + 0.8 * side * size, y - 1.1 * size]]), dark, line)
    _line(view, np.array([[x - 0.13 * size, y - 0.06 * size], [x + 0.13 * size, y - 0.06 * size]]), dark, line)


def _clips(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    clip = np.array([[0, 0.2], [0, 0.8], [0.1, 0.9], [0.2, 0.8], [0.2, 0.1], [0.13, 0], [0.06, 0.1], [0.06, 0.65]])
    for _ in range(int(random.integers(1, 4))):
        angle = random.uniform(0, 2 * np.pi)
        turned = (clip - 0.4) @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        _line(view, turned * size + middle + random.uniform(-1, 1, 2) * size, (110, 112, 118), 0.035 * size)


def _notes(view: Picture, random: Random, middle: tuple[float, float], size: float) -> None:
    corners = cv2.boxPoints((middle, (size, size), random.uniform(-30, 30)))
    cv2.fillPoly(view, [_fixed(corners)], (245, 225, 110), cv2.LINE_AA, BITS)


OBJECTS: list[Draw] = [_pen, _mug, _coins, _telephone, _keys, _cable, _spectacles, _clips, _notes]


def _octaves(size: Size, random: Random, grain: float) -> np.ndarray:
    """(height, width): clouds with finer ones on them."""
    fine = random.uniform(0, 0.6)
    return np.asarray(clouds(size, random, grain) + fine * clouds(size, random, max(grain / 3, 1)), np.float32)


def _colour(random: Random) -> tuple[float, ...]:
    return tuple(float(c) for c in PLASTIC[int(random.integers(len(PLASTIC)))])


def _oval(
    view: Picture,
    centre: tuple[float, float],
    axes: tuple[float, float],
    angle: float,
    colour: tuple[float, ...],
    line: float = 0,
) -> None:
    """Filled where it has no line."""
    middle, half = (round(centre[0]), round(centre[1])), (max(1, round(axes[0])), max(1, round(axes[1])))
    cv2.ellipse(view, middle, half, angle, 0, 360, colour, max(1, round(line)) if line else -1, cv2.LINE_AA)


def _line(view: Picture, points: np.ndarray, colour: tuple[float, ...], width: float) -> None:
    cv2.polylines(view, [_fixed(points)], False, colour, max(1, round(width)), cv2.LINE_AA, BITS)


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.rint(np.asarray(points) * 2**BITS).astype(np.int32)

"""The fifteen corruptions of MNIST-C (Mu and Gilmer 2019), made anew at its severities: accuracy of `classify` on each.

python -m tests.bench.corruptions [--count N] [--weights FILE]
(MNIST's held-out training images; the test set stays closed)
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, mnist
from digitpad.paths import data_folder

Image = NDArray[np.float32]  # (28, 28) 0..1
Random = np.random.Generator
SIDE = 28
BAND = 7  # px, each of the stripes at the sides


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    images, labels = mnist(data_folder(), train=True)
    chosen = slice(-HELD_OUT_IMAGES, -HELD_OUT_IMAGES + arguments.count or None)
    images, labels = images[chosen], labels[chosen]
    recognizer = Recognizer.load(arguments.weights, device="cpu")
    shares = []
    for name in CORRUPTIONS:
        read = recognizer.classify(corrupted(name, images))[0]
        shares.append(float((read == labels).mean()))
        print(f"{name:14} {shares[-1]:6.1%}")
    print(f"{'mean':14} {np.mean(shares):6.1%} of {len(labels)} held-out digits, each corrupted in {len(shares)} ways")


def corrupted(name: str, images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images (N, 28, 28) with the corruption `name`, the same at every call."""
    random = np.random.default_rng(1)
    spoiled = np.stack([CORRUPTIONS[name](image / np.float32(255), random) for image in images])
    return (spoiled.clip(0, 1) * 255).round().astype(np.uint8)


def shot_noise(image: Image, random: Random) -> Image:
    return (random.poisson(image * 3) / 3).astype(np.float32)


def impulse_noise(image: Image, random: Random) -> Image:
    dice = random.random(image.shape)
    return np.where(dice < 0.085, 0, np.where(dice > 0.915, 1, image)).astype(np.float32)


def glass_blur(image: Image, random: Random) -> Image:
    soft = cv2.GaussianBlur(image, (0, 0), 0.7)
    for _ in range(2):
        for y, x in np.argwhere(random.random((SIDE - 2, SIDE - 2)) < 0.5)[::-1] + 1:
            other = (y + int(random.integers(-1, 1)), x + int(random.integers(-1, 1)))
            soft[y, x], soft[other] = soft[other], soft[y, x]
    return cv2.GaussianBlur(soft, (0, 0), 0.7)


def motion_blur(image: Image, random: Random) -> Image:
    """A comet: the past fades along a line, standard deviation 3 px."""
    angle, seen, total = np.radians(random.uniform(-45, 45)), np.zeros_like(image), 0.0
    for step in range(11):
        weight = float(np.exp(-(step**2) / (2 * 3.0**2)))
        shift = np.float32([[1, 0, step * np.cos(angle)], [0, 1, step * np.sin(angle)]])
        seen, total = seen + weight * cv2.warpAffine(image, shift, (SIDE, SIDE)), total + weight
    return seen / np.float32(total)


def shear(image: Image, random: Random) -> Image:
    lean = random.choice([-1, 1]) * 0.4
    return warped(image, [[1, -np.sin(lean)], [0, np.cos(lean)]])


def scale(image: Image, random: Random) -> Image:
    return warped(image, [[1 / 0.7, 0], [0, 1 / 0.7]])


def rotate(image: Image, random: Random) -> Image:
    angle = random.choice([-1, 1]) * 0.6
    return warped(image, [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def brightness(image: Image, random: Random) -> Image:
    return image + np.float32(0.5)


def translate(image: Image, random: Random) -> Image:
    left, top = random.choice([-3, 3], 2)
    return cv2.warpAffine(image, np.float32([[1, 0, left], [0, 1, top]]), (SIDE, SIDE))


def stripe(image: Image, random: Random) -> Image:
    striped = image.copy()
    for band in (striped[:, :BAND], striped[:, -BAND:]):
        band[:] = 1 - band
    return striped


def fog(image: Image, random: Random) -> Image:
    """Three parts of cloud on one of digit; the clouds' detail falls by 1.96 at each halving of its size."""
    clouds = np.zeros((256, 256), np.float32)
    for octave in range(8):
        rough = random.uniform(-1, 1, (2**octave + 1,) * 2).astype(np.float32) / 1.96**octave
        clouds += cv2.resize(rough, (256, 256), interpolation=cv2.INTER_LINEAR)
    clouds = (clouds - clouds.min()) / np.ptp(clouds)
    left, top = random.integers(0, 256 - SIDE, 2)
    return (image + 3 * clouds[top : top + SIDE, left : left + SIDE]) * image.max() / (image.max() + 3)


def spatter(image: Image, random: Random) -> Image:
    """Mud: grey drops that cover the ink."""
    rough = cv2.GaussianBlur(random.normal(0.65, 0.3, image.shape).astype(np.float32), (0, 0), 1)
    mud = cv2.GaussianBlur((rough > 0.65).astype(np.float32), (0, 0), 1.5)
    mud[mud < 0.8] = 0
    return image * (1 - mud) + mud * np.float32(63 / 255)


def dotted_line(image: Image, random: Random) -> Image:
    start, end = random.integers(0, 27, 2)
    dotted = line(0, start, 27, end)
    dotted[:, np.arange(SIDE) % 4 < 2] = 0
    return image + dotted


def zigzag(image: Image, random: Random) -> Image:
    level = float(random.integers(0, 27))
    slope = float(random.integers(-5, 5)) / 23
    across = np.arange(2, 26, 2)
    ups = np.array([0, *([2, -2] * len(across))[: len(across) - 1]])
    rows = level + slope * (across - 2) + ups
    crossed = image
    for x, row, next_row in zip(across, rows, rows[1:], strict=False):
        crossed = np.clip(crossed + line(x, row, x + 2, next_row), 0, 1)
    return crossed


def canny_edges(image: Image, random: Random) -> Image:
    soft = cv2.GaussianBlur((image * 255).astype(np.uint8), (0, 0), 1)
    return (cv2.Canny(soft, 60, 140) / 255).astype(np.float32)


def line(x0: float, y0: float, x1: float, y1: float) -> Image:
    """A soft line between two points, 4.6 px from edge to edge upright."""
    x, y = np.arange(SIDE, dtype=np.float32), np.arange(SIDE, dtype=np.float32)[:, None]
    away = np.abs(y - (y0 + (y1 - y0) / (x1 - x0) * (x - x0))).clip(0, 2.3 - 1e-6)
    soft = (np.log(1 - away / 2.3) + 1).clip(0, 1)
    soft[:, (x < x0) | (x > x1)] = 0
    return soft.astype(np.float32)


def warped(image: Image, matrix: list[list[float]]) -> Image:
    """The image seen through a 2x2 matrix about its middle, from target to source."""
    back = np.array(matrix)
    middle = (SIDE - 1) / 2
    shift = middle - back @ [middle, middle]
    whole = np.hstack([back, shift[:, None]]).astype(np.float32)
    return cv2.warpAffine(image, whole, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


CORRUPTIONS: dict[str, Callable[[Image, Random], Image]] = {
    corrupt.__name__: corrupt
    for corrupt in (
        *(shot_noise, impulse_noise, glass_blur, motion_blur, shear, scale, rotate, brightness, translate),
        *(stripe, fog, spatter, dotted_line, zigzag, canny_edges),
    )
}

if __name__ == "__main__":
    main()

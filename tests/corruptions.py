"""Fifteen corruptions after MNIST-C (Mu and Gilmer 2019), made here: accuracy of `classify` on each.

python -m tests.corruptions [--count N] [--weights FILE]   (MNIST's held-out training images; the test set stays closed)
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad import Recognizer
from digitpad.learning.datasets import HELD_OUT_IMAGES, mnist
from digitpad.paths import data_folder

Image = NDArray[np.float32]  # (28, 28) 0..1
Random = np.random.Generator
SIDE = 28


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--count", type=int, default=1000)
    given.add_argument("--weights", type=Path)
    arguments = given.parse_args()
    images, labels = mnist(data_folder(), train=True)
    chosen = slice(-HELD_OUT_IMAGES, -HELD_OUT_IMAGES + arguments.count or None)
    images, labels = images[chosen], labels[chosen]
    recognizer = Recognizer.load(arguments.weights, device="cpu")
    shares = []
    for name, corrupt in CORRUPTIONS.items():
        random = np.random.default_rng(1)
        spoiled = np.stack([corrupt(image / np.float32(255), random) for image in images])
        read = recognizer.classify((spoiled.clip(0, 1) * 255).round().astype(np.uint8))[0]
        shares.append(float((read == labels).mean()))
        print(f"{name:14} {shares[-1]:6.1%}")
    print(f"{'mean':14} {np.mean(shares):6.1%} of {len(labels)} held-out digits, each corrupted in {len(shares)} ways")


def shot_noise(image: Image, random: Random) -> Image:
    return (random.poisson(image * 5) / 5).astype(np.float32)


def impulse_noise(image: Image, random: Random) -> Image:
    dice = random.random(image.shape)
    return np.where(dice < 0.13, 0, np.where(dice > 0.87, 1, image)).astype(np.float32)


def glass_blur(image: Image, random: Random) -> Image:
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    jitter = random.integers(-2, 3, (2, SIDE, SIDE)).astype(np.float32)
    moved = cv2.remap(cv2.GaussianBlur(image, (0, 0), 0.7), x + jitter[0], y + jitter[1], cv2.INTER_NEAREST)
    return cv2.GaussianBlur(moved, (0, 0), 0.7)


def motion_blur(image: Image, random: Random) -> Image:
    length, angle = 9, random.uniform(-45, 45)
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1
    turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D((length // 2,) * 2, angle, 1), (length, length))
    return cv2.filter2D(image, -1, turned / turned.sum())


def shear(image: Image, random: Random) -> Image:
    return warped(image, [[1, random.choice([-1, 1]) * random.uniform(0.4, 0.7)], [0, 1]])


def scale(image: Image, random: Random) -> Image:
    factor = random.uniform(1.3, 1.8)
    return warped(image, [[factor, 0], [0, factor]])


def rotate(image: Image, random: Random) -> Image:
    angle = np.radians(random.choice([-1, 1]) * random.uniform(20, 40))
    return warped(image, [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def brightness(image: Image, random: Random) -> Image:
    return image + np.float32(random.uniform(0.3, 0.7))


def translate(image: Image, random: Random) -> Image:
    left, top = random.choice([-1, 1], 2) * random.integers(3, 7, 2)
    return cv2.warpAffine(image, np.float32([[1, 0, left], [0, 1, top]]), (SIDE, SIDE))


def stripe(image: Image, random: Random) -> Image:
    striped, left = image.copy(), int(random.integers(3, 19))
    striped[:, left : left + 6] = 1 - striped[:, left : left + 6]
    return striped


def fog(image: Image, random: Random) -> Image:
    clouds = cv2.resize(random.random((5, 5), np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return (image + 1.2 * clouds) / 1.7


def spatter(image: Image, random: Random) -> Image:
    rough = cv2.GaussianBlur(random.standard_normal(image.shape).astype(np.float32), (0, 0), 1.3)
    return np.maximum(image, (rough > 1.5 * rough.std()).astype(np.float32))


def dotted_line(image: Image, random: Random) -> Image:
    start, end = random.uniform(0, SIDE, 2), random.uniform(0, SIDE, 2)
    dotted = image.copy()
    for share in np.linspace(0, 1, 9):
        x, y = (start + (end - start) * share).round().astype(int).clip(0, SIDE - 1)
        dotted[max(y - 1, 0) : y + 1, max(x - 1, 0) : x + 1] = 1
    return dotted


def zigzag(image: Image, random: Random) -> Image:
    level, swing = random.uniform(6, 22), random.uniform(2, 5)
    corners = [(x, level + (swing if turn % 2 else -swing)) for turn, x in enumerate(range(0, SIDE + 4, 4))]
    crossed = np.ascontiguousarray(image)
    return cv2.polylines(crossed.copy(), [np.array(corners, np.float32).round().astype(np.int32)], False, 1.0, 1)


def canny_edges(image: Image, random: Random) -> Image:
    return (cv2.Canny((image * 255).astype(np.uint8), 100, 200) / 255).astype(np.float32)


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

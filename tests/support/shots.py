"""A written sheet seen by a camera: turned, tilted, on a desk, lit, out of focus, moved and noisy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.records import Rgb
from tests.support.papers import Picture, Random

if TYPE_CHECKING:
    from tests.support.rooms import Room

EDGES = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)


@dataclass(frozen=True, eq=False)
class Pose:
    """The place and turn of a sheet in the picture."""

    turn: float  # degrees
    right: float  # px from the middle
    down: float
    size: float  # of the picture's
    corners: NDArray[np.float64]  # (4, 2) factors of the way from its middle to each corner

    @staticmethod
    def of(room: Room, random: Random) -> Pose:
        size = min(room.span, 1.0)
        right, down = random.uniform(-1, 1, 2) * (1 - size) * 0.2 * room.size[0]
        corners = 1 + random.uniform(-2 * room.tilt, 0, (4, 2))
        return Pose(random.uniform(-room.turn, room.turn), right, down, size, corners)

    def matrix(self, height: int, width: int) -> NDArray[np.float64]:
        """(3, 3) from px of the sheet, as large as the picture, to px of the picture."""
        angle = np.deg2rad(self.turn)
        rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        way = EDGES * self.corners * self.size * [width / 2, height / 2]
        placed = way @ rotation.T + [width / 2 + self.right, height / 2 + self.down]
        whole = (EDGES + 1) * np.array([width / 2, height / 2], np.float32)
        return np.asarray(cv2.getPerspectiveTransform(whole, placed.astype(np.float32)), np.float64)


def lying(sheet: Picture, ground: Picture, pose: Pose) -> Picture:
    """The sheet on the ground; a sheet as large as the picture goes on beyond it."""
    height, width = sheet.shape[:2]
    matrix = pose.matrix(height, width)
    if pose.size >= 1:
        return np.asarray(cv2.warpPerspective(sheet, matrix, (width, height), borderMode=cv2.BORDER_REFLECT_101))
    view = cv2.warpPerspective(sheet, matrix, (width, height), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, (width, height))[..., None]
    return np.asarray(view * cover + ground * (1 - cover), np.float32)


def shot(view: Picture, room: Room, random: Random, noise: Random | None = None) -> Rgb:
    """The view lit and taken by a camera; `noise` makes frames of one light differ."""
    noise = noise or random
    height, width = room.size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = random.uniform(0, 2 * np.pi)
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    light = random.uniform(*room.exposure) * (1 - random.uniform(*room.lamp) * np.clip(along + 0.5, 0, 1))
    if room.shadow[1]:
        light *= 1 - random.uniform(*room.shadow) * shadow_mask(room, random)
    lit = view * light[..., None]
    lit = cv2.GaussianBlur(lit, (0, 0), random.uniform(*room.focus))
    lit = moved(lit, noise.uniform(*room.motion), noise.uniform(0, np.pi))
    deviation = random.uniform(*room.noise)
    lit += noise.normal(0, deviation, (height, width, 1)) + noise.normal(0, 1, lit.shape)
    picture = np.clip(lit, 0, 255).astype(np.uint8)
    quality = int(noise.integers(room.jpeg[0], room.jpeg[1] + 1))
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def shadow_mask(room: Room, random: Random) -> NDArray[np.float32]:
    """(H, W) 0..1: a slanting half plane or a hand-like blob."""
    height, width = room.size
    mask = np.zeros(room.size, np.float32)
    if random.uniform() < 0.6:
        middle, slant = random.uniform(0.3, 0.7) * width, random.uniform(-0.3, 0.3) * width
        corners = [[0, 0], [middle + slant, 0], [middle - slant, height], [0, height]]
        cv2.fillPoly(mask, [np.array(corners, np.int32)], 1.0)
    else:
        centre = (int(random.uniform(0.2, 0.8) * width), height)
        cv2.ellipse(mask, centre, (int(0.2 * width), int(0.7 * height)), random.uniform(-20, 20), 0, 360, 1.0, -1)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(room.softness * height, 0.5)), np.float32)


def moved(view: Picture, length: float, angle: float) -> Picture:
    """Blurred along a line `length` px long."""
    if length < 1:
        return view
    side = int(np.ceil(length)) | 1
    kernel = np.zeros((side, side), np.float32)
    middle, reach = side // 2, length / 2
    ends = [
        (round(middle + sign * reach * np.cos(angle)), round(middle + sign * reach * np.sin(angle))) for sign in (-1, 1)
    ]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(view, -1, kernel / kernel.sum()), np.float32)

"""Made videos: a card that is held up, moved and trembles, also by a hand that covers a part of it; a page; a board."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitpad.records import Rgb
from tests.support.objects import SKIN
from tests.support.papers import PAPERS, Picture, Random
from tests.support.rooms import CLEAN, Room, written_sheet
from tests.support.shots import Pose, lying, shot

FRAMES_A_SECOND = 30
CARD = replace(CLEAN, span=0.6, height=(0.08, 0.11), digits=(4, 6), turn=8, motion=(0, 3), rows=(1, 1))
ROOMS: dict[str, Room] = {
    "card": CARD,
    "card in a hand": replace(CARD, motion=(0, 9)),
    "card on lined paper": replace(CARD, paper="lined"),
    "page": replace(CLEAN, motion=(0, 4)),
    "board": replace(CLEAN, paper="whiteboard", pen=(0.07, 0.12)),
}


@dataclass(frozen=True)
class Motion:
    """The motion of the sheet: slow, and trembling."""

    way: float = 0.04  # of the picture's height
    period_s: float = 3.0
    turn: float = 3.0  # degrees
    closer: float = 0.06  # share of its size
    tremble: float = 0.002  # of the picture's height
    tremble_turn: float = 0.3  # degrees


HANDS = {"card in a hand": Motion(0.1, 1.6, turn=7, closer=0.12, tremble=0.006, tremble_turn=0.8)}


def video(kind: str, number: int, frames: int) -> tuple[Iterator[Rgb], tuple[str, ...]]:
    """The frames, 1/30 s apart, and the rows of digits that stand in all of them."""
    seed = [zlib.crc32(kind.encode()), number]
    sheet, rows = written_sheet(ROOMS[kind], np.random.default_rng(seed))
    return _frames(sheet, ROOMS[kind], HANDS.get(kind, Motion()), frames, seed, hand=kind in HANDS), rows


def _frames(sheet: Picture, room: Room, motion: Motion, frames: int, seed: list[int], *, hand: bool) -> Iterator[Rgb]:
    random = np.random.default_rng([*seed, 1])
    ground, still = PAPERS["desk"](room.size, random), Pose.of(room, random)
    for frame in range(frames):
        pose = _moved(still, room, motion, frame / FRAMES_A_SECOND, random)
        light = np.random.default_rng([*seed, 2])
        view = lying(sheet, ground, pose)
        yield shot(_held(view, pose, np.random.default_rng([*seed, 3])) if hand else view, room, light, noise=random)


def _held(view: Picture, pose: Pose, random: Random) -> Picture:
    """With a plain-coloured hand from below that holds the card."""
    height, width = view.shape[:2]
    colour = np.array(SKIN[int(random.integers(len(SKIN)))], np.float32)
    middle = random.uniform(0.3, 0.7) * width
    (x, y) = cv2.perspectiveTransform(np.array([[[middle, height]]], np.float32), pose.matrix(height, width))[0, 0]
    mask, side = np.zeros((height, width), np.uint8), 0.01 * height
    for at, size, turn in (((0, 28), (16, 22), 0), ((-3, 2), (4, 11), 12), ((0, 60), (13, 40), 0)):
        centre = (round(x + at[0] * side), round(y + at[1] * side))
        axes = (round(size[0] * side), round(size[1] * side))
        cv2.ellipse(mask, centre, axes, pose.turn + turn, 0, 360, 255, -1, cv2.LINE_AA)
    share = cv2.GaussianBlur(mask, (0, 0), 1.5)[..., None] / 255.0
    shadow = cv2.GaussianBlur(np.roll(mask, round(side), axis=0), (0, 0), 8)[..., None] / 255.0
    return np.asarray(view * (1 - 0.3 * shadow) * (1 - share) + colour * share, np.float32)


def _moved(still: Pose, room: Room, motion: Motion, time_s: float, random: Random) -> Pose:
    phase = 2 * np.pi * time_s / motion.period_s
    right, down = random.normal(0, motion.tremble, 2) * room.size[0]
    return replace(
        still,
        turn=still.turn + motion.turn * np.sin(0.7 * phase) + random.normal(0, motion.tremble_turn),
        right=still.right + motion.way * room.size[0] * np.sin(phase) + right,
        down=still.down + motion.way * room.size[0] * np.sin(1.3 * phase) / 2 + down,
        size=still.size * (1 + motion.closer * np.sin(0.5 * phase)) if still.size < 1 else still.size,
    )

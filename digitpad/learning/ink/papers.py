"""Paper, its security patterns, and the light on it."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.learning.ink.dice import Dice

Picture = NDArray[np.float32]  # (S, S, 3), 0..255
Colour = NDArray[np.float32]  # (3,), 0..255


def choose_paper(dice: Dice) -> Colour:
    """Return a paper's colour: light more often than dark, grey as often as not."""
    lightest = dice.chance(0.2)
    low = 235 if lightest else 150 if dice.chance(0.65) else 0
    colour = dice.uniform(3) * (255 - low) + low
    return np.full(3, colour.mean(), np.float32) if dice.chance(0.5) else colour


def choose_colour(dice: Dice, paper: Colour, least: float) -> Colour:
    """Return a colour that differs from the paper by `least` of 255 in one channel at least."""
    for _ in range(50):
        colour = dice.uniform(3) * 255 if dice.chance(0.5) else np.full(3, dice.between(0, 255), np.float32)
        if dice.chance(0.5):
            colour = paper + (colour - paper) * dice.between(0.05, 1)
        if np.abs(colour - paper).max() >= least:
            return np.asarray(colour, np.float32)
    return np.asarray(255 - paper if abs(127.5 - paper.mean()) > 30 else np.zeros(3), np.float32)


def make_paper(dice: Dice, side: int, colour: Colour) -> Picture:
    """Return (side, side, 3): paper with its grain, a security pattern, or a desk beside it."""
    picture = np.empty((side, side, 3), np.float32)
    picture[:] = colour
    if dice.chance(0.3):
        picture += _clouds(dice, side, max(2, side // dice.count(2, 9)))[..., None] * dice.between(1, 9)
    if dice.chance(0.2):
        amount = (choose_colour(dice, colour, 8) - colour) * dice.between(0.2, 0.9)
        picture += _pattern(dice, side)[..., None] * amount
    if dice.chance(0.12):
        _lay_on_desk(dice, picture, colour)
    return picture


def light_up(dice: Dice, picture: Picture) -> None:
    """Darken parts: a lamp's soft fall, a shadow with an edge, a fold."""
    side = len(picture)
    if dice.chance(0.5):
        picture *= 1 + (_clouds(dice, side, dice.count(2, 4)) * dice.between(0, 0.2))[..., None]
    if dice.chance(0.12):
        soft = dice.scale(1, side / 6)
        picture *= 1 - (_half_plane(dice, side, soft) * dice.between(0.1, 0.55))[..., None]
    if dice.chance(0.05):
        fold = np.exp(-((_across(dice, side) / dice.scale(1, 6)) ** 2))
        picture *= 1 + (fold * dice.between(-0.25, 0.15))[..., None]


def _clouds(dice: Dice, side: int, cells: int) -> Picture:
    field = cv2.resize(dice.normal(cells, cells), (side, side), interpolation=cv2.INTER_CUBIC)
    return np.asarray(field, np.float32)


def _pattern(dice: Dice, side: int) -> Picture:
    """Return (side, side) 0..1: stripes, rings, waves or dots as cheques and tickets have them."""
    kind = dice.weighted({"stripes": 0.2, "rings": 0.25, "waves": 0.35, "dots": 0.2})
    if kind == "rings":
        y, x = _grid(side)
        phase = np.hypot(x - dice.between(-side, 2 * side), y - dice.between(-2 * side, 3 * side))
    else:
        phase = _across(dice, side)
        if kind == "waves":
            phase = phase + np.sin(_across(dice, side) / dice.scale(4, 30)) * dice.scale(2, 20)
    wave = np.sin(phase * (2 * math.pi / dice.scale(3, 16)))
    if kind == "dots" or (kind == "waves" and dice.chance(0.5)):
        wave = np.minimum(wave, np.sin(_across(dice, side) * (2 * math.pi / dice.scale(3, 16))))
    threshold = dice.between(-0.2, 0.9)
    return np.asarray(np.clip((wave - threshold) * dice.between(2, 8), 0, 1), np.float32)


def _lay_on_desk(dice: Dice, picture: Picture, colour: Colour) -> None:
    """Let the paper end at a straight edge, with another ground and often a line of shadow behind it."""
    side = len(picture)
    ground = choose_colour(dice, colour, 20)
    distance = _across(dice, side) - dice.between(-0.7, 0.1) * side * 0.7
    outside = np.clip(-distance, 0, 1)[..., None]
    rough = _clouds(dice, side, dice.count(3, side // 3))[..., None] * dice.between(0, 12)
    picture += (ground + rough - picture) * outside
    if dice.chance(0.5):
        shadow = np.exp(-np.abs(distance) / dice.scale(0.7, 8)) * outside[..., 0]
        picture *= 1 - (shadow * dice.between(0.1, 0.6))[..., None]


def _half_plane(dice: Dice, side: int, soft: float) -> Picture:
    distance = _across(dice, side) - dice.between(-0.4, 0.4) * side
    return np.asarray(1 / (1 + np.exp(np.clip(-distance / soft, -30, 30))), np.float32)


def _across(dice: Dice, side: int) -> Picture:
    """Return (side, side): px from a line through the middle in a random direction."""
    angle = dice.pick((0.0, math.pi / 2, math.pi)) if dice.chance(0.3) else dice.between(0, 2 * math.pi)
    y, x = _grid(side)
    return np.asarray((x - side / 2) * math.cos(angle) + (y - side / 2) * math.sin(angle), np.float32)


def _grid(side: int) -> tuple[Picture, Picture]:
    axis = np.arange(side, dtype=np.float32)
    return axis[:, None], axis[None, :]

"""Forms filled in by a writer's pen strokes, and scans and photographs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from digitpad.learning.data.datasets import PenDigit
from digitpad.records import Rgb
from tests.support.drawings import DIGITS
from tests.support.made_forms import MadeField, MadeForm, Random
from tests.support.writers import Mask, drawn

Writer = Mapping[str, Sequence[PenDigit]]  # the drawings of each digit
INKS = ((25, 30, 40), (30, 45, 130), (40, 40, 42), (20, 60, 150))
EMPTY = 0.08  # share of fields that are left empty


@dataclass(frozen=True, eq=False)
class MadeScan:
    """A scan of a form, and what was written into its fields."""

    scan: Rgb
    texts: tuple[str, ...]  # "" for a field left empty


def filled(form: MadeForm, writer: Writer, random: Random) -> MadeScan:
    """Fill in a form with one pen, and scan it or photograph it."""
    sheet = form.picture.astype(np.float32)
    colour = np.array(INKS[int(random.integers(len(INKS)))], np.float32)
    pen = random.uniform(0.05, 0.085)
    texts = []
    for field in form.fields:
        text = "" if random.random() < EMPTY else field.make(random)
        _write(sheet, field, text, writer, colour, pen, random)
        texts.append(text)
    scan = photographed if random.random() < 0.4 else scanned
    return MadeScan(scan(np.clip(sheet, 0, 255).astype(np.uint8), random), tuple(texts))


def _write(
    sheet: np.ndarray, made: MadeField, text: str, writer: Writer, colour: np.ndarray, pen: float, random: Random
) -> None:
    box = made.field.box
    low = 0.5 if made.kind == "captioned" else 0.58
    height = box.height * random.uniform(low, low + 0.12)
    most = 0.95 * box.width / made.cells if made.cells else height
    masks = [_digit(writer, symbol, height * random.uniform(0.92, 1.08), most, pen, random) for symbol in text]
    gap = random.uniform(0.12, 0.4) * height
    width = sum(mask.shape[1] for mask in masks) + gap * max(len(masks) - 1, 0)
    gap -= max(0.0, width - 0.94 * box.width) / max(len(masks) - 1, 1)
    left = box.left + random.uniform(0.03, 0.12) * box.height
    foot = box.bottom - box.height * (0.13 if made.kind in ("captioned", "underlined", "dotted") else 0.18)
    for number, mask in enumerate(masks):
        if made.cells:
            wide = box.width / made.cells
            left = box.left + wide * (number + 0.5) - mask.shape[1] / 2 + random.normal(0, 0.05) * wide
        top = foot - mask.shape[0] + random.normal(0, 0.03) * height
        _lay(sheet, mask, round(left), round(top), colour)
        left += mask.shape[1] + gap


def _digit(writer: Writer, symbol: str, height: float, most: float, pen: float, random: Random) -> Mask:
    """Return a digit `height` px high, or lower where it would be wider than `most` px; `pen` in heights."""
    drawings = writer[symbol]
    strokes = drawings[int(random.integers(len(drawings)))].strokes
    extent = np.ptp(np.concatenate(strokes), axis=0)
    lower = min(height, most * float(extent[1]) / max(float(extent[0]), 1e-6))
    return drawn(strokes, max(lower, 0.3 * height), pen * height / max(lower, 0.3 * height) * random.uniform(0.9, 1.1))


def _lay(sheet: np.ndarray, mask: Mask, left: int, top: int, colour: np.ndarray) -> None:
    """Put ink on paper: what is printed under it stays as dark."""
    left, top = max(left, 0), max(top, 0)
    part = sheet[top : top + mask.shape[0], left : left + mask.shape[1]]
    share = 0.92 * mask[: part.shape[0], : part.shape[1], None]
    part *= 1 - share * (1 - colour / 255)


def scanned(sheet: Rgb, random: Random) -> Rgb:
    """Flat, turned by up to four degrees, at another resolution, with noise, saved as JPEG."""
    height, width = sheet.shape[:2]
    scale, angle = random.uniform(0.75, 1.35), random.uniform(-4, 4)
    size = int(width * scale * 1.06), int(height * scale * 1.06)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
    turn[:, 2] += np.array(size) / 2 - np.array([width, height]) / 2 + random.normal(0, 0.012, 2) * np.array(size)
    ground = (int(random.uniform(225, 255)),) * 3 if random.random() < 0.6 else (int(random.uniform(20, 60)),) * 3
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    moved = cv2.warpAffine(_soft(sheet, scale), turn, size, flags=flags, borderValue=ground)
    return _taken(moved, random, shade=0.06, noise=random.uniform(1, 4))


def photographed(sheet: Rgb, random: Random) -> Rgb:
    """Seen a little from the side, on a desk, under a lamp."""
    height, width = sheet.shape[:2]
    scale = random.uniform(0.9, 1.3)
    size = int(width * scale * 1.15), int(height * scale * 1.15)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-5, 5), scale)
    moved = corners @ turn[:, :2].T + turn[:, 2] + np.array(size) / 2 - np.array([width, height]) / 2
    moved += random.uniform(-0.025, 0.025, (4, 2)) * width
    place = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    desk = tuple(int(each) for each in random.uniform(40, 150, 3))
    seen = cv2.warpPerspective(_soft(sheet, scale), place, size, flags=cv2.INTER_LINEAR, borderValue=desk)
    return _taken(cv2.GaussianBlur(seen, (0, 0), random.uniform(0.4, 0.9)), random, 0.35, random.uniform(2, 6))


def _soft(sheet: Rgb, scale: float) -> Rgb:
    """Return it without what a smaller picture could not show."""
    return sheet if scale >= 1 else cv2.GaussianBlur(sheet, (0, 0), 0.45 / scale)


def _taken(moved: Rgb, random: Random, shade: float, noise: float) -> Rgb:
    """Uneven light, noise, and JPEG."""
    size = moved.shape[:2]
    coarse = random.uniform(1 - shade, 1, (3, 3)).astype(np.float32)
    light = cv2.resize(coarse, size[::-1], interpolation=cv2.INTER_CUBIC)[..., None]
    tint = random.uniform(0.94, 1.0, 3)
    grainy = moved * light * tint + random.normal(0, noise, (*size, 1))
    quality = int(random.integers(60, 93))
    packed = cv2.imencode(".jpg", np.clip(grainy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)


def drawn_hand() -> Writer:
    """Return the tests' own digits, which need no data, as a writer."""
    strokes = {str(digit): tuple(np.array(line, np.float32) for line in DIGITS[digit]) for digit in DIGITS}
    return {label: [PenDigit(label, "tests", own)] for label, own in strokes.items()}

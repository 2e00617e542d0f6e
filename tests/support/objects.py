"""Objects on paper or over it that are no handwritten digits; each is drawn into a float picture (H, W, 3)."""

from __future__ import annotations

import string
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.support.papers import Picture, Random, clouds

SKIN = [(225, 180, 150), (190, 140, 110), (120, 85, 65)]
TEXT = "Hello and the quick brown fox jumps over lazy dogs while rain falls on every quiet Market day Please turn"
WORDS = TEXT.split()
FONT_FOLDERS = ("/usr/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
FONTS = ("*Sans*.ttf", "*Serif*.ttf", "*Roman*.otf", "*Mono*.ttf", "*.ttf")


def hand(view: Picture, random: Random) -> None:
    """A palm and a thumb from the lower edge."""
    height, width = view.shape[:2]
    colour = np.array(SKIN[int(random.integers(3))], np.float32) * random.uniform(0.7, 1)
    x = random.uniform(0.15, 0.85) * width
    mask = np.zeros((height, width), np.uint8)
    lean = random.uniform(-25, 25)
    cv2.ellipse(mask, (int(x), height), (int(0.13 * height), int(0.22 * height)), lean, 0, 360, 255, -1)
    cv2.ellipse(
        mask,
        (int(x + 0.1 * height), int(0.86 * height)),
        (int(0.035 * height), int(0.13 * height)),
        lean + 15,
        0,
        360,
        255,
        -1,
    )
    _cover(view, mask, colour, random)


def fingers(view: Picture, random: Random) -> None:
    """Two to four fingers from the left or right edge."""
    height, width = view.shape[:2]
    colour = np.array(SKIN[int(random.integers(3))], np.float32) * random.uniform(0.7, 1)
    mask = np.zeros((height, width), np.uint8)
    right, top = random.uniform() < 0.5, random.uniform(0.1, 0.6) * height
    for finger in range(int(random.integers(2, 5))):
        length, thick = random.uniform(0.05, 0.1) * width, random.uniform(0.022, 0.035) * height
        centre = (width if right else 0, int(top + finger * 2.5 * thick))
        cv2.ellipse(mask, centre, (int(length), int(thick)), random.uniform(-12, 12), 0, 360, 255, -1)
    _cover(view, mask, colour, random)


def rings(paper: Picture, random: Random) -> None:
    """A binder's holes along the left or upper edge, with wire in some."""
    height, width = paper.shape[:2]
    radius = int(random.uniform(0.008, 0.016) * height)
    upright, wire = random.uniform() < 0.5, random.uniform() < 0.6
    step, beside = random.uniform(0.05, 0.09) * height, int(random.uniform(0.03, 0.06) * height)
    for place in np.arange(step, width if not upright else height, step):
        centre = (beside, int(place)) if upright else (int(place), beside)
        cv2.circle(paper, centre, radius, (60, 55, 50), -1, cv2.LINE_AA)
        if wire:
            end = (0, int(place)) if upright else (int(place), 0)
            cv2.line(paper, centre, end, (150, 150, 155), max(2, radius // 2), cv2.LINE_AA)


def stains(paper: Picture, random: Random) -> None:
    """Part of a cup's ring, blots and specks."""
    height, width = paper.shape[:2]
    mask = np.zeros((height, width), np.float32)
    for _ in range(int(random.integers(1, 3))):
        centre = (int(random.uniform(0, width)), int(random.uniform(0, height)))
        side, start = int(random.uniform(0.12, 0.25) * height), random.uniform(0, 360)
        end = start + random.uniform(120, 300)
        cv2.ellipse(mask, centre, (side, side), 0, start, end, 0.25, int(0.012 * height), cv2.LINE_AA)
    for _ in range(int(random.integers(1, 4))):
        centre = (int(random.uniform(0, width)), int(random.uniform(0, height)))
        axes = (int(random.uniform(0.01, 0.05) * height), int(random.uniform(0.01, 0.04) * height))
        cv2.ellipse(mask, centre, axes, random.uniform(0, 180), 0, 360, random.uniform(0.15, 0.4), -1, cv2.LINE_AA)
    for _ in range(int(random.integers(3, 12))):
        centre = (int(random.uniform(0, width)), int(random.uniform(0, height)))
        cv2.circle(mask, centre, int(random.uniform(0.001, 0.004) * height) + 1, 0.6, -1, cv2.LINE_AA)
    mask = cv2.GaussianBlur(mask, (0, 0), 2) * np.clip(1 + 0.3 * clouds((height, width), random, 8), 0, 1.5)
    paper *= 1 - mask[..., None] * np.array([0.6, 0.8, 1.0], np.float32)


def show_through(paper: Picture, random: Random) -> None:
    """The back of the page: mirrored writing, faint and blurred."""
    height, width = paper.shape[:2]
    back = Image.new("L", (width, height))
    draw = ImageDraw.Draw(back)
    font = _font(random, random.uniform(0.08, 0.14) * height)
    for line in range(3):
        draw.text((0.1 * width, (0.1 + 0.28 * line) * height), " ".join(random.choice(WORDS, 3)), fill=255, font=font)
    mask = cv2.GaussianBlur(np.asarray(back, np.float32)[:, ::-1], (0, 0), 2.5) / 255
    paper *= 1 - random.uniform(0.04, 0.1) * mask[..., None]


def text(paper: Picture, random: Random) -> None:
    """Lines of print."""
    _print(paper, random, random.uniform(0.022, 0.05))


def headline(paper: Picture, random: Random) -> None:
    """Few large words."""
    _print(paper, random, random.uniform(0.1, 0.2))


def face(view: Picture, random: Random) -> None:
    """Head, hair, eyes, brows, nose and mouth."""
    height, width = view.shape[:2]
    x, y, size = random.uniform(0.35, 0.65) * width, 0.5 * height, random.uniform(0.2, 0.38) * height
    skin = tuple(float(c) for c in SKIN[int(random.integers(3))])
    dark = (50.0, 40.0, 35.0)

    def oval(dx: float, dy: float, rx: float, ry: float, colour: tuple[float, ...], line: int = -1, *arc: int) -> None:
        start, end = arc or (0, 360)
        centre, axes = (int(x + dx * size), int(y + dy * size)), (max(1, int(rx * size)), max(1, int(ry * size)))
        cv2.ellipse(view, centre, axes, 0, start, end, colour, line, cv2.LINE_AA)

    oval(0, 1.6, 1.3, 0.7, (70.0, 80.0, 120.0))
    oval(0, -0.15, 0.82, 1.1, dark)
    oval(0, 0, 0.72, 1, skin)
    for side in (-1, 1):
        oval(0.3 * side, -0.15, 0.14, 0.07, (240.0, 240.0, 240.0))
        oval(0.3 * side, -0.15, 0.06, 0.06, dark)
        oval(0.3 * side, -0.33, 0.16, 0.05, dark, max(2, int(0.03 * size)), 190, 350)
    nose = np.array([[x, y - 0.1 * size], [x - 0.08 * size, y + 0.25 * size], [x + 0.08 * size, y + 0.25 * size]])
    cv2.polylines(view, [nose.astype(np.int32)], False, tuple(0.75 * c for c in skin), 2, cv2.LINE_AA)
    oval(0, 0.45, 0.26, 0.1, (150.0, 60.0, 60.0), max(2, int(0.05 * size)), 10, 170)
    view[:] = cv2.GaussianBlur(view, (0, 0), 1.5)


def shapes(paper: Picture, random: Random) -> None:
    """Boxes, triangles, arrows and filled patches."""
    height, width = paper.shape[:2]
    for place in range(5):
        left, top = (0.08 + 0.18 * place) * width, random.uniform(0.1, 0.6) * height
        side, line = random.uniform(0.12, 0.3) * height, max(2, int(random.uniform(0.004, 0.012) * height))
        colour = tuple(float(c) for c in random.uniform(20, 130, 3))
        a, b = (int(left), int(top)), (int(left + min(side, 0.15 * width)), int(top + side))
        kind = int(random.integers(4))
        if kind == 0:
            cv2.rectangle(paper, a, b, colour, line if random.uniform() < 0.6 else -1)
        elif kind == 1:
            corners = np.array([[a[0], b[1]], [b[0], b[1]], [(a[0] + b[0]) // 2, a[1]]])
            cv2.polylines(paper, [corners], True, colour, line, cv2.LINE_AA)
        elif kind == 2:
            cv2.arrowedLine(paper, a, b, colour, line, cv2.LINE_AA, 0, 0.25)
        else:
            cv2.rectangle(paper, a, b, colour, line)
            cv2.line(paper, a, b, colour, line, cv2.LINE_AA)


def _print(paper: Picture, random: Random, size: float) -> None:
    height, width = paper.shape[:2]
    page = Image.new("L", (width, height))
    draw, font, step = ImageDraw.Draw(page), _font(random, size * height), 1.5 * size * height
    for top in np.arange(0.06 * height, 0.92 * height - step, step):
        line = ""
        while draw.textlength(line, font=font) < 0.8 * width:
            line += str(random.choice(WORDS)) + " "
        draw.text((0.07 * width, top), line.rsplit(" ", 2)[0], fill=255, font=font)
    share = random.uniform(0.7, 0.95) * np.asarray(page, np.float32)[..., None] / 255
    paper *= 1 - share


def _cover(view: Picture, mask: np.ndarray, colour: np.ndarray, random: Random) -> None:
    """With a soft shadow below and a rounded look."""
    share = cv2.GaussianBlur(mask, (0, 0), 1.5)[..., None] / 255.0
    shadow = cv2.GaussianBlur(np.roll(mask, 6, axis=0), (0, 0), 8)[..., None] / 255.0
    view *= 1 - 0.35 * shadow
    depth = cv2.GaussianBlur(mask, (0, 0), 12)[..., None] / 255.0
    skin = colour * (0.6 + 0.4 * depth) + clouds(mask.shape, random, 4)[..., None] * 2
    view[:] = view * (1 - share) + skin * share


def _font(random: Random, size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    found = text_files()
    if not found:
        return ImageFont.load_default(size)
    return ImageFont.truetype(found[int(random.integers(len(found)))], max(8, round(size)))


@cache
def text_files() -> list[str]:
    """Text fonts of this machine that know the Latin letters."""
    folders = [Path(folder) for folder in FONT_FOLDERS if Path(folder).is_dir()]
    files = sorted({str(path) for folder in folders for pattern in FONTS for path in folder.rglob(pattern)})
    return [file for file in files if _writes_latin(file)]


def _writes_latin(file: str) -> bool:
    try:
        font = ImageFont.truetype(file, 20)
        masks = {bytes(font.getmask(letter)) for letter in string.ascii_lowercase}
    except OSError:
        return False
    return len(masks) == len(string.ascii_lowercase)


THINGS: dict[str, Callable[[Picture, Random], None]] = {
    "hand": hand,
    "fingers": fingers,
    "rings": rings,
    "stains": stains,
    "show-through": show_through,
    "text": text,
    "headline": headline,
    "face": face,
    "shapes": shapes,
}
ON_PAPER = {"rings", "stains", "show-through", "text", "headline", "shapes"}

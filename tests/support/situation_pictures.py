"""Pictures as people take them of what they wrote: cropped, small, coloured, boxed, ruled, turned, printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.support.situation_drawings import hand_box, hand_ring
from tests.support.situation_ink import (
    WHITE,
    Picture,
    Random,
    draw,
    images,
    letters,
    lone,
    near,
    number,
    pick,
    scaled,
    tight,
    tinted,
    whole,
)

Make = Callable[[Random, bool], tuple[Picture, str]]  # (random, varied) -> (picture, its text)
FONTS = sorted(Path(matplotlib.get_data_path(), "fonts", "ttf").glob("*.ttf"))
OTHER_DIGITS = ("cmex", "cmsy", "cmmi", "STIXSiz", "STIXNonUni")  # fonts of signs: where digits stand are others
FRAMES = ((640, 480), (1280, 720), (1920, 1080))  # px


def page(width: int, height: int, rows: int, columns: int, side: int) -> Make:
    """A scan of `rows` lines of `columns` digits, `side` px high."""

    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        x = np.arange(width)[None]
        shade = near(random, 30, varied)
        paper = np.clip(238 - x * shade / width + random.normal(0, 3, (height, width)), 0, 255).astype(np.uint8)
        tall, lines = whole(random, side, varied, 0.1), []
        for row in range(rows):
            top = int((row + 0.5) * height / rows - tall * 0.7)
            line, text = number(random, columns, tall, max(2, tall // 12), pad=4, gap=near(random, 0.3, varied))
            space = paper[top : top + line.shape[0], width // 10 : width // 10 + line.shape[1]]
            np.minimum(space, line[: space.shape[0], : space.shape[1]], out=space)
            lines.append(text)
        return paper, "\n".join(lines)

    return make


def cropped(random: Random, varied: bool) -> tuple[Picture, str]:
    pictures, labels = images()
    place = int(random.integers(len(labels)))
    glyph = tight(WHITE - pictures[place])
    factor = random.uniform(1, 8) if varied else 1
    return cv2.resize(glyph, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), str(labels[place])


def cornered(random: Random, varied: bool) -> tuple[Picture, str]:
    glyph, label = cropped(random, False)
    factor = near(random, 4, varied)
    large = cv2.resize(glyph, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    paper = np.full((300, 300), WHITE, np.uint8)
    paper[: large.shape[0], : large.shape[1]] = large
    return np.rot90(paper, 2 * int(varied)).copy()[::-1, ::-1] if varied else paper, label


def small(side: int, size: tuple[int, int]) -> Make:
    return lambda random, varied: lone(random, whole(random, side, varied, 0.15), 2, size)


def small_row(side: int) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        width, height = FRAMES[int(random.integers(len(FRAMES)))]
        line, text = number(random, 4, whole(random, side, varied, 0.1), 2, pad=6)
        paper = np.full((height, width), 235, np.uint8)
        top, left = int(random.integers(height - line.shape[0])), int(random.integers(width - line.shape[1]))
        place = paper[top : top + line.shape[0], left : left + line.shape[1]]
        np.minimum(place, line, out=place)
        return np.clip(paper + random.normal(0, near(random, 3, varied), paper.shape), 0, 255).astype(np.uint8), text

    return make


def in_colour(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        grey, text = lone(random, whole(random, 120, varied), whole(random, 8, varied))
        shift = random.integers(-6, 7, 3) if varied else np.zeros(3, int)
        colours = [tuple(int(v) for v in np.clip(np.array(colour) + shift, 0, 255)) for colour in (ink, ground)]
        return tinted(grey, colours[0], colours[1]), text  # type: ignore[arg-type]

    return make


def pen(side: int, width: int, size: tuple[int, int] | None = None) -> Make:
    return lambda random, varied: lone(
        random, whole(random, side, varied, 0.2), whole(random, width, varied, 0.2), size
    )


def boxed(count: int, ink: int = 0) -> Make:
    """Digits each in its own box, the boxes side by side."""

    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        side, line = whole(random, 55, varied, 0.2), whole(random, 3, varied, 0.3)
        cells = [lone(random, side, max(2, side // 12), (int(side * 1.6), int(side * 1.7))) for _ in range(count)]
        for cell, _ in cells:
            cv2.rectangle(cell, (0, 0), (cell.shape[1] - 1, cell.shape[0] - 1), ink, 2 * line - 1)
        row = np.hstack([cell for cell, _ in cells])
        pad = 0 if count == 1 else 40
        return np.pad(row, pad, constant_values=WHITE), "".join(label for _, label in cells)

    return make


def circled(random: Random, varied: bool) -> tuple[Picture, str]:
    side = whole(random, 80, varied, 0.2)
    paper, label = lone(random, side, max(2, side // 13), (int(2.6 * side), int(2.6 * side)))
    _ring(random, paper, 0.95 * side, near(random, 0.95, True, 0.05) * side)
    return paper, label


def _ring(random: Random, paper: Picture, across: float, down: float) -> None:
    """An ellipse drawn by hand round the middle."""
    middle = np.array([paper.shape[1] / 2, paper.shape[0] / 2])
    draw(paper, [hand_ring(random, across, down) + middle], (0, 0), 4)


def framed_number(oval: bool) -> Make:
    """Four digits with one frame round all."""

    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        paper, text = number(random, 4, whole(random, 60, varied, 0.2), 5, pad=70)
        middle, half = np.array(paper.shape[::-1]) / 2, np.array(paper.shape[::-1]) / 2 - 30
        frame = hand_ring(random, *np.add(half, (24, 10))) if oval else hand_box(random, *half)
        draw(paper, [frame + middle], (0, 0), 4)
        return paper, text

    return make


def margin(px: int) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        paper, text = number(random, 4, whole(random, 80, varied), whole(random, 6, varied))
        return tight(paper, px), text

    return make


def underlined(times: int) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        paper, text = number(random, 4, whole(random, 70, varied, 0.2), 6, pad=60)
        for line in range(times):
            down = paper.shape[0] - 60 + 14 + 12 * line + random.uniform(-3, 3)
            ends = [(45, down), (paper.shape[1] - 45, down + random.uniform(-5, 5))]
            draw(paper, [np.linspace(*ends, 20)], (0, 0), whole(random, 5, varied))
        return paper, text

    return make


def ruled(across: bool) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        paper, text = lone(random, 90, 6, (500, 300))
        step, line = whole(random, 60, varied), 150 + int(varied) * int(random.integers(-30, 31))
        paper[40::step] = np.minimum(paper[40::step], line)
        if across:
            paper[:, 5 :: step // 2] = np.minimum(paper[:, 5 :: step // 2], line + 20)
        return paper, text

    return make


def on_screen(random: Random, varied: bool) -> tuple[Picture, str]:
    """White ink on a dark screen with its rows of points, photographed."""
    paper, text = number(random, 4, whole(random, 80, varied, 0.2), 7)
    picture = (WHITE - paper).astype(np.float32) * 0.8 + 30
    picture[::3] *= 0.75
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 1) + random.normal(0, 4, paper.shape), 0, 255).astype(
        np.uint8
    ), text


def blurred(random: Random, varied: bool) -> tuple[Picture, str]:
    paper, text = number(random, 4, whole(random, 70, varied, 0.2), 6)
    return cv2.GaussianBlur(paper, (0, 0), near(random, 4, varied, 0.25)), text


def aslant(random: Random, varied: bool) -> tuple[Picture, str]:
    paper, text = number(random, 4, whole(random, 80, varied, 0.2), 6, pad=90)
    lean = np.array([[1, near(random, -0.35, varied), 0], [0, 1, 0]], np.float32)
    return cv2.warpAffine(paper, lean, paper.shape[::-1], borderValue=WHITE), text


def turned(quarters: int) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        paper, text = number(random, 5, whole(random, 100, varied), whole(random, 9, varied), pad=60)
        return np.rot90(paper, quarters).copy(), text

    return make


def sloping(degrees: float) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        paper, text = number(random, 6, whole(random, 80, varied, 0.2), 7, pad=60)
        angle = near(random, degrees, varied, 0.15) * random.choice([-1, 1])
        side = int(np.hypot(*paper.shape))
        turn = cv2.getRotationMatrix2D((paper.shape[1] / 2, paper.shape[0] / 2), angle, 1)
        turn[:, 2] += (side / 2 - paper.shape[1] / 2, side / 2 - paper.shape[0] / 2)
        return cv2.warpAffine(paper, turn, (side, side), borderValue=WHITE), text

    return make


def with_letters(before: bool) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        side = whole(random, 80, varied, 0.2)
        paper, text = number(random, 4, side, 6)
        word = np.full((paper.shape[0], int(side * 2.5)), WHITE, np.uint8)
        for place in range(2):
            strokes, extent = scaled(pick(random, letters()), side * 0.75)
            draw(word, strokes, (10 + place * side * 1.1, paper.shape[0] - 50 - extent[1]), 6)
        return np.hstack([word, paper] if before else [paper, word]), text

    return make


def as_mnist(inverted: bool) -> Make:
    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        pictures, labels = images()
        place = int(random.integers(len(labels)))
        return WHITE - pictures[place] if inverted else pictures[place], str(labels[place])

    return make


@cache
def text_fonts() -> list[Path]:
    """Return the fonts that matplotlib brings and that have digits: some show the same box for each."""
    return [path for path in FONTS if not path.stem.startswith(OTHER_DIGITS) and _has_digits(path)]


def _has_digits(path: Path) -> bool:
    font = ImageFont.truetype(str(path), 40)
    return len({bytes(font.getmask(digit)) for digit in "0123456789"}) == 10


def printed(count: int) -> Make:
    """Print in any of the fonts that matplotlib brings."""

    def make(random: Random, varied: bool) -> tuple[Picture, str]:
        text = "".join(str(digit) for digit in random.integers(0, 10, count))
        side = whole(random, 80, varied)
        font = ImageFont.truetype(str(text_fonts()[int(random.integers(len(text_fonts())))]), side)
        left, top, right, bottom = font.getbbox(text)
        picture = Image.new("L", (int(right - left) + side, int(bottom - top) + side), WHITE)
        ImageDraw.Draw(picture).text((side / 2 - left, side / 2 - top), text, font=font, fill=0)
        return np.asarray(picture), text

    return make

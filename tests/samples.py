"""A few digits drawn for the tests, as strokes and as pictures."""

import json
import math

from PIL import Image, ImageDraw

Points = list[tuple[float, float]]

STROKES: dict[int, list[Points]] = {  # in a box 60 wide, 100 high, y down
    0: [[(30 + 28 * math.sin(a / 12 * math.pi), 50 - 48 * math.cos(a / 12 * math.pi)) for a in range(25)]],
    1: [[(30, 2), (30, 35), (30, 70), (30, 98)]],
    2: [[(6, 24), (12, 8), (28, 2), (46, 8), (52, 24), (46, 42), (28, 64), (8, 92), (6, 97), (30, 96), (56, 97)]],
    7: [[(4, 4), (30, 4), (56, 4), (44, 36), (32, 66), (22, 98)]],
}
PEN = 10  # px at a height of 100


def stroke_line(label: int | str, writer: str) -> str:
    """A line of a stroke file; letters are drawn as a zero."""
    strokes = STROKES.get(label if isinstance(label, int) else 0, STROKES[1])
    return json.dumps({"label": label, "writer": writer, "strokes": strokes}) + "\n"


def number_strokes(text: str, left: float = 40, top: float = 60, step: float = 100) -> list[Points]:
    """The strokes of a number, in pad px."""
    return [
        [(x + left + place * step, y + top) for x, y in stroke]
        for place, label in enumerate(text)
        for stroke in STROKES[int(label)]
    ]


def number_picture(text: str) -> Image.Image:
    """Dark digits on white paper, 200 px high."""
    return _drawn(number_strokes(text), (len(text) * 100 + 60, 220), scale=1, light_on_dark=False)


def digit_picture(label: int, side: int, light_on_dark: bool = False) -> Image.Image:
    """One digit, `side` px square."""
    strokes = [[(x + 70, y + 50) for x, y in stroke] for stroke in STROKES[label]]
    return _drawn(strokes, (200, 200), scale=side / 200, light_on_dark=light_on_dark)


def _drawn(strokes: list[Points], size: tuple[int, int], scale: float, light_on_dark: bool) -> Image.Image:
    over = 4  # drawn larger, then averaged
    picture = Image.new("L", (size[0] * over, size[1] * over), 0 if light_on_dark else 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        scaled = [(x * over, y * over) for x, y in stroke]
        pen.line(scaled, fill=255 if light_on_dark else 0, width=PEN * over, joint="curve")
    return picture.resize((round(size[0] * scale), round(size[1] * scale)), Image.Resampling.BOX)

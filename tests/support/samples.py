"""The drawn digits as stroke files and as pictures."""

import json

from PIL import Image, ImageDraw

from tests.support.drawings import DIGITS, Line, number

PEN = 10  # px at a height of 100
OVER = 4  # pictures are drawn so many times larger, then averaged


def stroke_line(label: int | str, writer: str) -> str:
    """A line of a stroke file; letters are drawn as a zero."""
    strokes = DIGITS[label if isinstance(label, int) else 0]
    return json.dumps({"label": label, "writer": writer, "strokes": strokes}) + "\n"


def number_strokes(text: str) -> list[Line]:
    """The strokes of a number 100 px high, 40 px from the left and 60 from the top."""
    return number(text, left=40, top=60, height=100)


def number_picture(text: str) -> Image.Image:
    """Dark digits on white paper, 220 px high."""
    return lines_picture(number_strokes(text), len(text) * 110 + 60)


def lines_picture(strokes: list[Line], width: int, height: int = 220) -> Image.Image:
    """Dark lines on white paper."""
    return _drawn(strokes, (width, height), side=None, light_on_dark=False)


def digit_picture(label: int, side: int, light_on_dark: bool = False) -> Image.Image:
    """One digit, `side` px square."""
    return _drawn(number(str(label), left=70, top=50, height=100), (200, 200), side, light_on_dark)


def _drawn(strokes: list[Line], size: tuple[int, int], side: int | None, light_on_dark: bool) -> Image.Image:
    picture = Image.new("L", (size[0] * OVER, size[1] * OVER), 0 if light_on_dark else 255)
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        scaled = [(x * OVER, y * OVER) for x, y in stroke]
        pen.line(scaled, fill=255 if light_on_dark else 0, width=PEN * OVER, joint="curve")
    return picture.resize((side, side) if side else size, Image.Resampling.BOX)

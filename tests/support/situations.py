"""Everyday pictures and drawings that a person reads at a glance, and how many of each must be read exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.support.situation_drawings import dotted, enclosed, on_pad, rewritten, skipping, sparse, stretched
from tests.support.situation_ink import Picture, Points, Random
from tests.support.situation_lists import listed, summed, summed_on_pad
from tests.support.situation_pictures import (
    as_mnist,
    aslant,
    blurred,
    boxed,
    circled,
    cornered,
    cropped,
    framed_number,
    in_colour,
    margin,
    on_screen,
    page,
    pen,
    printed,
    ruled,
    sloping,
    small,
    small_row,
    turned,
    underlined,
    with_letters,
)

Make = Callable[[Random, bool], tuple[Picture | list[Points], str]]  # (random, varied) -> (what is read, its text)


@dataclass(frozen=True)
class Situation:
    """`make(random, varied)` gives one case; `varied` takes other sizes, colours, frames and angles than named."""

    name: str
    least: float  # %, to be read exactly
    make: Make
    by_line: bool = False  # lines that are right count, not whole readings

    @property
    def drawn(self) -> bool:
        """Strokes of the pad rather than a picture."""
        return self.name.startswith("pad")


SITUATIONS = (
    Situation("page: A4 300 dpi, 10 lines of 6, 100 px", 97, page(2480, 3508, 10, 6, 100), by_line=True),
    Situation("page: A4 300 dpi, 10 lines of 6, 60 px", 97, page(2480, 3508, 10, 6, 60), by_line=True),
    Situation("page: A4 300 dpi, 30 lines of 12, 40 px", 95, page(2480, 3508, 30, 12, 40), by_line=True),
    Situation("page: 12 MP, 20 lines of 10, 60 px", 97, page(4000, 3000, 20, 10, 60), by_line=True),
    Situation("page: A4 100 dpi, 20 lines of 8, 24 px", 92, page(827, 1170, 20, 8, 24), by_line=True),
    Situation("cropped to the ink", 97, cropped),
    Situation("in a corner, touching both edges", 97, cornered),
    Situation("20 px high on 1000x1000", 97, small(20, (1000, 1000))),
    Situation("16 px high on 1600x1200", 97, small(16, (1600, 1200))),
    Situation("four digits of 24 px on a noisy frame", 97, small_row(24)),
    Situation("four digits of 20 px on a noisy frame", 95, small_row(20)),
    Situation("four digits of 16 px on a noisy frame", 88, small_row(16)),
    Situation("pale ink, 225 on 245", 96, in_colour((225, 225, 225), (245, 245, 245))),
    Situation("yellow on white", 96, in_colour((250, 220, 40), (255, 255, 255))),
    Situation("red on green of the same grey", 96, in_colour((200, 30, 40), (30, 120, 40))),
    Situation("pink on grey", 96, in_colour((235, 150, 170), (175, 175, 175))),
    Situation("orange on cream", 96, in_colour((240, 160, 60), (250, 240, 200))),
    Situation("hairline, 2 px of 400", 96, pen(400, 2, (1000, 1000))),
    Situation("marker, 30 px of 150", 97, pen(150, 30)),
    Situation("in a box", 97, boxed(1)),
    Situation("six boxes in a row", 92, boxed(6)),
    Situation("six grey boxes in a row", 92, boxed(6, 150)),
    Situation("in a circle or ellipse", 92, circled),
    Situation("pad: a box drawn round a number", 92, partial(enclosed, False)),
    Situation("pad: a ring drawn round a number", 92, partial(enclosed, True)),
    Situation("one box round four digits", 92, framed_number(False)),
    Situation("one oval round four digits", 92, framed_number(True)),
    Situation("margin of 0 px round a number", 97, margin(0)),
    Situation("margin of 2 px round a number", 97, margin(2)),
    Situation("margin of 4 px round a number", 97, margin(4)),
    Situation("underlined once", 97, underlined(1)),
    Situation("underlined twice", 97, underlined(2)),
    Situation("school paper", 97, ruled(False)),
    Situation("squared paper", 97, ruled(True)),
    Situation("on a screen", 97, on_screen),
    Situation("blurred", 97, blurred),
    Situation("aslant", 97, aslant),
    Situation("page turned by 90", 92, turned(1)),
    Situation("page turned by 180", 92, turned(2)),
    Situation("page turned by 270", 92, turned(3)),
    Situation("six digits rising or falling by 18 degrees", 95, sloping(18)),
    Situation("six digits rising or falling by 40 degrees", 88, sloping(40)),
    Situation("four digits, then two letters", 90, with_letters(False)),
    Situation("two letters, then four digits", 90, with_letters(True)),
    Situation("list of numbers, rows 1.3 heights apart", 92, listed(1.3)),
    Situation("list of numbers, rows 1.7 heights apart", 92, listed(1.7)),
    Situation("two numbers, a line and their sum", 92, summed),
    Situation("28x28, white on black", 99, as_mnist(False)),
    Situation("28x28, black on white", 99, as_mnist(True)),
    Situation("printed digit", 95, printed(1)),
    Situation("printed number", 95, printed(5)),
    Situation("pad: written over twice", 96, partial(on_pad, change=partial(rewritten, 2))),
    Situation("pad: written over thrice", 96, partial(on_pad, change=partial(rewritten, 3))),
    Situation("pad: each stroke in three", 95, partial(on_pad, change=skipping)),
    Situation("pad: stray dots", 98, partial(on_pad, change=dotted)),
    Situation("pad: narrow by half", 97, partial(on_pad, change=partial(stretched, 0.5))),
    Situation("pad: wide by 1.8", 97, partial(on_pad, change=partial(stretched, 1.8))),
    Situation("pad: every fourth point", 98, partial(on_pad, change=sparse)),
    Situation("pad: two numbers, a line and their sum", 92, summed_on_pad),
)

"""The colours of the light and of the dark look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    window: str
    surface: str  # cards
    raised: str  # a card under the pointer
    line: str  # rules and frames that only part things
    edge: str  # of what can be clicked or typed into
    trough: str
    text: str
    quiet: str
    faint: str  # signs on buttons that cannot be used
    accent: str
    on_accent: str
    unsure: str
    good: str  # a figure that got better
    warning: str  # behind an error sentence
    paper: str
    ink: str
    highlight: str  # strokes that belong to the card under the pointer
    struck: str  # strokes that the eraser is about to take
    on_paper: str  # quiet words on the paper
    on_dimmed: str  # words over a picture that is dimmed


LIGHT = Palette(
    window="#fafafa",
    surface="#ffffff",
    raised="#f2f7fc",
    line="#dedede",
    edge="#858585",
    trough="#e6e6e6",
    text="#1c1c1c",
    quiet="#666666",
    faint="#b4b4b4",
    accent="#005fb8",
    on_accent="#ffffff",
    unsure="#a34f00",
    good="#1a7f37",
    warning="#fdf0e1",
    paper="#fffefa",
    ink="#1b2231",
    highlight="#0a6cc9",
    struck="#c9503f",
    on_paper="#6f6c5f",
    on_dimmed="#ffffff",
)
DARK = Palette(
    window="#1c1c1c",
    surface="#262626",
    raised="#2d3338",
    line="#3a3a3a",
    edge="#8c8c8c",
    trough="#3a3a3a",
    text="#f3f3f3",
    quiet="#a3a3a3",
    faint="#6a6a6a",
    accent="#57c8ff",
    on_accent="#10222e",
    unsure="#ffb04d",
    good="#6fd08c",
    warning="#3a2c1a",
    paper="#f5f2e9",
    ink="#1b2231",
    highlight="#0a6cc9",
    struck="#c9503f",
    on_paper="#6b6656",
    on_dimmed="#ffffff",
)


def colour(name: str) -> tuple[int, int, int]:
    """ "#rrggbb" -> red, green, blue, 0..255 each."""
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)

"""The sizes of cards: the usual one, and a small one for a column that is low."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CardSize:
    """Lengths in px at scale 1, measured from the card's upper left corner."""

    glyph: int  # a whole number for each of the network's 28
    width: int
    height: int
    margin: int
    guess_top: int  # middle of the first guess
    guess_step: int
    bar_left: int
    verdict: int  # middle of the words at the foot
    mark_glyph: int
    mark_width: int
    mark_sign: int  # middle of a mark's sign
    mark_undo: int
    apart: bool  # no room for the way back beside the words: it takes the place of the last guess


USUAL = CardSize(84, 104, 200, 10, 112, 21, 28, 184, 42, 64, 84, 150, apart=False)
SMALL = CardSize(56, 74, 148, 9, 78, 18, 24, 134, 42, 56, 70, 102, apart=True)
LOW = 430  # px at scale 1: a column that is lower has small cards

"""Digits drawn by hand for the tests: the strokes of each in a square of 100 x 100, y down."""

from __future__ import annotations

Line = list[tuple[float, float]]

DIGITS: dict[int, list[Line]] = {
    0: [
        [
            (52, 4),
            (36, 8),
            (24, 24),
            (20, 48),
            (24, 74),
            (38, 93),
            (54, 96),
            (70, 86),
            (79, 62),
            (78, 34),
            (68, 12),
            (52, 4),
        ]
    ],
    1: [[(38, 22), (50, 12), (58, 3), (57, 30), (56, 60), (55, 97)]],
    2: [[(22, 26), (28, 10), (46, 3), (64, 8), (72, 24), (66, 44), (48, 66), (30, 84), (20, 96), (46, 93), (80, 94)]],
    3: [
        [
            (24, 14),
            (40, 4),
            (60, 6),
            (70, 20),
            (64, 36),
            (46, 46),
            (64, 52),
            (76, 66),
            (72, 84),
            (54, 96),
            (34, 94),
            (22, 84),
        ],
    ],
    4: [[(52, 4), (40, 28), (24, 58), (22, 64), (50, 63), (82, 62)], [(64, 38), (63, 62), (62, 97)]],
    5: [
        [(34, 6), (31, 24), (28, 46), (46, 38), (64, 44), (74, 62), (68, 84), (50, 96), (26, 91)],
        [(34, 6), (54, 5), (74, 4)],
    ],
    6: [[(64, 4), (46, 20), (32, 44), (26, 70), (34, 90), (52, 97), (68, 88), (72, 70), (60, 56), (44, 58), (30, 72)]],
    7: [[(20, 8), (46, 6), (78, 5), (66, 30), (54, 58), (42, 97)]],
    8: [
        [
            (66, 14),
            (48, 3),
            (32, 12),
            (34, 30),
            (52, 44),
            (70, 62),
            (72, 82),
            (54, 97),
            (32, 90),
            (28, 72),
            (46, 48),
            (64, 32),
            (66, 14),
        ]
    ],
    9: [[(70, 22), (54, 4), (34, 10), (26, 30), (36, 48), (56, 48), (70, 26), (70, 50), (66, 76), (60, 97)]],
}


SIGNS = {  # marks, signs that are none, and a doubtful digit, as DIGITS
    ".": [[(0, 94), (4, 94), (4, 98), (0, 98), (0, 94)]],
    ",": [[(6, 93), (4, 102), (0, 112)]],
    "-": [[(0, 52), (20, 51), (42, 52)]],
    "/": [[(56, -10), (28, 50), (0, 110)]],
    ":": [[(0, y), (4, y), (4, y + 4), (0, y + 4), (0, y)] for y in (40, 92)],
    "+": [[(0, 52), (50, 52)], [(25, 26), (25, 78)]],
    "l": [
        [(32, 17), (44, 11), (57, 4), (63, 12), (63, 24), (60, 39), (57, 53), (54, 68), (52, 82), (50, 97)]
    ],  # 1 or 7
}


def number(text: str, *, left: float, top: float, height: float, gap: float = 0.35) -> list[Line]:
    """The strokes of a row of digits and SIGNS, px; `gap` between digits as a part of the height."""
    strokes: list[Line] = []
    for character in text:
        lines = SIGNS[character] if character in SIGNS else DIGITS[int(character)]
        low, high = min(x for line in lines for x, _ in line), max(x for line in lines for x, _ in line)
        for line in lines:
            strokes.append([(left + (x - low) * height / 100, top + y * height / 100) for x, y in line])
        left += (high - low) * height / 100 + gap * height
    return strokes

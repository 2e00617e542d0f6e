"""The order in which digits are asked for: random, and balanced at every moment."""

from __future__ import annotations

from random import Random

DIGIT_COUNT = 10


def random_order(of_each: int, random: Random) -> list[int]:
    """Return each digit 0..9 `of_each` times, all ten before any comes again, and none twice in a row."""
    order: list[int] = []
    for _ in range(of_each):
        turn = random.sample(range(DIGIT_COUNT), DIGIT_COUNT)
        if order and turn[0] == order[-1]:
            turn.reverse()
        order += turn
    return order

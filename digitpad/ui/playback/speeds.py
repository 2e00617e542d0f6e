"""The speeds at which a video is played, in times of its own."""

from __future__ import annotations

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
NAMES = {0.25: "¼×", 0.5: "½×"}


def speed_words(speed: float) -> str:
    """Return a speed as "2×"."""
    return NAMES.get(speed, f"{speed:g}×")


def next_speed(speed: float, by: int) -> float:
    """Return the speed so many steps faster, or slower; the last one where there is no other."""
    return SPEEDS[max(0, min(SPEEDS.index(speed) + by, len(SPEEDS) - 1))]

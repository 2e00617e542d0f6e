"""The moment of the pen's last movement: set by the window, read by threads that give way to it. Free of Tk."""

from __future__ import annotations

import time


class PenClock:
    def __init__(self) -> None:
        self._moved_at = float("-inf")

    def moved(self) -> None:
        self._moved_at = time.monotonic()

    @property
    def rested_s(self) -> float:
        """Seconds since the pen last moved."""
        return time.monotonic() - self._moved_at

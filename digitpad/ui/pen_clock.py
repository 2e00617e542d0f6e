"""When the pen last moved: told by the window, looked at by threads that give way to it. Knows nothing of Tk."""

from __future__ import annotations

import time


class PenClock:
    def __init__(self) -> None:
        self._moved_at = float("-inf")

    def moved(self) -> None:
        self._moved_at = time.monotonic()

    @property
    def rested_s(self) -> float:
        """For how long the pen has not moved."""
        return time.monotonic() - self._moved_at

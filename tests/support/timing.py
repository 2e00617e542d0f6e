"""Durations of work."""

from __future__ import annotations

import time
from collections.abc import Callable


def timed(work: Callable[[], object], times: int) -> list[float]:
    """ms of each run, after three that do not count."""
    for _ in range(3):
        work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return taken

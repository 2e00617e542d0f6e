"""Two DigitPads on one folder killed at random moments: python -m tests.bench.kill

100 rounds of corrections, 10 of imports and 10 of retrainings, two workers killed in each; prints what was lost.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.support.killed import KINDS, killed

ROUNDS = {"corrections": 100, "imports": 10, "retrainings": 10}
WAITS_S = {"corrections": 0.3, "imports": 1.5, "retrainings": 3.0}
TARGETS = {f"{kind}: lost or written by halves": 0.0 for kind in KINDS}


def figures() -> dict[str, float]:
    found: dict[str, float] = {}
    for kind in KINDS:
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            outcome = killed(kind, Path(folder), ROUNDS[kind], wait_s=WAITS_S[kind])
        found |= {
            f"{kind}: processes killed": outcome.kills,
            f"{kind}: said to be done": outcome.confirmed,
            f"{kind}: lost or written by halves": len(outcome.lost),
            f"{kind}: s": time.perf_counter() - begun,
        }
        for sentence in outcome.lost[:5]:
            print(sentence)
    return found


if __name__ == "__main__":
    from tests.bench.__main__ import section

    section("kill")

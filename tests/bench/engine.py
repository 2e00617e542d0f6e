"""Speed and memory of the network, of the pad and of the window.

Milestones of the window are measured in a fresh process on a virtual screen, from before Python starts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from pyvirtualdisplay import Display

from digitpad import Recognizer
from tests.support.samples import number_strokes
from tests.support.timing import timed

STARTS = 5  # fresh processes; the first, which warms the disk's cache, does not count
DRAWINGS = 1000
PEN_UPS = 60

Figures = dict[str, float]
TARGETS = {
    "classify 1 glyph, median ms": 1.0,
    "classify 1,000 glyphs, median ms": 60.0,
    "read four digits, p95 ms": 10.0,
    "pen-up to reading on screen, p95 ms": 30.0,
    "window on screen, median s": 0.6,
    "able to read, median s": 3.5,
    "resident memory after reading, MB": 700.0,
    "growth over 1,000 drawings, MB": 5.0,
}


def figures() -> Figures:
    return engine() | window()


def engine() -> Figures:
    recognizer = Recognizer.load(device="cpu")
    glyphs = np.random.default_rng(1).integers(0, 256, (1000, 28, 28), np.uint8)
    strokes = number_strokes("2053")
    one, many = timed(lambda: recognizer.classify(glyphs[:1]), 300), timed(lambda: recognizer.classify(glyphs), 30)
    read = timed(lambda: recognizer.read_strokes(strokes), 300)
    return {
        "classify 1 glyph, median ms": median(one),
        "classify 1,000 glyphs, median ms": median(many),
        "read four digits, median ms": median(read),
        "read four digits, p95 ms": float(np.quantile(read, 0.95)),
    }


def window() -> Figures:
    with Display(visible=False, size=(1400, 1000)):
        runs = [run_child() for _ in range(STARTS)][1:]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def run_child() -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.engine", folder]
        environment = os.environ | {"DIGITPAD_BENCH_START": repr(time.time())}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def window_child(folder: Path) -> Figures:
    """Open the window, draw four digits over and over, and say when what was on screen."""
    from digitpad.settings import Settings
    from digitpad.ui.app import App
    from digitpad.ui.core.loading import loaders
    from tests.support.hand import Hand

    start = float(os.environ["DIGITPAD_BENCH_START"])
    app = App(loaders(None, "cpu"), Settings(theme="light"), folder)
    app.start()
    app.root.update()
    shown = time.time() - start
    hand = Hand(app)
    hand.wait_ready()
    ready = time.time() - start
    waits = [pen_up_to_reading(hand, number) for number in ("2053", "7148") * (PEN_UPS // 2)]
    used = resident_mb()
    for _ in range(DRAWINGS - PEN_UPS):
        app.root.update()
        hand.key("<Delete>")
        hand.stroke([(100, 100), (120, 160), (110, 240)])
    figures = {
        "window on screen, median s": shown,
        "able to read, median s": ready,
        "pen-up to reading on screen, p95 ms": float(np.quantile(waits, 0.95)),
        "resident memory after reading, MB": used,
        "growth over 1,000 drawings, MB": resident_mb() - used,
    }
    app.quit()
    return figures


def pen_up_to_reading(hand, number: str) -> float:  # type: ignore[no-untyped-def]
    """ms from letting go of the pen after the last stroke until the number stands on the screen.

    The last stroke is made at once, so that no reading of a part of it can be the number already.
    """
    hand.key("<Delete>")
    hand.wait_for_number("")
    lines = number_strokes(number)
    hand.draw(lines[:-1])
    hand.rest(0.05)
    last = [(round(x), round(y)) for x, y in lines[-1]]
    hand.pad.event_generate("<ButtonPress-1>", x=last[0][0], y=last[0][1])
    for x, y in last[1:]:
        hand.pad.event_generate("<B1-Motion>", x=x, y=y)
    assert hand.number != number
    start = time.perf_counter()
    hand.pad.event_generate("<ButtonRelease-1>", x=last[-1][0], y=last[-1][1])
    hand.wait_for_number(number)
    hand.root.update_idletasks()
    return (time.perf_counter() - start) * 1000


def resident_mb() -> float:
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(window_child(Path(sys.argv[1]))))

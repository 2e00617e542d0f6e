"""Memory that the window keeps for each drawing: python -m tests.bench.window_memory [--drawings 5000]

The real window with the shipped network: each drawing is drawn with the pointer, read and cleared; every fourth is
undone and done again, every tenth corrected and every fiftieth left for another page. Counted is what the process
holds once caches and history are full and the page with the samples shows as many as it has room for.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from pyvirtualdisplay import Display

from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.heap import hold_heap
from digitpad.ui.core.loading import loaders
from digitpad.ui.run import HAND_OVER_S
from digitpad.ui.widgets.theme import SystemLook
from tests.bench.engine import resident_mb
from tests.support.drawings import number
from tests.support.hand import Hand

DRAWINGS = 5000
WARM_UP = 1000  # drawings until all of that is full; at most half of them
UNDONE, CORRECTED, LEFT = 4, 10, 50  # each so manieth drawing
POINTS = 20  # looks at the memory
SIZE = "760x520"  # px: of a larger window Tk paints more, which takes longer and is not what is measured
THINNED = 4  # each so manieth point of a stroke is drawn
GROWTH = "memory grown in the window, MB per 1,000 drawings"
TARGETS = {GROWTH: 0.5}
PAGES = ("Samples", "Models", "Camera")
Figures = dict[str, float]


def figures(drawings: int = DRAWINGS) -> Figures:
    with Display(visible=False, size=(1280, 900)), tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder), drawings)


def measure(folder: Path, drawings: int) -> Figures:
    hold_heap()
    sys.setswitchinterval(HAND_OVER_S)
    app = App(loaders(None, "cpu"), Settings(theme="light"), folder, system=SystemLook())
    hand = Hand(app)
    app.start()
    hand.wait_ready()
    app.root.geometry(SIZE)
    counts, memory = [], []
    for count in range(1, drawings + 1):
        _draw(hand, count)
        if count >= min(WARM_UP, drawings // 2) and count % max(1, drawings // POINTS) == 0:
            gc.collect()
            counts.append(count)
            memory.append(resident_mb())
            print(f"{count:,} drawings: {memory[-1]:.1f} MB", file=sys.stderr)
    app.quit()
    slope = float(np.polyfit(counts, memory, 1)[0]) if len(counts) > 1 else 0.0
    return {GROWTH: 1000 * slope, "memory at the end, MB": memory[-1], "drawings": float(drawings)}


def _draw(hand: Hand, count: int) -> None:
    digit, random = str(count % 10), np.random.default_rng(count)
    left, top = random.uniform(40, 200, 2)
    lines = number(digit, left=float(left), top=float(top), height=float(random.uniform(90, 150)))
    for line in lines:
        hand.stroke([*line[::THINNED], line[-1]])
    hand.wait_until(lambda: hand.verdicts, "a reading")
    if count % UNDONE == 0:
        hand.root.event_generate("<Control-z>")
        hand.root.event_generate("<Control-y>")
    if count % CORRECTED == 0:
        hand.wait_until(lambda: hand.verdicts, "a reading")
        card = hand.widgets("Card")[0]
        hand.click(card)
        hand.type(card, digit)
    if count % LEFT == 0:
        hand.turn_to(PAGES[count // LEFT % len(PAGES)])
        hand.rest(0.1)
        hand.turn_to("Draw")
    hand.key("<Delete>")
    hand.wait_until(lambda: not hand.number, "an empty pad")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--drawings", type=int, default=DRAWINGS)
    measured = figures(parser.parse_args().drawings)
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()

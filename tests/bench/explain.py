"""Time of one update of the network's view: the explanation in the reader's thread, and its drawing in Tk's.

DIGITPAD_SCALE=2 python -m tests.bench.explain   (needs a screen)
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from digitpad.recognizer import Recognizer
from digitpad.records import Explanation
from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from digitpad.ui.widgets.theme import SystemLook
from tests.support.drawings import number
from tests.support.hand import Hand

REPEATS = 40


def main() -> None:
    recognizer = Recognizer.load(device="cpu")
    digits = recognizer.read_strokes(number("2704961385", left=20, top=40, height=100)).digits
    explanations: list[Explanation] = []
    explaining, drawing = [], []
    for turn in range(REPEATS):
        start = time.perf_counter()
        explanations.append(recognizer.explain(digits[turn % len(digits)].glyph))
        explaining.append(time.perf_counter() - start)
    folder = Path(tempfile.mkdtemp())
    app = App(loaders(None, "cpu", folder), Settings(theme="light"), folder, system=SystemLook())
    app.start()
    hand = Hand(app)
    hand.wait_ready()
    hand.key("<Control-l>")
    hand.draw(number("27", left=20, top=40, height=100))
    hand.wait_until(lambda: hand.widgets("LayerMaps"), "the network's view")
    parts = [hand.widgets(kind)[0] for kind in ("EvidenceTiles", "OutputBars", "LayerMaps")]
    for explanation in explanations:
        start = time.perf_counter()
        for part in parts:
            part.show(explanation)
        app.root.update()
        drawing.append(time.perf_counter() - start)
    app.quit()
    for name, seconds in (("explain", explaining), ("draw", drawing)):
        print(f"{name}: median {statistics.median(seconds) * 1000:.1f} ms, largest {max(seconds) * 1000:.1f} ms")


if __name__ == "__main__":
    main()

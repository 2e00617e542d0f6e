"""The time until a correction counts: from the key that is pressed until the next reading in the window uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from pyvirtualdisplay import Display

from digitpad.records import Reading, Sample, Stroke
from digitpad.vision.segmentation.segments import Numbers

if TYPE_CHECKING:
    from digitpad import Recognizer
    from tests.support.hand import Hand

CORRECTIONS = 30
KNOWN = 1_000  # samples that are stored already
TARGETS = {
    "correction to the reading that uses it, median ms": 50.0,
    f"the same with {KNOWN:,} samples stored, median ms": 50.0,
}


def figures() -> dict[str, float]:
    with Display(visible=False, size=(1400, 1000)):
        return dict(zip(TARGETS, (_child(0), _child(KNOWN)), strict=True))


def _child(known: int) -> float:
    """Measure in a fresh process: a window's threads and switch interval are its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.correcting", folder, str(known)]
        done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1]))


def measured(folder: Path, known: int) -> float:
    """Median ms over corrections of one stroke each, every one drawn elsewhere."""
    from digitpad.settings import Settings
    from digitpad.store.samples import FILE_NAME, SampleStore
    from digitpad.ui.app import App
    from digitpad.ui.core.loading import loaders
    from digitpad.ui.run import HAND_OVER_S
    from tests.support.hand import Hand

    with SampleStore(folder / FILE_NAME) as store:
        store.add(_samples(known))
    sys.setswitchinterval(HAND_OVER_S)
    engine = Timed()
    app = App((lambda: engine.around(loaders(None, "cpu")[0]()),), Settings(theme="light"), folder)
    hand = Hand(app)
    app.start()
    hand.wait_ready()
    hand.wait_until(lambda: engine.remembered == known, "the memory")
    waits = [_wait(hand, engine, place) for place in range(CORRECTIONS)]
    app.quit()
    return median(waits)


class Timed:
    """A recogniser that notes how much it remembers, and when it first read since."""

    def __init__(self) -> None:
        self.remembered = 0
        self.read_at: float | None = None

    def around(self, engine: Recognizer) -> Timed:
        self._engine = engine
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def remember(self, samples: Sequence[Sample]) -> None:
        self._engine.remember(samples)
        self.remembered, self.read_at = len(samples), None

    def read_strokes(self, strokes: Sequence[Stroke], whole: Sequence[Numbers] = ()) -> Reading:
        reading = self._engine.read_strokes(strokes, whole)
        self.read_at = self.read_at or time.perf_counter()
        return reading


def _wait(hand: Hand, engine: Timed, place: int) -> float:
    """ms from the key on a card until a reading with one sample more is there."""
    hand.key("<Delete>")
    hand.stroke([(100, 100), (180 + 3 * place, 100), (140, 240 + 4 * place)])
    hand.wait_until(lambda: hand.widgets("Card"), "a card")
    card, known = hand.widgets("Card")[0], engine.remembered
    hand.rest(0.05)
    hand.click(card)
    card.focus_force()
    hand.root.update()
    start = time.perf_counter()
    card.event_generate(f"<Key-{place % 10}>")
    hand.wait_until(lambda: engine.remembered == known + 1 and engine.read_at, "the reading")
    assert engine.read_at is not None
    return (engine.read_at - start) * 1000


def _samples(count: int) -> list[Sample]:
    random = np.random.default_rng(1)
    glyphs = random.integers(0, 256, (count, 28, 28), np.uint8)
    return [Sample(glyph, label=place % 10, source="import") for place, glyph in enumerate(glyphs)]


def main() -> None:
    print(json.dumps(measured(Path(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()

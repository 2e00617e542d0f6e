"""The page with 10,000 samples: opened and scrolled, in a real window."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from pyvirtualdisplay import Display

from digitpad.settings import Settings
from digitpad.ui.app import App
from tests.support.hand import Hand
from tests.support.readers import Counting
from tests.support.samples_user import SampleEye, stored
from tests.support.stored import sample

SAMPLES, FRAMES, ROUNDS = 10_000, 150, 5
OPENS, SCROLLS = "10,000 samples: page opens, s", "scroll, frames/s"

TARGETS = {OPENS: 0.5, SCROLLS: 50.0}


def figures() -> dict[str, float]:
    with Display(visible=False, size=(1400, 1000)), tempfile.TemporaryDirectory() as folder:
        stored(Path(folder), [sample(number, number % 10) for number in range(SAMPLES)])
        app = App((Counting,), Settings(theme="light"), Path(folder))
        app.start()
        hand = Hand(app)
        hand.wait_ready()
        hand.rest(1.0)  # the store is read when the window opens
        begun = time.perf_counter()
        eye = SampleEye(hand, SAMPLES)
        opened_s = time.perf_counter() - begun
        frames = median(_frames_a_second(eye) for _ in range(ROUNDS))
        app.quit()
    return {OPENS: opened_s, SCROLLS: frames}


def _frames_a_second(eye: SampleEye) -> float:
    """Each turn of the wheel is painted before the next one."""
    begun = time.perf_counter()
    for _ in range(FRAMES):
        eye.canvas.event_generate("<Button-5>")
        eye.hand.root.update()
    return FRAMES / (time.perf_counter() - begun)

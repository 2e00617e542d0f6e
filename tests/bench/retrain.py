"""Retraining in the window with 50 corrected samples: how long it takes, and how drawing feels meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from pyvirtualdisplay import Display

from digitpad.learning.data.datasets import pen_digits, split_by_writer
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.bench.engine import pen_up_to_reading
from tests.support.data import PENDIGITS

SAMPLES = 50
CANCELS = 5
PEN = 12.0  # px
DRAWINGS = 40
PATIENCE_S = 300.0

Figures = dict[str, float]
TARGETS = {
    "50 corrections, from click to offered model, s": 30.0,
    "cancel, worst of 5, s": 0.5,
    "drawing while retraining: pen-up to reading, p95 ms": 60.0,
}


def figures() -> Figures:
    """Needs MNIST and strokes in DIGITPAD_DATA."""
    with Display(visible=False, size=(1400, 1000)), tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench.retrain", folder]
        done = subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, stdout=subprocess.PIPE, text=True)
    done.check_returncode()
    return dict(json.loads(done.stdout.splitlines()[-1]))


def window_child(folder: Path) -> Figures:
    from digitpad.settings import Settings
    from digitpad.ui.app import App
    from digitpad.ui.core.loading import loaders
    from digitpad.ui.run import HAND_OVER_S
    from tests.support.hand import Hand

    keep_samples(folder)
    sys.setswitchinterval(HAND_OVER_S)
    app = App(loaders(None, "cpu", folder), Settings(theme="light", learns=False), folder)
    app.start()
    hand = Hand(app)
    hand.wait_ready()
    quiet = [pen_up_to_reading(hand, ("2053", "7148")[number % 2]) for number in range(DRAWINGS)]
    cancels = [cancelled(hand, place) for place in range(CANCELS)]
    begun = time.perf_counter()
    hand.press_button("Start")
    wait_for(hand, "Compared")
    took = time.perf_counter() - begun
    discard(hand)
    waits = waits_while_retraining(hand)
    app.quit()
    return {
        "50 corrections, from click to offered model, s": took,
        "cancel, worst of 5, s": max(cancels),
        "drawing while retraining: pen-up to reading, p95 ms": float(np.quantile(waits, 0.95)),
        "drawing before that: pen-up to reading, p95 ms": float(np.quantile(quiet, 0.95)),
    }


def keep_samples(folder: Path) -> None:
    """Digits of writers that the shipped network was not trained on."""
    _, held_out = split_by_writer(pen_digits(PENDIGITS))
    with SampleStore(folder / FILE_NAME) as store:
        for digit in held_out[:: len(held_out) // SAMPLES][:SAMPLES]:
            strokes = tuple(Stroke.of(stroke.tolist(), PEN) for stroke in digit.strokes)
            nothing = np.full(10, 0.1, np.float32)
            store.add([Sample(stroke_glyph(strokes), int(digit.label), "pad", 1, 0.5, nothing, strokes)])


def cancelled(hand, place: int) -> float:  # type: ignore[no-untyped-def]
    """s from the click until it is at an end, begun at different moments."""
    offered(hand)
    hand.press_button("Start")
    hand.rest(0.3 + 0.7 * place)
    begun = time.perf_counter()
    hand.press_button("Cancel")
    wait_for(hand, "Offer")
    return time.perf_counter() - begun


def waits_while_retraining(hand) -> list[float]:  # type: ignore[no-untyped-def]
    """ms of each number that was drawn."""
    offered(hand)
    hand.press_button("Start")
    dialog = hand.widgets("RetrainDialog")[0]
    hand.turn_to("Draw")
    waits = [pen_up_to_reading(hand, ("2053", "7148")[number % 2]) for number in range(DRAWINGS)]
    if type(dialog.state_shown).__name__ != "Running":
        raise RuntimeError("the retraining was over before the drawing was; draw less")
    hand.turn_to("Models")
    hand.press_button("Cancel")
    wait_for(hand, "Offer")
    return waits


def offered(hand) -> None:  # type: ignore[no-untyped-def]
    if not hand.widgets("RetrainDialog"):
        hand.key("<Control-r>")
    wait_for(hand, "Offer")


def discard(hand) -> None:  # type: ignore[no-untyped-def]
    """Whatever was found of the new one."""
    texts = ("Discard", "Keep the old model")
    button = next(button for button in hand.widgets("Button") if str(button.cget("text")) in texts)
    button.invoke()
    hand.rest(0.2)


def wait_for(hand, state: str) -> None:  # type: ignore[no-untyped-def]
    dialog = hand.widgets("RetrainDialog")[0]
    end = time.monotonic() + PATIENCE_S
    while (shown := type(dialog.state_shown).__name__) != state:
        if shown == "Refused" or time.monotonic() > end:
            raise RuntimeError(f"waited for {state}; the sheet shows {dialog.state_shown}")
        hand.rest(0.01)


if __name__ == "__main__":
    print(json.dumps(window_child(Path(sys.argv[1]))))

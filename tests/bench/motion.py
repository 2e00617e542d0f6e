"""Points of a fast stroke that the pad receives: a pointer that moves a thousand times a second over the real window.

python -m tests.bench.motion

The pointer is moved by a process of its own through XTEST, as the X server moves a mouse, on a virtual screen. The
window reads with the shipped network meanwhile. A point counts as kept where the stroke has it; the path's steps are
longer than the least distance between two points of a stroke, so none is left out on purpose.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import multiprocessing
import sys
import tempfile
import time
import tkinter as tk
from pathlib import Path

import numpy as np
from pyvirtualdisplay import Display

from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from digitpad.ui.run import HAND_OVER_S
from digitpad.ui.widgets.theme import SystemLook
from tests.support.hand import Hand

EVENTS_A_SECOND = 1000
EVENTS = 1500  # of one stroke
STROKES = 4
STEP = 4.0  # px between two events: 4,000 px a second
TURN = 0.03  # radians that the path turns from one event to the next
STROKE_S = 30.0  # the longest wait for a stroke
Figures = dict[str, float]
KEPT = "points kept of a stroke of 1,000 events a second, %"
TARGETS = {KEPT: 95.0}


def figures() -> Figures:
    with Display(visible=False, size=(1280, 900)) as display, tempfile.TemporaryDirectory() as folder:
        return measure(f":{display.display}", Path(folder))


def measure(display: str, folder: Path) -> Figures:
    """Draw the strokes, and count what is left of each."""
    sys.setswitchinterval(HAND_OVER_S)
    app = App(loaders(None, "cpu"), Settings(theme="light"), folder, system=SystemLook())
    hand = Hand(app)
    app.start()
    hand.wait_ready()
    pad = hand.pad
    path = path_on(pad, EVENTS)
    kept, gaps, late_ms = [], [], []
    for _ in range(STROKES):
        points, seconds = drawn(hand, display, path)
        steps = np.hypot(*np.diff(points, axis=0).T)
        kept.append(len(points) / len(path))
        gaps.append(float(steps.max()))
        late_ms.append(1000 * (seconds - EVENTS / EVENTS_A_SECOND))
    app.quit()
    return {
        KEPT: 100 * float(np.mean(kept)),
        "points kept of the worst of the strokes, %": 100 * float(np.min(kept)),
        "longest gap between two points, px": float(np.max(gaps)),
        "stroke on the pad after the pointer was lifted, median ms": float(np.median(late_ms)),
    }


def path_on(pad: tk.Canvas, events: int) -> list[tuple[int, int]]:
    """Circles around the pad's middle in whole px of the screen, no two points that follow closer than STEP - 1."""
    turns = np.arange(events) * TURN
    radius = STEP / TURN
    x = pad.winfo_rootx() + pad.winfo_width() / 2 + radius * np.sin(turns)
    y = pad.winfo_rooty() + pad.winfo_height() / 2 - radius * np.cos(turns)
    return [(round(across), round(down)) for across, down in zip(x, y, strict=True)]


def drawn(hand: Hand, display: str, path: list[tuple[int, int]]) -> tuple[np.ndarray, float]:
    """The points of one stroke as the pad has them, and the seconds from its first event until it is there."""
    before = len(hand.pad.strokes)
    context = multiprocessing.get_context("spawn")
    begun = context.Value("d", 0.0)
    mover = context.Process(target=_move, args=(display, path, begun), daemon=True)
    mover.start()
    hand.wait_until(lambda: len(hand.pad.strokes) > before, "the stroke", STROKE_S)
    seconds = time.monotonic() - begun.value
    mover.join()
    return np.asarray(hand.pad.strokes[-1].points), seconds


def _move(name: str, path: list[tuple[int, int]], begun: ctypes.c_double) -> None:
    """Press, move along the path on the screen, lift."""
    x11, test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(name.encode()))
    test.XTestFakeMotionEvent(display, -1, *path[0], ctypes.c_ulong(0))
    test.XTestFakeButtonEvent(display, 1, 1, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    begun.value = start = time.monotonic()
    for number, (x, y) in enumerate(path):
        rest = start + number / EVENTS_A_SECOND - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        test.XTestFakeMotionEvent(display, -1, x, y, ctypes.c_ulong(0))
        x11.XFlush(display)
    test.XTestFakeButtonEvent(display, 1, 0, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    x11.XCloseDisplay(display)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    measured = figures()
    print(json.dumps(measured) if as_json else "\n".join(f"{name}: {value:.1f}" for name, value in measured.items()))


if __name__ == "__main__":
    main()

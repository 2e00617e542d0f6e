"""A network camera runs in the real window: how soon the mouse is answered, and whether memory and threads stay.

python -m tests.bench.stream --minutes 10

A camera in a process of its own (1280 x 720, 30 frames a second, two rows of drawn digits that sway) is shown and read
in the window on a virtual screen, while a pointer presses on the picture again and again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from pyvirtualdisplay import Display

from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from digitpad.ui.run import HAND_OVER_S
from digitpad.ui.widgets.theme import SystemLook
from tests.bench.engine import resident_mb
from tests.support.hand import Hand
from tests.support.mjpeg_server import SCENES, MjpegServer
from tests.support.scenes import paper, written

SHORT_S = 30.0
FIRST = 0.1  # of the time; by then all that is loaded late has been loaded
PRESS_EVERY_MS = 97
READ_S = 180.0  # the longest wait for the first number; a busy machine loads the network slowly
ROWS = ("2026", "4713")
Figures = dict[str, float]
TARGETS = {
    "mouse answered while the camera runs, p95 ms": 30.0,
    "memory grown after the first tenth, MB": 5.0,
    "threads left after closing": 0.0,
}


def figures() -> Figures:
    return run(SHORT_S)


def run(seconds: float) -> Figures:
    with camera() as url, Display(visible=False, size=(1280, 900)), tempfile.TemporaryDirectory() as folder:
        return watch(url, Path(folder), seconds)


@contextmanager
def camera() -> Iterator[str]:
    """The address of a camera in a process of its own, so that it takes neither time nor memory from the window's."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    serving = context.Process(target=_serve, args=(theirs,), daemon=True)
    serving.start()
    theirs.close()
    try:
        yield ours.recv()
    finally:
        ours.close()
        serving.join()


def watch(url: str, folder: Path, seconds: float) -> Figures:
    """The window with that camera, from its first number on for so long; it is closed in the middle of the stream."""
    sys.setswitchinterval(HAND_OVER_S)
    app = App(loaders(None, "cpu"), Settings(theme="light"), folder, system=SystemLook(), camera=url)
    hand = Hand(app)
    app.start()
    hand.wait_until(lambda: _number(hand) == "".join(ROWS), "the number", READ_S)
    watcher = _Watcher(hand, seconds)
    watcher.begin()
    app.root.mainloop()
    left = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if left:
        print("left after closing:", ", ".join(left), file=sys.stderr)
    return watcher.figures() | {"threads left after closing": float(len(left))}


class _Watcher:
    """Presses on the picture, and counts frames, memory and the Tk thread's own time, until the time is over."""

    def __init__(self, hand: Hand, seconds: float) -> None:
        self._root, self._app, self._seconds = hand.root, hand.app, seconds
        self._view = hand.widgets("CameraView")[0]
        self._taken: list[float] = []  # ms
        self._memory: list[float] = []  # MB, once for each tenth
        self._frames = self._looks = 0
        self._used_s = 0.0
        self._count("show", "_frames")
        self._count("mark", "_looks")

    def begin(self) -> None:
        self._begun_s, self._used_before_s = time.perf_counter(), time.thread_time()
        self._frames = self._looks = 0
        self._wait_for_press()

    def figures(self) -> Figures:
        return {
            "mouse answered while the camera runs, median ms": float(np.median(self._taken)),
            "mouse answered while the camera runs, p95 ms": float(np.quantile(self._taken, 0.95)),
            "frames shown a second": self._frames / self._seconds,
            "frames read a second": self._looks / self._seconds,
            "Tk thread's own ms for each frame shown": 1000 * self._used_s / max(1, self._frames),
            "resident memory after the first tenth, MB": self._memory[0],
            "resident memory at the end, MB": self._memory[-1],
            "memory grown after the first tenth, MB": self._memory[-1] - self._memory[0],
        }

    def _count(self, name: str, counter: str) -> None:
        shown = getattr(self._view, name)

        def counted(*given: object) -> None:
            setattr(self, counter, getattr(self, counter) + 1)
            shown(*given)

        setattr(self._view, name, counted)

    def _wait_for_press(self) -> None:
        self._root.after(PRESS_EVERY_MS, self._press, time.perf_counter() + PRESS_EVERY_MS / 1000)

    def _press(self, due_s: float) -> None:
        """ms from the moment the press is due to its end: with everything that keeps the window from it."""
        x, y = round(self._view.winfo_width() * (0.1 + 0.8 * (len(self._taken) % 2))), self._view.winfo_height() - 5
        self._view.event_generate("<ButtonPress-1>", x=x, y=y)
        self._view.event_generate("<ButtonRelease-1>", x=x, y=y)
        self._taken.append((time.perf_counter() - due_s) * 1000)
        passed_s = time.perf_counter() - self._begun_s
        if passed_s >= (len(self._memory) + 1) * FIRST * self._seconds:
            self._memory.append(resident_mb())
        if passed_s < self._seconds:
            self._wait_for_press()
        else:
            self._used_s = time.thread_time() - self._used_before_s
            self._app.quit()


def _number(hand: Hand) -> str:
    return hand.number if hand.widgets("BigNumber") else ""


def _serve(pipe: Connection) -> None:
    frames = [_card(number) for number in range(SCENES)]
    with MjpegServer(size=(1280, 720), fps=30, scene=lambda number, size: frames[number % SCENES]) as server:
        pipe.send(server.url)
        pipe.poll(None)  # until the other side closes it


def _card(number: int) -> np.ndarray:
    sway = 12 * np.sin(2 * np.pi * number / SCENES)
    sheet = paper(size=(720, 1280), seed=number)
    for row, text in enumerate(ROWS):
        sheet = written(sheet, text, left=250 + sway, top=130 + 280 * row, height=150)
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    arguments = parser.parse_args()
    found = run(60 * arguments.minutes)
    if arguments.json:
        print(json.dumps(found))
    for words, value in [] if arguments.json else found.items():
        print(f"{words:60} {value:10.2f}" + (f"   aim {TARGETS[words]:g}" if words in TARGETS else ""))


if __name__ == "__main__":
    main()

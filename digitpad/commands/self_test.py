"""digitpad --self-test: every part of an installation, tried on small files of its own; needs no display."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from digitpad import __version__
from digitpad.errors import DigitPadError
from digitpad.faults import Fault, outcome_of
from digitpad.paths import bundled

NUMBER = "2026"  # stands in the drawing and in the photograph
VIDEO_NUMBER = "7"
WINDOW_S = 10.0  # until the window must be on screen
Say = Callable[[str], object]


class Unfit(DigitPadError):
    """A part works, but not as it should."""


def run(arguments: argparse.Namespace) -> int:
    """`digitpad --self-test`: 1 where a part of the installation does not work, else 0."""
    return 0 if self_test(_say_at_once, arguments.debug) else 1


def self_test(say: Say, debug: bool = False) -> bool:
    """Try everything, tell each in one line; return True where all works. With `debug`, tracebacks go to stderr."""
    say(f"DigitPad {__version__}, Python {sys.version.partition(' ')[0]}, {Path(__file__).parents[1]}")
    start_s = time.monotonic()
    results = [_tried(name, check, say, debug) for name, check in CHECKS]
    failures = results.count(False)
    say(f"{'all is well' if not failures else f'{failures} failed'}, {time.monotonic() - start_s:.1f} s")
    return not failures


def _say_at_once(line: str) -> None:
    """Print a line at once: a part that ends the whole process would lose a buffered one."""
    print(line, flush=True)


def _tried(name: str, check: Callable[[], str], say: Say, debug: bool) -> bool:
    start_s = time.monotonic()
    words = outcome_of(check)  # any error is a finding
    good = not isinstance(words, Fault)
    if isinstance(words, Fault):
        if debug:
            print(words.traceback, file=sys.stderr, end="")
        words = words.cause
    say(f"{'ok  ' if good else 'FAIL'}  {name:<11} {words}  ({time.monotonic() - start_s:.2f} s)")
    return good


def _weights() -> str:
    from digitpad.inference.network import Network

    network = Network.load(_shipped())
    return f"{network.card.get('name', 'unnamed')} on {network.engine.device}"


def _drawing() -> str:
    from digitpad.formats.stroke_json import load_strokes
    from digitpad.recognizer import Recognizer

    return _same(Recognizer.load().read_strokes(load_strokes(_file("drawing.json"))).text, NUMBER)


def _photograph() -> str:
    from digitpad.recognizer import Recognizer
    from digitpad.vision.picture.pictures import open_picture

    return _same(Recognizer.load().read_image(open_picture(_file("photograph.jpg"))).text, NUMBER)


def _training() -> str:
    from digitpad.formats.stroke_json import load_strokes
    from digitpad.learning.training.trial import one_step
    from digitpad.recognizer import Recognizer

    digits = Recognizer.load().read_strokes(load_strokes(_file("drawing.json"))).digits
    glyphs, labels = np.stack([digit.glyph for digit in digits]), np.array([int(figure) for figure in NUMBER])
    before, after = one_step(_shipped(), glyphs, labels)
    if not after < before:
        raise Unfit(f"the loss went from {before:.4f} to {after:.4f}")
    return f"loss {before:.4f} -> {after:.4f} in a step"


def _video() -> str:
    from digitpad.recognizer import Recognizer
    from digitpad.vision.capture.devices import opens_devices
    from digitpad.vision.capture.pixels import frame_of
    from digitpad.vision.capture.sources import source_of
    from digitpad.vision.picture.pictures import open_picture

    device = opens_devices(open_picture)(source_of(str(_file("video.mp4"))), lambda seconds: None)
    try:
        frame = frame_of(device.read(), "video.mp4")
    finally:
        device.close()
    height, width = frame.shape[:2]
    return f"{_same(Recognizer.load().read_image(frame).text, VIDEO_NUMBER)} in {width} × {height} px by FFmpeg"


def _store() -> str:
    from digitpad.records import Sample
    from digitpad.store.samples import FILE_NAME, SampleStore

    glyph = np.arange(28 * 28, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, FILE_NAME)
        with SampleStore(path) as store:
            store.add([Sample(glyph, 3, "pad")])
        with SampleStore(path) as store:
            samples = store.all()
    if len(samples) != 1 or samples[0].label != 3 or not np.array_equal(samples[0].glyph, glyph):
        raise Unfit("a sample did not come back as it was written")
    return "a sample written and read"


def _figures() -> str:
    from digitpad.learning.evaluation.figures import curves

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "curves.png")
        curves(path, {"loss": [2.0, 1.0]}, {"MNIST": [0.5, 0.9]})
        return f"{path.stat().st_size:,} bytes of PNG"


def _tkinter() -> str:
    return f"Tcl/Tk {importlib.import_module('tkinter').Tcl().eval('info patchlevel')}"


def _window() -> str:
    if sys.platform not in ("win32", "darwin") and not os.environ.get("DISPLAY"):
        return "not tried, for there is no display"
    from digitpad.settings import Settings
    from digitpad.ui.app import App

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        app = App((), Settings(), Path(folder))
        app.start()
        end = time.monotonic() + WINDOW_S
        while not app.root.winfo_viewable():
            if time.monotonic() > end:
                raise Unfit(f"it did not come up within {WINDOW_S:.0f} s")
            app.root.update()
        size = f"{app.root.winfo_width()} × {app.root.winfo_height()} px"
        app.quit()
    return f"opened and closed, {size}"


def _shipped() -> Path:
    from digitpad.recognizer import SHIPPED

    return bundled("models", SHIPPED)


def _file(name: str) -> Path:
    return bundled("assets", f"self_test/{name}")


def _same(answer: str, truth: str) -> str:
    if answer != truth:
        raise Unfit(f"{answer!r} was read where {truth!r} stands")
    return f"read {answer}"


CHECKS = (
    ("weights", _weights),
    ("drawing", _drawing),
    ("photograph", _photograph),
    ("training", _training),
    ("video", _video),
    ("samples", _store),
    ("figures", _figures),
    ("tkinter", _tkinter),
    ("window", _window),
)

"""Tries every part of an installation on small files of its own: `digitpad --self-test`. Needs no display."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np

from digitpad import __version__
from digitpad.errors import DigitPadError
from digitpad.paths import bundled

NUMBER = "2026"  # stands in the drawing and in the photograph
VIDEO_NUMBER = "7"
WINDOW_S = 10.0  # until the window must be on screen
Say = Callable[[str], object]


class Unfit(DigitPadError):
    """A part works, but not as it should."""


def self_test(say: Say, debug: bool = False) -> bool:
    """Try everything, tell each in one line; whether all of it works. With `debug`, tracebacks go to stderr."""
    say(f"DigitPad {__version__}, Python {sys.version.partition(' ')[0]}, {Path(__file__).parent}")
    begun = time.monotonic()
    results = [_tried(name, check, say, debug) for name, check in CHECKS]
    failed = results.count(False)
    say(f"{'all is well' if not failed else f'{failed} failed'}, {time.monotonic() - begun:.1f} s")
    return not failed


def _tried(name: str, check: Callable[[], str], say: Say, debug: bool) -> bool:
    begun = time.monotonic()
    try:
        told, good = check(), True
    except Exception as error:  # whatever is broken in an installation is what is looked for
        told, good = f"{type(error).__name__}: {error}".partition("\n")[0], False
        if debug:
            traceback.print_exc()
    say(f"{'ok  ' if good else 'FAIL'}  {name:<11} {told}  ({time.monotonic() - begun:.2f} s)")
    return good


def _weights() -> str:
    from digitpad.learning.network import Network

    network = Network.load(_shipped())
    return f"{network.card.get('name', 'unnamed')} on {network.device.type}"


def _drawing() -> str:
    from digitpad.recognizer import Recognizer
    from digitpad.strokes_file import load_strokes

    return _same(Recognizer.load().read_strokes(load_strokes(_file("drawing.json"))).text, NUMBER)


def _photograph() -> str:
    from digitpad.recognizer import Recognizer
    from digitpad.vision.pictures import open_picture

    return _same(Recognizer.load().read_image(open_picture(_file("photograph.jpg"))).text, NUMBER)


def _training() -> str:
    from digitpad.learning.trial import one_step
    from digitpad.recognizer import Recognizer
    from digitpad.strokes_file import load_strokes

    digits = Recognizer.load().read_strokes(load_strokes(_file("drawing.json"))).digits
    glyphs, labels = np.stack([digit.glyph for digit in digits]), np.array([int(figure) for figure in NUMBER])
    before, after = one_step(_shipped(), glyphs, labels)
    if not after < before:
        raise Unfit(f"the loss went from {before:.4f} to {after:.4f}")
    return f"loss {before:.4f} -> {after:.4f} in a step"


def _video() -> str:
    from digitpad.recognizer import Recognizer
    from digitpad.vision.devices import frame_of, open_device
    from digitpad.vision.sources import source_of

    device = open_device(source_of(str(_file("video.mp4"))), lambda seconds: None)
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
            kept = store.all()
    if len(kept) != 1 or kept[0].label != 3 or not np.array_equal(kept[0].glyph, glyph):
        raise Unfit("a sample did not come back as it was written")
    return "a sample written and read"


def _figures() -> str:
    from digitpad.learning.figures import curves

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


def _same(read: str, wanted: str) -> str:
    if read != wanted:
        raise Unfit(f"{read!r} was read where {wanted!r} stands")
    return f"read {read}"


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

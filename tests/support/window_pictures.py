"""The pictures of the page with the pad that README shows, on the screen that DISPLAY names.

xvfb-run -a -s "-screen 0 1400x900x24" python -m tests.support.window_pictures FOLDER

Writes screenshot.png, draw-dark.png and network-view.png, 1080 × 700 px, into FOLDER: `assets` for the README's own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import ImageGrab

from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from digitpad.ui.widgets.theme import SystemLook
from tests.support.drawings import DIGITS, number
from tests.support.hand import Hand
from tests.support.samples_user import stored

NUMBER, LEFT, TOP, HEIGHT = "2026", 62, 205, 122  # px of the pad
WIDTH_PX, HEIGHT_PX = 1080, 700
SETTLE_S = 1.0


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _learn(folder)
        app = App(loaders(None, "cpu", folder), Settings(theme="light"), folder, system=SystemLook())
        hand = Hand(app)
        app.start()
        hand.wait_ready()
        menus = int(app.root.tk.call("winfo", "reqheight", ".#!menubar"))
        app.root.geometry(f"{WIDTH_PX}x{HEIGHT_PX - menus}+0+0")
        hand.rest(SETTLE_S)
        hand.draw(number(NUMBER, left=LEFT, top=TOP, height=HEIGHT))
        hand.wait_for_number(NUMBER)
        _keep(hand, target / "screenshot.png")
        hand.key("<Control-Key-t>")
        _keep(hand, target / "draw-dark.png")
        hand.key("<Control-Key-t>")
        hand.click(hand.widgets("Card")[-1])
        hand.key("<Control-Key-l>")
        hand.wait_until(lambda: hand.widgets("OutputBars"), "the network's view")
        _keep(hand, target / "network-view.png")
        app.quit()


def _learn(folder: Path) -> None:
    """Keep two corrected samples of each digit, so that something was learned."""
    samples = []
    for place in range(20):
        glyph = stroke_glyph(tuple(Stroke.of(line) for line in DIGITS[place % 10])).copy()
        glyph[0, place] = 1  # no two alike
        chances = np.full(10, 0.02, np.float32)
        chances[read := (place + 1) % 10] = 0.82
        samples.append(Sample(glyph, place % 10, "pad", predicted=read, confidence=0.8, probabilities=chances))
    stored(folder, samples)


def _keep(hand: Hand, path: Path) -> None:
    hand.rest(SETTLE_S)
    ImageGrab.grab(xdisplay="").crop((0, 0, WIDTH_PX, HEIGHT_PX)).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The window on the screen that DISPLAY names, in a process of its own, for Tk lets go of a screen only at its end.

python -m tests.support.small_screen FOLDER [WIDTHxHEIGHT …]

Prints as JSON, for each size (px at scale 1; none: as it opens) and page, the window's size, what is out of reach,
and what is in reach by its place, but not painted there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.widgets.tabs import HEIGHT
from digitpad.ui.widgets.theme import SystemLook
from tests.support.contrast import unpainted
from tests.support.hand import Hand
from tests.support.reach import clipped_words, control_count, out_of_reach
from tests.support.readers import Doubting

PAGES = ("Draw", "Camera", "Samples", "Models")


def look(folder: Path, sizes: list[str]) -> list[dict[str, Any]]:
    app = App((Doubting,), Settings(theme="light"), folder, system=SystemLook())
    hand = Hand(app)
    app.start()
    hand.wait_ready()
    scale = hand.widgets("Tab")[0].winfo_reqheight() / HEIGHT
    hand.draw([[(x * scale, 60 * scale), (x * scale, 160 * scale)] for x in (40, 100, 150)])
    hand.wait_until(lambda: hand.verdicts, "the reading")
    seen = []
    for size in sizes or [""]:
        if size:
            width, height = (round(int(side) * scale) for side in size.split("x"))
            app.root.geometry(f"{width}x{height}")
        seen += [_page(hand, size, page) for page in PAGES]
    app.quit()
    return seen


def _page(hand: Hand, size: str, page: str) -> dict[str, Any]:
    hand.turn_to(page)
    hand.rest(0.3)
    if page == "Draw":
        hand.click(hand.widgets("Card")[0])
        hand.wait_until(lambda: hand.widgets("CorrectionBar"), "the buttons for the selected digit")
    hand.rest(0.2)
    root = hand.root
    return {
        "asked": size,
        "page": page,
        "width": root.winfo_width(),
        "height": root.winfo_height(),
        "menus": int(root.tk.call("winfo", "reqheight", ".#!menubar")),
        "controls": control_count(hand),
        "out of reach": out_of_reach(hand),
        "unpainted": unpainted(hand),
        "clipped": clipped_words(hand),
    }


if __name__ == "__main__":
    print(json.dumps(look(Path(sys.argv[1]), sys.argv[2:])))

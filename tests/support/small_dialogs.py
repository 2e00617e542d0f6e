"""The small windows on the screen that DISPLAY names, in a process of its own, for Tk lets go of a screen at its end.

python -m tests.support.small_dialogs FOLDER

Prints as JSON, for each, its place and size, that of its Close button, and whether its end can be scrolled to; px.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.widgets.theme import SystemLook
from tests.support.hand import Hand, below
from tests.support.readers import Counting

TURNS = 20  # more pages than any has
DIALOGS = {
    "Shortcuts": "KeyHelp",
    "About DigitPad": "About",
    "Settings…": "SettingsSheet",
    "What was learned…": "LearnedList",
}


def look(folder: Path) -> list[dict[str, Any]]:
    app = App((Counting,), Settings(theme="light"), folder, system=SystemLook())
    hand = Hand(app)
    app.start()
    hand.wait_ready()
    seen = [_dialog(hand, entry, kind) for entry, kind in DIALOGS.items()]
    app.quit()
    return seen


def _dialog(hand: Hand, entry: str, kind: str) -> dict[str, Any]:
    hand.choose(entry)
    hand.wait_until(lambda: hand.widgets(kind) and hand.widgets(kind)[0].winfo_viewable(), entry)
    hand.rest(0.3)
    window = hand.widgets(kind)[0]
    (close,) = [one for one in below(window) if one.winfo_class() == "TButton" and one.cget("text") == "Close"]
    (scroller,) = [one for one in below(window) if type(one).__name__ == "Scroller"]
    hand.type(close, *["<Next>"] * TURNS)
    hand.rest(0.1)
    inner = scroller.inner
    end = inner.winfo_rooty() + inner.winfo_height()
    result = {
        "entry": entry,
        "screen": [window.winfo_screenwidth(), window.winfo_screenheight()],
        "window": _box(window),
        "close": _box(close),
        "inner width": inner.winfo_reqwidth(),
        "room": scroller.winfo_width(),
        "end": end,
        "bottom": scroller.winfo_rooty() + scroller.winfo_height(),
    }
    window.destroy()
    return result


def _box(widget: Any) -> list[int]:
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    return [left, top, left + widget.winfo_width(), top + widget.winfo_height()]


if __name__ == "__main__":
    print(json.dumps(look(Path(sys.argv[1]))))

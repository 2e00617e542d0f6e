"""An installed program on a screen of its own: drawn in with the mouse, read through the clipboard, as users do."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.support.drawings import number

NUMBER = "2026"
LEFT, TOP, HEIGHT = 60, 290, 120  # px in the window, on the pad
SCREEN = "1280x900x24"
PATIENCE_S = 60.0
STEADY_S = 3.0  # what does not change for so long is the reading
PAUSES_S = (0.012, 0.03, 0.1)  # drawn anew, more slowly, on a machine that is busy


@dataclass(frozen=True)
class Opened:
    window_s: float  # from the start of the program until its window is on the screen
    reading_s: float  # until what was drawn at once could be copied


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display."""
    out, into = os.pipe()
    command = ["Xvfb", "-nolisten", "tcp", "-screen", "0", SCREEN, "-displayfd", str(into)]
    server = subprocess.Popen(command, pass_fds=[into], stderr=subprocess.DEVNULL)
    os.close(into)
    try:
        with os.fdopen(out) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def draw_and_read(program: Sequence[str], environment: dict[str, str], display: str) -> Opened:
    """Start it, draw NUMBER, press Ctrl+C until the clipboard holds it, close it. Raises AssertionError."""
    environment = {**environment, "DISPLAY": display}
    begun = time.monotonic()
    running = subprocess.Popen(program, env=environment)
    try:
        left, top = _window_at(display, running)
        window_s = time.monotonic() - begun
        held = ""
        for pause_s in PAUSES_S:
            _draw(display, left, top, pause_s)
            held = _copied(display)
            if held == NUMBER:
                break
            _tool(display, "key", "Delete")
        assert held == NUMBER, f"{NUMBER} was drawn and {held!r} could be copied"
        reading_s = time.monotonic() - begun
        _tool(display, "key", "ctrl+q")
        assert running.wait(PATIENCE_S) == 0, "the program did not end well"
        return Opened(window_s, reading_s)
    finally:
        running.kill()
        running.wait()


def _window_at(display: str, running: subprocess.Popen[bytes]) -> tuple[int, int]:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and running.poll() is None:
        found = _tool(display, "search", "--onlyvisible", "--name", "^DigitPad$").split()
        if found:
            lines = _tool(display, "getwindowgeometry", "--shell", found[-1]).split()
            place = dict(line.partition("=")[::2] for line in lines)
            return int(place["X"]), int(place["Y"])
        time.sleep(0.02)
    raise AssertionError("no window came up")


def _draw(display: str, left: int, top: int, pause_s: float) -> None:
    """With `pause_s` from point to point: Tk passes over what comes while it is busy, as of a hand too fast."""
    for stroke in number(NUMBER, left=left + LEFT, top=top + TOP, height=HEIGHT):
        start, *rest = [["mousemove", str(round(x)), str(round(y))] for x, y in stroke]
        pause = ["sleep", str(pause_s)]
        moves = [word for move in rest for word in (*pause, *move)]
        _tool(display, *start, *pause, "mousedown", "1", *moves, *pause, "mouseup", "1")


def _copied(display: str) -> str:
    """What Ctrl+C copies, asked until it is NUMBER or does not change any more."""
    end, held, since = time.monotonic() + PATIENCE_S, "", time.monotonic()
    while held != NUMBER and time.monotonic() < min(end, since + (STEADY_S if held else PATIENCE_S)):
        _tool(display, "key", "ctrl+c")
        command = ["xclip", "-selection", "clipboard", "-o", "-display", display]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False).stdout.strip()
        held, since = (held, since) if shown == held else (shown, time.monotonic())
        time.sleep(0.1)
    return held


def _tool(display: str, *words: str) -> str:
    environment = {**os.environ, "DISPLAY": display}
    command = ["xdotool", *words]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    ).stdout

"""An installed program on a screen of its own: drawn in with the mouse, read through the clipboard, as users do.

    python -m tests.bench.release_screen PROGRAM [PROGRAM ...] [--times N]

Medians of starts by turns, each with a new home. Where others use the machine, `chrt -r 10` before it keeps them out.
"""

from __future__ import annotations

import argparse
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from Xlib import X, error
from Xlib.display import Display

from tests.support.drawings import number

NUMBER = "2026"
LEFT, TOP, HEIGHT = 60, 290, 120  # px in the window, on the pad
SCREEN = "1280x900x24"
PATIENCE_S = 60.0
STEADY_S = 3.0  # what does not change for so long is the reading
HAND_S = 0.1  # no hand is at the pad sooner
PAUSES_S = (0.012, 0.03, 0.1)  # drawn anew, more slowly, on a machine that is busy


@dataclass(frozen=True)
class Opened:
    window_s: float  # from the start of the program until its window is on the screen
    window_busy_s: float  # of processors until then, by the program itself, whoever else was there
    reading_s: float  # until what was drawn at once could be copied


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display."""
    out, into = os.pipe()
    command = ["Xvfb", "-noreset", "-nolisten", "tcp", "-screen", "0", SCREEN, "-displayfd", str(into)]
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
    watched = Display(display)
    watched.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    watched.sync()
    begun = time.monotonic()
    running = subprocess.Popen(program, env=environment)
    try:
        left, top = _window_at(watched, running)
        window_s, busy_s = time.monotonic() - begun, _busy_s(running)
        time.sleep(HAND_S)
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
        return Opened(window_s, busy_s, reading_s)
    finally:
        running.kill()
        running.wait()
        watched.close()


def _window_at(display: Display, running: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Wait until the server tells that the window is there, which takes no time from the program as looking does."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and running.poll() is None:
        while display.pending_events():
            event = display.next_event()
            if event.type == X.MapNotify and _name(event.window) == "DigitPad":
                place = event.window.get_geometry()
                return place.x, place.y
        select.select([display], [], [], 0.5)
    raise AssertionError("no window came up")


def _name(window) -> str:  # type: ignore[no-untyped-def]
    try:
        return str(window.get_wm_name())
    except error.BadWindow:  # it was there for a moment
        return ""


def _busy_s(running: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _draw(display: str, left: int, top: int, pause_s: float) -> None:
    """With `pause_s` from point to point: Tk passes over what comes while it is busy, as of a hand too fast."""
    for stroke in number(NUMBER, left=left + LEFT, top=top + TOP, height=HEIGHT):
        start, *rest = [["mousemove", str(round(x)), str(round(y))] for x, y in stroke]
        pause = ["sleep", str(pause_s)]
        moves = [word for move in rest for word in (*pause, *move)]
        _tool(display, *start, *pause, "mousedown", "1", *moves, *pause, "mouseup", "1")


def _copied(display: str) -> str:
    """Return the text that Ctrl+C copies, repeated until it is NUMBER or does not change any more."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs="+", metavar="PROGRAM")
    parser.add_argument("--times", type=int, default=11, help="starts of each, after a first one (default: 11)")
    arguments = parser.parse_args()
    with screen() as display:
        rounds = [[_anew(name, display) for name in arguments.programs] for _ in range(arguments.times + 1)][1:]
    for name, opened in zip(arguments.programs, zip(*rounds, strict=True), strict=True):
        window, busy, reading = (
            median(getattr(each, what) for each in opened) for what in ("window_s", "window_busy_s", "reading_s")
        )
        print(f"{name}: window {window:.3f} s, its processor {busy:.2f} s, first number read {reading:.2f} s")


def _anew(program: str, display: str) -> Opened:
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
        return draw_and_read([program], environment, display)


if __name__ == "__main__":
    main()

"""The way of a pointer that is held down, with every point that the system hears of, and the stroke made of it."""

from __future__ import annotations

import _tkinter
import ctypes
import time
import tkinter as tk
from collections.abc import Callable, Iterable

import numpy as np

from digitpad.records import Floats, Stroke, locked
from digitpad.vision.render.sheet import NEAREST

KNOWN_TK = "8.6."  # its function is declared for X's Display but takes Tk's own; a later Tk may do as declared
TK_DISPLAY = 1  # where a Tk_Window (tk.h: Tk_FakeWin) has Tk's display, counted in pointers; X's stands before it
LATE_MS = 60_000  # an event that seems later than this is of another turn of X's clock, which has 32 bits
Place = tuple[int, int, float]  # px of the widget right and down, seconds of the monotonic clock


class PointerTrail:
    """Notes the places as they come, which takes microseconds, and calls `on_more` when Tk has nothing else to do.

    Whatever takes longer (drawing, reading) belongs into `on_more`: it gets all places that came meanwhile at once.
    """

    def __init__(self, widget: tk.Misc, on_more: Callable[[], None]) -> None:
        self._widget, self._on_more = widget, on_more
        self._places: list[tuple[str, str, str, float]] = []
        self._newest_ms = 0  # of what was taken, by the clock of the events
        self._announced = False
        self._note_command = widget.register(self._note)
        self._announce_command = widget.register(self._announce)

    def hear(self, button: int) -> None:
        """Note the way of the pointer while this button is down.

        Bound without tkinter's event objects: making one takes ten times as long as all that is done here.
        """
        self._widget.tk.call("bind", str(self._widget), f"<B{button}-Motion>", f"{self._note_command} %x %y %t")

    def begin(self) -> None:
        """Forget what was noted; from now on no point is left out."""
        self._places.clear()
        collapse_motion(self._widget, False)

    def end(self) -> None:
        collapse_motion(self._widget, True)

    def add(self, x: int, y: int) -> None:
        """A place that is known from elsewhere, such as where the button was let go."""
        self._places.append((str(x), str(y), str(self._newest_ms), time.monotonic()))

    def take(self) -> list[Place]:
        """Return the places noted since the last call, the oldest first.

        A motion that Tk held back before `begin` comes when its turn is over; it is left out.
        """
        noted, self._places = self._places, []
        places = []
        for x, y, ms, at in noted:
            if not 0 < self._newest_ms - int(ms) < LATE_MS:
                self._newest_ms = int(ms)
                places.append((int(x), int(y), at))
        return places

    def _note(self, x: str, y: str, ms: str) -> None:
        self._places.append((x, y, ms, time.monotonic()))
        if not self._announced:
            self._announced = True
            self._widget.tk.call("after", "idle", self._announce_command)

    def _announce(self) -> None:
        self._announced = False
        if self._places:
            self._on_more()


class StrokeInProgress:
    """The stroke that is drawn while the pen is down; false while it is up."""

    def __init__(self) -> None:
        self._points: list[tuple[float, float]] = []  # px of the strokes
        self._times: list[float] = []  # s of the monotonic clock

    def __bool__(self) -> bool:
        return bool(self._points)

    def begin(self, point: tuple[float, float]) -> None:
        self._points, self._times = [point], [time.monotonic()]

    def give_up(self) -> None:
        self._points, self._times = [], []

    def extend(self, places: Iterable[tuple[tuple[float, float], float]], scale: float = 1.0) -> bool:
        """Add (point, s) where they are far enough from the one before; True where any was.

        `scale`: px of the screen for one of the strokes.
        """
        before = len(self._points)
        for (x, y), at in places if self._points else ():
            last_x, last_y = self._points[-1]
            if max(abs(x - last_x), abs(y - last_y)) * scale >= NEAREST:
                self._points.append((x, y))
                self._times.append(at)
        return len(self._points) > before

    @property
    def points(self) -> Floats:
        """(n, 2) so far."""
        return np.array(self._points, np.float32)

    def stroke(self, width: float) -> Stroke:
        """Return it as it is so far, drawn with a pen so wide."""
        times = np.array([at - self._times[0] for at in self._times], np.float32)
        return Stroke(locked(self.points), locked(times), width)


def collapse_motion(widget: tk.Misc, on: bool) -> None:
    """Have Tk on X11 hand over only the newest of several waiting motions, as it does by itself, or each of them.

    Tk has a function for that, but no command. Where it cannot be reached (another system, another build of Python)
    everything stays as it is.
    """
    call = widget.tk.call
    if call("tk", "windowingsystem") != "x11" or not str(call("info", "patchlevel")).startswith(KNOWN_TK):
        return
    try:
        library = ctypes.CDLL(getattr(_tkinter, "__file__", None))
        main_window, collapse = library.Tk_MainWindow, library.Tk_CollapseMotionEvents
    except (OSError, AttributeError):
        return
    main_window.argtypes, main_window.restype = [ctypes.c_void_p], ctypes.POINTER(ctypes.c_void_p)
    collapse.argtypes, collapse.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_int
    collapse(main_window(widget.tk.interpaddr())[TK_DISPLAY], int(on))

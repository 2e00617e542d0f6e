"""The thread that makes frames ready for the screen: the newest only, no more a second than the eye needs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from digitpad.background import Latest
from digitpad.faults import outcome_of
from digitpad.languages import _
from digitpad.records import Box
from digitpad.vision.capture.camera import Frame
from digitpad.vision.capture.motion import Motion
from digitpad.vision.capture.parameters import WAITS
from digitpad.vision.capture.states import CameraState
from digitpad.vision.render.display import Fit

STOPPED = _("The live picture stopped unexpectedly; choose the source again, the details are in the log.")


@dataclass(frozen=True, eq=False)
class Anchor:
    """The frame that newer ones are compared with."""

    frame: Frame  # that was read
    around: Box  # its digits, px


@dataclass(frozen=True, eq=False)
class ScreenFrame:
    """A frame, scaled for the screen, and its drift since the last reading."""

    frame: Frame
    fit: Fit
    image: Image.Image  # the frame in this fit
    since: Frame | None = None  # the frame from which it has drifted
    drift: tuple[float, float] = (0.0, 0.0)  # right and down, px of the frame


class Screen:
    """Takes `frames` until that box is closed; `latest` holds the newest one that is ready until somebody takes it.

    `fit` and `anchor` may be set at any time, and count from the next frame on. `deliver` hears of a bug.
    """

    def __init__(self, frames: Latest[Frame], fit: Fit, deliver: Callable[[CameraState], None]) -> None:
        self.latest: Latest[ScreenFrame] = Latest()
        self.fit = fit
        self.anchor: Anchor | None = None
        self._frames, self._deliver = frames, deliver
        self._motion = Motion()
        self._anchored: Anchor | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="screen", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """End; False where it is still at work when the time is over. The camera is stopped before."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        fault = outcome_of(self._show)
        if fault:
            self._deliver(CameraState("failed", STOPPED, final=True, traceback=fault.traceback))

    def _show(self) -> None:
        while (frame := self._frames.take()) is not None:
            begun_s = time.monotonic()
            self.latest.put(self._ready(frame))
            self._stopped.wait(max(0.0, begun_s + WAITS.screen_s - time.monotonic()))

    def _ready(self, frame: Frame) -> ScreenFrame:
        fit, anchor = self.fit, self.anchor
        if anchor is not self._anchored:
            self._anchored = anchor
            self._motion.lose()
            if anchor is not None:
                self._motion.anchor(anchor.frame.picture, anchor.around)
        since = anchor.frame if anchor is not None else None
        return ScreenFrame(frame, fit, fit.of(frame.picture), since, self._motion.since(frame.picture))

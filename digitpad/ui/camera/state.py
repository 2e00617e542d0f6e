"""Settings of the camera's page, and the state of the camera in words, for the status line."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.ui.camera.live import Live, Look
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import CameraState
from digitpad.vision.render.display import Share


@dataclass(frozen=True)
class Remembered:
    """Settings of this page."""

    source: str = ""  # key of the one that was on last; "": none yet
    mirrored: bool = False
    region: Share | None = None  # None: all of the picture


def doing(live: Live, source: Source | None, state: CameraState | None, look: Look | None) -> tuple[str, ...]:
    """Say whether it is live or playing, with frames a second and the time for each; or why there are none."""
    if not live.running or source is None:
        return ("No camera",)
    if live.holding:
        return ("Frozen",)
    if state is None or not state.flowing:
        return ((state.kind if state is not None else "starting").capitalize(),)
    if live.stills:
        return ("Showing pictures",)
    took = sum(look.result.seconds.values()) if look is not None else 0.0
    rate = f"{live.frames_a_second:.0f} fps"
    return ("Live" if source.live else "Playing", rate, f"{took * 1000:.0f} ms a frame" if took else "")

"""What the settings keep of the camera's page, and what the camera is doing, for the status line."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.ui.live import Live, Look
from digitpad.vision.display import Share
from digitpad.vision.sources import Source
from digitpad.vision.states import CameraState


@dataclass(frozen=True)
class Remembered:
    """What the settings keep of this page."""

    source: str = ""  # key of the one that was on last; "": none yet
    mirrored: bool = False
    region: Share | None = None  # None: all of the picture


def doing(live: Live, source: Source | None, state: CameraState | None, look: Look | None) -> tuple[str, ...]:
    """In words: live or playing, with frames a second and the time for each; or why there are none."""
    if not live.running or source is None:
        return ("No camera",)
    if live.held is not None:
        return ("Held",)
    if state is None or not state.flowing:
        return ((state.kind if state is not None else "starting").capitalize(),)
    took = sum(look.seen.seconds.values()) if look is not None else 0.0
    rate = f"{live.frames_a_second:.0f} fps"
    return ("Live" if source.live else "Playing", rate, f"{took * 1000:.0f} ms a frame" if took else "")

"""Settings of the camera's page, and the state of the camera and its picture in words."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.ui.camera.live import Live, Look
from digitpad.ui.camera.words import GOOD
from digitpad.ui.reading.hint_line import HINTS
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import CameraState
from digitpad.vision.render.display import Share


@dataclass(frozen=True)
class Remembered:
    """Settings of this page."""

    source: str = ""  # key of the one that was on last; "": none yet
    mirrored: bool = False
    region: Share | None = None  # None: all of the picture


def is_in_sight(live: Live, state: CameraState | None) -> bool:
    """True where there is something to look at: frames that come, one that is held, or the last one of a video."""
    return live.holding or (state is not None and (state.flowing or state.kind == "ended"))


def hint_of(look: Look) -> str:
    """Say how the picture could be read better; that it is good, where digits are read and nothing is wrong."""
    hint = look.result.hint
    return HINTS.get(hint, hint) or (GOOD if look.reading.digits else "")


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

"""The state of the camera and its picture in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitpad.languages import _
from digitpad.records import Box
from digitpad.ui.camera.live import Live
from digitpad.ui.camera.looks import Look
from digitpad.ui.camera.words import CLOSER, FOCUS, GOOD, HOLD_STILL, KINDS
from digitpad.ui.reading.hint_line import HINTS
from digitpad.ui.recorded.saved_number import NO_PLACE, Sight
from digitpad.vision.capture.sources import Source
from digitpad.vision.capture.states import CameraState

SLOW = 12.0  # frames a second: with fewer, marks cannot follow a hand
DIM = 70.0  # of 255, mean of a frame: cameras expose longer, so that frames come more seldom
COARSE = 480  # px: a picture whose shorter side is shorter is small
EVERY = 16  # px: one of so many is looked at
MOVED = 4.0  # of 255: a camera's noise stays below


def sight_of(look: Look, source: Source | None) -> Sight:
    """Return where and when the number of a look was seen."""
    position = look.frame.position
    return Sight(
        source.name if source is not None else "",
        Box.around(digit.box for digit in look.reading.digits) if look.reading.digits else NO_PLACE,
        position.seconds if position is not None else look.frame.time_s,
        picture=position.name if position is not None else "",
        in_video=position is not None and position.fps > 0,
    )


def is_in_sight(live: Live, state: CameraState | None) -> bool:
    """True where there is something to look at: frames that come, one that is held, or the last one of a video."""
    return live.holding or (state is not None and (state.flowing or state.kind == "ended"))


@dataclass(frozen=True)
class Advice:
    """A sentence that says how the picture could be read better, and whether a ruler would help."""

    words: str
    ruler: bool = False


def advice_of(look: Look, before: Look | None, *, rate: float) -> Advice:
    """Say what keeps the picture from being read well: light, focus, distance, or a slow or coarse camera.

    `before`: an earlier look, by which movement is told; `rate`: frames a second. All is well: that, where digits are
    read.
    """
    picture, hint = look.frame.picture, look.result.hint
    slow = look.live and 0 < rate < SLOW
    if slow and (hint == "too dark" or float(picture[::EVERY, ::EVERY].mean()) < DIM):
        return Advice(_("Slow, {rate:.0f} pictures a second, for want of light. Bring more light.").format(rate=rate))
    if hint == "hold still":
        return Advice(_("Blurred.") if not look.live else FOCUS if _still(look, before) else HOLD_STILL)
    if hint == "move closer":
        coarse = look.live and min(picture.shape[:2]) < COARSE
        size = (
            _("The camera's picture is small, {width} × {height}.").format(
                width=picture.shape[1], height=picture.shape[0]
            )
            if coarse
            else _("Too small.")
        )
        return Advice(f"{size} {CLOSER}", ruler=True)
    if hint:
        return Advice(HINTS.get(hint, hint))
    if slow:
        return Advice(_("Slow, {rate:.0f} pictures a second. Hold it until the number stands still.").format(rate=rate))
    return Advice(GOOD if look.reading.digits else "")


def _still(look: Look, before: Look | None) -> bool:
    """Tell whether nothing has moved since an earlier look, so that the blur is the lens's."""
    if before is None or before.frame.picture.shape != look.frame.picture.shape:
        return False
    now, then = (each.frame.picture[::EVERY, ::EVERY, 1].astype(np.int16) for each in (look, before))
    return float(np.abs(now - then).mean()) < MOVED


def doing(live: Live, source: Source | None, state: CameraState | None, look: Look | None) -> tuple[str, ...]:
    """Say whether it is live or playing, with frames a second and the time for each; or why there are none."""
    if not live.running or source is None:
        return (_("No camera"),)
    if live.holding and live.position is None:
        return (_("Frozen"),)
    if live.holding and not live.stills:
        return (
            _("Paused"),
            _("frame {number:,}").format(number=live.position.number + 1) if live.position is not None else "",
        )
    if state is None or not state.flowing:
        return (KINDS[state.kind if state is not None else "starting"],)
    if live.stills and live.position is not None:
        return (
            _("Showing pictures"),
            live.position.name,
            _("{number:,} of {count:,}").format(number=live.position.number + 1, count=live.position.count),
        )
    took = sum(look.result.seconds.values()) if look is not None else 0.0
    rate = _("{rate:.0f} fps").format(rate=live.frames_a_second)
    return (
        _("Live") if source.live else _("Playing"),
        rate,
        _("{took:.0f} ms a frame").format(took=took * 1000) if took else "",
    )

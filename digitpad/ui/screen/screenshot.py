"""A picture of the whole screen, in the way that this desktop has."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageGrab

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Rgb
from digitpad.vision.picture.pictures import as_rgb, picture_from_bytes

ScreenWay = Literal["windows", "mac", "wayland", "x11"]
NO_SCREEN = _("There is no screen to read from; open a picture instead.")
NO_PICTURE = _("The screen could not be taken ({}); take a screenshot with the desktop's own keys and paste it here.")


@dataclass(frozen=True, eq=False)
class Screenshot:
    pixels: Rgb
    corner: tuple[int, int] | None  # px of the desktop's screens, which it shows 1:1; None: one screen, at any scale


def screen_way(environment: Mapping[str, str], platform: str = sys.platform) -> ScreenWay:
    """Return the way to a picture of the screen here. Raises DigitPadError where there is none."""
    if platform == "win32":
        return "windows"
    if platform == "darwin":
        return "mac"
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        return "wayland"
    if environment.get("DISPLAY"):
        return "x11"
    raise DigitPadError(NO_SCREEN)


def take_screenshot(environment: Mapping[str, str]) -> Screenshot:
    """Take the picture of all screens; on a Mac, of the main one. Takes a while: for a worker thread.

    Raises DigitPadError where the desktop gives none.
    """
    way = screen_way(environment)
    if way == "wayland":
        return Screenshot(_of_portal(), None)
    if way == "windows":
        return Screenshot(_grabbed(lambda: ImageGrab.grab(all_screens=True)), _corner_on_windows())
    if way == "mac":
        return Screenshot(_grabbed(ImageGrab.grab), None)
    return Screenshot(_grabbed(lambda: ImageGrab.grab(xdisplay=environment["DISPLAY"])), (0, 0))


def _grabbed(grab: Callable[[], Image.Image]) -> Rgb:
    try:
        return as_rgb(grab())
    except (OSError, subprocess.CalledProcessError) as error:
        raise DigitPadError(NO_PICTURE.format(str(error).partition("\n")[0])) from error


def _of_portal() -> Rgb:
    try:
        from digitpad.ui.screen.portal import portal_screenshot
    except ImportError as error:
        raise DigitPadError(NO_PICTURE.format(_("{name} is not installed").format(name=error.name))) from error
    return picture_from_bytes(portal_screenshot(), _("The picture of the screen"))


def _corner_on_windows() -> tuple[int, int]:
    """Return left and top of all screens together, px; negative where one stands left of or above the main one."""
    import ctypes

    measure = ctypes.windll.user32.GetSystemMetrics  # type: ignore[attr-defined]
    return int(measure(76)), int(measure(77))

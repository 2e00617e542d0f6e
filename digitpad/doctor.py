"""Looks at the installation: versions, devices, where data lies, what is missing and what to do."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad import __version__
from digitpad.errors import DigitPadError
from digitpad.paths import bundled, data_folder, user_folder

if TYPE_CHECKING:
    from digitpad.vision.camera import Camera, CameraState
    from digitpad.vision.sources import Source

    OpenCamera = Callable[[Source, Callable[[CameraState], None]], Camera]

NEEDED = ("torch", "numpy", "pillow", "safetensors", "platformdirs", "sv-ttk", "tqdm", "matplotlib")
OPENCV = ("opencv-python-headless", "opencv-python")  # either; the second brings Qt, which is never used
MOST_CAMERAS = 4
CAMERA_S = 6.0  # for one frame of one camera


@dataclass(frozen=True)
class Finding:
    name: str
    value: str
    remedy: str = ""  # what to do; empty: all is well
    needed: bool = True  # DigitPad does not work fully without it

    @property
    def line(self) -> str:
        mark = "ok  " if not self.remedy else "MISS" if self.needed else "note"
        return f"{mark}  {self.name:<14} {self.value}" + (f": {self.remedy}" if self.remedy else "")


def findings(user: Path | None = None) -> list[Finding]:
    """Everything worth knowing, in reading order; `user` is the folder given instead of the user's own."""
    return [
        Finding("DigitPad", f"{__version__} in {Path(__file__).parent}"),
        Finding("Python", f"{platform.python_version()} on {platform.platform()}"),
        *(_version(name) for name in NEEDED),
        _opencv(),
        _torchvision(),
        _tkinter(),
        _display(),
        *_devices(),
        *_cameras(),
        _weights(),
        _user_folder(user or user_folder()),
        _mnist(data_folder()),
    ]


def _version(name: str) -> Finding:
    try:
        return Finding(name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "not installed", f"install it with `{sys.executable} -m pip install {name}`")


def _opencv() -> Finding:
    found = [_version(name) for name in OPENCV]
    return next((finding for finding in found if not finding.remedy), found[0])


def _torchvision() -> Finding:
    """Imported for real: one from another source than torch is installed and still does not load."""
    try:
        return Finding("torchvision", str(importlib.import_module("torchvision").__version__), needed=False)
    except (ImportError, RuntimeError, OSError) as error:
        reason = f"cannot be loaded ({str(error).partition(chr(10))[0][:80]})"
        remedy = "only QMNIST, EMNIST and USPS need it; install torch and torchvision together from the same source"
        return Finding("torchvision", reason, remedy, needed=False)


def _tkinter() -> Finding:
    try:
        return Finding("Tk", str(importlib.import_module("tkinter").Tcl().eval("info patchlevel")))
    except ImportError:
        return Finding("Tk", "not there", "the window needs it; install python3-tk (Debian, Ubuntu) or python-tk")


def _display() -> Finding:
    if sys.platform in ("win32", "darwin"):
        return Finding("display", "the desktop")
    display = os.environ.get("DISPLAY")
    if display:
        return Finding("display", display)
    return Finding("display", "none", "the window needs a desktop session; all other commands work", needed=False)


def _devices() -> list[Finding]:
    try:
        from digitpad.learning.network import devices
    except (ImportError, OSError) as error:
        return [Finding("devices", "unknown", f"torch cannot be loaded ({error}); install it again")]
    found = [Finding(name, value) for name, value in devices()]
    none = Finding("GPU", "none that torch can use; the CPU is fast enough")
    return found if len(found) > 1 else [*found, none]


def _cameras() -> list[Finding]:
    """Each camera that is plugged in, tried for one frame."""
    try:
        from digitpad.vision.sources import ask_permission, cameras
    except (ImportError, OSError) as error:
        return [Finding("cameras", "unknown", f"OpenCV cannot be loaded ({error}); install it again")]
    found = cameras()[:MOST_CAMERAS]
    for source in found[:1]:
        ask_permission(source)
    none = Finding("camera", "none is plugged in; videos, folders of pictures and network cameras work, too")
    return [try_camera(source) for source in found] or [none]


def try_camera(source: Source, open_camera: OpenCamera | None = None) -> Finding:
    """Whether the camera gives a frame within CAMERA_S, and how large it is; else why not, in words."""
    from digitpad.vision.camera import Camera

    states: deque[CameraState] = deque(maxlen=1)
    camera = (open_camera or Camera)(source, states.append)
    camera.start()
    frame, end_s = None, time.monotonic() + CAMERA_S
    while frame is None and time.monotonic() < end_s and states[-1].kind in ("starting", "running", "no frames"):
        frame = camera.latest.take(0.1)
    state = states[-1]
    camera.stop()
    if frame is not None:
        return Finding("camera", f"{source.name}, {frame.picture.shape[1]} × {frame.picture.shape[0]}", needed=False)
    return Finding("camera", source.name, state.sentence, needed=False)


def _weights() -> Finding:
    from digitpad.recognizer import SHIPPED

    path = bundled("models", SHIPPED)
    try:
        from digitpad.learning.weights import load_card, load_weights

        load_weights(path)
        return Finding("weights", f"{load_card(path).get('name', 'unnamed')} in {path}")
    except ImportError as error:
        return Finding("weights", str(path), f"cannot be checked without {error.name}")
    except DigitPadError as error:
        return Finding("weights", "not usable", f"{error} Or install DigitPad again.")


def _user_folder(path: Path) -> Finding:
    place = next(folder for folder in (path, *path.parents) if folder.exists())
    if not place.is_dir():
        return Finding("your folder", str(path), f"{place} is a file; choose another with --data-dir")
    if os.access(place, os.W_OK):
        return Finding("your folder", str(path) if path.exists() else f"{path} (made when it is first needed)")
    return Finding("your folder", str(path), "it cannot be written to; choose another with --data-dir")


def _mnist(root: Path) -> Finding:
    from digitpad.learning.datasets import MNIST_FILES

    raw = root / "MNIST" / "raw"
    names = [name for files in MNIST_FILES.values() for name in files[:2]]
    missing = [name for name in names if not (raw / name).is_file()]
    if not missing:
        return Finding("MNIST", str(raw))
    remedy = "`digitpad train` and `digitpad evaluate --mnist` fetch it (11 MB); or set DIGITPAD_DATA to where it lies"
    return Finding("MNIST", f"not in {raw}", remedy, needed=False)

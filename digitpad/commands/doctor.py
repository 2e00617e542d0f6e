"""digitpad doctor: versions, devices and folders, missing parts and what to do about them."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad import __version__
from digitpad.commands.terminal import say, say_json
from digitpad.errors import DigitPadError
from digitpad.paths import bundled, data_folder, user_folder

if TYPE_CHECKING:
    from digitpad.vision.capture.camera import Camera, CameraState
    from digitpad.vision.capture.sources import Source

    OpenCamera = Callable[[Source, Callable[[CameraState], None]], Camera]

DESCRIPTION = "Shows versions, devices and folders, and what to do about what is missing; then the exit code is 1."
NEEDED = (
    "torch",
    "numpy",
    "pillow",
    "pypdfium2",
    "safetensors",
    "platformdirs",
    "sv-ttk",
    "tqdm",
    "matplotlib",
    "jinja2",
    "segno",
)
OPENCV = ("opencv-python", "opencv-python-headless")  # either
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 where something needed is missing, else 0."""
    all_findings = findings(arguments.data_dir)
    if arguments.json:
        say_json([vars(finding) for finding in all_findings])
    else:
        for finding in all_findings:
            say(finding.line)
    return 1 if any(finding.needed and finding.remedy for finding in all_findings) else 0


def findings(user: Path | None = None) -> list[Finding]:
    """Return all findings in the order in which they are printed; `user`: a folder in place of the user's own."""
    return [
        Finding("DigitPad", f"{__version__} in {Path(__file__).parents[1]}"),
        Finding("Python", f"{platform.python_version()} on {platform.platform()}"),
        *(_version(name) for name in NEEDED),
        _opencv(),
        _torchvision(),
        _runtime(),
        _keyring(),
        _heic(),
        *_jeepney(),
        _tkinter(),
        _display(),
        *_devices(),
        *_cameras(),
        _weights(),
        _row_reader(),
        _ink_weights(),
        _small_models(),
        _user_folder(user or user_folder()),
        _mnist(data_folder()),
    ]


def _version(name: str) -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "not installed", f"install it with `{sys.executable} -m pip install {name}`")


def _opencv() -> Finding:
    flavours = [_version(name) for name in OPENCV]
    return next((finding for finding in flavours if not finding.remedy), flavours[0])


def _torchvision() -> Finding:
    """Compare its build with torch's, such as cpu or cu130: with another one it does not load."""
    torch, torchvision = _version("torch"), _version("torchvision")
    if torchvision.remedy or torch.value.partition("+")[2] == torchvision.value.partition("+")[2]:
        return replace(torchvision, needed=False)
    remedy = "QMNIST, EMNIST and USPS need it; install torch and torchvision together from the same source"
    return Finding("torchvision", f"{torchvision.value} does not fit torch {torch.value}", remedy, needed=False)


def _runtime() -> Finding:
    """Import ONNX Runtime for real: where that fails, torch reads in its place, and starts slowly."""
    try:
        importlib.import_module("digitpad.inference.onnx_engine")
        return _version("onnxruntime")
    except (ImportError, OSError, RuntimeError) as error:
        reason = f"cannot be loaded ({str(error).partition(chr(10))[0][:80]}), so torch reads, which starts slowly"
        return Finding("onnxruntime", reason, f"install it with `{sys.executable} -m pip install onnxruntime`")


def _keyring() -> Finding:
    from digitpad.passwords import keyring_name

    name = keyring_name()
    remedy = "" if name else "passwords of network cameras are asked for each time; install keyring to keep them"
    return Finding("keyring", name or "none that can be used", remedy, needed=False)


def _heic() -> Finding:
    heic = _version("pillow-heif")
    return (
        replace(heic, value="not installed", remedy="HEIC photographs need it", needed=False) if heic.remedy else heic
    )


def _jeepney() -> list[Finding]:
    """Look for jeepney, by which Linux desktops are asked for pictures of the screen and for files."""
    if not sys.platform.startswith("linux"):
        return []
    jeepney = _version("jeepney")
    remedy = (
        "the desktop's own dialogs for files, and on Wayland parts of the screen, need it" if jeepney.remedy else ""
    )
    return [replace(jeepney, remedy=remedy, needed=False)]


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
        from digitpad.inference.gpu import devices
    except (ImportError, OSError) as error:
        return [Finding("devices", "unknown", f"this part cannot be loaded ({error}); install it again")]
    kinds = [Finding(name, value) for name, value in devices()]
    none = Finding("GPU", "none; the CPU is fast enough")
    return kinds if len(kinds) > 1 else [*kinds, none]


def _cameras() -> list[Finding]:
    """Try each camera that is plugged in for one frame."""
    try:
        from digitpad.vision.capture.sources import ask_permission, cameras
    except (ImportError, OSError) as error:
        return [Finding("cameras", "unknown", f"OpenCV cannot be loaded ({error}); install it again")]
    sources = cameras()[:MOST_CAMERAS]
    for source in sources[:1]:
        ask_permission(source)
    none = Finding("camera", "none is plugged in; videos, folders of pictures and network cameras work, too")
    return [try_camera(source) for source in sources] or [none]


def try_camera(source: Source, open_camera: OpenCamera | None = None) -> Finding:
    """Try whether the camera gives a frame within CAMERA_S; say how large it is, else why there is none."""
    states: deque[CameraState] = deque(maxlen=1)
    camera = (open_camera or _camera)(source, states.append)
    camera.start()
    frame, end_s = None, time.monotonic() + CAMERA_S
    while frame is None and time.monotonic() < end_s and states[-1].kind in ("starting", "running", "no frames"):
        frame = camera.latest.take(0.1)
    state = states[-1]
    camera.stop()
    if frame is not None:
        return Finding("camera", f"{source.name}, {frame.picture.shape[1]} × {frame.picture.shape[0]}", needed=False)
    return Finding("camera", source.name, state.sentence, needed=False)


def _camera(source: Source, deliver: Callable[[CameraState], None]) -> Camera:
    from digitpad.vision.capture.camera import Camera
    from digitpad.vision.capture.devices import opens_devices
    from digitpad.vision.picture.pictures import open_picture

    return Camera(source, deliver, open_device=opens_devices(open_picture))


def _weights() -> Finding:
    from digitpad.recognizer import SHIPPED

    path = bundled("models", SHIPPED)

    def load() -> str:
        from digitpad.inference.weights import load_card, load_weights

        load_weights(path)
        return f"{load_card(path).get('name', 'unnamed')} in {path}"

    return _loadable("weights", load, str(path))


def _ink_weights() -> Finding:
    from digitpad.recognition.lazy_readers import SHIPPED_INK

    path = bundled("models", SHIPPED_INK)

    def load() -> str:
        from digitpad.inference.ink.ink_network import load_ink
        from digitpad.inference.weights import load_card

        load_ink(path)
        return f"{load_card(path).get('name', 'unnamed')} in {path}"

    return _loadable("ink weights", load, str(path), without="pictures are read by their contrast alone. ")


def _row_reader() -> Finding:
    def load() -> str:
        from digitpad.recognition.two_readers import SecondReader

        SecondReader.of()
        return "reads numbers as wholes"

    return _loadable("row reader", load, without="digits are read one by one, and no number is sure. ", needed=False)


def _small_models() -> Finding:
    def load() -> str:
        from digitpad.recognition.lazy_readers import load_small_models

        load_small_models()
        return "for marks, poses and the choice among readings"

    return _loadable("small models", load, without="some writing cannot be read. ", needed=False)


def _loadable(
    name: str, load: Callable[[], str], place: str = "unknown", *, without: str = "", needed: bool = True
) -> Finding:
    """Load a part for real. `without`: how DigitPad goes on without it; `needed`: MISS where it is not checked."""
    try:
        return Finding(name, load())
    except ImportError as error:
        return Finding(name, place, f"cannot be checked without {error.name}", needed=needed)
    except DigitPadError as error:
        return Finding(name, "not usable", f"{without}{error} Or install DigitPad again.")


def _user_folder(path: Path) -> Finding:
    place = next(folder for folder in (path, *path.parents) if folder.exists())
    if not place.is_dir():
        return Finding("your folder", str(path), f"{place} is a file; choose another with --data-dir")
    if os.access(place, os.W_OK):
        return Finding("your folder", str(path) if path.exists() else f"{path} (made when it is first needed)")
    return Finding("your folder", str(path), "it cannot be written to; choose another with --data-dir")


def _mnist(root: Path) -> Finding:
    from digitpad.learning.data.mnist_files import TEST_FILES, TRAIN_FILES, has_mnist, place_of, raw_folder

    if has_mnist(root, (*TRAIN_FILES, *TEST_FILES)):
        place = place_of(root, TRAIN_FILES[0])
        return Finding("MNIST", str(place and place.parent))
    remedy = "`digitpad train` and `digitpad evaluate --mnist` fetch it (11 MB); or set DIGITPAD_DATA to where it lies"
    return Finding("MNIST", f"not in {raw_folder(root)}", remedy, needed=False)

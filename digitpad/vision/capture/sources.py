"""Sources of frames: cameras by name, video files, pictures, streams; each with a name that tells no secret."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import cv2

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.passwords import without_secret, without_secrets
from digitpad.paths import PICTURES
from digitpad.vision.capture.addresses import PORTS, is_address
from digitpad.vision.capture.permission import ask_on_macos

BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}
BACKEND = BACKENDS.get(sys.platform, cv2.CAP_ANY)
CAMERA_KEY = "camera:"  # then the name, a tab, and the path
LASTING_LINKS = (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path"))  # where Linux names a camera the same every time


class Listed(NamedTuple):
    """A camera that is plugged in now."""

    name: str
    path: str  # the same as long as it is the same camera, if the system knows such a thing
    number: int  # at present


@dataclass(frozen=True)
class Source:
    kind: Literal["camera", "video", "pictures", "stream"]
    name: str  # for eyes: no password in it
    address: str = field(repr=False)  # path, folder, or URL with its password: never shown or stored

    @property
    def key(self) -> str:
        """The text by which `source_of` finds the source again; stored in the settings, therefore without passwords."""
        if self.kind == "camera":
            return f"{CAMERA_KEY}{self.name}\t{self.address}"
        return without_secret(self.address) if self.kind == "stream" else self.address

    @property
    def live(self) -> bool:
        """True for a source that cannot be played again, and is reconnected where it breaks off."""
        return self.kind in ("camera", "stream")


def cameras(listed: Callable[[], list[Listed]] | None = None) -> list[Source]:
    """Return every camera that is plugged in, in the system's order; takes up to a second on Windows."""
    present = (listed or plugged_in)()
    names = [camera.name for camera in present]
    return [
        Source("camera", name if names.count(name) == 1 else f"{name} ({names[:place].count(name) + 1})", camera.path)
        for place, (name, camera) in enumerate(zip(names, present, strict=True))
    ]


def source_of(text: str, listed: Callable[[], list[Listed]] | None = None) -> Source:
    """Return the source of a key, an address, a file, a folder, or a camera's number, path or (part of its) name.

    Raises DigitPadError where it means none.
    """
    text = text.strip()
    if text.startswith(CAMERA_KEY):
        name, _, place = text.removeprefix(CAMERA_KEY).partition("\t")
        return Source("camera", name, place or name)
    if "://" in text:
        return _stream(text)
    path = Path(text).expanduser()
    if text and (path.is_dir() or path.is_file()):
        pictures = path.is_dir() or path.suffix.lower() in PICTURES
        return Source("pictures" if pictures else "video", path.name or str(path), str(path.resolve()))
    return _camera_called(text, cameras(listed))


def plugged_in() -> list[Listed]:
    """Return the cameras that the system lists; none where cv2-enumerate-cameras is missing or fails."""
    try:
        from cv2_enumerate_cameras import enumerate_cameras

        present = enumerate_cameras(BACKEND)
    except (ImportError, OSError, NotImplementedError, RuntimeError):
        return []
    ordered = sorted(present, key=lambda camera: int(camera.index))
    return [
        Listed(str(camera.name or f"Camera {camera.index}"), _lasting(camera.path, camera.index), int(camera.index))
        for camera in ordered
    ]


def index_of(source: Source, listed: Callable[[], list[Listed]] | None = None) -> int | None:
    """Return the present number of a camera, by its path, else by its name where that is unique; None: unplugged."""
    present = (listed or plugged_in)()
    by_path = [camera.number for camera in present if camera.path == source.address]
    by_name = [camera.number for camera in present if camera.name == source.name]
    if by_path or len(by_name) == 1:
        return (by_path or by_name)[0]
    number = source.address.removeprefix("/dev/video")
    return int(number) if number.isdecimal() and (not present or number != source.address) else None


def ask_permission(source: Source) -> None:
    """On macOS let the system ask the user, once, whether cameras may be used; returns at once elsewhere.

    For the main thread: OpenCV cannot ask in any other (opencv issue 16427).
    """
    if source.kind == "camera" and sys.platform == "darwin":
        ask_on_macos()


def _stream(text: str) -> Source:
    scheme, rest = text.partition("://")[::2]
    if not is_address(text):
        raise DigitPadError(
            _("Addresses begin with {schemes}; check yours.").format(schemes=", ".join(f"{name}://" for name in PORTS))
        )
    if not rest or any(letter.isspace() or not letter.isprintable() for letter in text):
        raise DigitPadError(_("The address is empty behind its :// or holds a space; check it."))
    address = f"{scheme.lower()}://{rest}"
    return Source("stream", without_secret(address), address)


def _camera_called(text: str, present: list[Source]) -> Source:
    if text.isdecimal():
        return present[int(text)] if int(text) < len(present) else Source("camera", f"Camera {text}", text)
    if text.startswith("/dev/video"):
        resolved = Path(text).resolve()
        return next((one for one in present if Path(one.address).resolve() == resolved), Source("camera", text, text))
    name = text.casefold()
    exact = [one for one in present if name in (one.name.casefold(), one.address.casefold())]
    part = exact or [one for one in present if name and name in one.name.casefold()]
    if part:
        return part[0]
    here = ", ".join(one.name for one in present)
    there = _("cameras here: {names}").format(names=here) if present else _("no camera is plugged in")
    name = without_secrets(text) or _("nothing")
    raise DigitPadError(_("No camera, file or folder is called {name}; {there}.").format(name=name, there=there))


def _lasting(path: object, index: int) -> str:
    """Return a path that stays when cameras are plugged in another order."""
    if not path:
        return str(index)
    if not str(path).startswith("/dev/video"):
        return str(path)
    links = (link for folder in LASTING_LINKS if folder.is_dir() for link in sorted(folder.iterdir()))
    return next((str(link) for link in links if link.resolve() == Path(str(path)).resolve()), str(path))

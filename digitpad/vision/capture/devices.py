"""Opened sources: each gives one picture after the other until trouble, in the thread that opened it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Protocol

import cv2
from cv2.typing import MatLike

from digitpad.passwords import remember_secret, secret_of, without_secret
from digitpad.vision.capture.addresses import why_no_picture
from digitpad.vision.capture.films import VideoDevice
from digitpad.vision.capture.folders import OpenPicture, PicturesDevice, Rest
from digitpad.vision.capture.parameters import DEVICE, DeviceParams
from digitpad.vision.capture.permission import REFUSED_ON, obstacle
from digitpad.vision.capture.pixels import decoded, in_rgb
from digitpad.vision.capture.sources import BACKEND, Source, index_of
from digitpad.vision.capture.states import Kind, Trouble, sentence_of

RAW = -1.0  # CAP_PROP_FORMAT: packets as they came


class Device(Protocol):
    """An opened source. Both methods are called in the thread that opened it."""

    def read(self) -> MatLike:
        """Return the next picture, (H, W, 3) RGB or (H, W) grey, when it is due. Raises Trouble where there is none."""
        ...

    def close(self) -> None: ...


OpenDevice = Callable[[Source, Rest], Device]


def opens_devices(open_picture: OpenPicture, params: DeviceParams = DEVICE) -> OpenDevice:
    """Return the function that opens sources; picture files are opened by `open_picture`."""
    return lambda source, rest: _open(source, rest, open_picture, params)


def _open(source: Source, rest: Rest, open_picture: OpenPicture, params: DeviceParams) -> Device:
    """Open a source; takes five seconds at most, as far as that can be limited. Raises Trouble."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # it would print addresses and passwords
    if source.kind == "camera":
        return CameraDevice(source, params)
    if source.kind == "stream":
        return StreamDevice(source, params)
    if source.kind == "video":
        return VideoDevice(source, rest, params)
    return PicturesDevice(source, rest, open_picture, params)


class CameraDevice:
    """A camera of this computer."""

    def __init__(self, source: Source, params: DeviceParams = DEVICE) -> None:
        self._source, self._params = source, params
        index = index_of(source)
        if index is None:
            raise Trouble.of("unplugged", source.name)
        self._node = f"/dev/video{index}"
        kind = obstacle(self._node)
        if kind is not None:
            raise _camera_trouble(kind, source.name)
        self._capture = cv2.VideoCapture(index, BACKEND)
        if not self._capture.isOpened():
            self._capture.release()
            raise self._trouble("busy")
        self._ask()

    def read(self) -> MatLike:
        good, picture = self._capture.read()
        if not good or picture is None or picture.size == 0:
            raise self._trouble("no frames")
        return in_rgb(picture)

    def close(self) -> None:
        self._capture.release()

    def _ask(self) -> None:
        """Ask for Motion JPEG at the usual size; any frame is taken."""
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._params.width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._params.height)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def _trouble(self, otherwise: Kind) -> Trouble:
        """Return the reason that the camera failed: unplugged, refused or busy; else `otherwise`."""
        if index_of(self._source) is None:
            return Trouble.of("unplugged", self._source.name)
        return _camera_trouble(obstacle(self._node) or otherwise, self._source.name)


class StreamDevice:
    """A stream. Motion JPEG is decoded here, for FFmpeg would squeeze a new size into the first one's shape."""

    def __init__(self, source: Source, params: DeviceParams = DEVICE) -> None:
        self._source, self._params = source, params
        address = secret_of(source.address) or source.address
        start_s = time.monotonic()
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, params.open_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, params.read_ms]
        self._capture = cv2.VideoCapture(address, cv2.CAP_FFMPEG, limits)
        if not self._capture.isOpened():
            self._capture.release()
            if time.monotonic() - start_s > params.stalled * params.open_ms / 1000:
                raise Trouble.of("never answered", without_secret(address))
            raise why_no_picture(address, params)
        remember_secret(address)
        self._packed = int(self._capture.get(cv2.CAP_PROP_FOURCC)) == cv2.VideoWriter.fourcc(*"MJPG")
        if self._packed:
            self._capture.set(cv2.CAP_PROP_FORMAT, RAW)
        self._heard = False

    def read(self) -> MatLike:
        start_s = time.monotonic()
        good, packet = self._capture.read()
        if good and packet is not None:
            picture = decoded(packet) if self._packed else in_rgb(packet)
            if picture is not None:
                self._heard = True
                return picture
        is_stall = time.monotonic() - start_s > self._params.stalled * self._params.read_ms / 1000
        raise Trouble.of("no frames" if is_stall or not self._heard else "reconnecting", self._source.name)

    def close(self) -> None:
        self._capture.release()


def _camera_trouble(kind: Kind, name: str) -> Trouble:
    if kind == "refused":
        return Trouble(kind, REFUSED_ON.get(sys.platform, sentence_of(kind, "{name}")).format(name=name))
    return Trouble.of(kind, name)

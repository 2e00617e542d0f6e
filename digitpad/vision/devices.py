"""Opened sources: each gives one picture after the other until trouble, in the thread that opened it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from cv2.typing import MatLike

from digitpad.errors import DigitPadError
from digitpad.folders import pictures_in
from digitpad.records import Rgb, locked
from digitpad.vision.addresses import why_no_picture, without_secrets
from digitpad.vision.permission import REFUSED_ON, obstacle
from digitpad.vision.pictures import as_rgb, open_picture
from digitpad.vision.sources import BACKEND, Source, index_of
from digitpad.vision.states import Kind, Trouble, sentence_of

WIDTH, HEIGHT = 1280, 720  # px, asked of a camera
OPEN_MS, READ_MS = 4000, 3000  # FFmpeg gives up after; asking why takes the rest of the five seconds
STALLED_S = 0.9 * READ_MS / 1000  # a failed read that took so long was no end but a wait
USUAL_FPS = 25.0  # where a video does not tell its own
FASTEST_FPS = 240.0
LATE_S, LONGEST_SKIP_S = 0.1, 0.5  # a video behind its time by more leaves frames out, for no longer
SHOWN_S = 3.0  # each picture of a folder
REPEATED_S = 0.1  # the same picture again, for readings grow steady over frames
ALL_READ = 0.9  # of its frames: a video that breaks off before is damaged
RAW = -1.0  # CAP_PROP_FORMAT: packets as they came
Rest = Callable[[float], object]  # waits some seconds, less where it is to end


class Device(Protocol):
    """Something that is open. Both are called in the thread that opened it."""

    def read(self) -> MatLike:
        """The next picture, (H, W, 3) RGB or (H, W) grey, when it is due. Raises Trouble where there is none."""
        ...

    def close(self) -> None: ...


OpenDevice = Callable[[Source, Rest], Device]


def open_device(source: Source, rest: Rest) -> Device:
    """Open it here and now; takes five seconds at most, of what can be limited. Raises Trouble."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # it would print addresses and passwords
    if source.kind == "camera":
        return CameraDevice(source)
    if source.kind == "stream":
        return StreamDevice(source)
    return VideoDevice(source, rest) if source.kind == "video" else PicturesDevice(source, rest)


def frame_of(picture: MatLike, name: str) -> Rgb:
    """(H, W, 3) uint8, write-locked, from RGB, grey, four layers, or 16 bits. Raises Trouble for anything else."""
    try:
        rgb = picture if picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3 else as_rgb(picture)
    except DigitPadError as error:
        raise Trouble.of("unreadable", name) from error
    return locked(np.ascontiguousarray(rgb))


class CameraDevice:
    """A camera of this computer."""

    def __init__(self, source: Source) -> None:
        self._source = source
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
        return _in_rgb(picture)

    def close(self) -> None:
        self._capture.release()

    def _ask(self) -> None:
        """What it does not know it ignores; whatever comes is taken."""
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def _trouble(self, otherwise: Kind) -> Trouble:
        """Why it failed: gone, refused, taken; else what the failure itself looks like."""
        if index_of(self._source) is None:
            return Trouble.of("unplugged", self._source.name)
        return _camera_trouble(obstacle(self._node) or otherwise, self._source.name)


class StreamDevice:
    """A stream. Motion JPEG is decoded here, for FFmpeg would squeeze a new size into the first one's shape."""

    def __init__(self, source: Source) -> None:
        self._source = source
        begun = time.monotonic()
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]
        self._capture = cv2.VideoCapture(source.address, cv2.CAP_FFMPEG, limits)
        if not self._capture.isOpened():
            self._capture.release()
            if time.monotonic() - begun > 0.9 * OPEN_MS / 1000:
                raise Trouble.of("never answered", without_secrets(source.address))
            raise why_no_picture(source.address)
        self._packed = int(self._capture.get(cv2.CAP_PROP_FOURCC)) == cv2.VideoWriter.fourcc(*"MJPG")
        if self._packed:
            self._capture.set(cv2.CAP_PROP_FORMAT, RAW)
        self._heard = False

    def read(self) -> MatLike:
        begun = time.monotonic()
        good, sent = self._capture.read()
        if good and sent is not None:
            picture = _decoded(sent) if self._packed else _in_rgb(sent)
            if picture is not None:
                self._heard = True
                return picture
        stalled = time.monotonic() - begun > STALLED_S
        raise Trouble.of("no frames" if stalled or not self._heard else "reconnecting", self._source.name)

    def close(self) -> None:
        self._capture.release()


class VideoDevice:
    """A video file, played once and at its own speed: who is late leaves frames out."""

    def __init__(self, source: Source, rest: Rest) -> None:
        self._source, self._rest = source, rest
        if not Path(source.address).is_file():
            raise Trouble.of("not found", source.name, final=True)
        self._capture = cv2.VideoCapture(source.address, cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            self._capture.release()
            raise Trouble.of("unreadable", source.name, final=True)
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        self._fps = fps if 0 < fps <= FASTEST_FPS else USUAL_FPS
        self._number = 0  # of the next frame
        self._begun_s = time.monotonic()

    def read(self) -> MatLike:
        self._catch_up()
        good, picture = self._capture.read()
        if not good or picture is None:
            raise self._end()
        due_s = self._begun_s + self._number / self._fps
        self._number += 1
        self._rest(max(0.0, due_s - time.monotonic()))
        return _in_rgb(picture)

    def close(self) -> None:
        self._capture.release()

    def _catch_up(self) -> None:
        """Pass over what should have been shown by now, and forgive what cannot be made up for."""
        until_s = time.monotonic() + LONGEST_SKIP_S
        while time.monotonic() > self._begun_s + self._number / self._fps + LATE_S and self._capture.grab():
            self._number += 1
            if time.monotonic() > until_s:
                self._begun_s = time.monotonic() - self._number / self._fps

    def _end(self) -> Trouble:
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        if self._number == 0:
            return Trouble.of("unreadable", self._source.name, final=True)
        if self._number < ALL_READ * count:
            seconds = self._number / self._fps
            sentence = f"{self._source.name} is damaged after {seconds:.1f} s; what comes behind cannot be read."
            return Trouble("unreadable", sentence, final=True)
        return Trouble.of("ended", self._source.name, final=True)


class PicturesDevice:
    """A folder of pictures, or one picture, shown one after the other; what cannot be read is left out."""

    def __init__(self, source: Source, rest: Rest) -> None:
        self._source, self._rest = source, rest
        path = Path(source.address)
        if not path.exists():
            raise Trouble.of("not found", source.name, final=True)
        try:
            self._waiting = pictures_in(path) if path.is_dir() else [path]
        except OSError as error:
            raise Trouble.of("unreadable", source.name, final=True) from error
        if not self._waiting:
            raise Trouble("not found", f"{source.name} holds no picture; choose another folder.", final=True)
        self._shown: Rgb | None = None
        self._until_s = 0.0

    def read(self) -> MatLike:
        if self._shown is not None and time.monotonic() + REPEATED_S < self._until_s:
            self._rest(REPEATED_S)
            return self._shown
        if self._shown is not None:
            self._rest(max(0.0, self._until_s - time.monotonic()))
        self._shown, found_before = self._next(), self._shown is not None
        if self._shown is None:
            raise Trouble.of("ended" if found_before else "unreadable", self._source.name, final=True)
        self._until_s = time.monotonic() + SHOWN_S
        return self._shown

    def close(self) -> None:
        self._shown = None

    def _next(self) -> Rgb | None:
        while self._waiting:
            try:
                return open_picture(self._waiting.pop(0))
            except DigitPadError:
                continue
        return None


def _camera_trouble(kind: Kind, name: str) -> Trouble:
    if kind == "refused":
        return Trouble(kind, REFUSED_ON.get(sys.platform, sentence_of(kind, "{name}")).format(name=name))
    return Trouble.of(kind, name)


def _in_rgb(picture: MatLike) -> MatLike:
    """OpenCV's order of colours turned round; grey stays as it is."""
    if picture.ndim == 3 and picture.shape[2] == 3:
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    if picture.ndim == 3 and picture.shape[2] == 4:
        return cv2.cvtColor(picture, cv2.COLOR_BGRA2RGB)
    return picture


def _decoded(packet: MatLike) -> MatLike | None:
    try:
        return cv2.imdecode(packet, cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        return None

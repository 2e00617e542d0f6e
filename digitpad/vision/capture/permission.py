"""Permission to use a camera: macOS asks its user, Linux looks at the device's node."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import struct
import sys
from collections.abc import Callable
from typing import Any

import cv2

from digitpad.languages import _
from digitpad.vision.capture.states import Kind

UNDECIDED, ALLOWED = 0, 3  # AVAuthorizationStatus; between them: restricted, denied
FRAMEWORK = "/System/Library/Frameworks/AVFoundation.framework/AVFoundation"
VIDEO = b"vide"  # AVMediaTypeVideo
REQUEST_BUFFERS = 0xC0145608  # VIDIOC_REQBUFS of linux/videodev2.h
NO_BUFFERS = struct.pack("5I", 0, 1, 1, 0, 0)  # count 0, video capture, memory mapped: asks without taking any
BUSY = (errno.EBUSY, errno.EAGAIN)
REFUSED_ON = {
    "linux": _("{name} may not be used; add yourself to the group video (sudo usermod -aG video $USER), log in again."),
    "darwin": _("{name} may not be used; allow it in System Settings, Privacy & Security, Camera, and start again."),
    "win32": _("{name} may not be used; allow it in Settings, Privacy & security, Camera, and it starts by itself."),
}


def ask_on_macos(status: Callable[[], int] | None = None, touch: Callable[[], None] | None = None) -> None:
    """Let macOS ask its user where he has not decided yet: opening a camera in the main thread does that."""
    if (status or macos_status)() == UNDECIDED:
        (touch or _open_once)()


def macos_status() -> int:
    """Return AVCaptureDevice's authorizationStatusForMediaType; ALLOWED where it cannot be asked for."""
    try:
        ctypes.CDLL(FRAMEWORK)
        runtime = ctypes.CDLL(ctypes.util.find_library("objc"))
        runtime.objc_getClass.restype = runtime.sel_registerName.restype = ctypes.c_void_p
        send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
            ("objc_msgSend", runtime)
        )
        text = send(
            runtime.objc_getClass(b"NSString"),
            runtime.sel_registerName(b"stringWithUTF8String:"),
            ctypes.cast(ctypes.c_char_p(VIDEO), ctypes.c_void_p),
        )
        selector = runtime.sel_registerName(b"authorizationStatusForMediaType:")
        return send(runtime.objc_getClass(b"AVCaptureDevice"), selector, text) or UNDECIDED
    except (OSError, AttributeError, TypeError):
        return ALLOWED


def obstacle(node: str, open_node: Callable[[str, int], int] = os.open) -> Kind | None:
    """Return the state that keeps the camera at a Linux device node from being opened; None where none is known.

    Nodes can be opened by many and streamed from by one: asking for no buffers tells whether somebody does.
    """
    if not sys.platform.startswith("linux"):
        return "refused" if sys.platform == "darwin" and macos_status() not in (UNDECIDED, ALLOWED) else None
    try:
        handle = open_node(node, os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        return _state_of(error)
    try:
        _request(handle)
    except OSError as error:
        return "busy" if error.errno in BUSY else None
    finally:
        os.close(handle)
    return None


def _state_of(error: OSError) -> Kind | None:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "refused"
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        return "unplugged"
    return "busy" if error.errno in BUSY else None


def _request(handle: int) -> Any:
    if sys.platform == "linux":
        import fcntl

        return fcntl.ioctl(handle, REQUEST_BUFFERS, NO_BUFFERS)
    return None


def _open_once() -> None:
    cv2.VideoCapture(0, cv2.CAP_AVFOUNDATION).release()

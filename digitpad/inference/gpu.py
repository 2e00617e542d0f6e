"""Graphics cards, looked for without torch: by CUDA's own driver, or by the platform."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from dataclasses import dataclass

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.settings import DEVICES

DRIVERS = {"win32": "nvcuda.dll"}  # CUDA's driver by platform
DRIVER = "libcuda.so.1"  # on all others
NAME_BYTES = 256


@dataclass(frozen=True)
class Gpu:
    kind: str  # cuda or mps
    name: str
    memory_gb: float = 0.0  # 0: shared with the processor


def gpus(library: str | None = None) -> tuple[Gpu, ...]:
    """Return the graphics cards of this computer, the one that torch would use first.

    `library`: the file of CUDA's driver; None: that of the platform.
    """
    if sys.platform == "darwin":
        return (Gpu("mps", "Apple GPU"),) if platform.machine() == "arm64" else ()
    try:
        driver = ctypes.CDLL(library or DRIVERS.get(sys.platform, DRIVER))
        return _cards(driver)
    except (OSError, AttributeError):  # no driver, or one that is not CUDA's
        return ()


def _cards(driver: ctypes.CDLL) -> tuple[Gpu, ...]:
    count = ctypes.c_int()
    if driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
        return ()
    return tuple(_card(driver, number) for number in range(count.value))


def _card(driver: ctypes.CDLL, number: int) -> Gpu:
    name, size = ctypes.create_string_buffer(NAME_BYTES), ctypes.c_size_t()
    driver.cuDeviceGetName(name, NAME_BYTES, number)
    driver.cuDeviceTotalMem_v2(ctypes.byref(size), number)
    return Gpu("cuda", name.value.decode("utf-8", "replace"), size.value / 2**30)


def find_device(name: str) -> str:
    """Return cpu, cuda or mps for a device that was asked for; "auto" is the GPU where there is one.

    Raises DigitPadError where it is not there.
    """
    if name not in DEVICES:
        raise DigitPadError(
            _("There is no device called {name}; choose one of {names}.").format(name=name, names=", ".join(DEVICES))
        )
    if name == "cpu":
        return name
    kinds = [gpu.kind for gpu in gpus()]
    if name == "auto":
        return kinds[0] if kinds else "cpu"
    if name not in kinds:
        raise DigitPadError(_("This computer has no {device} device; choose --device cpu.").format(device=name.upper()))
    return name


def devices() -> list[tuple[str, str]]:
    """Return name and description of each device of this computer, the CPU first."""
    cards = [(gpu.kind.upper(), f"{gpu.name}, {gpu.memory_gb:.0f} GB" if gpu.memory_gb else gpu.name) for gpu in gpus()]
    return [("CPU", f"{os.cpu_count()} cores"), *cards]

"""Loads torch's large libraries before torch is imported, without making the window's thread wait.

An import keeps Python's lock while the system loads a library: half a second for each of the two large ones, in which
no key and no pen is heard. A call through ctypes gives the lock away; the import then finds them loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import sys
from pathlib import Path

NAMES = ("libc10", "libtorch_cpu", "libtorch_python")  # in the order in which they need each other


def load_torch_libraries() -> None:
    """Load the libraries, where torch is installed; the import of torch reports any that is missing or fails."""
    if "torch" in sys.modules or os.name != "posix":  # on Windows torch itself loads them through ctypes
        return
    with contextlib.suppress(ImportError, ValueError, OSError, AttributeError):
        spec = importlib.util.find_spec("torch")
        if spec is not None and spec.origin:
            _load(Path(spec.origin).parent / "lib")


def _load(folder: Path) -> None:
    suffix = ".dylib" if sys.platform == "darwin" else ".so"
    system = ctypes.CDLL(None)
    system.dlopen.restype, system.dlopen.argtypes = ctypes.c_void_p, (ctypes.c_char_p, ctypes.c_int)
    for name in NAMES:
        system.dlopen(os.fsencode(folder / f"{name}{suffix}"), os.RTLD_NOW)

"""Torch's libraries are in the process before torch is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADS = """
import sys
from digitpad.inference.torch_libraries import load_torch_libraries
load_torch_libraries()
print("torch" in sys.modules, *("libtorch_" + part in open("/proc/self/maps").read() for part in ("cpu", "python")))
import torch
print(int(torch.ones(3).sum()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_torch_s_libraries_are_loaded_before_the_import_and_torch_works_with_them():
    ended = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, timeout=300)
    assert (ended.returncode, ended.stdout) == (0, "False True True\n3\n"), ended.stderr

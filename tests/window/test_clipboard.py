"""The clipboard's picture is decoded by the few formats that are meant, and by nothing else."""

import shutil
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.ui.draw.clipboard import pasted

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("xclip") is None, reason="xclip holds the clipboard here"
)


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Puts bytes on the clipboard as if they were a PNG."""
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    owners = []

    def put(content: bytes) -> None:
        (tmp_path / "copied").write_bytes(content)
        command = ["xclip", "-quiet", "-selection", "clipboard", "-target", "image/png", str(tmp_path / "copied")]
        owners.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        time.sleep(0.5)

    yield put
    for owner in owners:
        owner.kill()
        owner.wait()


def test_a_copied_picture_comes_back(copied, tmp_path):
    pixels = np.random.default_rng(1).integers(0, 255, (30, 40, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    copied((tmp_path / "a.png").read_bytes())
    assert np.array_equal(pasted(""), pixels)


def test_postscript_that_calls_itself_a_picture_is_refused(copied):
    copied(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\nshowpage\n")
    with pytest.raises(DigitPadError, match="clipboard"):
        pasted("")

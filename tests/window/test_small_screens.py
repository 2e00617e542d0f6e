"""The window on small screens: it fits, and everything on every page stays in reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyvirtualdisplay import Display

SIZES = ("640x480", "760x520", "1080x700", "1920x1080")  # px at scale 1
LEAST_CONTROLS = {"Draw": 18, "Camera": 9, "Samples": 6, "Models": 6}
FRAME = 32  # px, of a desktop's title bar


def look(width: int, height: int, scale: int, folder: Path, *sizes: str) -> list[dict[str, Any]]:
    """What tests.support.small_screen prints of a screen of so many px."""
    with Display(visible=False, size=(width, height)) as display:
        env = os.environ | {"DISPLAY": f":{display.display}", "DIGITPAD_SCALE": str(scale)}
        command = [sys.executable, "-m", "tests.support.small_screen", str(folder), *sizes]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=env)
    assert ended.returncode == 0, ended.stderr
    return list(json.loads(ended.stdout))


@pytest.mark.parametrize("screen", [(1024, 600), (800, 480), (1920, 1080)])
def test_the_window_fits_the_screen_it_opens_on_with_everything_in_reach(screen, tmp_path):
    for page in look(*screen, 2, tmp_path):
        assert page["width"] <= screen[0] and page["height"] + page["menus"] + FRAME <= screen[1]
        assert page["out of reach"] == page["unpainted"] == page["clipped"] == [], page


@pytest.mark.parametrize("scale", [1, 2])
def test_every_control_of_every_page_is_in_reach_at_every_size(scale, tmp_path):
    for page in look(1920 * scale, 1200 * scale, scale, tmp_path, *SIZES):
        assert f"{page['width'] // scale}x{page['height'] // scale}" == page["asked"]
        assert page["out of reach"] == page["unpainted"] == page["clipped"] == [], page
        assert page["controls"] >= LEAST_CONTROLS[page["page"]]

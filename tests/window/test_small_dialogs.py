"""Small windows on small screens: all of each is in reach, by scrolling where there is no room."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from pyvirtualdisplay import Display


@pytest.mark.parametrize(("screen", "scale"), [((640, 480), 1), ((800, 480), 2), ((1280, 960), 2), ((1920, 1080), 1)])
def test_small_windows_fit_the_screen_with_all_of_them_in_reach(screen, scale, tmp_path):
    with Display(visible=False, size=screen) as display:
        env = os.environ | {"DISPLAY": f":{display.display}", "DIGITPAD_SCALE": str(scale)}
        command = [sys.executable, "-m", "tests.support.small_dialogs", str(tmp_path)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=env)
    assert ended.returncode == 0, ended.stderr
    dialogs = json.loads(ended.stdout)
    assert len(dialogs) == 4
    for dialog in dialogs:
        left, top, right, bottom = dialog["window"]
        assert left >= 0 and top >= 0 and right <= screen[0] and bottom <= screen[1], dialog
        assert dialog["close"][2] <= right and dialog["close"][3] <= bottom, dialog
        assert dialog["inner width"] <= dialog["room"], dialog
        assert dialog["end"] <= dialog["bottom"] + 1, dialog

"""The window in each of its languages: every page and small window has room for its words."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from pyvirtualdisplay import Display

from digitpad.languages import LANGUAGES

PLACES = 29  # looked at, at least


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_of_any_page_is_cut_off_and_every_control_is_in_reach(code, tmp_path):
    with Display(visible=False, size=(1400, 1000)) as display:
        env = os.environ | {"DISPLAY": f":{display.display}", "DIGITPAD_SCALE": "1"}
        command = [sys.executable, "-m", "tests.support.in_language", code, str(tmp_path)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=env)
    assert ended.returncode == 0, ended.stderr
    seen = json.loads(ended.stdout)
    assert [place for place in seen if place["faults"]] == []
    assert len(seen) >= PLACES

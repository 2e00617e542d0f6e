"""A real process with a window that is closed while something is still to come: it says nothing and leaves nothing."""

from __future__ import annotations

import json
import subprocess
import sys

NEWS = """
import sys, tkinter
from pathlib import Path
from digitpad.settings import Settings
from digitpad.ui.app import App
from tests.support.hand import Hand
from tests.support.readers import Counting

app = App((Counting,), Settings(theme="light"), Path(sys.argv[1]))
hand = Hand(app)
app.start()
hand.wait_until(app.root.winfo_ismapped, "the window")
hand.stroke([(50, 50), (50, 150)])
hand.wait_for_number("0")
hand.key("<Control-c>")
print(hand.status)
app.quit()
tkinter.Tcl().eval("after 5000 {set over 1}; vwait over")
"""


def test_a_window_closed_while_it_tells_news_says_nothing_afterwards(tmp_path):
    command = [sys.executable, "-c", NEWS, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "Copied 0\n", "")


def test_a_window_closed_in_the_middle_of_a_stream_leaves_no_thread_and_kept_its_memory():
    command = [sys.executable, "-m", "tests.bench.stream", "--minutes", "0.4", "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["threads left after closing"] == 0, ended.stderr
    assert found["frames shown a second"] > 1
    assert found["memory grown after the first tenth, MB"] < 20
    assert found["mouse answered while the camera runs, median ms"] < 500

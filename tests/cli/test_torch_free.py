"""Everything but training does without torch: asserted in fresh processes, from what they have imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitpad.forms.template import FormField, FormTemplate
from digitpad.forms.template_file import save_template
from digitpad.paths import bundled
from digitpad.records import Box
from digitpad.vision.picture.pictures import open_picture

OUT, FORM = "out.onnx", "a.form.json"
PHOTOGRAPH = bundled("assets", "self_test/photograph.jpg")
COMMAND = """
import sys
from digitpad.cli import main
code = main(sys.argv[1:])
print("torch" in sys.modules, code)
"""
WINDOW = """
import sys
from pathlib import Path
from digitpad.ui.run import open_window
from tests.support.drawings import DIGITS
from tests.support.hand import Hand
app = open_window(Path(sys.argv[1]), device="auto")
hand = Hand(app)
hand.wait_ready()
hand.draw(DIGITS[2])
hand.wait_for_number("2")
print("torch" in sys.modules)
app.quit()
"""

COMPARISON = """
import sys
from pathlib import Path
import numpy as np
from digitpad.records import Sample
from digitpad.ui.run import open_window
from tests.support.hand import Hand
from tests.support.samples_user import stored
from tests.window.test_models_page import SHIPPED_NAME, compare, seven_for_one
folder = Path(sys.argv[1])
seven_for_one(folder, "Mine")
stored(folder, [Sample(np.full((28, 28), 9, np.uint8), 1, "pad")])
app = open_window(folder)
hand = Hand(app)
hand.wait_ready()
hand.turn_to("Models")
compare(hand, SHIPPED_NAME, "Mine")
hand.wait_until(lambda: hand.widgets("VersionComparison"), "the comparison")
print("torch" in sys.modules)
app.quit()
"""


def last_line(program: str, *arguments: object) -> str:
    """Run a program in a process of its own and return the last line that it printed."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", PHOTOGRAPH],
        ["read", bundled("assets", "self_test/drawing.json")],
        ["read", bundled("assets", "self_test/drawing.json"), "--device", "cpu"],
        ["samples", "list"],
        ["models", "list"],
        ["models", "export", "shipped", OUT],
        ["explain", bundled("assets", "self_test/drawing.json"), "--out", "out.png"],
        ["export", "--onnx", OUT],
        ["form", FORM, PHOTOGRAPH],
        ["doctor"],
    ],
    ids=lambda arguments: " ".join(str(part).rpartition("/")[2] for part in arguments),
)
def test_a_command_does_without_torch(tmp_path: Path, arguments: list[object]) -> None:
    placed = [tmp_path / str(part) if part in (OUT, "out.png", FORM) else part for part in arguments]
    save_template(tmp_path / FORM, FormTemplate(open_picture(PHOTOGRAPH), (FormField("all", Box(9, 9, 200, 200)),)))
    loaded, _ = last_line(COMMAND, *placed, "--data-dir", tmp_path).split()
    assert loaded == "False"


def test_the_window_reads_a_drawing_without_torch(tmp_path: Path) -> None:
    assert last_line(WINDOW, tmp_path) == "False"


def test_the_window_compares_two_models_without_torch(tmp_path: Path) -> None:
    assert last_line(COMPARISON, tmp_path) == "False"

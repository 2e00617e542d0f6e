"""Broken installations and folders, in words that say what to do, from the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digitpad.import_errors import in_words
from tests.support.samples import number_picture

ROOT = Path(__file__).parents[2]


def start(*arguments: str, path: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "digitpad", *arguments, path=path, **environment)


def python(*arguments: str, path: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder `path`, whose modules come before all others; without one in the checkout."""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, str(ROOT)))), **environment}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=path or ROOT, env=variables, capture_output=True, text=True, timeout=120)


def linked(folder: Path, without: str) -> Path:
    """Return a folder that holds the program in links, all but one of its files of weights."""
    (folder / "models").mkdir()
    for path in (ROOT / "digitpad", ROOT / "assets", *(ROOT / "models").iterdir()):
        if path.name != without:
            (folder / path.relative_to(ROOT)).symlink_to(path)
    return folder


def cut(weights: str) -> str:
    return weights[: len(weights) // 2]


def of_other_measures(weights: str) -> str:
    return json.dumps({**json.loads(weights), "weights": {"of another shape": 1.0}})


def not_a_number(weights: str) -> str:
    values = json.loads(weights)
    return json.dumps({**values, "weights": dict.fromkeys(values["weights"], float("nan"))})


def damaged(folder: Path, name: str, damage: Callable[[str], str] | None) -> Path:
    """Return a folder that holds the program with one file of its weights damaged; None: without that file."""
    install = linked(folder, without=name)
    if damage:
        (install / "models" / name).write_text(damage((ROOT / "models" / name).read_text()))
    return install


def of_other_layers(weights: str) -> str:
    return json.dumps({**json.loads(weights), "mean": [0.0, 0.0]})


def of_other_arrays(weights: str) -> str:
    return _with_hidden(weights, lambda usual: usual[:-1])


def infinite(weights: str) -> str:
    return _with_hidden(weights, lambda usual: [float("inf"), *usual[1:]])


def _with_hidden(weights: str, changed: Callable[[list[float]], list[float]]) -> str:
    """Return the choice among readings with one array of one of its networks changed."""
    values = json.loads(weights)
    member = values["any_digits"]["members"][-1]
    member["hidden"] = changed(member["hidden"])
    return json.dumps(values)


def only_sentence(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("digitpad: ")
    return line


@pytest.mark.parametrize(
    ("module", "said", "wanted"),
    [
        ("cv2", "libGL.so.1: cannot open shared object file: No such file or directory", "libgl1"),
        ("cv2", "libgthread-2.0.so.0: cannot open shared object file: No such file", "libglib2.0-0"),
        ("tkinter", "libtk8.6.so: cannot open shared object file: No such file or directory", "libtk8.6"),
        ("cv2", "libodd.so.3: cannot open shared object file: No such file", "the package that holds it"),
    ],
)
def test_a_missing_library_is_named_with_the_package_that_brings_it(
    module: str, said: str, wanted: str, tmp_path: Path
) -> None:
    (tmp_path / f"{module}.py").write_text(f"raise ImportError({said!r}, name={module!r})\n")
    sentence = only_sentence(start(path=str(tmp_path)))
    assert said.partition(":")[0] in sentence
    assert wanted in sentence


def test_without_tkinter_the_sentence_names_its_package(tmp_path: Path) -> None:
    (tmp_path / "tkinter.py").write_text("raise ModuleNotFoundError('No module named _tkinter', name='_tkinter')\n")
    assert "python3-tk" in only_sentence(start(path=str(tmp_path)))


def test_without_a_display_the_window_says_so_from_the_menu_too() -> None:
    for arguments in ((), ("--from-menu", "--open")):
        assert "read" in only_sentence(start(*arguments, DISPLAY="", PATH=""))


def test_a_missing_package_is_named() -> None:
    assert "-m pip install torch`" in in_words(ModuleNotFoundError("No module named 'torch'", name="torch"))


def test_other_errors_are_left_to_others() -> None:
    assert in_words(ValueError("libGL")) == ""
    assert in_words(OSError(28, "No space left on device")) == ""


def test_an_installed_program_that_lost_a_part_asks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)  # as PyInstaller's loader does
    assert "install DigitPad again" in in_words(ModuleNotFoundError("No module named '_tkinter'", name="_tkinter"))


def test_where_the_runtime_is_broken_torch_reads_and_doctor_says_so(tmp_path: Path) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise ImportError('half a runtime')\n")
    drawing = ROOT / "assets" / "self_test" / "drawing.json"
    assert start("read", str(drawing), path=str(tmp_path)).stdout == "2026\n"
    told = start("doctor", path=str(tmp_path))
    (line,) = [line for line in told.stdout.splitlines() if line.split()[1:2] == ["onnxruntime"]]
    assert line.startswith("MISS") and "half a runtime" in line and "torch reads" in line and told.returncode == 1


READ = """
from PIL import Image
from digitpad import Recognizer
reading = Recognizer.load(device="cpu").read_image(Image.open("number.png", formats=["PNG"]))
print(reading.text, reading.trusts, reading.sure)
"""


@pytest.mark.parametrize("damage", [None, cut, of_other_measures, not_a_number])
def test_without_its_weights_for_letters_the_lattice_reads_alone_and_doctor_says_so(
    tmp_path: Path, damage: Callable[[str], str] | None
) -> None:
    install = damaged(tmp_path, "span.json", damage)
    number_picture("2027").save(install / "number.png")
    assert start("read", "number.png", path=str(install)).stdout == "2027\n"
    assert python("-c", READ, path=str(install)).stdout == "2027 () False\n"
    told = start("doctor", path=str(install))
    (line,) = [line for line in told.stdout.splitlines() if "row reader" in line]
    assert line.startswith("MISS") and "span.json" in line and "one by one" in line and told.returncode == 1


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *((name, damage) for name in ("marks.json", "upright.json") for damage in (None, cut, of_other_layers)),
        *(("choice.json", damage) for damage in (None, cut, of_other_arrays, infinite)),
        *(("mark_cells.json", damage) for damage in (None, cut)),
    ],
)
def test_doctor_names_a_small_model_that_is_missing_or_damaged(
    tmp_path: Path, name: str, damage: Callable[[str], str] | None
) -> None:
    told = start("doctor", path=str(damaged(tmp_path, name, damage)))
    (line,) = [line for line in told.stdout.splitlines() if "small models" in line]
    assert line.startswith("MISS") and name in line and told.returncode == 1


READ_BOTH = """
from PIL import Image
from digitpad import Recognizer
from digitpad.errors import DigitPadError
recognizer = Recognizer.load(device="cpu")
try:
    recognizer.read_image(Image.open("number.png", formats=["PNG"]))
except DigitPadError as error:
    print(error)
print(recognizer.read_strokes([[(50, 10), (50, 60), (50, 110)]]).text)
"""


@pytest.mark.parametrize("damage", [None, of_other_arrays, infinite])
def test_without_its_choice_the_program_refuses_pictures_in_a_sentence_and_reads_drawings(
    tmp_path: Path, damage: Callable[[str], str] | None
) -> None:
    install = damaged(tmp_path, "choice.json", damage)
    number_picture("2027").save(install / "number.png")
    sentence, drawn = python("-c", READ_BOTH, path=str(install)).stdout.splitlines()
    assert "choice.json" in sentence and "install it again" in sentence and drawn == "1"
    assert only_sentence(start("read", "number.png", path=str(install))) == f"digitpad: {sentence}"

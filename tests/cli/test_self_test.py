"""The self-test passes here, and says so in words and by its exit code where a part is broken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.self_test_files import photograph

ROOT = Path(__file__).parents[2]
PARTS = ("weights", "drawing", "photograph", "training", "video", "samples", "figures", "tkinter", "window")


def self_test(folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "digitpad", "--self-test"]
    given = {**os.environ, "PYTHONPATH": str(folder), **environment}
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=200)


def test_every_part_works_and_the_window_opens_where_there_is_a_display() -> None:
    result = self_test()
    assert result.returncode == 0, result.stdout + result.stderr
    lines = result.stdout.splitlines()[1:-1]
    assert [line.split()[1] for line in lines] == list(PARTS)
    assert all(line.startswith("ok ") for line in lines)
    assert "opened and closed" in lines[-1]
    assert result.stdout.splitlines()[-1].startswith("all is well")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A copy of the program in a folder with blanks and letters of other alphabets."""
    copy = tmp_path / "Programme für Zoë 数字"
    for name in ("digitpad", "models", "assets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def test_what_is_broken_fails_alone_and_without_a_display_the_rest_is_tried(broken: Path) -> None:
    (broken / "assets" / "self_test" / "video.mp4").write_bytes(b"no video")
    before = sorted(broken.rglob("*"))
    result = self_test(broken, DISPLAY="", LC_ALL="C", LANG="C", PYTHONDONTWRITEBYTECODE="1")
    assert sorted(broken.rglob("*")) == before, "an install folder may be read-only"
    assert result.returncode == 1, result.stdout + result.stderr
    failed = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("FAIL")]
    assert failed == ["video"]
    assert "not tried, for there is no display" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("1 failed")


def test_the_stored_photograph_is_a_made_one() -> None:
    from PIL import Image

    with Image.open(ROOT / "assets" / "self_test" / "photograph.jpg") as kept:
        assert kept.size == photograph().shape[1::-1]

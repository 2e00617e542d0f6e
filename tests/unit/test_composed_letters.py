"""Xlib's tables of composed letters are kept between starts, in the user's folder and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digitpad.ui.shell.composed_letters import FOLDER, VARIABLE, composed_letters_kept

ROOT = Path(__file__).parents[2]
OPENS = """
import sys, tkinter
from pathlib import Path
from digitpad.ui.shell.composed_letters import composed_letters_kept
with composed_letters_kept(Path(sys.argv[1])):
    tkinter.Tk().destroy()
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X11")


def test_they_are_kept_while_a_window_opens_and_no_other_program_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    with composed_letters_kept(tmp_path / "new"):
        assert os.environ[VARIABLE] == str(tmp_path / "new" / FOLDER)
        assert (tmp_path / "new" / FOLDER).stat().st_mode & 0o777 == 0o700
    assert VARIABLE not in os.environ


def test_a_place_that_the_user_named_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv(VARIABLE, "/elsewhere")
    with composed_letters_kept(tmp_path):
        assert os.environ[VARIABLE] == "/elsewhere"
    assert os.environ[VARIABLE] == "/elsewhere" and not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "file").write_text("no folder")
    with composed_letters_kept(tmp_path / "file"):
        assert VARIABLE not in os.environ


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="Xlib keeps nothing for root")
def test_xlib_keeps_them_there(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    environment = {name: value for name, value in environment.items() if name not in (VARIABLE, "XMODIFIERS")}
    command = [sys.executable, "-c", OPENS, str(tmp_path)]
    subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert [path.stat().st_size > 0 for path in (tmp_path / FOLDER).iterdir()] == [True]

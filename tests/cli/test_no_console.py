"""A program without a terminal, as on Windows: what goes wrong reaches a log and a dialog."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DIALOG = '#!/bin/sh\nprintf "%s\\n" "$@" >"$HOME/shown"\n'  # what desktops have for scripts; none here need have it


def without_terminal(home: Path, *arguments: str) -> int:
    """The exit code of DigitPad started with standard output and error closed, in a home of its own."""
    tools = home / "tools"
    tools.mkdir(parents=True)
    (tools / "zenity").write_text(DIALOG)
    (tools / "zenity").chmod(0o755)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        "HOME": str(home),
        "PATH": f"{tools}:{os.environ['PATH']}",
        "DISPLAY": "",
        "PYTHONPATH": str(ROOT),
    }
    closed = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", sys.executable, "-m", "digitpad", *arguments]
    return subprocess.run(closed, env=environment, timeout=200).returncode


def test_an_error_is_shown_in_a_dialog_and_kept_in_a_log(tmp_path: Path) -> None:
    assert without_terminal(tmp_path) == 1
    sentence = "display"
    assert sentence in (tmp_path / "shown").read_text()
    log = (tmp_path / ".local/share/digitpad/output.log").read_text(encoding="utf-8")
    assert sentence in log.splitlines()[-1]
    assert "Traceback" in log


def test_what_is_printed_is_kept_too(tmp_path: Path) -> None:
    assert without_terminal(tmp_path, "--version") == 0
    assert (tmp_path / ".local/share/digitpad/output.log").read_text().startswith("DigitPad ")
    assert not (tmp_path / "shown").exists()


def test_the_program_makes_ready_for_its_own_processes_first() -> None:
    tree = ast.parse((ROOT / "digitpad/__main__.py").read_text())
    imported = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {alias.name for node in imported for alias in node.names} == {"multiprocessing", "sys"}
    (start,) = (node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(start.body[0]) == "multiprocessing.freeze_support()"

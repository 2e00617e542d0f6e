"""Reading a file starts no other program, whatever the file is and however it is called: every `execve` is watched."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import digitpad

POSTSCRIPT = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(x) run showpage\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FILES = {"postscript.jpg": POSTSCRIPT, "postscript.eps": POSTSCRIPT, "postscript.tif": POSTSCRIPT, "paper.png": PDF}
HOUSE = Path(digitpad.__file__).parent


@pytest.fixture(scope="module")
def strace() -> list[str]:
    watch = ["strace", "-f", "-qq", "-e", "trace=execve"]
    try:
        subprocess.run([*watch, "-o", "/dev/null", "true"], check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("strace may not trace here")
    return watch


def test_what_is_no_picture_starts_no_program(strace: list[str], tmp_path: Path) -> None:
    """Beyond those that loading the network starts, as for a sound picture."""
    Image.new("L", (60, 60), 255).save(tmp_path / "sound.png")
    _, usual = traced(strace, tmp_path, ["-m", "digitpad", "read", str(tmp_path / "sound.png")])
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    ended, started = traced(strace, tmp_path, ["-m", "digitpad", "read", *(str(tmp_path / name) for name in FILES)])
    assert ended.returncode == 1
    sentences = {POSTSCRIPT: "is not a picture that can be read", PDF: "is a PDF that is damaged"}
    assert all(f"{name} {sentences[content]}" in ended.stderr for name, content in FILES.items())
    assert programs(started) == programs(usual), started


def test_the_tracing_sees_a_program_that_is_tried(strace: list[str], tmp_path: Path) -> None:
    try_one = "import subprocess\ntry: subprocess.run(['gs-is-not-here'])\nexcept OSError: pass"
    _, started = traced(strace, tmp_path, ["-c", try_one])
    assert any("gs-is-not-here" in line for line in started)


def test_no_picture_is_opened_without_naming_its_formats() -> None:
    for path in HOUSE.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if ast.unparse(call.func) == "Image.open":
                assert any(word.arg == "formats" for word in call.keywords), f"{path}:{call.lineno}"


def traced(strace: list[str], folder: Path, arguments: list[str]) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """How Python ended, and each `execve` of it and of all it starts; its own is the first."""
    log = folder / "programs"
    command = [*strace, "-o", str(log), sys.executable, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120)
    return ended, [line for line in log.read_text().splitlines() if "execve(" in line]


def programs(started: list[str]) -> list[str]:
    return [line.split('execve("')[1].split('"')[0] for line in started]

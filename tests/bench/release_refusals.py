"""Sentences of an installed program where there is no display, a full disk, a sealed folder, a lost library."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.disks import FULL, SEALED, WAY, mounted
from tests.support.drawings import DIGITS
from tests.support.samples import stroke_line

ASCII = {"LC_ALL": "C", "LANG": "C"}
NUMBER = "2026"  # stands in the program's own drawing
PATIENCE_S = 300.0


def refuse(program: Path, environment: Mapping[str, str]) -> None:
    """Raises AssertionError where the program says anything but a sentence, or does not work where it could."""
    home = Path(environment["HOME"])
    inside = program.resolve().parent / "_internal"
    drawing = inside / "digitpad/assets/self_test/drawing.json"
    _says("display", [program], environment)
    with _without(inside, "_tkinter*.so", "python3*/lib-dynload/_tkinter*.so"):
        _says("install DigitPad again", [program], environment)
    assert _run([program, "read", drawing], {**environment, **ASCII}).stdout.strip() == NUMBER
    if not WAY:
        print("disks are not tried: this machine lets nobody mount one")
        return
    environment = {**environment, "PATH": os.environ["PATH"]}
    own, full = home / "own.jsonl", home / "full"
    own.write_text("".join(stroke_line(label, "me") for label in DIGITS))
    full.mkdir()
    _says(str(full), [*mounted(FULL, full), program, "samples", "import", own, "--data-dir", full], environment)
    sealed = [*mounted(SEALED, program.resolve().parent), program, "read", drawing]
    assert _run(sealed, environment).stdout.strip() == NUMBER


def _says(word: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    result = _run(command, environment)
    lines = result.stderr.splitlines()
    assert result.returncode == 1 and len(lines) == 1 and word in lines[0] and "unexpected" not in lines[0], lines
    print(lines[0])


def _run(command: Sequence[str | Path], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False)


@contextmanager
def _without(folder: Path, *patterns: str) -> Iterator[None]:
    """Files are lost for a while."""
    lost = [path for pattern in patterns for path in folder.glob(pattern)]
    assert lost, patterns
    for path in lost:
        path.rename(f"{path}.lost")
    try:
        yield
    finally:
        for path in lost:
            Path(f"{path}.lost").rename(path)

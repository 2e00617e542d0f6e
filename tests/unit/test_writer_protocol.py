"""The writer protocol: its last line gives the figures, and its exit code says whether the aims are met."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.support.drawings import DIGITS

TIMEOUT_S = 300


def protocol(digits: Iterable[tuple[int, int]], folder: Path) -> subprocess.CompletedProcess[str]:
    """Of one writer: which drawing each of his digits is, and what he means by it."""
    path = folder / "pen.jsonl"
    lines = [json.dumps({"label": str(meant), "writer": "anna", "strokes": DIGITS[drawn]}) for drawn, meant in digits]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.writer_protocol", "--strokes", str(path)]
    environment = os.environ | {"DIGITPAD_DATA": str(folder), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S)


def test_what_was_corrected_once_is_read_right_the_second_time(tmp_path):
    """His 7s are all meant as 1s: each would be a miss, but after the first he is understood."""
    digits = [(digit, 1 if digit == 7 else digit) for digit in DIGITS]
    done = protocol(digits * 2, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert "before 90.00, at once 100.00, misses before 1.00, misses after 0.00, fewer 100.00" in last


def test_below_the_aim_it_fails(tmp_path):
    """A drawing that never means the same twice cannot be learned."""
    done = protocol([(3, meant) for meant in (3, 3, 3, 3, 8, 5, 2, 6)], tmp_path)
    assert done.returncode == 1
    assert "at once 0.00" in done.stdout.splitlines()[-1]


def test_too_few_digits_are_said(tmp_path):
    done = protocol([(7, 7)] * 3, tmp_path)
    assert done.returncode == 1 and "no writer with 4 digits" in done.stderr

"""MNIST, pen strokes and photographs, where DIGITPAD_DATA says they are; tests that need them are skipped elsewhere."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("DIGITPAD_DATA", "no-data"))
PENDIGITS = DATA / "strokes" / "pendigits-train.jsonl"
UNIPEN = DATA / "strokes" / "unipen-dev.jsonl"
LETTERS = DATA / "strokes" / "unipen-letters-dev.jsonl"

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="DIGITPAD_DATA names no folder with MNIST, strokes and photographs"
)

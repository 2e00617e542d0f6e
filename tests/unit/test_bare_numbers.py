"""Numbers that decide a reading have names, units and reasons."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parents[2] / "digitpad"
ROOMS = ("vision/picture", "vision/marks", "vision/segmentation", "vision/lattice", "vision/pipeline")
FURTHER_ROOMS = ("vision/tracking", "inference/rows", "recognition", "forms")
NEUTRAL = {0.0, 0.5, 1.0, 2.0, 4.0, 90.0, 255.0}  # nothing, halves and wholes, doubling, a quarter turn, full ink
TINY = 1e-4  # no larger: keeps a division or a logarithm finite


def test_no_function_that_reads_has_a_fraction_of_its_own() -> None:
    bare = [each for room in (*ROOMS, *FURTHER_ROOMS) for file in (HOUSE / room).glob("*.py") for each in _bare(file)]
    assert bare == []


def test_a_fraction_in_a_function_is_seen() -> None:
    assert list(_fractions(ast.parse("LEAST = 0.3\ndef high(x):\n    return x > 0.7"))) == [(3, 0.7)]


def _bare(file: Path) -> Iterator[str]:
    for line, value in _fractions(ast.parse(file.read_text(encoding="utf-8"))):
        yield f"{file.relative_to(HOUSE).as_posix()}:{line}: {value}"


def _fractions(tree: ast.AST) -> Iterator[tuple[int, float]]:
    """Yield line and value of each fraction in a function."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and isinstance(node.value, float) and not _is_neutral(node.value):
                yield node.lineno, node.value


def _is_neutral(value: float) -> bool:
    return value in NEUTRAL or value <= TINY

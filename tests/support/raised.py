"""Finds the sentences that a user of the window can see and nobody can translate: literals in errors that are raised.

All modules are looked at that the window's imports reach, late ones too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.literals import WRAPPERS

ROOTS = ("ui", "phone")  # folders of the house from which imports are followed


def reached(house: Path) -> list[Path]:
    """Return the files that the window may import, its own among them."""
    files = {path for root in ROOTS for path in (house / root).rglob("*.py")}
    new = set(files)
    while new:
        new = {path for file in new for path in _imported(file, house)} - files
        files |= new
    return sorted(files)


def unwrapped(source: str) -> list[int]:
    """Return the lines on which a DigitPadError is made with words of its own outside `_()` and its like."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _is_error(node.func)]
    return sorted(call.lineno for call in calls if any(_has_words(argument) for argument in call.args))


def _is_error(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id == "DigitPadError"


def _has_words(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRAPPERS:
        return False
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and " " in node.value.strip()
    if isinstance(node, ast.FormattedValue):
        return False
    return any(map(_has_words, ast.iter_child_nodes(node)))


def _imported(file: Path, house: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == house.name:
            module = house.parent.joinpath(*str(node.module).split("."))
            places = [module.with_suffix(".py"), *(module / f"{alias.name}.py" for alias in node.names)]
            yield from (place for place in places if place.is_file())

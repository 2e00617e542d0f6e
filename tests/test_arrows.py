"""Imports point down only, and a folder says what it may touch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import digitpad

HOUSE = Path(digitpad.__file__).parent
HOMES = {
    "tkinter": "ui",
    "sv_ttk": "ui",
    "darkdetect": "ui",
    "torch": "learning",
    "torchvision": "learning",
    "matplotlib": "learning",
    "cv2": "vision",
    "sqlite3": "store",
}
FLOORS = {"ui": 5, "cli": 5, "commands": 5, "__main__": 6, "doctor": 5, "glyphs": 4, "recognizer": 3, "vision": 2}
FLOORS |= {"learning": 2, "store": 2, "clerk": 2}
FLOORS |= {"settings": 1, "background": 1, "strokes_file": 1, "kaggle": 1, "folders": 1}
FLOORS |= {"self_test": 5, "missing": 0}
FLOORS |= {"records": 0, "errors": -1, "paths": 0}
ENTRANCES = {"cli", "commands", "ui", "doctor", "self_test"}  # they may call each other
ASKS_EVERYTHING = "doctor.py"  # it imports each part to say which one is missing
FILES = sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    """The folder of a module, or its own name where it lies at the top."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return parts[0]


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports name the whole path"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from names if node.module == "digitpad" else [node.module]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_module_touches_only_what_its_folder_may(path):
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        home = HOMES.get(name.split(".")[0])
        assert home in (None, room(path)) or path.name == ASKS_EVERYTHING, (
            f"{path.name} imports {name}, which belongs to {home}/"
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_point_down(path):
    here = room(path)
    if here == "__init__":
        return
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        parts = name.split(".")
        there = parts[1] if parts[0] == "digitpad" and len(parts) > 1 else here
        if there in FLOORS and there != here:
            assert FLOORS[there] < FLOORS[here] or {here, there} <= ENTRANCES, f"{here} imports {there}"
    if here == "ui":
        body = ast.parse(path.read_text(encoding="utf-8")).body
        top = [name for node in body if isinstance(node, ast.Import | ast.ImportFrom) for name in imports(node)]
        assert not [name for name in top if name.startswith(("digitpad.learning", "digitpad.cli"))]


def test_vision_learning_and_store_never_meet():
    for path in FILES:
        if (here := room(path)) in ("vision", "learning", "store"):
            for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
                others = {f"digitpad.{other}" for other in ("vision", "learning", "store") if other != here}
                assert not name.startswith(tuple(others)), f"{path.name} imports {name}"


@pytest.mark.parametrize("module", ["digitpad", "digitpad.ui.app", "digitpad.cli"])
def test_importing_loads_nothing_heavy(module):
    heavy = "{'torch', 'torchvision', 'matplotlib'}"
    if module != "digitpad.ui.app":
        heavy = "{'torch', 'torchvision', 'matplotlib', 'tkinter'}"
    program = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ended.stdout.strip(), ended.stderr) == ("[]", "")

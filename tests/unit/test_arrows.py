"""Imports point down only, and a folder says what it may touch; imports under TYPE_CHECKING and in functions count."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import digitpad

HOUSE = Path(digitpad.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
PARTED = {"ui", "vision", "learning", "inference"}  # folders whose folders are rooms of their own

FOUNDATION = {  # every room may import them
    *("box", "records", "errors", "faults", "paths", "settings", "background", "tasks", "passwords", "log"),
    *("rules", "check_digits", "languages"),
}
PICTURES = {"vision/picture", "vision/segmentation", "vision/render"}
LEARNING_ROOMS = ("nets", "data", "training", "finetune", "evaluation", "registry", "ink", "rows")
INFERENCE = {"inference", "inference/ink", "inference/rows"}
LEARNING = {f"learning/{room}" for room in LEARNING_ROOMS}
PAGE = {"ui/reading", "ui/core", "ui/widgets", "vision/render"}

ROOMS: Mapping[str, set[str]] = {  # each room, and those that it may import besides the foundation
    "__main__": {"cli"},
    "__init__": {"recognizer"},
    "cli": {"commands", "ui/app", "ui/shell", "import_errors"},
    "commands": {
        *("ui/app", "recognizer", "recognition", "glyph_import", "store", "formats", "inference", "inference/ink"),
        "forms",
        *("vision/capture", "vision/picture", "vision/render", *LEARNING),
    },
    "glyph_import": {"recognizer", "recognition", "store", "vision/picture", "vision/render"},
    "forms": {"formats", "vision/picture"},
    "recognizer": {
        *("recognition", "inference", "inference/ink", "vision/pipeline", "vision/lattice", "vision/marks", *PICTURES),
    },
    "recognition": {
        *(*INFERENCE, "formats", "vision/pipeline", "vision/lattice", "vision/marks"),
        *("vision/segmentation", "vision/render"),
    },
    "import_errors": set(),
    "store": {"formats"},
    "formats": set(),
    "inference/ink": {"inference"},
    "inference/rows": {"inference", "formats"},
    "inference": set(),
    "vision/pipeline": {"vision/lattice", "vision/marks", "formats", *PICTURES},
    "vision/lattice": {"vision/marks", "vision/segmentation", "vision/render"},
    "vision/segmentation": {"vision/marks", "vision/picture", "vision/render"},
    "vision/marks": {"formats"},
    "vision/picture": {"vision/render"},
    "vision/capture": {"vision/render"},
    "vision/tracking": set(),
    "vision/render": set(),
    "learning/finetune": {
        *("learning/training", "learning/nets", "learning/data", "learning/registry", "learning/rows"),
        *("inference", "inference/rows"),
    },
    "learning/training": {"learning/evaluation", "learning/nets", "learning/data", "inference"},
    "learning/evaluation": {"learning/data"},
    "learning/registry": {"inference"},
    "learning/ink": {"learning/nets", "learning/data", "inference/ink"},
    "learning/rows": {"learning/nets", "learning/data", "inference/rows"},
    "learning/nets": {"inference"},
    "learning/data": {"inference", "formats"},
    "ui/app": {
        *("ui/draw", "ui/camera", "ui/samples", "ui/models", "ui/retrain", "ui/shell", "ui/core", "ui/widgets"),
        *("ui/phone", "ui/screen", "ui/learned", "ui/forms", "phone", "vision/capture", "vision/picture"),
    },
    "phone": {"formats", "vision/picture"},
    "ui/phone": {"ui/core", "ui/widgets", "phone"},
    "ui/screen": {"ui/core", "ui/widgets", "vision/picture", "vision/render"},
    "ui/forms": {"forms", "ui/core", "ui/widgets", "vision/picture", "vision/render"},
    "ui/draw": {*PAGE, *PICTURES, "formats", "ui/explain", "ui/learned", "ui/rules"},
    "ui/camera": {
        *PAGE,
        *("ui/playback", "ui/recorded", "ui/rules", "vision/capture", "vision/segmentation", "vision/tracking"),
    },
    "ui/playback": {"ui/widgets", "vision/capture"},
    "ui/recorded": {"ui/core", "ui/widgets"},
    "ui/samples": {*PAGE, "store", "glyph_import", "ui/collect", "ui/label_errors"},
    "ui/label_errors": {"ui/core", "ui/widgets", "vision/render", "store"},
    "ui/collect": {"ui/core", "ui/widgets", "vision/render", "store"},
    "ui/models": {
        *("ui/retrain", "ui/results", "ui/core", "ui/widgets"),
        *("learning/registry", "learning/finetune", "learning/evaluation", "inference"),
    },
    "ui/results": {
        *("ui/core", "ui/widgets", "vision/render", "inference"),
        *("learning/evaluation", "learning/registry", "learning/data"),
    },
    "ui/retrain": {
        *("ui/core", "ui/widgets", "vision/render", "inference"),
        *("learning/finetune", "learning/registry", "learning/data"),
    },
    "ui/learned": {"ui/core", "ui/widgets", "vision/render", "store"},
    "ui/explain": {"ui/core", "ui/widgets", "vision/render"},
    "ui/reading": {"ui/core", "ui/widgets", "vision/render"},
    "ui/rules": {"ui/core", "ui/widgets", "vision/segmentation"},
    "ui/shell": {"ui/core", "ui/widgets"},
    "ui/core": {
        "recognizer",
        "store",
        "learning/registry",
        "vision/segmentation",
        "import_errors",
    },
    "ui/widgets": {"vision/render"},
}
HOMES: Mapping[str, set[str]] = {  # each package from elsewhere, and the folders or files that may import it
    "tkinter": {"ui"},
    "sv_ttk": {"ui/widgets"},
    "tkinterdnd2": {"ui/shell/drops"},
    "darkdetect": {"ui/widgets"},
    "PIL": {
        "ui",
        "vision/picture",
        "vision/render",
        "vision/capture",
        "store",
        "learning/evaluation",
        "learning/ink",
        "recognizer",
    },
    "cv2": {"vision", "forms", "learning/ink", "learning/rows", "inference/rows/row_strip"},
    "cv2_enumerate_cameras": {"vision/capture"},
    "pypdfium2": {"vision/picture/pdf"},
    "pillow_heif": {"vision/picture/heic"},
    "onnxruntime": {"inference"},
    "torch": {"learning", "inference/torch_engine"},
    "torchvision": {"learning/data"},
    "safetensors": {"inference"},
    "distributed": {"commands/reading/cluster"},
    "matplotlib": {"learning/evaluation", "learning/ink"},
    "jinja2": {"learning/evaluation", "commands/serving/page"},
    "sqlite3": {"store"},
    "platformdirs": {"paths"},
    "keyring": {"passwords"},
    "tqdm": {"commands"},
    "segno": {"ui/phone/dialog"},
    "jeepney": {"ui/core/desktop/portal"},
    "fastapi": {"commands/serving/api"},
    "starlette": {"commands/serving/api"},
    "uvicorn": {"commands/serve"},
    "numpy": {""},
}
WINDOW = ("digitpad.ui.app", *(f"digitpad.ui.{page}.page" for page in ("draw", "camera", "samples", "models")))


def name_of(path: Path) -> str:
    """Return "ui/core/bridge" of a file."""
    return path.relative_to(HOUSE).with_suffix("").as_posix()


def room_of(name: str) -> str:
    """Return the room of a file: its folder; "ui/app" of those right in ui/; its own name where it lies at the top."""
    parts = name.split("/")
    if len(parts) == 2:
        return "ui/app" if parts[0] == "ui" else parts[0]
    return "/".join(parts[: 2 if parts[0] in PARTED else 1])


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Return all that a file imports, as "torch.nn.functional"."""
    imported: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            imported += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(imported)


NAMES = {name_of(path) for path in FILES}


def file_of(imported: str) -> str:
    """Return the file of an import from this package: "digitpad.ui.core.bridge.Bridge" -> "ui/core/bridge"."""
    parts = imported.split(".")[1:]
    while parts and "/".join(parts) not in NAMES:
        parts.pop()
    return "/".join(parts) or "__init__"


def inner_imports(path: Path) -> set[str]:
    return {file_of(imported) for imported in imports_of(path) if imported.split(".")[0] == "digitpad"}


def arrows_of_rooms() -> dict[str, set[str]]:
    """Return the rooms that each room imports."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        room = room_of(name_of(path))
        arrows[room] |= {room_of(name) for name in inner_imports(path)} - {room, "__init__"}  # that is for the version
    return arrows


def circle_in(arrows: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the names along one circle; none where there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_imports_only_what_its_room_may(path):
    room = room_of(name_of(path))
    if name_of(path).endswith("__init__") and "/" in name_of(path):
        assert not inner_imports(path), "a folder's own file stays empty"
        return
    others = {room_of(name) for name in inner_imports(path)} - {room, "__init__"} - FOUNDATION
    allowed = ROOMS[room] if room not in FOUNDATION else set()
    assert not others - allowed, f"{name_of(path)} imports what its room may not"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_package_from_elsewhere_is_imported_only_where_it_lives(path):
    name = name_of(path)
    packages = {imported.split(".")[0] for imported in imports_of(path)} - sys.stdlib_module_names - {"digitpad"}
    packages |= {imported.split(".")[0] for imported in imports_of(path)} & HOMES.keys()
    for package in packages - {"__future__"}:
        homes = HOMES[package]
        at_home = any(not home or name == home or name.startswith(f"{home}/") for home in homes)
        assert at_home, f"{name} imports {package}"


def test_no_two_files_import_each_other_in_a_circle():
    arrows = {name_of(path): inner_imports(path) - {name_of(path), "__init__"} for path in FILES}
    assert circle_in(arrows) == []


def test_no_two_rooms_import_each_other_in_a_circle():
    assert circle_in(arrows_of_rooms()) == []


def test_every_permission_is_used():
    arrows = arrows_of_rooms()
    assert {room: allowed - arrows[room] for room, allowed in ROOMS.items() if allowed - arrows[room]} == {}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_import_names_a_file_and_no_folder(path):
    inner = {imported for imported in imports_of(path) if imported.split(".")[0] == "digitpad"}
    assert {each for each in inner if file_of(each) == "__init__"} <= {"digitpad.__version__"}


def test_the_table_of_rooms_names_every_room_and_every_file_at_the_top():
    table = (HOUSE / "README.md").read_text(encoding="utf-8").split("## How the data flows")[0]
    first = " ".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|"))
    names = {name.rsplit("/", 1)[-1].strip("/") for name in re.findall(r"`([^`]+?)/?`", first)}
    rooms = {room_of(name_of(path)).rsplit("/", 1)[-1] for path in FILES if not name_of(path).endswith("/__init__")}
    assert rooms - names == set()


def test_the_glossary_has_at_most_25_words_each_of_them_once():
    glossary = (HOUSE / "README.md").read_text(encoding="utf-8").split("## Glossary")[1]
    words = [line.split("|")[1].strip() for line in glossary.splitlines() if line.startswith("|")][2:]
    assert len(words) == len(set(words)) <= 25


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda folder: folder.name)
def test_no_folder_has_more_than_18_files_and_none_is_longer_than_300_lines(folder):
    files = [path for path in FILES if path.parent == folder and path.name != "__init__.py"]
    assert len(files) <= 18
    assert [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_no_docstring_begins_with_a_question():
    begins = re.compile(r"(What|Which|Whether|How|Where|When|Who|Why)\b")
    wrong = [
        f"{name_of(path)}:{getattr(node, 'lineno', 1)}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and begins.match(ast.get_docstring(node) or "")
    ]
    assert wrong == []


def test_a_circle_is_seen():
    assert set(circle_in({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]})) == {"a", "b", "c"}


# The two places where an error of any kind ends: the main thread, and any other.
CATCHES_ALL = {"cli:main", "faults:outcome_of"}
ALL = {"Exception", "BaseException"}


def catches_all(node: ast.AST) -> bool:
    """Tell whether a node is a handler or a `suppress` of every exception."""
    if isinstance(node, ast.ExceptHandler):
        return node.type is None or any(isinstance(each, ast.Name) and each.id in ALL for each in ast.walk(node.type))
    if isinstance(node, ast.Call) and "suppress" in ast.unparse(node.func):
        return any(ast.unparse(each) in ALL for each in node.args)
    return False


def places_that_catch_all(node: ast.AST, function: str = "") -> Iterator[str]:
    """Yield the name of the function around each of them."""
    for child in ast.iter_child_nodes(node):
        if catches_all(child):
            yield function
        inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from places_that_catch_all(child, child.name if inner else function)


def test_errors_of_every_kind_are_caught_in_two_places_only():
    places = [
        f"{name_of(path)}:{function}"
        for path in FILES
        for function in places_that_catch_all(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert sorted(places) == sorted(CATCHES_ALL)


@pytest.mark.parametrize(
    "caught", ["except:", "except Exception:", "except (OSError, Exception):", "except BaseException as error:"]
)
def test_a_place_that_catches_all_is_seen(caught):
    assert list(places_that_catch_all(ast.parse(f"def f():\n try:\n  g()\n {caught}\n  pass"))) == ["f"]


def test_no_class_name_stands_twice():
    places: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name_of(path))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize("module", ["digitpad", "digitpad.cli", *WINDOW])
def test_importing_loads_nothing_heavy(module):
    heavy = "{'torch', 'torchvision', 'matplotlib'}"
    if module not in WINDOW:
        heavy = "{'torch', 'torchvision', 'matplotlib', 'tkinter'}"
    program = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (ended.stdout.strip(), ended.stderr) == ("[]", "")

"""What build.spec puts into the program and what it leaves out, by its own functions, without building anything."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.release_licences import FFMPEG

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    """The constants and functions that stand above the first thing that PyInstaller builds."""
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    names = [ast.unparse(node).partition(" = ")[0] for node in tree.body]
    above = [node for node in tree.body[: names.index("analysis")] if "PyInstaller" not in ast.unparse(node)]
    found: dict[str, Any] = {"SPECPATH": str(ROOT)}
    exec(compile(ast.Module(above, []), "build.spec", "exec"), found)
    return found


def needed() -> list[str]:
    """The distributions that DigitPad cannot do without, as pyproject.toml names them."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    return [re.match(r"[\w-]+", line)[0] for line in declared]  # type: ignore[index]


def test_every_package_brings_its_licence(spec: dict[str, Any]) -> None:
    owners = importlib.metadata.packages_distributions()
    for name in needed():
        modules = [module for module, distributions in owners.items() if name in map(plain, distributions)]
        texts = [Path(source).read_text("utf-8", "replace") for place, source, _ in spec["licences"](modules)]
        assert any(re.search(r"(?i)licen[cs]e|permission is hereby granted|redistribut", text) for text in texts), name
        assert all(place.startswith("licences/") for place, _, _ in spec["licences"](modules))


def plain(name: str) -> str:
    return name.lower().replace("_", "-")


def test_the_licence_of_ffmpeg_comes_with_opencv(spec: dict[str, Any]) -> None:
    texts = "".join(Path(source).read_text("utf-8", "replace") for _, source, _ in spec["licences"](["cv2"]))
    assert FFMPEG.search(texts)


def test_the_notices_name_every_package(spec: dict[str, Any]) -> None:
    told = (ROOT / "assets/licences/NOTICES.txt").read_text(encoding="utf-8")
    shown = {"torch": "PyTorch", "sv-ttk": "Sun Valley", "opencv-python-headless": "OpenCV"}
    assert [name for name in needed() if shown.get(name, name).lower() not in told.lower()] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries of Linux")
def test_no_library_is_left_out_that_torch_is_linked_to(spec: dict[str, Any]) -> None:
    site = Path(importlib.metadata.distribution("torch").locate_file(""))
    places = [*site.glob("torch/lib/*.so*"), *site.glob("nvidia/*/lib/*.so*")]
    entries = [(str(path.relative_to(site)), str(path), "BINARY") for path in places]
    kept = {Path(source) for _, source, _ in spec["kept"](entries)}
    assert kept
    lost = {path.resolve() for path in places} - {path.resolve() for path in kept}
    for library in kept:
        linked = subprocess.run(["ldd", library], capture_output=True, text=True, timeout=60).stdout
        found = {Path(match).resolve() for match in re.findall(r"=> (/\S+)", linked)}
        assert not found & lost, library


@pytest.mark.parametrize(
    "left_out",
    [
        "torch/include/ATen/ATen.h",
        "numpy/linalg/tests/data.npz",
        "nvidia/cu13/lib/libcusolver.so.12",
        "libcusolverMg.so.12",
        "cv2/qt/plugins/libqxcb.so",
    ],
)
def test_what_no_part_opens_is_left_out(left_out: str, spec: dict[str, Any]) -> None:
    wanted = ("torch/lib/libtorch_cpu.so", "/lib/libtorch_cpu.so", "BINARY")
    assert spec["kept"]([(left_out, f"/{left_out}", "DATA"), wanted]) == [wanted]


def test_the_texts_of_the_systems_own_libraries_are_found_where_a_debian_knows_them(spec: dict[str, Any]) -> None:
    if not Path("/var/lib/dpkg/status").is_file():
        pytest.skip("no Debian")
    texts = spec["system_licences"](["/usr/lib/x86_64-linux-gnu/libtk8.6.so", "/opt/libtk8.6.so"])
    assert texts == [("licences/libtk8.6/copyright", "/usr/share/doc/libtk8.6/copyright", "DATA")]
    assert spec["system_licences"](["/opt/libtk8.6.so"]) == []

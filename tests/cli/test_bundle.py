"""What build.spec puts into the program and what it leaves out, by its own functions, without building anything."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.bench.release_licences import FFMPEG

ROOT = Path(__file__).parents[2]


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
    shown = {"torch": "PyTorch", "sv-ttk": "Sun Valley", "opencv-python": "OpenCV"}
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
        "cv2/qt/plugins/platforms/libqxcb.so",
        "cv2/qt/fonts/DejaVuSans.ttf",
        "opencv_python.libs/libQt5XcbQpa-bb93e554.so.5.15.19",
        "libxcb-icccm-9453e4f7.so.4.0.0",
        "opencv_python.libs/libxkbcommon-x11-27b61ed0.so.0.0.0",
    ],
)
def test_what_no_part_opens_is_left_out(left_out: str, spec: dict[str, Any]) -> None:
    wanted = ("torch/lib/libtorch_cpu.so", "/lib/libtorch_cpu.so", "BINARY")
    assert spec["kept"]([(left_out, f"/{left_out}", "DATA"), wanted]) == [wanted]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries of Linux")
def test_opencv_loads_without_what_is_left_out_of_qt(spec: dict[str, Any], tmp_path: Path) -> None:
    files = [file for file in importlib.metadata.files("opencv-python") or () if "__pycache__" not in file.parts]
    entries = [(str(file), str(file.locate()), "DATA") for file in files if file.locate().is_file()]
    kept = spec["kept"](entries)
    left_out = {Path(place).name for place, _, _ in entries} - {Path(place).name for place, _, _ in kept}
    assert any("libqxcb" in name for name in left_out) and any("libQt5XcbQpa" in name for name in left_out)
    for place, source, _ in kept:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tmp_path / place)
    code = "import cv2, numpy; print(cv2.__file__, cv2.imencode('.png', numpy.zeros((9, 9), 'uint8'))[0])"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert ended.stdout.split() == [str(tmp_path / "cv2" / "__init__.py"), "True"], ended.stderr


@pytest.mark.skipif(not shutil.which("strip") or sys.platform != "linux", reason="binutils are not here")
def test_a_library_without_its_symbols_is_smaller_and_links_as_before(spec: dict[str, Any], tmp_path: Path) -> None:
    spec["workpath"] = str(tmp_path)
    name = "torch/lib/libtorch_python.so"
    source = str(importlib.metadata.distribution("torch").locate_file(name))
    other = ("cv2/cv2.abi3.so", "/cv2.abi3.so", "EXTENSION")
    (place, lighter, kind), untouched = spec["stripped"]([(name, source, "BINARY"), other])
    assert (place, kind, untouched) == (name, "BINARY", other)
    assert Path(lighter).stat().st_size < Path(source).stat().st_size
    assert exported(lighter) == exported(source)


def exported(library: str) -> list[str]:
    """The names that other libraries find in one."""
    listed = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True)
    return [line.split(maxsplit=1)[1] for line in listed.stdout.splitlines()]


def test_tests_of_packages_are_left_out_and_what_templates_test_by_is_not(spec: dict[str, Any]) -> None:
    names = ("numpy.tests", "numpy.linalg.tests.test_linalg", "jinja2.tests", "torch.testing")
    kept = [name for name, *_ in spec["without_tests"]([(name, "module.py", "PYMODULE") for name in names])]
    assert kept == ["jinja2.tests", "torch.testing"]
    needed = "import jinja2, sys; print([name for name in sys.modules if '.tests.' in f'{name}.'])"
    said = subprocess.run([sys.executable, "-c", needed], capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.strip() == "['jinja2.tests']"


def test_modules_that_a_start_needs_lie_in_the_program_as_they_are(spec: dict[str, Any], tmp_path: Path) -> None:
    writers = pytest.importorskip("PyInstaller.archive.writers", reason="PyInstaller comes with the extra `build`")
    spec["ZlibArchiveWriter"] = type("Writer", (writers.ZlibArchiveWriter,), {})
    spec["write_as_needed"]()
    code = compile("text = 'the same, many times' + " + repr("0" * 9000), "module.py", "exec")
    names = ["digitpad.box", "torch.nn"]
    entries = [(name, "module.py", "PYMODULE") for name in names]
    spec["ZlibArchiveWriter"](str(tmp_path / "library.pyz"), entries, dict.fromkeys(names, code))
    archive = importlib.import_module("PyInstaller.archive.readers").ZlibArchiveReader(str(tmp_path / "library.pyz"))
    stored, compressed = (archive.toc[name][2] for name in names)
    assert stored > 9000 > 1000 > compressed
    assert archive.extract("digitpad.box") == archive.extract("torch.nn")


@pytest.mark.parametrize(("version", "wanted"), [("0.29.1+cpu", False), ("0.29.1", True), ("0.29.1+cu130", True)])
def test_torchvision_is_left_out_of_the_small_program(
    version: str, wanted: bool, spec: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)
    assert spec["has_torchvision"]() == wanted


def test_the_texts_of_the_systems_own_libraries_are_found_where_a_debian_knows_them(spec: dict[str, Any]) -> None:
    if not Path("/var/lib/dpkg/status").is_file():
        pytest.skip("no Debian")
    texts = spec["system_licences"](["/usr/lib/x86_64-linux-gnu/libtk8.6.so", "/opt/libtk8.6.so"])
    assert texts == [("licences/libtk8.6/copyright", "/usr/share/doc/libtk8.6/copyright", "DATA")]
    assert spec["system_licences"](["/opt/libtk8.6.so"]) == []

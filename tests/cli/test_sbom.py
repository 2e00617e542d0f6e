"""The bill of materials of a program: what is in it and nothing else, the same each time, as CycloneDX has it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digitpad import __version__

pytest.importorskip("cyclonedx", reason="cyclonedx-bom comes with the extra `build`")
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[2]
PACKAGES = ("numpy", "jinja2", "markupsafe")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of three packages and one of the network's files."""
    made = tmp_path / "digitpad"
    inside = made / "_internal"
    for name in PACKAGES:
        (inside / "licences" / name).mkdir(parents=True)
        (inside / "licences" / name / "LICENSE.txt").write_text("as is")
    (made / "digitpad").write_text(f"#!/bin/sh\necho DigitPad {__version__}\n")
    (made / "digitpad").chmod(0o755)
    (inside / "digitpad/models").mkdir(parents=True)
    shutil.copy(ROOT / "models/lenet5.safetensors", inside / "digitpad/models")
    tell_version(inside, importlib.metadata.version("numpy"))
    return made


def tell_version(inside: Path, version: str) -> None:
    info = inside / "numpy.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: numpy\nVersion: {version}\n")


def bill_of(program: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "assets/install/sbom.py", str(program), str(target)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_it_names_all_that_is_inside_and_nothing_else(program, tmp_path):
    result = bill_of(program, tmp_path / "bill.json")
    assert result.returncode == 0, result.stderr
    bill = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))
    assert {each["name"].lower() for each in bill["components"]} == {*PACKAGES, "python", "lenet5.safetensors"}
    (numpy,) = [each for each in bill["components"] if each["name"] == "numpy"]
    assert numpy["purl"] == f"pkg:pypi/numpy@{importlib.metadata.version('numpy')}" and numpy["licenses"]
    (weights,) = [each for each in bill["components"] if each["type"] == "machine-learning-model"]
    digest = hashlib.sha256((ROOT / "models/lenet5.safetensors").read_bytes()).hexdigest()
    assert weights["hashes"] == [{"alg": "SHA-256", "content": digest}]
    needs = {each["ref"].partition("==")[0].lower(): each.get("dependsOn", []) for each in bill["dependencies"]}
    assert len(needs["digitpad"]) == 5 and "markupsafe" in needs["jinja2"][0].lower()
    assert bill["metadata"]["component"]["version"] == __version__


def test_the_same_program_gives_the_same_valid_bill(program, tmp_path):
    for name in ("first", "second"):
        assert bill_of(program, tmp_path / name).returncode == 0
    first = (tmp_path / "first").read_text(encoding="utf-8")
    assert first == (tmp_path / "second").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(first) is None
    assert str(tmp_path) not in first and str(Path.home()) not in first


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="this is no Debian")
def test_libraries_of_the_system_are_named_by_their_packages(program, tmp_path):
    library = program / "_internal/licences/libc6"
    library.mkdir()
    (library / "copyright").write_text("GNU")
    assert bill_of(program, tmp_path / "bill.json").returncode == 0
    components = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))["components"]
    assert [each["purl"][:21] for each in components if each["name"] == "libc6"] == ["pkg:deb/debian/libc6@"]


def test_another_python_than_the_one_that_built_it_is_refused(program, tmp_path):
    tell_version(program / "_internal", "0.0.1")
    result = bill_of(program, tmp_path / "bill.json")
    assert result.returncode == 1 and "holds numpy 0.0.1" in result.stderr and not (tmp_path / "bill.json").exists()


def test_what_is_no_program_is_refused(tmp_path):
    result = bill_of(tmp_path, tmp_path / "bill.json")
    assert result.returncode == 1 and "is no program" in result.stderr


BUILDER = """#!/bin/sh
# A Python that builds a program of one package, and whatever else is asked of it.
if [ "$2" != PyInstaller ]; then exec {python} "$@"; fi
program=$7/digitpad
mkdir -p "$program/_internal/licences/numpy" "$9"
echo "built with $PYTHONHASHSEED of $SOURCE_DATE_EPOCH" >"$program/_internal/licences/numpy/LICENSE"
printf '#!/bin/sh\\necho DigitPad {version}\\n' >"$program/digitpad"
chmod +x "$program/digitpad"
"""


@pytest.mark.skipif(not (shutil.which("zstd") and shutil.which("dpkg-deb")), reason="archives are made with these")
def test_a_release_has_all_its_files_with_checksums_and_is_the_same_each_time(tmp_path):
    builder = tmp_path / "python"
    builder.write_text(BUILDER.format(python=sys.executable, version=__version__))
    builder.chmod(0o755)
    sums = []
    for name in ("first", "second"):
        command = [ROOT / "assets/install/linux/release.sh", tmp_path / name]
        made = subprocess.run(
            command, env={**os.environ, "PYTHON": str(builder)}, capture_output=True, text=True, timeout=120
        )
        assert made.returncode == 0, made.stderr
        sums.append((tmp_path / name / "SHA256SUMS").read_text(encoding="utf-8"))
        check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
        assert subprocess.run(check, cwd=tmp_path / name, capture_output=True, timeout=60).returncode == 0
        assert not (tmp_path / name / "dist").exists()
    assert sums[0] == sums[1]
    assert {line.rpartition(".")[2] for line in sums[0].splitlines()} == {"zst", "deb", "json"}
    archive = next((tmp_path / "first").glob("*.tar.zst"))
    licence = "digitpad-*/program/_internal/licences/numpy/LICENSE"
    told = subprocess.run(
        ["tar", "--zstd", "--wildcards", "-xOf", archive, licence], capture_output=True, text=True, timeout=60
    ).stdout
    assert told.startswith("built with 0 of 1")

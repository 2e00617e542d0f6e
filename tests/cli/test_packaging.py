"""What is installed from a wheel is whole, and what README and CI promise is the same thing."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, timeout=120)
    return next(folder.glob("digitpad-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "-q", "--target", str(site)]
    subprocess.run([*command, str(wheel)], check=True, timeout=120)
    return site


def run_installed(site: Path, *arguments: str) -> str:
    """Run Python where only the installed package can be found, far from the checkout."""
    command = [sys.executable, "-P", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run(
        command, cwd=site, env=environment, check=True, capture_output=True, text=True, timeout=120
    ).stdout.strip()


def test_an_installed_wheel_finds_its_weights_and_assets_inside_itself(installed: Path) -> None:
    for folder, name in (("models", "lenet5.safetensors"), ("models", "lenet5.json"), ("assets", "icon.svg")):
        found = run_installed(
            installed, "-c", f"from digitpad.paths import bundled; print(bundled('{folder}', '{name}'))"
        )
        assert Path(found) == installed / "digitpad" / folder / name
        assert Path(found).read_bytes() == (ROOT / folder / name).read_bytes()


def test_an_installed_wheel_reads_with_its_own_weights(installed: Path) -> None:
    code = "import digitpad; r = digitpad.Recognizer.load(); print(r.read_strokes([]).digits, digitpad.__file__)"
    assert run_installed(installed, "-c", code) == f"() {installed / 'digitpad' / '__init__.py'}"


def test_the_wheel_holds_licence_command_and_types_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("entry_points.txt") for name in names)
    assert "digitpad/py.typed" in names
    assert {"digitpad/learning/evaluation/report.html.j2", "digitpad/phone/page.html"} <= set(names)
    assert not any(name.startswith("tests") for name in names)


def test_a_checkout_finds_its_weights_beside_the_package() -> None:
    code = "from digitpad.paths import bundled; print(bundled('models', 'lenet5.safetensors'))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert Path(found.strip()) == ROOT / "models" / "lenet5.safetensors"


def test_ci_runs_the_test_line_of_the_readme() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    line = lines[lines.index("<!-- test line -->") + 2]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    extract = next(part for part in script.splitlines() if part.startswith("line="))
    found = subprocess.run(
        ["bash", "-c", f'{extract}; echo "$line"'], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == line
    assert line.endswith("-m pytest -n 2")


def test_the_packages_that_the_user_named_are_dependencies_and_the_rest_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    assert {"torch", "torchvision", "pillow", "numpy", "opencv-python"} <= names
    assert "opencv-python-headless" not in names and "pyinstaller" not in names
    extras = project["optional-dependencies"]
    assert [line.partition(">")[0] for line in extras["build"]] == ["pyinstaller", "cyclonedx-bom"]
    assert any(line.startswith("pyinstaller>") for line in extras["dev"])
    assert any(line.startswith("keyring>") for line in extras["keyring"])
    assert any(line.startswith("dask[distributed]>") for line in extras["cluster"])


READS = """
import sys
from digitpad import cli
assert cli.main(["read", sys.argv[1]]) == 0
print(sorted({"torchvision", "matplotlib", "jinja2"} & set(sys.modules)))
"""


def test_reading_imports_neither_torchvision_nor_matplotlib(tmp_path: Path) -> None:
    drawing = tmp_path / "one.json"
    drawing.write_text("[[[50, 0], [50, 50], [50, 100]]]")
    program = [sys.executable, "-c", READS, str(drawing)]
    said = subprocess.run(program, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout
    assert said.splitlines() == ["1", "[]"]


def test_the_readme_shows_only_pictures_that_are_there() -> None:
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    assert all((ROOT / name).is_file() for name in shown)

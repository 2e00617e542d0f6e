"""Builds the wheel and the program, and installs each into an empty place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "assets" / "install" / "linux"
CPU_TORCH, CPU_TORCHVISION = "torch==2.13.0+cpu", "torchvision==0.28.0+cpu"
FLAVOURS = {"cpu": [CPU_TORCH, CPU_TORCHVISION], "cuda": ["torch", "torchvision"], "installed": []}
# All that an install script may need; no Python among them.
TOOLS = ["sh", "env", "cp", "rm", "mv", "mkdir", "ln", "sed", "cat", "printf", "dirname", "readlink"]
BUILD_TOOLS = ("pyinstaller>=6.20,<7", "cyclonedx-bom>=7,<8")
BUILD_S, INSTALL_S = 3600, 1800


def run(*command: object, timeout: float = INSTALL_S, **options: object) -> None:
    subprocess.run([str(word) for word in command], check=True, timeout=timeout, **options)  # type: ignore[call-overload]


def build_wheel(work: Path) -> Path:
    """The wheel, with hatchling as it is installed here."""
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", work, ROOT)
    return next(work.glob("digitpad-*.whl"))


def install_wheel(wheel: Path, work: Path, flavour: str) -> Path:
    """The Python of a new environment that holds the wheel.

    What it depends on comes from the package index, where a flavour is named; else from the environment that this
    runs in, lest gigabytes are fetched once more.
    """
    place = work / "environment"
    run(sys.executable, "-m", "venv", place)
    python = place / "bin" / "python"
    if flavour == "installed":
        borrowed = Path(next((place / "lib").glob("python3*")), "site-packages", "borrowed.pth")
        borrowed.write_text(sysconfig.get_path("purelib") + "\n")
        run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--force-reinstall", wheel)
    else:
        run(python, "-m", "pip", "install", "-q", *FLAVOURS[flavour], wheel, *BUILD_TOOLS)
    return python


def build_program(python: Path, work: Path) -> Path:
    """The folder that `pyinstaller build.spec` makes."""
    log = work / "pyinstaller.log"
    places = ["--distpath", str(work / "dist"), "--workpath", str(work / "build")]
    command = [str(python), "-m", "PyInstaller", "--noconfirm", *places, "build.spec"]
    env = {**os.environ, "PYTHONHASHSEED": "0"}  # as release.sh builds it
    with log.open("w") as written:
        try:
            subprocess.run(command, cwd=ROOT, env=env, stdout=written, stderr=written, check=True, timeout=BUILD_S)
        except subprocess.CalledProcessError:
            print(log.read_text()[-4000:], file=sys.stderr)
            raise
    return work / "dist" / "digitpad"


def write_bill(python: Path, program: Path, work: Path) -> Path:
    """The bill of materials that is published beside the archive."""
    bill = work / "digitpad.cdx.json"
    run(python, LINUX.parent / "sbom.py", program, bill)
    return bill


def pack(program: Path, work: Path, level: int) -> Path:
    """The archive that people fetch."""
    run(LINUX / "pack.sh", program, work, env={**os.environ, "ZSTD_LEVEL": str(level)}, stdout=subprocess.DEVNULL)
    return next(work.glob("digitpad-*.tar.zst"))


def bare_home(work: Path, name: str) -> dict[str, str]:
    """The environment of a new user whose PATH holds no Python."""
    home, tools = work / name, work / "tools"
    home.mkdir()
    tools.mkdir(exist_ok=True)
    for tool in TOOLS:
        found = shutil.which(tool)
        if found and not (tools / tool).exists():
            (tools / tool).symlink_to(found)
    return {"HOME": str(home), "PATH": str(tools), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}


def install_program(archive: Path, work: Path, environment: dict[str, str]) -> Path:
    """Unpack and install as a user does; the path of the command."""
    unpacked = work / "unpacked"
    unpacked.mkdir()
    run("tar", "--zstd", "-xf", archive, "-C", unpacked)
    folder = next(unpacked.iterdir())
    run(folder / "install.sh", env=environment)
    shutil.rmtree(unpacked)
    return Path(environment["HOME"], ".local", "bin", "digitpad")

"""AppImage and Flatpak are made of the same archive as all else on Linux: what they hold starts and is in the menu."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from digitpad import __version__

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "assets/install/linux"
ID = "io.github.digitpad.DigitPad"
STAND_IN = f'#!/bin/sh\n[ "$1" = --version ] && echo "DigitPad {__version__}" || printf "%s\\n" "$@"\n'
TOOL = """#!/bin/sh
# In place of appimagetool: says what it was given, and makes a file of the names in the folder.
echo "$ARCH $SOURCE_DATE_EPOCH $*" >"$(dirname "$0")/given"
while [ $# -gt 2 ]; do shift; done
(cd "$1" && find . | LC_ALL=C sort) >"$2"
"""
pytestmark = pytest.mark.skipif(not shutil.which("zstd"), reason="archives are made with it")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    program = folder / "dist" / "digitpad"
    program.mkdir(parents=True)
    (program / "digitpad").write_text(STAND_IN)
    (program / "digitpad").chmod(0o755)
    return Path(said([LINUX / "pack.sh", program, folder]))


def said(command: list[object], **environment: str) -> str:
    words = [str(word) for word in command]
    made = subprocess.run(words, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def test_an_appdir_starts_the_program_wherever_it_lies(archive: Path, tmp_path: Path) -> None:
    app = Path(said([LINUX / "appdir.sh", archive, tmp_path / "a place"], APPIMAGETOOL="none-such"))
    moved = app.rename(tmp_path / "mounted elsewhere")
    (tmp_path / "linked").symlink_to(moved / "AppRun")
    for start in (moved / "AppRun", tmp_path / "linked"):
        assert said([start, "--version"]) == f"DigitPad {__version__}"
        assert said([start, "--open", "/tmp/a 7.strokes"]).splitlines() == ["--open", "/tmp/a 7.strokes"]


def test_an_appdir_has_what_desktops_look_for(archive: Path, tmp_path: Path) -> None:
    app = Path(said([LINUX / "appdir.sh", archive, tmp_path], APPIMAGETOOL="none-such"))
    text = (app / f"{ID}.desktop").read_text(encoding="utf-8")
    assert "Exec=digitpad --from-menu --open %f\n" in text and f"Icon={ID}\n" in text
    assert "@" not in text and "TryExec" not in text
    assert (
        (app / f"{ID}.png").read_bytes()
        == (app / ".DirIcon").read_bytes()
        == (ROOT / "assets/icon-256.png").read_bytes()
    )
    assert (app / f"usr/share/metainfo/{ID}.metainfo.xml").is_file()
    if shutil.which("desktop-file-validate"):
        assert said(["desktop-file-validate", app / "usr/share/applications" / f"{ID}.desktop"]) == ""


def test_an_appimage_is_made_where_its_tool_is_and_dated_as_the_archive(archive: Path, tmp_path: Path) -> None:
    tool = tmp_path / "appimagetool"
    tool.write_text(TOOL)
    tool.chmod(0o755)
    given = {"APPIMAGETOOL": str(tool), "APPIMAGE_RUNTIME": "/opt/runtime"}
    image = Path(said([LINUX / "appdir.sh", archive, tmp_path / "out"], **given))
    machine = os.uname().machine
    assert image.name == f"DigitPad-{__version__}-{machine}.AppImage" and os.access(image, os.X_OK)
    assert {path.name for path in image.parent.iterdir()} == {image.name, f"{image.name}.sha256"}
    arch, moment, *words = (tmp_path / "given").read_text().split()
    dated = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    assert arch == machine and moment == os.environ.get("SOURCE_DATE_EPOCH", dated or moment)
    assert words[:3] == ["--no-appstream", "--runtime-file", "/opt/runtime"] and words[-1] == str(image)
    assert {"./AppRun", f"./{ID}.desktop", "./usr/digitpad/digitpad"} <= set(image.read_text().splitlines())


@pytest.mark.parametrize("name", ["appdir.sh", "flatpak.sh"])
def test_packages_are_made_of_an_archive_alone(name: str, tmp_path: Path) -> None:
    command = [LINUX / name, tmp_path / "letters", *([tmp_path] if name == "appdir.sh" else [])]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and result.stderr.startswith(f"{name}: ")


@pytest.fixture(scope="module")
def manifest(archive: Path) -> dict[str, object]:
    written = Path(said([LINUX / "flatpak.sh", archive]))
    assert written.parent == archive.parent and "@" not in written.read_text().replace("@EXEC@", "")
    return json.loads(written.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_a_flatpak_is_made_of_this_archive_and_no_other(archive: Path, manifest: dict[str, object]) -> None:
    (module,) = manifest["modules"]  # type: ignore[misc]
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert module["sources"] == [{"type": "file", "path": archive.name, "sha256": digest}]


def test_the_commands_of_a_flatpak_put_all_in_its_place(
    archive: Path, manifest: dict[str, object], tmp_path: Path
) -> None:
    """They are run, with a folder of the test as /app."""
    app, place = tmp_path / "app", tmp_path / "build"
    app.mkdir()
    place.mkdir()
    shutil.copy(archive, place)
    (module,) = manifest["modules"]  # type: ignore[misc]
    for command in module["build-commands"]:
        subprocess.run(["sh", "-ec", re.sub("/app(?=/)", str(app), command)], cwd=place, check=True, timeout=60)
    assert said([app / "bin" / str(manifest["command"]), "--version"]) == f"DigitPad {__version__}"
    text = (app / f"share/applications/{ID}.desktop").read_text(encoding="utf-8")
    assert "Exec=digitpad --from-menu --open %f\n" in text and "@" not in text
    exported = [
        path for part in ("applications", "icons", "mime", "metainfo") for path in (app / "share" / part).rglob("*")
    ]
    assert {path.name.startswith(ID) for path in exported if path.is_file()} == {True}  # Flatpak exports no others
    assert len(exported) > 10 and (app / f"share/licenses/{ID}/LICENSE").is_file()


@pytest.mark.skipif(not shutil.which("flatpak-builder"), reason="flatpak-builder is not here")
def test_flatpak_builder_understands_the_manifest(manifest: dict[str, object]) -> None:
    command = ["flatpak-builder", "--show-manifest", LINUX / f"{ID}.json"]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 0 and "nknown" not in shown.stderr, shown.stderr
    assert {key: json.loads(shown.stdout)[key] for key in ("id", "command", "runtime", "finish-args")} == {
        key: manifest[key] for key in ("id", "command", "runtime", "finish-args")
    }

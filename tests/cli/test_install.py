"""The scripts that install and remove: on Linux for real, with a program that only says its version; others read."""

from __future__ import annotations

import ast
import configparser
import os
import plistlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from digitpad import __version__

ROOT = Path(__file__).parents[2]
LINUX, WINDOWS = ROOT / "assets/install/linux", ROOT / "assets/install/windows"
ID = "io.github.digitpad.DigitPad"
STAND_IN = f'#!/bin/sh\n[ "$1" = --version ] && echo "DigitPad {__version__}" || printf "%s\\n" "$@"\n'
LINK = "linked"  # PyInstaller links what several libraries look for in places of their own
HOMES = ["zoe", 'Zoë & "Söhne" `x` $y \\z 100%']


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What people unpack."""
    folder = tmp_path_factory.mktemp("archive")
    program = folder / "dist" / "digitpad"
    program.mkdir(parents=True)
    (program / "digitpad").write_text(STAND_IN)
    (program / "digitpad").chmod(0o755)
    (program / LINK).symlink_to("digitpad")
    packed = subprocess.run(
        [LINUX / "pack.sh", program, folder], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()
    assert Path(packed).name == f"digitpad-{__version__}-linux-{os.uname().machine}.tar.zst"
    tar = folder / "plain.tar"
    subprocess.run(["zstd", "-q", "-d", packed, "-o", tar], check=True, timeout=60)
    subprocess.run(["tar", "-x", "-f", tar, "-C", folder], check=True, timeout=60)
    return folder / Path(packed).name.removesuffix(".tar.zst")


def script(path: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C"}
    return subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, timeout=60)


def entry(home: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(home / f".local/share/applications/{ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_same_program_gives_the_same_archive_with_its_checksum_beside_it(tmp_path: Path) -> None:
    archives = []
    for day in (1, 2):
        program = tmp_path / f"built on day {day}" / "digitpad"
        program.mkdir(parents=True)
        (program / "digitpad").write_text(STAND_IN)
        (program / "digitpad").chmod(0o755 if day == 1 else 0o775)
        os.utime(program / "digitpad", (day * 86_400, day * 86_400))
        packed = subprocess.run(
            [LINUX / "pack.sh", program, program.parent], check=True, capture_output=True, text=True, timeout=60
        ).stdout.strip()
        archives.append(Path(packed).read_bytes())
        check = ["sha256sum", "-c", f"{Path(packed).name}.sha256"]
        assert subprocess.run(check, cwd=program.parent, capture_output=True, timeout=60).returncode == 0
    assert archives[0] == archives[1]


@pytest.fixture(scope="module")
def package(unpacked: Path) -> Path:
    """What people of a Debian double-click."""
    if not shutil.which("dpkg-deb"):
        pytest.skip("this is no Debian")
    return made_package(unpacked.parent / f"{unpacked.name}.tar.zst", unpacked.parent / "first")


def made_package(archive: Path, folder: Path) -> Path:
    made = subprocess.run(
        [LINUX / "deb.sh", archive, folder], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()
    return Path(made)


def test_the_same_archive_gives_the_same_debian_package(package: Path, unpacked: Path, tmp_path: Path) -> None:
    again = made_package(unpacked.parent / f"{unpacked.name}.tar.zst", tmp_path)
    assert again.name == package.name and again.read_bytes() == package.read_bytes()
    check = ["sha256sum", "-c", f"{again.name}.sha256"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, timeout=60).returncode == 0


def test_a_debian_package_holds_the_program_its_menu_entry_and_its_command(package: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--extract", package, tmp_path], check=True, timeout=60)
    assert (tmp_path / "usr/bin/digitpad").readlink() == Path("/opt/digitpad/digitpad")
    said = subprocess.run([tmp_path / "opt/digitpad/digitpad", "--version"], capture_output=True, text=True, timeout=60)
    assert said.stdout == f"DigitPad {__version__}\n" and (tmp_path / "opt/digitpad" / LINK).is_symlink()
    text = (tmp_path / f"usr/share/applications/{ID}.desktop").read_text(encoding="utf-8")
    assert "Exec=/opt/digitpad/digitpad --from-menu --open %f\n" in text and "@" not in text
    assert (tmp_path / f"usr/share/icons/hicolor/128x128/apps/{ID}.png").exists()
    fields = subprocess.run(["dpkg-deb", "--field", package], capture_output=True, text=True, timeout=60).stdout
    assert f"Version: {__version__}\n" in fields and "Depends: libc6" in fields
    owners = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, timeout=60).stdout
    assert {line.split()[1] for line in owners.splitlines()} == {"root/root"}


def test_a_debian_package_is_made_of_an_archive_alone(tmp_path: Path) -> None:
    other = tmp_path / "letters.tar.zst"
    other.write_text("no archive")
    result = subprocess.run([LINUX / "deb.sh", other, tmp_path], capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and "is not named as pack.sh names an archive" in result.stderr


@pytest.mark.parametrize("name", HOMES)
def test_install_puts_the_program_in_the_menu_and_uninstall_takes_it_out_again(
    name: str, unpacked: Path, tmp_path: Path
) -> None:
    home = tmp_path / name
    mine = home / ".local/share/digitpad/samples.sqlite3"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    before = {path for path in home.rglob("*") if path.is_file()}
    for _ in range(2):  # the second time over the first
        result = script(unpacked / "install.sh", home)
        assert result.returncode == 0, result.stderr
    assert (home / ".local/opt/digitpad" / LINK).is_symlink()
    assert started_from_the_menu(home, "/tmp/a 7.strokes") == ["--from-menu", "--open", "/tmp/a 7.strokes"]
    sizes = {path.parent.parent.name for path in (home / ".local/share/icons/hicolor").rglob(f"{ID}.*")}
    assert sizes == {"16x16", "24x24", "32x32", "48x48", "64x64", "128x128", "256x256", "scalable"}
    result = script(home / ".local/opt/digitpad/uninstall.sh", home)
    assert result.returncode == 0, result.stderr
    assert "still in" in result.stdout
    left = {path for path in home.rglob("*") if path.is_file() or path.is_symlink()}
    assert {path for path in left if "mime" not in path.parts and not path.name.endswith(".cache")} == before


def started_from_the_menu(home: Path, file: str) -> list[str]:
    """What the program is given, after the value and the word of Exec are read as the specification says."""
    value = entry(home)["Exec"].replace("\\\\", "\\")
    match = re.fullmatch(r'"((?:[^"\\`$]|\\.)*)" (.*)', value)
    assert match, value
    program = re.sub(r"\\(.)", r"\1", match[1]).replace("%%", "%")
    arguments = [file if word == "%f" else word for word in match[2].split()]
    return subprocess.run(
        [program, *arguments], check=True, capture_output=True, text=True, timeout=60
    ).stdout.splitlines()


def test_purge_removes_what_the_user_made_too(unpacked: Path, tmp_path: Path) -> None:
    script(unpacked / "install.sh", tmp_path)
    mine = tmp_path / ".local/share/digitpad/settings.json"
    mine.parent.mkdir(parents=True)
    mine.write_text("{}")
    assert script(tmp_path / ".local/opt/digitpad/uninstall.sh", tmp_path, "--all").returncode == 2
    assert mine.exists()
    assert script(tmp_path / ".local/opt/digitpad/uninstall.sh", tmp_path, "--purge").returncode == 0
    assert not mine.parent.exists()


def test_a_program_that_does_not_run_leaves_the_old_one(unpacked: Path, tmp_path: Path) -> None:
    assert script(unpacked / "install.sh", tmp_path).returncode == 0
    newer = tmp_path / "newer"
    shutil.copytree(unpacked, newer)
    (newer / "program/digitpad").write_text("#!/bin/sh\necho lacks libX >&2; exit 1\n")
    result = script(newer / "install.sh", tmp_path)
    assert result.returncode == 1
    assert "does not run on this computer" in result.stderr
    kept = tmp_path / ".local/opt"
    assert [path.name for path in kept.iterdir()] == ["digitpad"]
    assert script(kept / "digitpad/digitpad", tmp_path, "--version").returncode == 0


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
def test_the_menu_entry_is_valid(unpacked: Path, tmp_path: Path) -> None:
    script(unpacked / "install.sh", tmp_path)
    path = tmp_path / f".local/share/applications/{ID}.desktop"
    result = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True, timeout=60)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="appstream is not installed")
def test_the_description_for_software_centres_is_valid(unpacked: Path) -> None:
    path = unpacked / f"share/{ID}.metainfo.xml"
    result = subprocess.run(["appstreamcli", "validate", "--no-net", path], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout


def test_the_windows_script_names_files_that_are_there_and_options_that_the_program_has() -> None:
    text = (WINDOWS / "digitpad.iss").read_text(encoding="utf-8")
    sections = re.findall(r"^\[(\w+)\]$", text, re.MULTILINE)
    assert sections == ["Setup", "Languages", "Tasks", "InstallDelete", "Files", "Icons", "Registry", "Run", "Code"]
    named = set(re.findall(r"\{#(\w+)\}", text))
    assert named == {"Version", "Root"}
    root = (WINDOWS / re.search(r'#define Root "([^"]+)"', text)[1].replace("\\", "/")).resolve()  # type: ignore[index]
    assert root == ROOT
    assert (root / "LICENSE").is_file()
    for line in text.splitlines():
        if re.match(r"(Name|Source|Root|Filename|Type): ", line):
            assert line.count('"') % 2 == 0, line
            assert all(re.match(r"\s*\w+: ", part) for part in re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", line)), (
                line
            )
    assert "PrivilegesRequired=lowest" in text
    assert text.count("begin") == text.count("end;")


def test_the_version_information_of_windows_is_filled_in() -> None:
    text = (WINDOWS / "version.txt").read_text(encoding="utf-8")
    filled = text.replace("@NUMBERS@", "0, 1, 0, 0").replace("@VERSION@", __version__)
    assert "@" not in filled

    def record(*values: object, **named: object) -> tuple[object, ...]:
        return (*values, *named.items())

    names = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo")
    assert eval(filled, dict.fromkeys((*names, "VarStruct"), record))


def test_the_settings_of_the_macos_program_are_whole() -> None:
    """As BUNDLE in build.spec is given them, written and read as the file that macOS reads."""
    calls = [
        node for node in ast.walk(ast.parse((ROOT / "build.spec").read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    (bundle,) = [call for call in calls if ast.unparse(call.func) == "BUNDLE"]
    given = {each.arg: each.value for each in bundle.keywords if each.arg}
    assert ast.literal_eval(given["bundle_identifier"]) == ID
    text = ast.unparse(given["info_plist"]).replace("VERSION", repr(__version__))
    settings = plistlib.loads(plistlib.dumps(ast.literal_eval(text)))
    assert settings["CFBundleShortVersionString"] == settings["CFBundleVersion"] == __version__
    asked = ("NSCameraUsageDescription", "NSLocalNetworkUsageDescription")
    assert all(settings[name].startswith("DigitPad ") and settings[name].endswith(".") for name in asked)
    assert tuple(map(int, settings["LSMinimumSystemVersion"].split("."))) >= (12, 0)
    assert settings["NSHighResolutionCapable"] is True

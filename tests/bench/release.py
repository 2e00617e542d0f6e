"""Builds what people install, installs it in empty places and uses it there: `python -m tests.bench.release`.

Needs Linux with Xvfb, xdotool, xclip, zstd, and PyInstaller; exit code 1 where anything does not work.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.release_builds import (
    FLAVOURS,
    LINUX,
    bare_home,
    build_program,
    build_wheel,
    install_program,
    install_wheel,
    pack,
    run,
    write_bill,
)
from tests.bench.release_licences import check_licences
from tests.bench.release_refusals import refuse
from tests.bench.release_screen import draw_and_read, screen
from tests.bench.release_sizes import MB, installed_mb, print_sizes
from tests.support.drawings import DIGITS, number

TARGETS = {"window s": 0.4, "reading s": 1.5, "slower than source": 1.2, "self-test s": 20.0}
TARGETS |= {"cpu archive MB": 300.0, "cpu installed MB": 900.0}
TIMES = 500  # readings that are timed
STARTS = 3  # the first one reads from the disk
Command = Sequence[str | Path]


def main() -> int:
    arguments = _parser().parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True)
        return check(arguments, arguments.keep.resolve())
    with tempfile.TemporaryDirectory(prefix="digitpad-release-") as place:
        return check(arguments, Path(place))


def check(arguments: argparse.Namespace, place: Path) -> int:
    """Everything, in the empty folder `place`. Raises where something does not work."""
    begun = time.monotonic()
    step = Steps()
    wheel = step("wheel", build_wheel, place)
    print(f"{wheel.name}: {wheel.stat().st_size / MB:.2f} MB")
    python = step("environment", install_wheel, wheel, place, arguments.flavour)
    home = bare_home(place, "wheel home")
    from_wheel: Command = [python.parent / "digitpad"]
    source_ms = step("wheel used", use, from_wheel, home, place)
    if not arguments.skip_bundle:
        # PyInstaller would put what is borrowed into the program twice: what is not below its own site-packages
        builder = Path(sys.executable) if arguments.flavour == "installed" else python
        program = arguments.program or step("bundle", build_program, builder, place)
        print_sizes(program)
        check_licences(program)
        if not arguments.program:  # by the Python that built it
            step("bill of materials", write_bill, builder, program, place)
        archive = step("archive", pack, program, place, arguments.level)
        _figure("cpu archive MB" if arguments.flavour == "cpu" else "archive MB", archive.stat().st_size / MB)
        home = bare_home(place, "home of Zoë")
        command = step("installed", install_program, archive, place, home)
        _figure("cpu installed MB" if arguments.flavour == "cpu" else "installed MB", installed_mb(Path(home["HOME"])))
        bundle_ms = step("bundle used", use, [command], home, place)
        _figure("slower than source", bundle_ms / source_ms)
        step("refusals", refuse, command, home)
        step("removed", remove, home)
    print(f"\nall is well, {time.monotonic() - begun:.0f} s")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.release", description=__doc__)
    words = "which torch is built in: from the package index, or (default) the one that is installed here"
    parser.add_argument("--flavour", choices=FLAVOURS, default="installed", help=words)
    parser.add_argument("--skip-bundle", action="store_true", help="only the wheel")
    parser.add_argument("--program", type=Path, metavar="DIR", help="use this dist/digitpad instead of building one")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a new folder to work in, which stays")
    parser.add_argument("--level", type=int, default=19, help="of zstd; less is faster and larger (default: 19)")
    return parser


class Steps:
    """Does one thing after the other and says how long each took."""

    def __call__(self, name, work, *given):  # type: ignore[no-untyped-def]
        begun = time.monotonic()
        print(f"\n== {name}", flush=True)
        result = work(*given)
        print(f"== {name}: {time.monotonic() - begun:.0f} s", flush=True)
        return result


def use(command: Command, environment: dict[str, str], place: Path) -> float:
    """Everything that a new user may do; ms a reading."""
    begun = time.monotonic()
    run(*command, "--self-test", env=environment, cwd=environment["HOME"])
    _figure("self-test s", time.monotonic() - begun)
    with screen() as display:
        run(*command, "--self-test", env={**environment, "DISPLAY": display}, stdout=subprocess.DEVNULL)
        words = [str(word) for word in command]
        opened = [draw_and_read(words, environment, display) for _ in range(STARTS)]
    _figure("first window s", opened[0].window_s)
    _figure("window s", min(each.window_s for each in opened))
    _figure("its processor s", min(each.window_busy_s for each in opened))
    _figure("reading s", min(each.reading_s for each in opened))
    finetune(command, environment, place)
    report(command, environment, place)
    return reading_ms(command, environment, place)


def finetune(command: Command, environment: dict[str, str], place: Path) -> None:
    """A few steps on the digits of the tests, with MNIST where DIGITPAD_DATA names it; nothing is kept."""
    samples = place / "own.jsonl"
    lines = [{"label": label, "writer": "release", "strokes": strokes} for label, strokes in DIGITS.items()]
    samples.write_text("".join(json.dumps(line) + "\n" for line in lines))
    data = os.environ.get("DIGITPAD_DATA", str(place))
    run(*command, "finetune", "--samples", samples, "--data", data, "--epochs", "1", "--dry-run", env=environment)


def report(command: Command, environment: dict[str, str], place: Path) -> None:
    """An evaluation of the same digits, written with figures and a page that a template makes."""
    written = place / "report"
    run(
        *command,
        "evaluate",
        "--strokes",
        place / "own.jsonl",
        "--report",
        written,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    assert any(written.glob("*.html")) and any(written.glob("*.png")), "no report was written"
    shutil.rmtree(written)


def reading_ms(command: Command, environment: dict[str, str], place: Path) -> float:
    """Return the time of `digitpad read` for one more drawing: that for many less that for one."""
    line = json.dumps({"label": 0, "writer": "", "strokes": number("2026", left=40, top=60, height=100)}) + "\n"
    seconds = []
    for count in (1, TIMES + 1):
        drawings = place / f"{count}.jsonl"
        drawings.write_text(line * count)
        seconds.append(min(_seconds([*command, "read", drawings], environment) for _ in range(STARTS)))
    each_ms = (seconds[1] - seconds[0]) / TIMES * 1000
    _figure("a reading ms", each_ms)
    return each_ms


def _seconds(command: Command, environment: dict[str, str]) -> float:
    """Return processor time, for wall time on a busy machine says little."""
    begun = _used_s()
    run(*command, env=environment, stdout=subprocess.DEVNULL)
    return _used_s() - begun


def _used_s() -> float:
    """Return the processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def remove(environment: dict[str, str]) -> None:
    """Uninstalled, nothing is left but what the user made; purged, not even that."""
    home = Path(environment["HOME"])
    run(home / ".local/opt/digitpad/uninstall.sh", env=environment)
    left = [path for path in home.rglob("*") if path.is_file() and "digitpad" in path.name.lower()]
    kept = home / ".local" / "share" / "digitpad"
    assert (kept / "settings.json").is_file(), "the settings went, too"
    assert all(kept in path.parents for path in left), left
    run(LINUX / "uninstall.sh", "--purge", env=environment)
    assert not kept.exists(), "--purge left the user's folder"


def _figure(name: str, value: float) -> None:
    target = TARGETS.get(name)
    verdict = "" if target is None else f"  (target {target:g}{', MISSED' if value > target else ''})"
    print(f"{name:<20}{value:8.2f}{verdict}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

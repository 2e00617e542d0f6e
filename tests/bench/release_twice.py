"""Builds all that is published twice, from two clones of this commit, and compares: exit code 1 if a file differs.

    python -m tests.bench.release_twice [--keep FOLDER]

Needs what `release.sh` needs, and the room of two programs. PYTHON names the Python that builds; ZSTD_LEVEL counts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.release_builds import BUILD_S, ROOT, run

NAMES = ("first", "the second one")  # of other lengths, one with spaces: no path may be seen in what is built


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="a new folder to work in, which stays")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True)
        return compare(arguments.keep.resolve())
    with tempfile.TemporaryDirectory(prefix="digitpad-twice-") as place:
        return compare(Path(place))


def compare(place: Path) -> int:
    """Build twice in an empty folder and print what differs."""
    first, second = (sums(place / name) for name in NAMES)
    for name in sorted(first.keys() | second.keys()):
        same = first.get(name) == second.get(name)
        print(f"{'the same' if same else 'DIFFERS':<10}{name}  {first.get(name)}")
    return int(first != second)


def sums(place: Path) -> dict[str, str]:
    """Release a clone of this commit into a folder; checksums by file."""
    run("git", "clone", "--quiet", ROOT, place / "clone")
    environment = {"PYTHON": sys.executable, **os.environ, "PYTHONPATH": ""}
    command = [place / "clone/assets/install/linux/release.sh", place / "out"]
    run(*command, env=environment, stdout=subprocess.DEVNULL, timeout=BUILD_S)
    lines = (place / "out/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


if __name__ == "__main__":
    sys.exit(main())

"""Pictures a second of `digitpad read FOLDER`, by one process and by two, and how many times as many two read.

    python -m tests.bench.bulk [--count N]

Needs the amounts in DIGITPAD_DATA, and cores that nothing else uses: a third process takes more from two than from
one. Whole processes are measured, their start included; each figure is the best of TIMES runs, in turns. Each process
has one core: the one process, too, which would otherwise use what is free.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from digitpad.commands.reading.bulk import ONE_CORE
from tests.support.data import DATA

COUNT, TIMES, LEAST = 500, 3, 1.8


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT, help=f"pictures (default: {COUNT})")
    count = parser.parse_args().count
    amounts = sorted((DATA / "amounts").glob("*.jpg"))[:count]
    with tempfile.TemporaryDirectory() as folder:
        for file in amounts:
            (Path(folder) / file.name).symlink_to(file.resolve())
        runs = [[seconds(folder, jobs) for jobs in (1, 2)] for _ in range(TIMES)]
    one, two = (len(amounts) / min(run[place][0] for run in runs) for place in (0, 1))
    busy = [min(run[place][1] for run in runs) for place in (0, 1)]
    load = os.getloadavg()[0]
    print(
        f"{len(amounts)} amounts: 1 process {one:.1f}, 2 processes {two:.1f} pictures a second, {two / one:.2f} times"
    )
    print(f"seconds of processor: {busy[0]:.1f} and {busy[1]:.1f}, the start of each process included")
    print(f"wanted: {LEAST} times; {os.cpu_count()} cores, on which {load:.1f} processes wanted to run at the end")
    return int(two / one < LEAST)


def seconds(folder: str, jobs: int) -> tuple[float, float]:
    """Return how long a whole process takes to read a folder, and how long processors worked for it."""
    command = [sys.executable, "-m", "digitpad", "read", folder, "--jobs", str(jobs), "--device", "cpu"]
    begun, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, capture_output=True, env=os.environ | ONE_CORE)
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, busy


if __name__ == "__main__":
    sys.exit(main())

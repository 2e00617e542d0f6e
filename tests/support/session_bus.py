"""A session bus of a test's own, and programs on it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def own_bus() -> Iterator[str]:
    """Start one, and yield its address; needs dbus-daemon."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout
        yield daemon.stdout.readline().strip()
        daemon.kill()


def started(module: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a module of the tests, which prints "ready" once it is on the bus."""
    program = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout and program.stdout.readline() == "ready\n"
    return program

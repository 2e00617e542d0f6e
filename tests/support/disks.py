"""Disks that refuse, mounted where only one program sees them: needs no administrator where users may have mounts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

# Shell commands that get the folder as $0 and the program to run as $@.
FULL = 'mount -t tmpfs -o size=64k tmpfs "$0" && { head -c 1000000 /dev/zero >"$0/filler" 2>/dev/null; exec "$@"; }'
READ_ONLY = 'mount -t tmpfs tmpfs "$0" && mount -o remount,ro "$0" && exec "$@"'
SEALED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'  # as it is, but not to be written to


def _way() -> list[str]:
    for options in (["--user", "--map-root-user", "--mount"], ["--mount"]):
        command = ["unshare", *options, "sh", "-c", SEALED, "/tmp", "true"]
        if shutil.which("unshare") and not subprocess.run(command, capture_output=True, timeout=60).returncode:
            return ["unshare", *options]
    return []


WAY = _way()  # empty where this machine lets nobody mount a disk


def mounted(disk: str, place: Path) -> list[str]:
    """Return the words before a command that let it see `disk` on the folder `place`."""
    return [*WAY, "sh", "-c", disk, str(place)]

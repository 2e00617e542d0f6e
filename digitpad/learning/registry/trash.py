"""Deleted versions, stored for 30 days, so that deleting one can be undone."""

from __future__ import annotations

import contextlib
import os
import time
from datetime import timedelta
from pathlib import Path

FOLDER = "deleted"  # beside the versions
KEPT_FOR = timedelta(days=30)


def put_away(weights: Path) -> None:
    """Move a version and its card to the deleted ones. Raises OSError."""
    bin = weights.parent / FOLDER
    bin.mkdir(exist_ok=True)
    os.utime(weights)  # its 30 days begin
    _move(weights, bin, card_first=False)


def bring_back(weights: Path) -> None:
    """Move a deleted version back. Raises OSError, FileNotFoundError where it is gone for good."""
    _move(weights.parent / FOLDER / weights.name, weights.parent, card_first=True)


def forget(versions: Path, older_than: timedelta = KEPT_FOR) -> None:
    """Remove versions for good that were deleted longer ago; files that the disk does not release stay for now."""
    limit_s = time.time() - older_than.total_seconds()
    for weights in (versions / FOLDER).glob("*.safetensors"):
        with contextlib.suppress(OSError):
            if weights.stat().st_mtime <= limit_s:
                _delete(weights)


def _delete(weights: Path) -> None:
    weights.with_suffix(".json").unlink(missing_ok=True)
    weights.unlink(missing_ok=True)


def _move(weights: Path, folder: Path, *, card_first: bool) -> None:
    """Move weights and card in an order that never leaves weights without their card."""
    both = [weights.with_suffix(".json"), weights]
    for path in both if card_first else reversed(both):
        if path is weights or path.exists():
            path.replace(folder / path.name)

"""An ink training on disk, to be resumed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from digitpad.learning.ink.ink_config import MAY_CHANGE
from digitpad.learning.ink.ink_state import HistoryRow, InkRun
from digitpad.learning.nets.checkpoint_file import (
    CheckpointFile,
    load_optimizer,
    optimizer_tensors,
    part_of,
    prefixed,
)

FILE_NAME = "checkpoint.safetensors"


def save_checkpoint(folder: Path, run: InkRun) -> None:
    """Write the run's state in the place of the old checkpoint. Raises DigitPadError where it cannot."""
    plain = {
        "recipe": asdict(run.config),
        "step": run.step,
        "history": [asdict(row) for row in run.history],
        "losses": run.losses,
        "groups": run.optimizer.state_dict()["param_groups"],
    }
    tensors = prefixed("net", run.net.state_dict()) | optimizer_tensors(run.optimizer)
    _file_in(folder).write(tensors, plain)


def config_in(folder: Path) -> dict[str, Any]:
    """Return the recipe's fields of the checkpoint in `folder`. Raises DigitPadError where there is none."""
    return dict(_file_in(folder).plain()["recipe"])


def load_checkpoint(folder: Path, run: InkRun) -> None:
    """Bring a fresh run to where the checkpoint in `folder` left it.

    Raises DigitPadError where there is none, or it is one of another config.
    """
    file = _file_in(folder)
    tensors, plain = file.tensors(), file.plain()
    file.check_recipe(plain["recipe"], asdict(run.config), MAY_CHANGE)
    run.net.load_state_dict(part_of(tensors, "net"))
    load_optimizer(run.optimizer, tensors, plain["groups"])
    run.step = plain["step"]
    run.history[:] = [HistoryRow(**row) for row in plain["history"]]
    run.losses[:] = plain["losses"]


def _file_in(folder: Path) -> CheckpointFile:
    return CheckpointFile(folder / FILE_NAME, "ink", "digitpad train --ink")

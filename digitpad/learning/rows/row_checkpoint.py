"""A training of the row reader on disk, to be resumed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from digitpad.learning.nets.checkpoint_file import (
    CheckpointFile,
    load_optimizer,
    optimizer_tensors,
    part_of,
    prefixed,
)
from digitpad.learning.rows.row_config import RowScore
from digitpad.learning.rows.row_run import RowRun

FILE_NAME = "row-checkpoint.safetensors"
MAY_CHANGE = {"steps", "device"}  # in the recipe of a resumed training


def save_row_checkpoint(folder: Path, run: RowRun, sources: dict[str, int]) -> None:
    """Write the run's state in the place of the old checkpoint. Raises DigitPadError where the disk refuses."""
    tensors = {
        **prefixed("net", run.net.state_dict()),
        **prefixed("average", run.average.state_dict()),
        **optimizer_tensors(run.optimizer),
    }
    plain = {
        "config": asdict(run.config),
        "history": [asdict(line) for line in run.history],
        "done": run.done,
        "sources": sources,
    }
    _file_in(folder).write(tensors, plain)


def row_config_in(folder: Path) -> dict[str, Any]:
    """Return the fields of the recipe in a folder's checkpoint. Raises DigitPadError where there is none."""
    return dict(_file_in(folder).plain()["config"])


def resume_rows(folder: Path, run: RowRun, sources: dict[str, int]) -> None:
    """Bring a fresh run to where the checkpoint in `folder` left it.

    Raises DigitPadError where there is none, or it is of another recipe or other training data.
    """
    file = _file_in(folder)
    tensors, plain = file.tensors(), file.plain()
    file.check_recipe(plain["config"], asdict(run.config), MAY_CHANGE)
    file.check_sources(plain["sources"], sources)
    run.net.load_state_dict(part_of(tensors, "net"))
    run.average.load_state_dict(part_of(tensors, "average"))
    load_optimizer(run.optimizer, tensors, run.optimizer.state_dict()["param_groups"])
    run.history = [RowScore(**line) for line in plain["history"]]
    run.done = plain["done"]


def _file_in(folder: Path) -> CheckpointFile:
    return CheckpointFile(folder / FILE_NAME, "rows", "digitpad train --rows")

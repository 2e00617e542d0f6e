"""A training run on disk after each epoch, to be resumed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from digitpad.learning.data.examples import TrainingData
from digitpad.learning.nets.checkpoint_file import (
    CheckpointFile,
    load_optimizer,
    optimizer_tensors,
    part_of,
    prefixed,
)
from digitpad.learning.training.train_config import recipe_of
from digitpad.learning.training.training_run import TrainingRun

FILE_NAME = "checkpoint.safetensors"
MAY_CHANGE = {"epochs", "patience", "device"}  # in the recipe of a resumed run
OF_THE_EPOCHS = {"total_steps", "_schedule_phases"}  # what a schedule knows from the number of epochs

Sources = dict[str, int]  # a checksum of each source of training data, by its name


def checksums(data: TrainingData, teachers: Sequence[nn.Module]) -> Sources:
    """Return checksums of MNIST's images and labels, of pen strokes, and of the teachers' weights."""
    weights = (tensor.cpu().numpy() for teacher in teachers for tensor in teacher.state_dict().values())
    strokes = (
        part for digit in data.pen for part in (f"{digit.label} {digit.writer}".encode(), *map(_bytes, digit.strokes))
    )
    return {
        "MNIST images": _checksum(map(_bytes, (data.images, data.labels))),
        "--strokes or --letters": _checksum(strokes),
        "--teacher": _checksum(map(_bytes, weights)),
    }


def save_checkpoint(folder: Path, run: TrainingRun, sources: Sources) -> None:
    """Write the run's state in the place of the old checkpoint. Raises DigitPadError where it cannot."""
    tensors = {
        **prefixed("net", run.net.state_dict()),
        **prefixed("average", run.average.state_dict()),
        **prefixed("best", run.best),
        **optimizer_tensors(run.optimizer),
        "random.device": run.random.get_state(),
        "random.torch": torch.get_rng_state(),
    }
    if run.device.type == "cuda":
        tensors["random.cuda"] = torch.cuda.get_rng_state(run.device)  # of dropout
    plain = {
        "recipe": recipe_of(run.config),
        "history": [asdict(epoch) for epoch in run.history],
        "groups": run.optimizer.state_dict()["param_groups"],
        "schedule": {name: value for name, value in run.schedule.state_dict().items() if _is_plain(name, value)},
        "sources": sources,
        "best": [run.best_score, run.first_best_epoch, run.best_epoch],
    }
    _file_in(folder).write(tensors, plain)


def config_in(folder: Path) -> dict[str, Any]:
    """Return the recipe's fields of the checkpoint in `folder`. Raises DigitPadError where there is none."""
    return dict(_file_in(folder).plain()["recipe"])


def resume(folder: Path, run: TrainingRun, sources: Sources) -> None:
    """Bring a fresh run to where the checkpoint in `folder` left it.

    Raises DigitPadError where there is none, or it is of another recipe or other training data.
    """
    file = _file_in(folder)
    tensors, plain = file.tensors(), file.plain()
    file.check_recipe(plain["recipe"], recipe_of(run.config), MAY_CHANGE)
    file.check_sources(plain["sources"], sources)
    run.net.load_state_dict(part_of(tensors, "net"))
    run.average.load_state_dict(part_of(tensors, "average"))
    run.best = part_of(tensors, "best")
    run.best_score, run.first_best_epoch, run.best_epoch = plain["best"]
    load_optimizer(run.optimizer, tensors, plain["groups"])
    run.schedule.load_state_dict(run.schedule.state_dict() | plain["schedule"])
    run.recall(plain["history"])
    torch.set_rng_state(tensors["random.torch"])
    if run.device.type == "cuda" and "random.cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random.cuda"], run.device)
    if len(tensors["random.device"]) == len(run.random.get_state()):
        run.random.set_state(tensors["random.device"])
    else:  # left on a device of another kind
        run.random.manual_seed(run.config.seed + run.done)


def _file_in(folder: Path) -> CheckpointFile:
    return CheckpointFile(folder / FILE_NAME, "run", "digitpad train")


def _checksum(parts: Iterable[bytes]) -> int:
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return checksum


def _bytes(array: Any) -> bytes:
    return np.ascontiguousarray(array).tobytes()


def _is_plain(name: str, value: object) -> bool:
    if name in OF_THE_EPOCHS:
        return False
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True

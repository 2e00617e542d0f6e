"""A training run on disk after each epoch, to be resumed: safetensors, with everything else as JSON in its metadata."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from digitpad.errors import DigitPadError
from digitpad.learning.weights import read_metadata, read_tensors, save_tensors

if TYPE_CHECKING:
    from digitpad.learning.examples import TrainingData
    from digitpad.learning.recipe import Recipe
    from digitpad.learning.training import Run

FILE_NAME = "checkpoint.safetensors"
MAY_CHANGE = {"epochs", "patience", "device"}  # in a recipe between two sittings
OF_THE_EPOCHS = {"total_steps", "_schedule_phases"}  # what a schedule knows from the number of epochs

Sources = dict[str, int]  # a checksum of each thing that a run learns from, by what it is called


def checksums(data: TrainingData, teachers: Sequence[nn.Module]) -> Sources:
    """Of MNIST's images and labels, of pen strokes, and of the teachers' weights."""
    weights = (tensor.cpu().numpy() for teacher in teachers for tensor in teacher.state_dict().values())
    strokes = (
        part for digit in data.pen for part in (f"{digit.label} {digit.writer}".encode(), *map(_bytes, digit.strokes))
    )
    return {
        "MNIST images": _checksum(map(_bytes, (data.images, data.labels))),
        "--strokes or --letters": _checksum(strokes),
        "--teacher": _checksum(map(_bytes, weights)),
    }


def save_checkpoint(folder: Path, run: Run, sources: Sources) -> None:
    """Write the run's state beside the old checkpoint, then take its place. Raises DigitPadError where it cannot."""
    state = run.optimizer.state_dict()
    tensors = {
        **_named("net", run.net.state_dict()),
        **_named("average", run.average.state_dict()),
        **_named("best", run.best),
        **{f"optimizer.{i}.{name}": value for i, its in state["state"].items() for name, value in its.items()},
        "random.device": run.random.get_state(),
        "random.torch": torch.get_rng_state(),
    }
    if run.device.type == "cuda":
        tensors["random.cuda"] = torch.cuda.get_rng_state(run.device)  # of dropout
    plain = {
        "recipe": asdict(run.recipe),
        "history": [asdict(epoch) for epoch in run.history],
        "groups": state["param_groups"],
        "schedule": {name: value for name, value in run.schedule.state_dict().items() if _is_plain(name, value)},
        "sources": sources,
        "best": [run.best_score, run.best_epoch, run.kept],
    }
    kept = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items() if isinstance(tensor, Tensor)}
    save_tensors(folder / FILE_NAME, kept, {"run": json.dumps(plain)})


def recipe_in(folder: Path) -> dict[str, Any]:
    """The fields of the recipe that the checkpoint in `folder` was trained by. Raises DigitPadError where none is."""
    return dict(_plain(folder / FILE_NAME)["recipe"])


def resume(folder: Path, run: Run, sources: Sources) -> None:
    """Bring a fresh run to where the checkpoint in `folder` left it.

    Raises DigitPadError where there is none, or it is one of another recipe or learnt from something else.
    """
    path = folder / FILE_NAME
    tensors, plain = read_tensors(path), _plain(path)
    _check_recipe(plain["recipe"], run.recipe, path)
    for name, checksum in plain["sources"].items():
        if sources[name] != checksum:
            raise DigitPadError(f"{path} was trained with other {name}; resume with the same.")
    run.net.load_state_dict(_part(tensors, "net"))
    run.average.load_state_dict(_part(tensors, "average"))
    run.best = _part(tensors, "best")
    run.best_score, run.best_epoch, run.kept = plain["best"]
    run.optimizer.load_state_dict({"state": _optimizer_state(tensors), "param_groups": plain["groups"]})
    run.schedule.load_state_dict(run.schedule.state_dict() | plain["schedule"])
    run.recall(plain["history"])
    torch.set_rng_state(tensors["random.torch"])
    if run.device.type == "cuda" and "random.cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random.cuda"], run.device)
    if len(tensors["random.device"]) == len(run.random.get_state()):
        run.random.set_state(tensors["random.device"])
    else:  # left on a device of another kind
        run.random.manual_seed(run.recipe.seed + run.done)


def _plain(path: Path) -> dict[str, Any]:
    try:
        plain: dict[str, Any] = json.loads(read_metadata(path).get("run", ""))
    except ValueError as error:
        raise DigitPadError(f"{path} is not a checkpoint of digitpad train; choose another folder.") from error
    return plain


def _check_recipe(saved: dict[str, Any], recipe: Recipe, path: Path) -> None:
    for name, value in asdict(recipe).items():
        if name not in MAY_CHANGE and saved.get(name) != value:
            option = name.replace("_", "-")
            raise DigitPadError(
                f"{path} was trained with --{option} {saved.get(name)}, not {value}; resume with the same options."
            )


def _named(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {f"{prefix}.{name}": tensor for name, tensor in tensors.items()}


def _part(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    start = prefix + "."
    return {name.removeprefix(start): tensor for name, tensor in tensors.items() if name.startswith(start)}


def _optimizer_state(tensors: dict[str, Tensor]) -> dict[int, dict[str, Tensor]]:
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in _part(tensors, "optimizer").items():
        number, key = name.split(".", 1)
        state.setdefault(int(number), {})[key] = tensor
    return state


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

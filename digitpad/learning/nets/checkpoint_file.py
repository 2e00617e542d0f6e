"""The file of a training that can be resumed: safetensors, with everything else as JSON in its metadata."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor
from torch.optim import Optimizer

from digitpad.errors import DigitPadError
from digitpad.inference.weights import read_metadata
from digitpad.learning.nets.storage import read_tensors, save_tensors

OPTIMIZER = "optimizer"


@dataclass(frozen=True)
class CheckpointFile:
    """A checkpoint of one kind of training."""

    path: Path
    entry: str  # of the metadata, that holds the JSON
    command: str  # that writes such a file

    def write(self, tensors: Mapping[str, Any], plain: Mapping[str, Any]) -> None:
        """Replace the file whole. Raises DigitPadError, with the old one untouched, where the disk refuses."""
        on_cpu = {
            name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items() if isinstance(tensor, Tensor)
        }
        save_tensors(self.path, on_cpu, {self.entry: json.dumps(plain)})

    def tensors(self) -> dict[str, Tensor]:
        """Return the tensors. Raises DigitPadError where the file cannot be read."""
        return read_tensors(self.path)

    def plain(self) -> dict[str, Any]:
        """Return all that is no tensor. Raises DigitPadError where it is another kind of file."""
        try:
            plain: dict[str, Any] = json.loads(read_metadata(self.path).get(self.entry, ""))
        except ValueError as error:
            raise DigitPadError(f"{self.path} is not a checkpoint of {self.command}; choose another folder.") from error
        return plain

    def check_recipe(self, before: Mapping[str, Any], now: Mapping[str, Any], may_change: Collection[str]) -> None:
        """Raise DigitPadError where a field of the recipe, other than `may_change`, has another value now."""
        for name, value in now.items():
            if name not in may_change and before.get(name) != value:
                option = name.replace("_", "-")
                raise DigitPadError(
                    f"{self.path} was trained with --{option} {before.get(name)}, not {value}; "
                    "resume with the same options."
                )

    def check_sources(self, before: Mapping[str, int], now: Mapping[str, int]) -> None:
        """Raise DigitPadError where the checksum of a source of training data is another one now."""
        for name, checksum in before.items():
            if now.get(name) != checksum:
                raise DigitPadError(f"{self.path} was trained with other {name}; resume with the same.")


def prefixed(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return tensors under names that begin with the name of their part."""
    return {f"{prefix}.{name}": tensor for name, tensor in tensors.items()}


def part_of(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Return the tensors of one part, under their own names."""
    start = prefix + "."
    return {name.removeprefix(start): tensor for name, tensor in tensors.items() if name.startswith(start)}


def optimizer_tensors(optimizer: Optimizer) -> dict[str, Any]:
    """Return the state of an optimizer, by names that `load_optimizer` knows."""
    state: dict[int, dict[str, Any]] = optimizer.state_dict()["state"]
    return {f"{OPTIMIZER}.{at}.{name}": value for at, values in state.items() for name, value in values.items()}


def load_optimizer(optimizer: Optimizer, tensors: Mapping[str, Tensor], groups: Any) -> None:
    """Bring an optimizer to where it was."""
    state: dict[int, dict[str, Tensor]] = {}
    for name, tensor in part_of(tensors, OPTIMIZER).items():
        number, key = name.split(".", 1)
        state.setdefault(int(number), {})[key] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": groups})

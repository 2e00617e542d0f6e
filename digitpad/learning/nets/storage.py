"""Networks of torch to and from files of weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from digitpad.errors import DigitPadError
from digitpad.inference.weights import (
    TEACHER,
    Weights,
    check_finite,
    load_weights,
    read_arrays,
    read_metadata,
    save_arrays,
    save_weights,
)
from digitpad.languages import _
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.teacher import Teacher


def weights_of(net: LeNet5 | Teacher) -> Weights:
    """Return the weights of a network, as they are read and stored without torch."""
    return Weights(net.variant, {name: tensor.detach().cpu().numpy() for name, tensor in net.state_dict().items()})


def save_network(path: Path, net: LeNet5 | Teacher, card: Mapping[str, Any]) -> None:
    """Write the weights to `path` and the card beside it as .json, each replaced whole."""
    save_weights(path, weights_of(net), card)


def load_lenet(path: Path) -> LeNet5:
    """Return the LeNet-5 that `path` holds, on the CPU, ready to classify.

    Raises DigitPadError naming the file where it is missing, damaged, or not LeNet-5's.
    """
    weights = load_weights(path)
    net = LeNet5("modern" if weights.variant == "modern" else "classic")
    net.load_state_dict({name: torch.tensor(array) for name, array in weights.tensors.items()}, strict=False)
    return net.eval()  # all but the counters of batch norm was checked to be there


def load_network(path: Path) -> LeNet5 | Teacher:
    """Return the LeNet-5 or the teacher that `path` holds. Raises DigitPadError as `load_lenet` does."""
    if read_metadata(path).get("variant") != TEACHER:
        return load_lenet(path)
    net, arrays = Teacher(), read_arrays(path)
    check_finite(path, arrays)
    try:
        net.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    except (RuntimeError, TypeError) as error:
        raise DigitPadError(
            _("{path} holds the weights of another network; choose weights made by DigitPad.").format(path=path)
        ) from error
    return net.eval()


def save_tensors(path: Path, tensors: Mapping[str, Tensor], metadata: dict[str, str]) -> None:
    """Write a safetensors file whole. Raises DigitPadError, with an older file untouched, where the disk refuses."""
    save_arrays(path, {name: tensor.detach().cpu().numpy() for name, tensor in tensors.items()}, metadata)


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Return all tensors of a safetensors file. Raises DigitPadError naming it where it is missing or damaged."""
    return {name: torch.tensor(array) for name, array in read_arrays(path).items()}

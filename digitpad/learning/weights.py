"""Weights on disk: a safetensors file with a JSON card beside it. Nothing is ever unpickled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from digitpad.errors import DigitPadError
from digitpad.learning.lenet import LeNet5
from digitpad.learning.teacher import Teacher
from digitpad.paths import replace_file

Card = dict[str, Any]


def save_weights(path: Path, net: LeNet5 | Teacher, card: Mapping[str, Any]) -> None:
    """Write the weights to `path` and the card beside it as .json, each replaced whole."""
    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in net.state_dict().items()}
    save_tensors(path, tensors, {"variant": net.variant})
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    replace_file(path.with_suffix(".json"), lambda part: _write(part, text))


def load_weights(path: Path) -> LeNet5:
    """The network that `path` holds, on the CPU, ready to classify.

    Raises DigitPadError naming the file where it is missing, damaged, or not LeNet-5's.
    """
    net = load_network(path)
    if isinstance(net, Teacher):
        raise DigitPadError(f"{path} holds a teacher, which only helps to train; choose the weights of a LeNet-5.")
    return net


def load_network(path: Path) -> LeNet5 | Teacher:
    """The LeNet-5 or the teacher that `path` holds. Raises DigitPadError as load_weights does."""
    tensors, variant = read_tensors(path), read_metadata(path).get("variant")
    net = Teacher() if variant == "teacher" else LeNet5("modern" if _is_modern(tensors, variant) else "classic")
    try:
        net.load_state_dict(tensors)
    except (RuntimeError, TypeError) as error:
        raise DigitPadError(f"{path} holds the weights of another network; choose weights made by DigitPad.") from error
    if not all(bool(torch.isfinite(tensor).all()) for tensor in tensors.values()):
        raise DigitPadError(f"{path} holds weights that are not numbers; choose another file.")
    return net.eval()


def _is_modern(tensors: Mapping[str, Tensor], variant: str | None) -> bool:
    return variant == "modern" or (variant != "classic" and "n1.weight" in tensors)


def save_tensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    """Write a safetensors file whole. Raises DigitPadError, with an older file untouched, where the disk refuses."""
    replace_file(path, lambda part: _serialize(part, tensors, metadata))


def read_tensors(path: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file. Raises DigitPadError naming it where it is missing or damaged."""
    with _opened(path) as file:
        return {name: file.get_tensor(name) for name in list(file.keys())}


def read_metadata(path: Path) -> dict[str, str]:
    """What a safetensors file says of itself. Raises DigitPadError naming it where it is missing or damaged."""
    with _opened(path) as file:
        return file.metadata() or {}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        with safe_open(path, framework="pt") as file:
            yield file
    except FileNotFoundError as error:
        raise DigitPadError(f"{path} does not exist; choose a .safetensors file.") from error
    except (SafetensorError, OSError, ValueError) as error:
        raise DigitPadError(f"{path} is not a whole safetensors file; choose another or copy it again.") from error


def _serialize(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str]) -> None:
    try:
        save_file(tensors, path, metadata=metadata)
    except SafetensorError as error:  # what the disk refused comes as this
        raise OSError(str(error)) from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def load_card(path: Path) -> Card:
    """The card beside the weights `path`, empty where there is none that can be read."""
    try:
        card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}

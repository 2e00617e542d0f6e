"""The live network: loaded from a file, classifying batches of glyphs on its device. Replaced whole, never edited."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from digitpad.errors import DigitPadError
from digitpad.learning.lenet import CLASSES, LeNet5, folded
from digitpad.learning.memory import Memory, looked_at
from digitpad.learning.weights import Card, load_card, load_weights
from digitpad.records import Floats

DEVICES = ("auto", "cpu", "cuda", "mps")
BATCH = 1024  # glyphs classified at once
UNCHANGED = -2  # memory did not change the likeliest class


@dataclass(frozen=True, eq=False)
class Judged:
    """What the network and its memory make of N glyphs."""

    probabilities: Floats  # (N, 11) the ten digits, then "not a digit"
    reminded_by: NDArray[np.int64]  # (N,) id of the sample that changed the likeliest class, -1: it has none; UNCHANGED


class Network:
    """LeNet-5 on a device, with a memory of samples that may be empty."""

    def __init__(
        self, net: LeNet5, device: torch.device, card: Card | None = None, memory: Memory | None = None
    ) -> None:
        self.net = net.to(device).to(memory_format=torch.channels_last).eval()  # convolves in half the time
        self.device = device
        self.card = card or {}
        self.memory = memory or Memory.empty(device)

    @classmethod
    def load(cls, path: Path, device: str = "auto") -> Network:
        """Raises DigitPadError where the file is not LeNet-5's weights or the device is not there."""
        return cls(folded(load_weights(path)), device_of(device), load_card(path))

    def with_memory(self, memory: Memory) -> Network:
        """The same network with another memory."""
        return Network(self.net, self.device, self.card, memory)

    def classify(self, glyphs: np.ndarray) -> Floats:
        """Probabilities (N, 11) of glyphs (N, 28, 28) uint8: the ten digits, then "not a digit"."""
        return self.judge(glyphs).probabilities

    @torch.inference_mode()
    def judge(self, glyphs: np.ndarray) -> Judged:
        """Of glyphs (N, 28, 28) uint8."""
        if not len(glyphs):
            return Judged(np.zeros((0, CLASSES), np.float32), np.zeros(0, np.int64))
        batch = torch.tensor(glyphs, device=self.device)
        if not len(self.memory):
            alone = torch.cat([self.net(chunk) for chunk in batch.split(BATCH)])
            return Judged(_probabilities(alone), np.full(len(glyphs), UNCHANGED, np.int64))
        logits, changed_by = zip(*(self._with_votes(chunk) for chunk in batch.split(BATCH)), strict=True)
        places = torch.cat(changed_by).cpu().numpy()
        return Judged(_probabilities(torch.cat(logits)), np.where(places < 0, UNCHANGED, self.memory.ids[places]))

    @torch.inference_mode()
    def look(self, glyphs: np.ndarray) -> tuple[Tensor, Tensor]:
        """What a memory keeps of glyphs (N, 28, 28) uint8: keys (N, 133) and logits (N, 11)."""
        return looked_at(self.net, torch.tensor(np.ascontiguousarray(glyphs)).to(self.device))

    def _with_votes(self, glyphs: Tensor) -> tuple[Tensor, Tensor]:
        keys, logits = looked_at(self.net, glyphs)
        votes, places = self.memory.votes(keys)
        first, last = logits.argmax(dim=1), (logits + votes).argmax(dim=1)
        changed_by = places.gather(1, last.unsqueeze(1)).squeeze(1)
        return logits + votes, torch.where(first == last, torch.full_like(changed_by, -1), changed_by)


def _probabilities(logits: Tensor) -> Floats:
    probabilities: Floats = torch.softmax(logits, dim=1).cpu().numpy()
    return probabilities


def device_of(name: str) -> torch.device:
    """The device called `name`; "auto" is the GPU where there is one. Raises DigitPadError where it is not there."""
    if name not in DEVICES:
        raise DigitPadError(f"There is no device called {name}; choose one of {', '.join(DEVICES)}.")
    there = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        return torch.device(next((kind for kind in ("cuda", "mps") if there[kind]), "cpu"))
    if not there[name]:
        raise DigitPadError(f"This computer has no {name.upper()} device that torch can use; choose --device cpu.")
    return torch.device(name)


def use_one_core() -> None:
    """Let this process classify on one core: on a busy machine cores that share a small batch wait for each other."""
    torch.set_num_threads(1)


def devices() -> list[tuple[str, str]]:
    """Name and description of each device that torch can use here, the CPU first."""
    found = [("CPU", f"{os.cpu_count()} cores, torch uses {torch.get_num_threads()} threads")]
    for number in range(torch.cuda.device_count()):
        card = torch.cuda.get_device_properties(number)
        found.append((f"CUDA {number}", f"{card.name}, {card.total_memory / 2**30:.0f} GB"))
    if torch.backends.mps.is_available():
        found.append(("GPU", "Apple (mps)"))
    return found


def device_name(device: torch.device) -> str:
    """In words: "CPU", "Apple GPU", or the card's own name."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU" if device.type == "mps" else "CPU"

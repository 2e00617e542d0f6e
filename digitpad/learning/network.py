"""The live network: loaded from a file, classifying batches of glyphs on its device. Replaced whole, never edited."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch

from digitpad.errors import DigitPadError
from digitpad.learning.lenet import LeNet5
from digitpad.learning.weights import Card, load_card, load_weights
from digitpad.records import Floats

DEVICES = ("auto", "cpu", "cuda", "mps")
BATCH = 1024  # glyphs classified at once


class Network:
    """LeNet-5 on a device."""

    def __init__(self, net: LeNet5, device: torch.device, card: Card | None = None) -> None:
        self.net = net.to(device).to(memory_format=torch.channels_last).eval()  # convolves in half the time
        self.device = device
        self.card = card or {}

    @classmethod
    def load(cls, path: Path, device: str = "auto") -> Network:
        """Raises DigitPadError where the file is not LeNet-5's weights or the device is not there."""
        return cls(load_weights(path), device_of(device), load_card(path))

    @torch.inference_mode()
    def classify(self, glyphs: np.ndarray) -> Floats:
        """Probabilities (N, 11) of glyphs (N, 28, 28) uint8: the ten digits, then "not a digit"."""
        if not len(glyphs):
            return np.zeros((0, 11), np.float32)
        batch = torch.tensor(glyphs).to(self.device)
        logits = torch.cat([self.net(chunk) for chunk in batch.split(BATCH)])
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

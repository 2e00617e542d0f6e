"""Scores of the ink network: pixels on made scenes by held-out writers, by kind; and its speed.

python -m tests.bench.ink [--weights FILE] [--scenes 64] [--seed 11]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from digitpad.inference.ink.ink_onnx import CONTRAST, HEIGHTS, ink_onnx
from digitpad.inference.ink.ink_onnx import INK as INK_MAP
from digitpad.learning.data.datasets import mnist, pen_digits
from digitpad.learning.ink.batches import Batch, BatchMaker
from digitpad.learning.ink.form_lines import KINDS
from digitpad.learning.ink.handwriting import HandwritingBank, bank_of
from digitpad.learning.ink.ink_loss import INK, score
from digitpad.learning.ink.ink_net import InkNet, unfold
from digitpad.learning.ink.scene import Preparation
from digitpad.learning.nets.storage import read_tensors
from digitpad.paths import bundled, data_folder
from digitpad.vision.picture.local_contrast import continue_paper, normalize_contrast

SEED, SCENES = 11, 64
FRAMES = ((360, 640), (720, 1280))  # px, height and width
RUNS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=bundled("models", "ink.safetensors"))
    parser.add_argument("--scenes", type=int, default=SCENES, help="of each kind")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    weights = read_tensors(arguments.weights)
    net = unfold(weights)
    maker = BatchMaker(
        held_out_bank(), Preparation(normalize_contrast, continue_paper), arguments.seed, arguments.scenes
    )
    print(f"{'lines':12} {'F1':>7} {'precision':>10} {'recall':>7} {'height, octaves':>16} {'marked of empty':>16}")
    for step, kind in enumerate(["", *KINDS]):
        batch = maker.make(step, kind)
        result = score(net, [batch])
        print(
            f"{kind or 'as trained':12} {result.f1:7.2%} {result.precision:10.2%} {result.recall:7.2%} "
            f"{result.height_error:16.3f} {marked_of_empty(net, batch):16.3%}"
        )
    speeds(weights)


def held_out_bank() -> HandwritingBank:
    folder = data_folder()
    digits = [
        digit
        for name in ("pendigits-train", "unipen-dev")
        for digit in pen_digits(folder / "strokes" / f"{name}.jsonl")
    ]
    letters = pen_digits(folder / "strokes" / "unipen-letters-dev.jsonl")
    return bank_of(mnist(folder, train=True)[0], digits, letters, held_out=True)


@torch.no_grad()
def marked_of_empty(net: InkNet, batch: Batch) -> float:
    """Return the share of pixels that are marked where a scene has no writing at all."""
    empty = ~(batch.masks > INK * 255).any(axis=(1, 2))
    if not empty.any():
        return 0.0
    ink, _ = net(torch.from_numpy(batch.contrast[empty]).float())
    return float((ink > 0).float().mean())


def speeds(weights: dict[str, Tensor]) -> None:
    """Print the processor's time for a frame, by ONNX Runtime on one thread; the median of some runs."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = ink_onnx({name: tensor.numpy() for name, tensor in weights.items()})
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    random = np.random.default_rng(SEED)
    for height, width in FRAMES:
        picture = random.integers(0, 256, (height, width, 3)).astype(np.uint8)
        times: dict[str, list[float]] = {"contrast": [], "network": []}
        for _ in range(RUNS):
            start = time.process_time()
            contrast = normalize_contrast(picture)
            middle = time.process_time()
            session.run([INK_MAP, HEIGHTS], {CONTRAST: contrast[None]})
            times["contrast"].append(middle - start)
            times["network"].append(time.process_time() - middle)
        print(
            f"{width} x {height}: " + ", ".join(f"{name} {1000 * np.median(its):.1f} ms" for name, its in times.items())
        )


if __name__ == "__main__":
    main()

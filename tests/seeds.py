"""One recipe on several seeds at once, on the same examples drawn once for all, and the mean of what they read.

python -m tests.seeds --teacher runs/teacher/lenet5.safetensors --seeds 5 --epochs 40 --out runs/seeds

Each seed has its own first weights and its own corruptions. Writes DIR/1 to DIR/N as `digitpad train` does, and reads
MNIST's test set once with the finished networks.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import mean, stdev

import torch

from digitpad.learning.checkpoint import save_checkpoint
from digitpad.learning.datasets import mnist, pen_digits
from digitpad.learning.examples import TrainingData, accuracy
from digitpad.learning.lenet import LeNet5
from digitpad.learning.network import device_of
from digitpad.learning.run_folder import write_run
from digitpad.learning.training import Recipe, Run, examples_of, run_epoch
from digitpad.learning.weights import load_weights
from digitpad.paths import data_folder

STROKES = ("pendigits-train.jsonl", "unipen-dev.jsonl", "unipen-letters-dev.jsonl")


def main() -> None:
    given = _arguments()
    data = _data()
    runs = _runs(given, data)
    folders = [given.out / str(run.recipe.seed) for run in runs]
    for number in range(1, given.epochs + 1):
        entries = run_epoch(runs, lambda _: None)
        for run, folder in zip(runs, folders, strict=True):
            save_checkpoint(folder, run)
        held = "  ".join(f"{entry.mnist:.2%} {entry.pen:.2%}" for entry in entries)
        print(f"epoch {number:>3}  held-out MNIST and pen digits of each seed: {held}", flush=True)
    nets = [run.best_network() for run in runs]
    for run, folder, net in zip(runs, folders, nets, strict=True):
        write_run(folder, net, run.history, run.recipe, data)
    _print_test(nets)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, nargs="+", default=[], metavar="FILE")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--lr", type=float, default=5e-3)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    return parser.parse_args()


def _data() -> TrainingData:
    root = data_folder()
    pen = [digit for name in STROKES for digit in pen_digits(root / "strokes" / name)]
    return TrainingData(*mnist(root, train=True), pen)


def _runs(given: argparse.Namespace, data: TrainingData) -> list[Run]:
    recipes = [
        Recipe(epochs=given.epochs, lr=given.lr, spoiled=0.15, amp=True, seed=seed)
        for seed in range(1, given.seeds + 1)
    ]
    examples = examples_of(recipes[0], data, device_of(given.device))
    teachers = [load_weights(path) for path in given.teacher]
    return [Run(recipes[0], examples, teachers), *(Run(recipe, examples) for recipe in recipes[1:])]


def _print_test(nets: list[LeNet5]) -> None:
    images, labels = (torch.from_numpy(part) for part in mnist(data_folder(), train=False))
    shares = [100 * accuracy(net, images, labels) for net in nets]
    spread = stdev(shares) if len(shares) > 1 else 0.0
    print(f"MNIST test, %: {', '.join(f'{share:.2f}' for share in shares)}")
    print(f"mean of {len(shares)} seeds {mean(shares):.3f}, standard deviation {spread:.3f}")


if __name__ == "__main__":
    main()

"""One recipe on several seeds, on as many cores as there are, and the mean of what they read.

python -m tests.seeds --teacher runs/teacher1/teacher.safetensors --seeds 5 --out runs/seeds

Examples of --kept epochs are made and taught once for all of them; each seed has its own first weights, order and
corruptions. Writes DIR/1 to DIR/N as `digitpad train` does, and reads MNIST's test set once with the finished networks.
The examples stay in DIR/lessons.safetensors (1.1 GB); where that file exists it is taken as it is.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, stdev

import torch

from digitpad.learning.checkpoint import save_checkpoint
from digitpad.learning.datasets import mnist, pen_digits
from digitpad.learning.examples import TrainingData, accuracy
from digitpad.learning.lessons import KeptLessons
from digitpad.learning.recipe import Recipe
from digitpad.learning.run_folder import write_run
from digitpad.learning.training import Epoch, Run, examples_of, lessons_of, run_epoch
from digitpad.learning.weights import load_network, load_weights, read_tensors, save_tensors
from digitpad.paths import data_folder

STROKES = ("pendigits-train.jsonl", "unipen-dev.jsonl", "unipen-letters-dev.jsonl")
LESSONS = "lessons.safetensors"


def main() -> None:
    given = _arguments()
    recipe = Recipe(epochs=given.epochs, kept=given.kept, lr=given.lr, spoiled=given.spoiled, amp=True)
    if not (given.out / LESSONS).exists():
        _make_lessons(recipe, given.teacher, given.out)
    seeds = range(1, given.seeds + 1)
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, get_context("spawn"), torch.set_num_threads, (1,)) as workers:
        list(workers.map(partial(_train, recipe, given.out), seeds))
    _print_test([given.out / str(seed) for seed in seeds])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--kept", type=int, default=12)
    parser.add_argument("--lr", type=float, default=7e-3)
    parser.add_argument("--spoiled", type=float, default=0.06)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    return parser.parse_args()


def _data() -> TrainingData:
    root = data_folder()
    pen = [digit for name in STROKES for digit in pen_digits(root / "strokes" / name)]
    return TrainingData(*mnist(root, train=True), pen)


def _make_lessons(recipe: Recipe, teachers: list[Path], out: Path) -> None:
    def report(epoch: Epoch) -> None:
        if epoch.step % 100 == 0:
            print(f"examples made: {epoch.step:,} of {epoch.steps:,} batches", flush=True)

    examples = examples_of(recipe, _data(), torch.device("cpu"))
    lessons = lessons_of(recipe, examples, [load_network(path) for path in teachers], report)
    assert isinstance(lessons, KeptLessons) and lessons.shown is not None
    out.mkdir(parents=True, exist_ok=True)
    tensors = {"glyphs": lessons.glyphs, "labels": lessons.labels, "shown": lessons.shown}
    save_tensors(out / LESSONS, tensors, {})


def _train(recipe: Recipe, out: Path, seed: int) -> None:
    data, recipe = _data(), replace(recipe, seed=seed)
    run = Run(recipe, examples_of(recipe, data, torch.device("cpu")))
    lessons = KeptLessons(**read_tensors(out / LESSONS), steps=run.examples.steps, batch_size=recipe.batch_size)
    folder = out / str(seed)
    while run.done < recipe.epochs:
        entry = run_epoch(run, lessons, lambda _: None)
        save_checkpoint(folder, run, {})
        scores = f"held-out MNIST {entry.mnist:.2%}, pen digits {entry.pen:.2%}"
        print(f"seed {seed}, epoch {entry.number:>3}, loss {entry.loss:.4f}: {scores}", flush=True)
    write_run(folder, run.outcome(), recipe, data)


def _print_test(folders: list[Path]) -> None:
    images, labels = (torch.from_numpy(part) for part in mnist(data_folder(), train=False))
    nets = [load_weights(folder / "lenet5.safetensors") for folder in folders]
    shares = [100 * accuracy(net, images, labels) for net in nets]
    spread = stdev(shares) if len(shares) > 1 else 0.0
    print(f"MNIST test, %: {', '.join(f'{share:.2f}' for share in shares)}")
    print(f"mean of {len(shares)} seeds {mean(shares):.3f}, standard deviation {spread:.3f}")


if __name__ == "__main__":
    main()

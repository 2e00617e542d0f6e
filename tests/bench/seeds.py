"""One recipe on several seeds, on as many cores as there are, and the mean of what they read.

python -m tests.bench.seeds --teacher runs/teacher1/teacher.safetensors --seeds 5 --out runs/seeds

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

from digitpad.learning.data.datasets import mnist, pen_digits
from digitpad.learning.data.examples import TrainingData, accuracy
from digitpad.learning.nets.storage import load_lenet, load_network, read_tensors, save_tensors
from digitpad.learning.training.checkpoint import save_checkpoint
from digitpad.learning.training.distillation import CachedBatches
from digitpad.learning.training.run_folder import write_run
from digitpad.learning.training.train_config import TrainConfig
from digitpad.learning.training.training import batches_of, examples_of, run_epoch
from digitpad.learning.training.training_run import Epoch, TrainingRun
from digitpad.paths import data_folder

STROKES = ("pendigits-train.jsonl", "unipen-dev.jsonl", "unipen-letters-dev.jsonl")
BATCHES = "lessons.safetensors"


def main() -> None:
    given = _arguments()
    config = TrainConfig(epochs=given.epochs, cache_epochs=given.kept, lr=given.lr, corrupted=given.spoiled, amp=True)
    if not (given.out / BATCHES).exists():
        _make_lessons(config, given.teacher, given.out)
    seeds = range(1, given.seeds + 1)
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, get_context("spawn"), torch.set_num_threads, (1,)) as workers:
        list(workers.map(partial(_train, config, given.out), seeds))
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


def _make_lessons(config: TrainConfig, teachers: list[Path], out: Path) -> None:
    def report(epoch: Epoch) -> None:
        if epoch.step % 100 == 0:
            print(f"examples made: {epoch.step:,} of {epoch.steps:,} batches", flush=True)

    examples = examples_of(config, _data(), torch.device("cpu"))
    batches = batches_of(config, examples, [load_network(path) for path in teachers], report)
    assert isinstance(batches, CachedBatches) and batches.targets is not None
    out.mkdir(parents=True, exist_ok=True)
    tensors = {"glyphs": batches.glyphs, "labels": batches.labels, "shown": batches.targets}
    save_tensors(out / BATCHES, tensors, {})


def _train(config: TrainConfig, out: Path, seed: int) -> None:
    data, config = _data(), replace(config, seed=seed)
    run = TrainingRun(config, examples_of(config, data, torch.device("cpu")))
    stored, steps = read_tensors(out / BATCHES), run.examples.steps
    batches = CachedBatches(stored["glyphs"], stored["labels"], stored["shown"], steps, config.batch_size)
    folder = out / str(seed)
    while run.done < config.epochs:
        entry = run_epoch(run, batches, lambda _: None)
        save_checkpoint(folder, run, {})
        scores = f"held-out MNIST {entry.mnist:.2%}, pen digits {entry.pen:.2%}"
        print(f"seed {seed}, epoch {entry.number:>3}, loss {entry.loss:.4f}: {scores}", flush=True)
    write_run(folder, run.outcome(), config, data)


def _print_test(folders: list[Path]) -> None:
    images, labels = (torch.from_numpy(part) for part in mnist(data_folder(), train=False))
    nets = [load_lenet(folder / "lenet5.safetensors") for folder in folders]
    shares = [100 * accuracy(net, images, labels) for net in nets]
    spread = stdev(shares) if len(shares) > 1 else 0.0
    print(f"MNIST test, %: {', '.join(f'{share:.2f}' for share in shares)}")
    print(f"mean of {len(shares)} seeds {mean(shares):.3f}, standard deviation {spread:.3f}")


if __name__ == "__main__":
    main()

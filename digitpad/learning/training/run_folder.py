"""The folder of a training run: weights, card, history, curves and mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.inference.weights import Card
from digitpad.learning.data.examples import TrainingData
from digitpad.learning.data.labelled import Images, LabelledSet
from digitpad.learning.evaluation import figures
from digitpad.learning.evaluation.evaluation import Evaluation, evaluate
from digitpad.learning.nets.storage import save_network
from digitpad.learning.training.train_config import Net, TrainConfig, recipe_of
from digitpad.learning.training.training_run import Epoch, Outcome
from digitpad.paths import replace_table
from digitpad.records import Floats, Labels

COLUMNS = ("epoch", "loss", "mnist", "pen", "lr")
FILES = {"modern": "lenet5", "classic": "lenet5", "teacher": "teacher"}  # by variant
TITLES = {"modern": "LeNet-5 modern", "classic": "LeNet-5 classic", "teacher": "Teacher"}
WORST = 60  # mistakes on the contact sheet


def write_run(out: Path, outcome: Outcome, config: TrainConfig, data: TrainingData) -> Evaluation:
    """Write the folder of a run and return how the network reads MNIST's held-out training images.

    Raises DigitPadError where the disk refuses; files already written stay whole.
    """
    net, history, tail = outcome.net, outcome.history, slice(-data.held_out, None)
    held_out = LabelledSet("MNIST, held-out training images", data.images[tail], data.labels[tail])
    evaluation = evaluate(held_out, lambda glyphs: _predicted(net, glyphs), lambda done, total: None)
    save_network(out / f"{FILES[net.variant]}.safetensors", net, _card(outcome, config, data, evaluation))
    replace_table(out / "history.csv", [COLUMNS, *map(_line, history)])
    figures.curves(out / "curves.png", {"training": [entry.loss for entry in history]}, _accuracies(history))
    figures.confusion_matrix(out / "confusion.png", evaluation.scores.confusion, held_out.name)
    figures.worst_mistakes(out / "mistakes.png", evaluation, WORST)
    return evaluation


@torch.inference_mode()
def _predicted(net: Net, glyphs: Images) -> tuple[Labels, Floats, Floats]:
    digits = torch.softmax(net(torch.from_numpy(np.ascontiguousarray(glyphs))), 1)[:, :NOT_A_DIGIT].numpy()
    return digits.argmax(1).astype(np.int64), digits, digits.max(1)


def _card(outcome: Outcome, config: TrainConfig, data: TrainingData, evaluation: Evaluation) -> Card:
    pen = outcome.history[outcome.best_epoch - 1].pen
    return {
        "name": f"{TITLES[config.variant]}, seed {config.seed}",
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": sum(parameter.numel() for parameter in outcome.net.parameters()),
        "recipe": recipe_of(config),
        "epochs_done": len(outcome.history),
        "epoch_kept": outcome.best_epoch,
        "data": {"mnist_images": len(data.images) - data.held_out, "pen_samples": len(data.pen)},
        "held_out": {"mnist_accuracy": evaluation.scores.accuracy.value, "pen_accuracy": pen},
    }


def _accuracies(history: Sequence[Epoch]) -> dict[str, list[float]]:
    mnist = [entry.mnist for entry in history if entry.mnist is not None]
    pen = [entry.pen for entry in history if entry.pen is not None]
    return {"MNIST, held out": mnist} | ({"pen, held-out writers": pen} if pen else {})


def _line(entry: Epoch) -> tuple[object, ...]:
    return entry.number, entry.loss, entry.mnist, "" if entry.pen is None else entry.pen, entry.lr

"""What a training run leaves behind: one folder with weights, card, history, curves and mistakes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from digitpad.learning import figures
from digitpad.learning.evaluation import Evaluation, evaluate
from digitpad.learning.examples import TrainingData
from digitpad.learning.labelled import Images, LabelledSet
from digitpad.learning.lenet import NOT_A_DIGIT
from digitpad.learning.recipe import Net, Recipe
from digitpad.learning.training import Epoch, Outcome
from digitpad.learning.weights import Card, save_weights
from digitpad.paths import replace_file
from digitpad.records import Floats, Labels

COLUMNS = ("epoch", "loss", "mnist", "pen", "lr")
FILES = {"modern": "lenet5", "classic": "lenet5", "teacher": "teacher"}  # by variant
TITLES = {"modern": "LeNet-5 modern", "classic": "LeNet-5 classic", "teacher": "Teacher"}
WORST = 60  # mistakes on the contact sheet


def write_run(out: Path, outcome: Outcome, recipe: Recipe, data: TrainingData) -> Evaluation:
    """Write the folder of a run and return how the network reads MNIST's held-out training images.

    Raises DigitPadError where the disk refuses; files already written stay whole.
    """
    net, history, held = outcome.net, outcome.history, slice(-data.held_out, None)
    held_out = LabelledSet("MNIST, held-out training images", data.images[held], data.labels[held])
    evaluation = evaluate(held_out, lambda glyphs: _judged(net, glyphs), lambda done, total: None)
    save_weights(out / f"{FILES[net.variant]}.safetensors", net, _card(outcome, recipe, data, evaluation))
    replace_file(out / "history.csv", lambda part: _write_history(part, history))
    figures.curves(out / "curves.png", {"training": [entry.loss for entry in history]}, _accuracies(history))
    figures.confusion_matrix(out / "confusion.png", evaluation.scores.confusion, held_out.name)
    figures.worst_mistakes(out / "mistakes.png", evaluation, WORST)
    return evaluation


@torch.inference_mode()
def _judged(net: Net, glyphs: Images) -> tuple[Labels, Floats, Floats]:
    digits = torch.softmax(net(torch.from_numpy(np.ascontiguousarray(glyphs))), 1)[:, :NOT_A_DIGIT].numpy()
    return digits.argmax(1).astype(np.int64), digits, digits.max(1)


def _card(outcome: Outcome, recipe: Recipe, data: TrainingData, evaluation: Evaluation) -> Card:
    pen = outcome.history[outcome.kept - 1].pen
    return {
        "name": f"{TITLES[recipe.variant]}, seed {recipe.seed}",
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": sum(parameter.numel() for parameter in outcome.net.parameters()),
        "recipe": asdict(recipe),
        "epochs_done": len(outcome.history),
        "epoch_kept": outcome.kept,
        "data": {"mnist_images": len(data.images) - data.held_out, "pen_samples": len(data.pen)},
        "held_out": {"mnist_accuracy": evaluation.scores.accuracy.value, "pen_accuracy": pen},
    }


def _accuracies(history: Sequence[Epoch]) -> dict[str, list[float]]:
    mnist = [entry.mnist for entry in history if entry.mnist is not None]
    pen = [entry.pen for entry in history if entry.pen is not None]
    return {"MNIST, held out": mnist} | ({"pen, held-out writers": pen} if pen else {})


def _write_history(path: Path, history: Sequence[Epoch]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for entry in history:
            writer.writerow([entry.number, entry.loss, entry.mnist, "" if entry.pen is None else entry.pen, entry.lr])

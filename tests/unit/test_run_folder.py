"""The folder that a run leaves: LeNet-5's weights and a teacher's under their own names, with a card."""

import json

import numpy as np
import pytest
import torch

from digitpad.learning.data.examples import TrainingData
from digitpad.learning.nets.storage import load_network
from digitpad.learning.training.run_folder import write_run
from digitpad.learning.training.train_config import TrainConfig
from digitpad.learning.training.training import train


@pytest.mark.parametrize(("variant", "file"), [("modern", "lenet5"), ("classic", "lenet5"), ("teacher", "teacher")])
def test_weights_and_card_say_what_they_are(tmp_path, variant, file):
    glyphs = np.random.default_rng(1).integers(0, 256, (60, 28, 28), np.uint8)
    data = TrainingData(glyphs, np.arange(60) % 10, held_out=20)
    config = TrainConfig(variant=variant, augment="none", epochs=1, batch_size=20)
    outcome = train(config, data, torch.device("cpu"), lambda _: None)
    evaluation = write_run(tmp_path, outcome, config, data)
    loaded = load_network(tmp_path / f"{file}.safetensors")
    card = json.loads((tmp_path / f"{file}.json").read_text())
    assert loaded.variant == card["recipe"]["variant"] == variant
    assert card["parameters"] == sum(parameter.numel() for parameter in loaded.parameters())
    assert card["held_out"]["mnist_accuracy"] == evaluation.scores.accuracy.value
    assert (card["epochs_done"], card["epoch_kept"]) == (1, 1)

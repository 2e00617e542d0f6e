"""The exported ONNX file gives what the network gives, by the reference runtime."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from digitpad.inference.lenet import Variant
from digitpad.inference.onnx_graph import write_onnx
from digitpad.learning.nets.lenet import LeNet5
from digitpad.learning.nets.storage import load_lenet, weights_of
from digitpad.paths import bundled
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Stroke
from tests.support.drawings import DIGITS


def unlike_fresh(net: LeNet5) -> LeNet5:
    """A network whose norms have seen something, as after training."""
    with torch.no_grad():
        net.train()
        net(torch.randint(0, 256, (64, 28, 28), dtype=torch.uint8))
    return net.eval()


@pytest.mark.parametrize("variant", ["modern", "classic"])
@pytest.mark.parametrize("count", [1, 7])
def test_the_onnx_file_gives_the_same_logits_and_probabilities(tmp_path: Path, variant: Variant, count: int) -> None:
    torch.manual_seed(3)
    glyphs = np.random.default_rng(3).integers(0, 256, (count, 28, 28)).astype(np.uint8)
    assert_the_same(tmp_path / "net.onnx", unlike_fresh(LeNet5(variant, dropout=0.2)), glyphs)


def test_the_shipped_network_gives_the_same_on_digits(tmp_path: Path) -> None:
    glyphs = np.stack([stroke_glyph([Stroke.of(stroke) for stroke in strokes]) for strokes in DIGITS.values()])
    assert_the_same(tmp_path / "net.onnx", load_lenet(bundled("models", "lenet5.safetensors")), glyphs)


def assert_the_same(path: Path, net: LeNet5, glyphs: np.ndarray) -> None:
    write_onnx(path, weights_of(net))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    logits, probabilities = session.run(["logits", "probabilities"], {"glyphs": glyphs})
    with torch.inference_mode():
        expected = net(torch.from_numpy(glyphs))
    assert np.abs(logits - expected.numpy()).max() < 1e-5
    assert np.abs(probabilities - torch.softmax(expected, 1).numpy()).max() < 1e-5

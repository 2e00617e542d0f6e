"""The ink network as ONNX gives what torch gives, for any size, by the reference runtime."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch

from digitpad.errors import DigitPadError
from digitpad.inference.ink.ink_onnx import ink_onnx
from digitpad.learning.ink.ink_net import InkNet, fold, unfold
from tests.unit.test_ink_training import seen_net

Arrays = dict[str, np.ndarray]


def arrays(net: InkNet) -> Arrays:
    return {name: tensor.numpy() for name, tensor in fold(net).items()}


@pytest.mark.parametrize("size", [(1, 8, 8), (2, 64, 40), (1, 120, 160)])
def test_the_graph_gives_the_same_maps_as_the_trained_network(size: tuple[int, int, int]) -> None:
    net, (count, height, width) = seen_net(), size
    contrast = np.random.default_rng(1).standard_normal((count, 3, height, width), np.float32)
    session = onnxruntime.InferenceSession(ink_onnx(arrays(net)), providers=["CPUExecutionProvider"])
    ink, heights = session.run(["ink", "heights"], {"contrast": contrast})
    with torch.no_grad():
        logits, expected = net(torch.from_numpy(contrast))
    assert ink.shape == (count, 1, height, width)
    assert np.abs(ink - logits.sigmoid().numpy()).max() < 1e-4
    assert np.abs(heights - expected.numpy()).max() < 1e-4


def test_the_two_maps_depend_on_the_picture() -> None:
    net = unfold(fold(seen_net()))
    with torch.no_grad():
        maps = [net(torch.full((1, 3, 16, 16), value))[0] for value in (-1.0, 1.0)]
    assert not torch.allclose(*maps, atol=1e-3)


@pytest.mark.parametrize("change", ["missing", "shape", "nan"])
def test_weights_of_another_network_are_refused(change: str) -> None:
    weights = arrays(InkNet())
    if change == "missing":
        del weights["ink.bias"]
    elif change == "shape":
        weights["ink.bias"] = np.zeros(5, np.float32)
    else:
        weights["ink.bias"] = np.full(4, np.nan, np.float32)
    with pytest.raises(DigitPadError, match="ink network"):
        ink_onnx(weights)

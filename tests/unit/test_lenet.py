"""The network stays LeNet-5: layer shapes, sizes, and the weights that are shipped."""

import numpy as np
import pytest
import torch

from digitpad.learning.nets.lenet import LeNet5, folded
from digitpad.learning.nets.storage import load_lenet
from digitpad.paths import bundled

SHAPES = {
    "c1.weight": (6, 1, 5, 5),
    "c3.weight": (16, 6, 5, 5),
    "c5.weight": (120, 16, 5, 5),
    "f6.weight": (84, 120),
    "output.weight": (11, 84),
}


@pytest.mark.parametrize("variant", ["modern", "classic"])
def test_the_layers_are_lenet_5s(variant):
    net = LeNet5(variant)
    weights = net.state_dict()
    assert {name: tuple(weights[name].shape) for name in SHAPES} == SHAPES
    assert sum(parameter.numel() for parameter in net.parameters()) <= 65_000


def test_the_shipped_weights_are_lenet_5s():
    weights = load_lenet(bundled("models", "lenet5.safetensors")).state_dict()
    assert {name: tuple(weights[name].shape) for name in SHAPES} == SHAPES


@pytest.mark.parametrize("variant", ["modern", "classic"])
def test_each_subsampling_halves(variant):
    net = LeNet5(variant).eval()
    sizes = []
    for layer in (net.c1, net.c3, net.c5):
        layer.register_forward_hook(lambda _layer, _given, made: sizes.append(tuple(made.shape[1:])))
    assert net(torch.zeros(2, 28, 28)).shape == (2, 11)
    assert sizes == [(6, 28, 28), (16, 10, 10), (120, 1, 1)]


def test_bytes_and_fractions_give_the_same_logits():
    net = LeNet5().eval()
    glyphs = torch.from_numpy(np.random.default_rng(1).integers(0, 256, (3, 28, 28), np.uint8))
    assert torch.allclose(net(glyphs), net(glyphs.float() / 255), atol=1e-6)


@pytest.mark.parametrize("variant", ["modern", "classic"])
def test_a_network_folded_for_reading_says_the_same_and_leaves_the_other_alone(variant):
    glyphs = torch.rand(5, 28, 28)
    net = LeNet5(variant).train()
    net(glyphs)  # moves the norms' means
    logits, kept = net.eval()(glyphs), {name: tensor.clone() for name, tensor in net.state_dict().items()}
    with torch.inference_mode():
        assert torch.allclose(folded(folded(net))(glyphs), logits, atol=1e-5)
    assert all(torch.equal(tensor, kept[name]) for name, tensor in net.state_dict().items())


def test_another_variant_is_refused():
    with pytest.raises(ValueError, match="resnet"):
        LeNet5("resnet")

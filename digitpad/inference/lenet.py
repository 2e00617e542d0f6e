"""The shape of LeNet-5 (LeCun, Bottou, Bengio, Haffner 1998) with an eleventh output for "not a digit"."""

from __future__ import annotations

from typing import Literal

Variant = Literal["modern", "classic"]

NOT_A_DIGIT = 10  # the eleventh class
CLASSES = 11
FEATURES = 84  # width of F6
MNIST_MEAN, MNIST_STD = 0.1307, 0.3081  # of the training pixels scaled to 0..1
NORM_EPSILON = 1e-5  # added to a variance, as torch's batch norm does
LAYERS = {"c1": (6, 1, 5, 5), "c3": (16, 6, 5, 5), "c5": (120, 16, 5, 5), "f6": (FEATURES, 120)}
OUTPUT = {"output": (CLASSES, FEATURES)}
NORMS = {"c1": "n1", "c3": "n3", "c5": "n5", "f6": "n6"}  # the batch norm behind each layer, where it is modern
NORM_PARTS = ("weight", "bias", "running_mean", "running_var")
NORM_COUNTER = "num_batches_tracked"  # kept by torch, not needed to read


def shapes(variant: Variant) -> dict[str, tuple[int, ...]]:
    """Return the tensors that a network of this variant needs, by name, with their shapes."""
    tensors: dict[str, tuple[int, ...]] = {}
    for layer, shape in (LAYERS | OUTPUT).items():
        tensors |= {f"{layer}.weight": shape, f"{layer}.bias": shape[:1]}
        if variant == "modern" and layer in NORMS:
            tensors |= {f"{NORMS[layer]}.{part}": shape[:1] for part in NORM_PARTS}
    return tensors

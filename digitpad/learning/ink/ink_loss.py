"""The loss of an ink network, and its measure on scenes it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from digitpad.learning.ink.batches import Batch
from digitpad.learning.ink.ink_config import InkConfig
from digitpad.learning.ink.ink_net import InkNet
from digitpad.learning.ink.scene import STEP

INK = 0.5  # share of a pixel from which on it counts as ink
LEAST_WRITING = 20.0  # px of ink in a scene, from which on its overlap counts for itself


@dataclass(frozen=True)
class InkScore:
    f1: float  # of pixels, ink from one half on
    precision: float
    recall: float
    height_error: float  # octaves, mean over ink


def ink_loss(logits: Tensor, heights: Tensor, target: Tensor, true_heights: Tensor, config: InkConfig) -> Tensor:
    """Return cross entropy, plus one less the Dice overlap of scenes with writing, plus the height error on ink.

    logits, target (N, 1, H, W), target 0..1; heights, true_heights (N, 1, H/4, W/4).
    """
    weight = torch.tensor(config.ink_weight)
    entropy = functional.binary_cross_entropy_with_logits(logits, target, pos_weight=weight)
    dims, share = (1, 2, 3), logits.sigmoid()
    overlap = (2 * (share * target).sum(dims) + 1) / (share.sum(dims) + target.sum(dims) + 1)
    has_writing = (target.sum(dims) > LEAST_WRITING).float()
    missed = ((1 - overlap) * has_writing).sum() / has_writing.sum().clamp_min(1)
    return entropy + missed + config.height_weight * _height_error(heights, target, true_heights)


def _height_error(heights: Tensor, target: Tensor, true_heights: Tensor) -> Tensor:
    inked = (functional.max_pool2d(target, STEP) > INK).float()
    error = functional.smooth_l1_loss(heights, true_heights, reduction="none", beta=0.25)
    return (error * inked).sum() / inked.sum().clamp_min(1)


def tensors_of(batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
    """Return contrast (N, 3, H, W), target (N, 1, H, W) 0..1, heights (N, 1, H/4, W/4), all float32."""
    return (
        torch.from_numpy(batch.contrast).float(),
        torch.from_numpy(batch.masks).unsqueeze(1).float() / 255,
        torch.from_numpy(batch.heights).unsqueeze(1).float(),
    )


@torch.no_grad()
def score(net: InkNet, scenes: list[Batch]) -> InkScore:
    """Return the scores of a network in evaluation mode over all pixels of scenes."""
    hits = marked = inked = off = places = 0.0
    for batch in scenes:
        contrast, target, true_heights = tensors_of(batch)
        logits, heights = net(contrast)
        guess, truth = logits > 0, target > INK
        hits += float((guess & truth).sum())
        marked, inked = marked + float(guess.sum()), inked + float(truth.sum())
        where = functional.max_pool2d(target, STEP) > INK
        off, places = off + float((heights - true_heights).abs()[where].sum()), places + float(where.sum())
    return InkScore(
        f1=2 * hits / max(1.0, marked + inked),
        precision=hits / max(1.0, marked),
        recall=hits / max(1.0, inked),
        height_error=off / max(1.0, places),
    )

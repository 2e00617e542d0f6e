"""Suspected label errors: samples whose label disagrees with all their neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitpad.records import Floats, Labels

NEIGHBOURS = 9
AGREED = 5  # of them on one other label; of 3,000 MNIST digits, 60 with a wrong label: 52 found, 20 others marked
AT_ONCE = 64  # glyphs blurred, and rows of similarities: 2.5 MB for 10,000 samples
NOT_A_DIGIT = NOT_SUSPECTED = -1
BLUR = np.array([1, 4, 6, 4, 1], np.float32) / 16  # binomial: a px of shift no longer makes two glyphs differ


def suspected_label_errors(vectors: Floats, labels: Sequence[int | None]) -> Labels:
    """Return (N,) the label that AGREED of the NEIGHBOURS most similar samples share, where none has the sample's own.

    NOT_SUSPECTED for all other samples.

    `vectors` (N, D): features by the network, or `blurred` glyphs; compared by cosine. Samples that are no
    digit (None) come in all shapes: they are nobody's neighbours, and never suspected themselves.
    """
    classes = np.array([NOT_A_DIGIT if label is None else label for label in labels], np.int64)
    suggestions = np.full(len(classes), NOT_SUSPECTED, np.int64)
    digits = np.flatnonzero(classes != NOT_A_DIGIT)
    if len(digits) > NEIGHBOURS:
        suggestions[digits] = _suggested(_unit(vectors[digits]), classes[digits])
    return suggestions


def blurred(glyphs: NDArray[np.uint8], every: int = 1) -> Floats:
    """Return vectors (N, D) of glyphs (N, 28, 28): blurred, and one px of `every` across and down.

    For a comparison where there are no features by the network.
    """
    side = -(-glyphs.shape[1] // every)
    blurry = np.zeros((len(glyphs), side, side), np.float32)
    for start in range(0, len(glyphs), AT_ONCE):
        blurry[start : start + AT_ONCE] = _blurred(glyphs[start : start + AT_ONCE])[:, ::every, ::every]
    return blurry.reshape(len(glyphs), side**2)


def _blurred(glyphs: NDArray[np.uint8]) -> Floats:
    wide = np.pad(glyphs.astype(np.float32), ((0, 0), (2, 2), (2, 2)))
    rows = sum(weight * wide[:, i : i + glyphs.shape[1]] for i, weight in enumerate(BLUR))
    both = sum(weight * rows[:, :, i : i + glyphs.shape[2]] for i, weight in enumerate(BLUR))
    return np.asarray(both, np.float32)


def _suggested(unit: Floats, labels: Labels) -> Labels:
    parts = []
    for start in range(0, len(unit), AT_ONCE):
        likeness = unit[start : start + AT_ONCE] @ unit.T
        own = np.arange(len(likeness))
        likeness[own, start + own] = -np.inf
        nearest = labels[np.argpartition(-likeness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]]
        alone = (nearest != labels[start : start + AT_ONCE, None]).all(axis=1)
        alike = (nearest[:, :, None] == nearest[:, None, :]).sum(axis=2)
        most = np.take_along_axis(nearest, alike.argmax(axis=1)[:, None], axis=1)[:, 0]
        parts.append(np.where(alone & (alike.max(axis=1) >= AGREED), most, NOT_SUSPECTED))
    return np.concatenate(parts)


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)

"""One decision between the readings of a picture: from its own contrast, from maps of its ink, in other poses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digitpad.vision.pipeline.choice_features import PictureReading, features_among, own_features
from digitpad.vision.pipeline.choice_network import shipped_choice_networks
from digitpad.vision.pipeline.parameters import VISION, VisionParams


def is_enough(candidate: PictureReading, params: VisionParams = VISION) -> bool:
    """True where a reading from the picture's own contrast is likely right by itself.

    Nothing is never enough of a small picture: somebody cut it out for its digits, and it is soon read again.
    """
    if any(digit.decided_by != "network" for digit in candidate.reading.digits):
        return True  # the user taught it
    image = candidate.detection.image
    if not candidate.reading.digits and max(image.grey.shape) <= params.choice.small * image.scale:
        return False
    return chance(shipped_choice_networks().alone.odds(own_features(candidate, params))) >= params.choice.enough


def likeliest(candidates: Sequence[PictureReading], params: VisionParams = VISION) -> PictureReading:
    """Return the candidate that is most likely right; digits read by contrast stand unless another is far likelier."""
    odds = odds_of(candidates, params)
    odds[0] += params.choice.far_likelier if candidates[0].reading.digits else 0.0
    return candidates[int(np.argmax(odds))]


def odds_of(candidates: Sequence[PictureReading], params: VisionParams = VISION) -> list[float]:
    """Return the nats of odds that each of the candidates is right."""
    network = shipped_choice_networks().among
    return [network.odds(features_among(each, candidates, params)) for each in candidates]


def chance_of(candidate: PictureReading, candidates: Sequence[PictureReading], params: VisionParams = VISION) -> float:
    """Return 0..1, how likely one of the candidates is right."""
    return chance(shipped_choice_networks().among.odds(features_among(candidate, candidates, params)))


def chance(odds: float) -> float:
    """Return 0..1 of nats of odds."""
    return float(1 / (1 + np.exp(-odds)))

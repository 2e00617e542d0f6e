"""Every version's readings of the user's samples, made in a task through the inference engine, without torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.inference.network import Network
from digitpad.learning.evaluation.own_results import OwnResults, SampleReadings, read_samples
from digitpad.learning.registry.version import Version
from digitpad.learning.registry.versions import Versions
from digitpad.records import Floats, Sample
from digitpad.ui.core.wording import moment_of

CHUNK = 1000  # glyphs between two chances to end it
MOST = 10_000  # samples, the newest; so many are read by one version in about half a second
Report = Callable[[float], None]  # 0..1 done


@dataclass(frozen=True, eq=False)
class VersionReadings:
    """N >= 1 samples, the oldest first, as each version that can be loaded reads them."""

    versions: tuple[Version, ...]  # those that could; the shipped one first
    samples: tuple[Sample, ...]
    by_version: Mapping[str, SampleReadings]  # by the version's key

    @property
    def active(self) -> Version:
        """The version that reads, or the shipped one where that could not be loaded."""
        return next((version for version in self.versions if version.active), self.versions[0])

    def version(self, key: str) -> Version:
        return next(version for version in self.versions if version.key == key)

    def results(self, key: str) -> OwnResults:
        return OwnResults(self.samples, self.by_version[key])

    def rival(self, key: str) -> Version | None:
        """Return the version that `key` is best compared with: the one it was made from, else another."""
        others = [version for version in self.versions if version.key != key]
        parents = [version for version in others if version.name == self.version(key).parent]
        return next(iter([*parents, *others]), None)

    def newer_than(self, moment: datetime) -> VersionReadings | None:
        """Return the same for the samples given after `moment`; None where there are none."""
        places = [place for place, sample in enumerate(self.samples) if sample.created_at > moment]
        if not places:
            return None
        parts = {
            key: SampleReadings(readings.read[places], readings.confidences[places])
            for key, readings in self.by_version.items()
        }
        return VersionReadings(self.versions, tuple(self.samples[place] for place in places), parts)

    def unseen_by(self, key: str) -> VersionReadings | None:
        """Return the same for the samples given after this version was made, which it cannot have learned."""
        moment = moment_of(self.version(key).created_at)
        return self if moment is None else self.newer_than(moment)


def read_by_all(folder: Path, samples: Sequence[Sample], report: Report) -> VersionReadings:
    """Have every version in the user's `folder` read the newest N >= 1 samples; `report` may end it."""
    newest = tuple(sorted(samples, key=lambda sample: sample.created_at)[-MOST:])
    versions = Versions(folder).list()
    readings: dict[str, SampleReadings] = {}
    for number, version in enumerate(versions):
        network = _network(version)
        if network is not None:
            readings[version.key] = read_samples(
                newest, partial(_classify, network, partial(report, number / len(versions)))
            )
    return VersionReadings(tuple(it for it in versions if it.key in readings), newest, readings)


def _network(version: Version) -> Network | None:
    """Return a version's network; None where its file has gone meanwhile."""
    try:
        return Network.load(version.path)
    except DigitPadError:
        return None


def _classify(network: Network, check: Callable[[], None], glyphs: np.ndarray) -> Floats:
    """Return probabilities (N, 11) of glyphs (N, 28, 28); `check` may end it between two parts."""
    parts = []
    for start in range(0, len(glyphs), CHUNK):
        check()
        parts.append(network.classify(glyphs[start : start + CHUNK]))
    return np.concatenate(parts)

"""The versions on disk as the window sees them: looked at and changed in the reader's thread, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from digitpad.background import Done
from digitpad.inference.lenet import NOT_A_DIGIT
from digitpad.learning.finetune.before_after import ChangedDigit
from digitpad.learning.registry.version import Version
from digitpad.records import Sample
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.readings import Reads
from digitpad.ui.retrain.job import Retrained

if TYPE_CHECKING:
    from digitpad.learning.registry.versions import Versions

MOST_COMPARED = 2000  # samples; so many are read in a third of a second

Work = Callable[["Versions", Reads], Any]


@dataclass(frozen=True)
class ListedVersions:
    versions: tuple[Version, ...]  # the shipped one first, then the oldest
    broken: tuple[str, ...]  # a sentence for each file that cannot be read


@dataclass(frozen=True, eq=False)
class Contrast:
    """Two versions that have read the same samples of the user."""

    samples: int  # so many
    only_second: Sequence[ChangedDigit]  # of these, read right by the second alone
    only_first: Sequence[ChangedDigit]


class ModelCatalogue:
    """Calls `on_change` with all versions after each look and each change."""

    def __init__(self, bridge: Bridge, folder: Path, *, weights: Path | None = None) -> None:
        """`folder`: the user's, in which versions are kept; `weights`: those that read instead, until one is used."""
        self._bridge, self._weights = bridge, weights
        self.folder = folder
        self.on_change: Callable[[ListedVersions], None] = lambda listed: None

    def refresh(self) -> None:
        """Look at what is there, and let go of what was deleted long ago."""
        self._do(lambda versions, engine: versions.forget())

    def use(self, key: str) -> None:
        """Read with this version from the next reading on."""

        def use(versions: Versions, engine: Reads) -> None:
            engine.use(versions.get(key).path)  # may refuse it, and then it is not the active one either
            versions.activate(key)

        self._do(use, engine_changes=True)

    def rename(self, key: str, name: str) -> None:
        self._do(lambda versions, engine: versions.rename(key, name))

    def remove(self, key: str, on_done: Callable[[], None]) -> None:
        """Delete it; where it was reading, the shipped one reads from now on. `restore` undoes it."""

        def remove(versions: Versions, engine: Reads) -> None:
            reads = versions.active.key == key
            versions.remove(key)
            if reads:
                engine.use(versions.active.path)

        self._do(remove, on_done, engine_changes=True)

    def restore(self, key: str, on_done: Callable[[], None], *, use: bool) -> None:
        """Bring a deleted one back; `use`: and read with it."""

        def restore(versions: Versions, engine: Reads) -> None:
            path = versions.restore(key).path
            if use:
                engine.use(path)
                versions.activate(key)

        self._do(restore, on_done, engine_changes=use)

    def export(self, key: str, path: Path, on_done: Callable[[], None]) -> None:
        """Write it as .safetensors with its card, or as .onnx."""
        self._do(lambda versions, engine: versions.export(key, path), on_done)

    def bring(self, path: Path, on_done: Callable[[], None]) -> None:
        """Take in a copy of a weights file from elsewhere."""
        self._do(lambda versions, engine: versions.bring(path), on_done)

    def keep(self, retrained: Retrained, on_done: Callable[[], None]) -> None:
        """Make what a retraining gave a version, and read with it."""

        def keep(versions: Versions, engine: Reads) -> None:
            version = retrained.keep(versions)
            engine.use(version.path)
            versions.activate(version.key)

        self._do(keep, on_done, engine_changes=True)

    def reading(self, on_done: Callable[[Path, str], None]) -> None:
        """The weights that read now, and the model's name."""
        weights = self._weights
        find = partial(_look, lambda versions: versions.active.path, self.folder)
        self._bridge.tell(
            lambda engine: (weights or find(), engine.model), lambda answer: on_done(answer.result[0], answer.result[1])
        )

    def compare(self, first: str, second: str, samples: Sequence[Sample], on_done: Callable[[Contrast], None]) -> None:
        """Compare two versions on the newest `samples`."""
        contrasted = partial(_look, partial(_contrast, first, second, samples[-MOST_COMPARED:]), self.folder)
        self._bridge.tell(lambda engine: contrasted(), lambda answer: on_done(answer.result))

    def _do(self, work: Work, on_done: Callable[[], None] | None = None, *, engine_changes: bool = False) -> None:
        def done(answer: Done) -> None:
            listed, model = answer.result
            if engine_changes:
                self._weights = None
                self._bridge.reader_changed(model)
            self.on_change(listed)
            if on_done is not None:
                on_done()

        self._bridge.tell(partial(_done, work, self.folder), done)


def _done(work: Work, folder: Path, engine: Reads) -> tuple[ListedVersions, str]:
    from digitpad.learning.registry.versions import Versions

    versions = Versions(folder)
    work(versions, engine)
    return _listed(versions), engine.model


def _look(question: Callable[[Versions], Any], folder: Path) -> Any:
    from digitpad.learning.registry.versions import Versions

    return question(Versions(folder))


def _contrast(first: str, second: str, samples: Sequence[Sample], versions: Versions) -> Contrast:
    from digitpad.inference.network import Network
    from digitpad.learning.evaluation.own_results import classes_of, read_samples

    if not samples:
        return Contrast(0, (), ())
    networks = (Network.load(versions.get(key).path) for key in (first, second))
    before, after = (read_samples(samples, network.classify).read for network in networks)
    labels = classes_of(samples)
    changed = [_changed(*each) for each in zip(samples, before, after, strict=True)]
    now_right, now_wrong = ((before != labels) & (after == labels), (before == labels) & (after != labels))
    only_second, only_first = ([changed[place] for place in np.flatnonzero(of)] for of in (now_right, now_wrong))
    return Contrast(len(samples), only_second, only_first)


def _changed(sample: Sample, before: int, after: int) -> ChangedDigit:
    was, now = (None if read == NOT_A_DIGIT else int(read) for read in (before, after))
    return ChangedDigit(sample.glyph, sample.label, was, now, yours=True)


def _listed(versions: Versions) -> ListedVersions:
    return ListedVersions(versions.list(), versions.complaints())

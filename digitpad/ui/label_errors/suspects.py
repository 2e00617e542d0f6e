"""Samples whose label may be wrong: those marked in the store, and those of the newest search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digitpad.records import Sample
from digitpad.ui.core.sample_service import SampleService


@dataclass(frozen=True, eq=False)
class Suspect:
    """A sample whose label may be wrong."""

    sample: Sample
    suggested: int  # 0..9, the label of its neighbours


class LabelErrors:
    """A sample that was relabelled or confirmed since is no longer suspected."""

    def __init__(self, service: SampleService) -> None:
        self._service = service
        self._labels: dict[int, tuple[int | None, int | None]] = {}  # by id: its label, and that of its neighbours

    def add_marked(self) -> None:
        """Add those that the store has marked."""
        samples = self._service.samples.items()
        marked = {id: (sample.label, sample.suggested) for id, sample in samples if sample.label_error}
        self._labels = marked | self._labels

    def replace(self, suggested: Mapping[int, int]) -> None:
        """Take these ids, each with the label of its neighbours, in place of all others, and mark them in the store."""
        samples = self._service.samples.items()
        self._labels = {id: (sample.label, suggested[id]) for id, sample in samples if id in suggested}
        self._service.look(
            lambda store: store.mark_label_errors(suggested), lambda nothing: None, on_failed=lambda sentence: None
        )  # nobody asked for it: where it cannot be written, they are searched again the next time

    @property
    def ids(self) -> list[int]:
        """Those of all that are suspected, in no order."""
        return [id for id in self._labels if id in self]

    def suspect(self, id: int) -> Suspect | None:
        """Return a suspected sample and the label of its neighbours; None where it is none, or that is not known."""
        suggested = self._labels[id][1] if id in self else None
        return None if suggested is None else Suspect(self._service.samples[id], suggested)

    def __contains__(self, id: int) -> bool:
        sample = self._service.samples.get(id)
        if sample is None or sample.label is None or sample.confirmed or id not in self._labels:
            return False
        return self._labels[id][0] == sample.label

"""Samples whose label may be wrong: those marked in the store, and those of the newest search."""

from __future__ import annotations

from collections.abc import Mapping

from digitpad.ui.core.sample_service import SampleService


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

    def suggested(self, id: int) -> int | None:
        """Return the label that the neighbours of a suspected sample have; None where it is not known."""
        return self._labels[id][1] if id in self else None

    def __contains__(self, id: int) -> bool:
        sample = self._service.samples.get(id)
        if sample is None or sample.label is None or sample.confirmed or id not in self._labels:
            return False
        return self._labels[id][0] == sample.label

"""Samples whose label may be wrong: those marked in the store, and those of the newest search."""

from __future__ import annotations

from collections.abc import Iterable

from digitpad.ui.core.sample_service import SampleService


class LabelErrors:
    """The suspected label of each; a sample that was relabelled since is no longer suspected."""

    def __init__(self, service: SampleService) -> None:
        self._service = service
        self._labels: dict[int, int | None] = {}  # by id

    def add_marked(self) -> None:
        """Add those that the store has marked."""
        samples = self._service.samples.items()
        self._labels = {id: sample.label for id, sample in samples if sample.label_error} | self._labels

    def replace(self, ids: Iterable[int]) -> None:
        """Take these in place of all others, and mark them in the store."""
        id_set = frozenset(ids)
        self._labels = {id: sample.label for id, sample in self._service.samples.items() if id in id_set}
        self._service.look(
            lambda store: store.mark_label_errors(sorted(id_set)), lambda nothing: None, on_failed=lambda sentence: None
        )  # nobody asked for it: where it cannot be written, they are searched again the next time

    def __contains__(self, id: int) -> bool:
        sample = self._service.samples.get(id)
        return sample is not None and sample.label is not None and self._labels.get(id) == sample.label

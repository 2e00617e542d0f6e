"""The selected samples, as far as they are known: beside the grid, and in the status line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from digitpad.languages import _
from digitpad.records import Sample
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.label_errors.suspects import LabelErrors
from digitpad.ui.samples.details import SampleDetails


class SelectedSamples:
    """`details`: where they are shown, whether there is room for that or not."""

    def __init__(
        self, details: SampleDetails, service: SampleService, label_errors: LabelErrors, notices: Notices
    ) -> None:
        self._details, self._service = details, service
        self._label_errors, self._notices = label_errors, notices
        self._ids: list[int] = []

    def show(self, ids: Sequence[int]) -> None:
        """Show one sample, a count of the labels of several, or that none is selected."""
        self._ids = list(ids)
        samples = [self._service.samples[id] for id in ids if id in self._service.samples]
        if not samples:
            self._details.show_nothing()
        elif len(samples) > 1:
            self._details.show_several([sample.label for sample in samples])
        else:
            self._show_one(ids[0], samples[0])

    def _show_one(self, id: int, sample: Sample) -> None:
        """Show a sample; with strokes or crop, once the store has them."""
        self._details.show(sample, self._label_errors.suspect(id))
        self._service.look(lambda store: store.get(id), partial(self._show_whole, id))

    def _show_whole(self, id: int, sample: Sample | None) -> None:
        """Show it unless something else was selected meanwhile."""
        if sample is not None and self._ids == [id]:
            self._details.show(sample, self._label_errors.suspect(id))

    def say_state(self, count: int) -> None:
        """Say how many are selected, and what keys do to them."""
        if count:
            selected = _("{count:,} selected").format(count=count)
            self._notices.say_state(selected, _("type a digit or x to relabel"), _("Delete removes"))
        else:
            self._notices.say_state(_("Nothing selected"))

"""Offers a retraining, once in passing, when enough was corrected since the last one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from digitpad.languages import _
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.readings import Reads
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.core.wording import moment_of

ENOUGH = 20  # corrections
QUIET_MS = 9000  # after the last one, when the words for it are gone


class RetrainOffer:
    """`offered_at`: when that was last done, ISO 8601; `on_offer` gets the new moment, to be remembered."""

    def __init__(
        self,
        root: tk.Misc,
        bridge: Bridge,
        service: SampleService,
        folder: Path,
        *,
        offered_at: str,
        on_offer: Callable[[str], None],
        on_retrain: Callable[[], None],
    ) -> None:
        self._root, self._bridge, self._service, self._folder = root, bridge, service, folder
        self._notices = bridge.notices
        self._offered_at, self._on_offer, self._on_retrain = offered_at, on_offer, on_retrain
        self._timer: str | None = None
        service.on_changed(self._changed)

    def _changed(self) -> None:
        """Wait until nothing more is corrected."""
        if self._timer is not None:
            self._root.after_cancel(self._timer)
        enough = self._newer_than(self._offered_at) >= ENOUGH
        self._timer = self._root.after(QUIET_MS, self._look) if enough else None

    def _look(self) -> None:
        self._timer = None
        retrained_at = partial(_retrained_at, self._folder)
        self._bridge.tell(retrained_at, lambda answer: self._offer(answer.result), on_failed=lambda sentence: None)

    def _offer(self, retrained_at: str) -> None:
        count = min(self._newer_than(self._offered_at), self._newer_than(retrained_at))
        if count >= ENOUGH:
            self._offered_at = datetime.now().astimezone().isoformat(timespec="seconds")
            self._on_offer(self._offered_at)
            words = _("{count:,} samples since the last retraining; it makes them last").format(count=count)
            self._notices.news(words, (_("Retrain…"), self._on_retrain))

    def _newer_than(self, moment: str) -> int:
        """Return the number of digits corrected since then; of all where the moment is not known."""
        since = moment_of(moment)
        corrected = (sample for sample in self._service.samples.values() if sample.source != "import")
        return sum(since is None or sample.created_at > since for sample in corrected)


def _retrained_at(folder: Path, engine: Reads) -> str:
    from digitpad.learning.registry.versions import Versions

    return Versions(folder).retrained_at

"""Corrections on their way to the disk: the wanted state of each, and how far the disk is behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.store.samples import Change, SampleStore

Storing = Literal["saving", "saved", "unsaved"]


class PendingCorrection:
    """Samples that are stored, removed and stored again together; only the store's thread calls `settle`."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.storing: Storing = "saving"  # as the window knows it: set and read in its thread alone
        self._samples = tuple(samples)
        self._change: Change | None = None
        self._stored = False

    def settle(self, store: SampleStore, wanted: bool) -> Change | None:
        """Store the samples, or bring back what was there before; None where the store is so already."""
        if wanted == self._stored:
            return None
        self._change = store.add(self._samples) if self._change is None else store.revert(self._change)
        self._stored = wanted
        return self._change


@dataclass(frozen=True, eq=False)
class StoreRequest:
    """One decision of the user about a correction: it is to be stored, or removed again."""

    stored: bool


StoreRequests = Mapping[PendingCorrection, StoreRequest]  # the newest of each, in the order in which they came


class CorrectionQueue:
    """Corrections that are not on the disk yet as the user wants them. For the Tk thread."""

    def __init__(self) -> None:
        self._requests: dict[PendingCorrection, StoreRequest] = {}

    @property
    def requests(self) -> StoreRequests:
        return self._requests

    @property
    def late(self) -> bool:
        """True where the disk has refused some of them."""
        return any(correction.storing == "unsaved" for correction in self._requests)

    def add(self, wanted: Sequence[tuple[PendingCorrection, bool]]) -> StoreRequests:
        """Take in more of them; return all that are to be tried now."""
        self._requests |= {correction: StoreRequest(stored) for correction, stored in wanted}
        self._mark(self._requests, "saving")
        return dict(self._requests)

    def done(self, tried: StoreRequests) -> None:
        """Drop those that are on the disk; a newer request about the same correction stays."""
        for correction in self._unchanged(tried):
            correction.storing = "saved"
            del self._requests[correction]

    def failed(self, tried: StoreRequests) -> None:
        """Keep those that the disk refused, to be tried with the next one."""
        self._mark(self._unchanged(tried), "unsaved")

    def _unchanged(self, tried: StoreRequests) -> list[PendingCorrection]:
        return [correction for correction, request in tried.items() if self._requests.get(correction) is request]

    def _mark(self, corrections: Iterable[PendingCorrection], storing: Storing) -> None:
        for correction in corrections:
            correction.storing = storing

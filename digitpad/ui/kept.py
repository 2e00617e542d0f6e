"""Corrections on their way to the disk: what is to be stored or taken back, and how far that has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.store.samples import Change, SampleStore

Storing = Literal["saving", "saved", "unsaved"]


class Kept:
    """Corrections that are kept together, and can be taken back and kept again; the clerk's thread alone does it."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.storing: Storing = "saving"  # as the window knows it: set and read in its thread alone
        self._samples = tuple(samples)
        self._change: Change | None = None
        self._there = False

    def settle(self, store: SampleStore, wanted: bool) -> Change | None:
        """See that the samples are in the store, or as they were before; None where they are so already."""
        if wanted == self._there:
            return None
        self._change = store.add(self._samples) if self._change is None else store.revert(self._change)
        self._there = wanted
        return self._change


class Owed:
    """What is not on the disk yet as the user wants it: True, stored, or False, taken back. For the Tk thread."""

    def __init__(self) -> None:
        self._wanted: dict[Kept, bool] = {}

    @property
    def wanted(self) -> Mapping[Kept, bool]:
        """In the order in which it was asked for."""
        return self._wanted

    @property
    def late(self) -> bool:
        """Something was tried and could not be done."""
        return any(kept.storing == "unsaved" for kept in self._wanted)

    def take_on(self, wanted: Sequence[tuple[Kept, bool]]) -> Mapping[Kept, bool]:
        """More of it; all that is to be tried now."""
        self._wanted |= dict(wanted)
        self._mark(self._wanted, "saving")
        return dict(self._wanted)

    def done(self, tried: Mapping[Kept, bool]) -> None:
        """It is on the disk; what is wanted otherwise meanwhile stays owed."""
        for kept in self._still(tried):
            kept.storing = "saved"
            del self._wanted[kept]

    def failed(self, tried: Mapping[Kept, bool]) -> None:
        self._mark(self._still(tried), "unsaved")

    def _still(self, tried: Mapping[Kept, bool]) -> list[Kept]:
        return [kept for kept, wanted in tried.items() if self._wanted.get(kept) is wanted]

    def _mark(self, several: Mapping[Kept, bool] | Sequence[Kept], storing: Storing) -> None:
        for kept in several:
            kept.storing = storing

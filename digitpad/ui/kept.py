"""Corrections on their way to the disk: what is to be stored or taken back, and how far that has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Wish:
    """One time that the user said something of corrections: that they are to be there, or to be taken back."""

    there: bool


Wishes = Mapping[Kept, Wish]  # the newest of each, in the order in which they came


class Owed:
    """What is not on the disk yet as the user wants it. For the Tk thread."""

    def __init__(self) -> None:
        self._wishes: dict[Kept, Wish] = {}

    @property
    def wishes(self) -> Wishes:
        return self._wishes

    @property
    def late(self) -> bool:
        """Something was tried and could not be done."""
        return any(kept.storing == "unsaved" for kept in self._wishes)

    def take_on(self, wanted: Sequence[tuple[Kept, bool]]) -> Wishes:
        """More of it; all that is to be tried now."""
        self._wishes |= {kept: Wish(there) for kept, there in wanted}
        self._mark(self._wishes, "saving")
        return dict(self._wishes)

    def done(self, tried: Wishes) -> None:
        """It is on the disk; what was said of it since then stays owed."""
        for kept in self._still(tried):
            kept.storing = "saved"
            del self._wishes[kept]

    def failed(self, tried: Wishes) -> None:
        self._mark(self._still(tried), "unsaved")

    def _still(self, tried: Wishes) -> list[Kept]:
        return [kept for kept, wish in tried.items() if self._wishes.get(kept) is wish]

    def _mark(self, several: Iterable[Kept], storing: Storing) -> None:
        for kept in several:
            kept.storing = storing

"""The selection in a row of things: one, several, or all from here to there. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal


class Selection:
    def __init__(self) -> None:
        self.places: tuple[int, ...] = ()  # ascending
        self._anchor = 0  # from where a range is counted

    def clear(self) -> None:
        self.places = ()

    def set(self, places: Sequence[int]) -> None:
        self.places = tuple(sorted(places))
        self._anchor = places[-1] if places else 0

    def pick(self, place: int, how: Literal["one", "add", "range"]) -> None:
        """Select as a click does: this one alone; one more or one less; all from the last one to this."""
        if how == "range" and self.places:
            first, last = sorted((self._anchor, place))
            self.places = tuple(range(first, last + 1))
        elif how == "add":
            self.places = tuple(sorted({place} ^ set(self.places)))
            self._anchor = place
        else:
            self.set((place,))

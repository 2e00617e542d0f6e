"""The selection among samples, as file managers do it; knows no widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class SampleSelection:
    """The cursor is where the keys go on from; a range reaches from the anchor to the cursor."""

    def __init__(self) -> None:
        self.ids: Sequence[int] = ()
        self.chosen: frozenset[int] = frozenset()
        self.cursor: int | None = None  # a place in `ids`, as is the anchor
        self._anchor = 0
        self._place: dict[int, int] = {}

    def replace(self, ids: Sequence[int]) -> None:
        """Other ids, or another order: what is still there stays selected, and the cursor stays on its id."""
        under = self.ids[self.cursor] if self.cursor is not None else None
        anchored = self.ids[self._anchor] if self._anchor < len(self.ids) else None
        self.ids, self._place = ids, {id: place for place, id in enumerate(ids)}
        self.chosen = frozenset(id for id in self.chosen if id in self._place)
        if self.cursor is not None:
            nearest = min(self.cursor, len(ids) - 1)
            self.cursor = self._place.get(under, nearest) if under is not None and ids else None
        self._anchor = self._place.get(anchored, self.cursor or 0) if anchored is not None else 0

    @property
    def in_order(self) -> list[int]:
        """The selected ids in the order in which they are shown."""
        return sorted(self.chosen, key=self._place.__getitem__)

    def place_of(self, id: int) -> int | None:
        return self._place.get(id)

    def only(self, place: int) -> None:
        """This one and no other."""
        self.cursor = self._anchor = place
        self.chosen = frozenset({self.ids[place]})

    def toggle(self, place: int) -> None:
        """This one more, or one less."""
        self.cursor = self._anchor = place
        self.chosen ^= {self.ids[place]}

    def reach(self, place: int) -> None:
        """All from the anchor to this one."""
        self.cursor = place
        first, last = sorted((self._anchor, place))
        self.chosen = frozenset(self.ids[first : last + 1])

    def band(self, places: Iterable[int], base: frozenset[int]) -> None:
        """Select those under the rubber band, and those of `base`."""
        places_now = list(places)
        self.chosen = base | {self.ids[place] for place in places_now}
        if places_now:
            self._anchor, self.cursor = places_now[0], places_now[-1]

    def everything(self) -> None:
        self.chosen = frozenset(self.ids)
        if self.cursor is None and self.ids:
            self.cursor = 0

    def nothing(self) -> None:
        self.chosen = frozenset()

    def step(self, by: int, *, reaching: bool) -> int | None:
        """Move the cursor by so many places, within bounds; its new place, None where there is nothing at all."""
        if not self.ids:
            return None
        at = min(max((self.cursor or 0) + by, 0), len(self.ids) - 1)
        if reaching:
            self.reach(at)
        else:
            self.only(at)
        return at

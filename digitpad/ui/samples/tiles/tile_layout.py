"""Places of the tiles of a grid, in px of its whole height; knows nothing of their content."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.records import Box

WIDEST = 1.2  # times the width that is asked for


@dataclass(frozen=True)
class TileLayout:
    """`count` tiles in rows from the left, `gap` px between them and `edge` px around all of them."""

    count: int
    columns: int
    width: int  # px of a tile
    height: int
    gap: int
    edge: int

    @staticmethod
    def fitting(count: int, room: int, *, width: int, height: int, gap: int, edge: int) -> TileLayout:
        """Return as many columns as `room` px hold, at least one; tiles grow beyond `width` to fill the room."""
        columns = max(1, (room - 2 * edge + gap) // (width + gap))
        wider = max(width, (room - 2 * edge + gap) // columns - gap)
        return TileLayout(count, columns, min(wider, round(WIDEST * width)), height, gap, edge)

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def total_height(self) -> int:
        """Height of all tiles, px, with both edges."""
        return self.rows * (self.height + self.gap) - self.gap + 2 * self.edge if self.count else 0

    def box(self, place: int) -> Box:
        row, column = divmod(place, self.columns)
        left = self.edge + column * (self.width + self.gap)
        return Box(left, self.edge + row * (self.height + self.gap), self.width, self.height)

    def at(self, x: float, y: float) -> int | None:
        """The tile that lies there."""
        column, beside = divmod(int(x) - self.edge, self.width + self.gap)
        row, below = divmod(int(y) - self.edge, self.height + self.gap)
        place = row * self.columns + column
        inside = 0 <= column < self.columns and row >= 0 and beside < self.width and below < self.height
        return place if inside and place < self.count else None

    def seen(self, top: float, bottom: float) -> range:
        """Whole rows of tiles that lie at least partly between two heights."""
        step = self.height + self.gap
        first = max(0, (int(top) - self.edge) // step)
        end = max(first, -(-(int(bottom) - self.edge) // step))
        return range(min(first * self.columns, self.count), min(end * self.columns, self.count))

    def touched(self, area: Box) -> list[int]:
        """Tiles that an area touches."""
        return [place for place in self.seen(area.top, area.bottom + 1) if _meet(self.box(place), area)]


def _meet(one: Box, other: Box) -> bool:
    beside = one.left <= other.right and other.left <= one.right
    return beside and one.top <= other.bottom and other.top <= one.bottom

"""A rectangle of whole pixels; the origin at the top left, y down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor


@dataclass(frozen=True)
class Box:
    left: int  # px of the source
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first px on the right of the box."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first px below the box."""
        return self.top + self.height

    def scaled(self, factor: float) -> Box:
        """Return the smallest box of whole pixels that holds this one times `factor`."""
        left, top = floor(self.left * factor), floor(self.top * factor)
        right, bottom = ceil(self.right * factor), ceil(self.bottom * factor)
        return Box(left, top, right - left, bottom - top)

    def within(self, width: int, height: int) -> Box:
        """Return the part that lies in a picture of width x height px; its width or height is 0 where none does."""
        left, top = min(max(self.left, 0), width), min(max(self.top, 0), height)
        right, bottom = min(max(self.right, left), width), min(max(self.bottom, top), height)
        return Box(left, top, right - left, bottom - top)

    @property
    def part(self) -> tuple[slice, slice]:
        """Slices of the box in an array (height, width, …) that holds all of it."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def moved(self, right: int, down: int) -> Box:
        """Return the box shifted by whole px."""
        return Box(self.left + right, self.top + down, self.width, self.height)

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """Return the smallest box that holds all of `boxes` (at least one)."""
        all_boxes = list(boxes)
        left, top = min(b.left for b in all_boxes), min(b.top for b in all_boxes)
        return Box(left, top, max(b.right for b in all_boxes) - left, max(b.bottom for b in all_boxes) - top)

"""Numbers that were recorded already: the same one, at the same place, about the same time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from digitpad.records import Box
from digitpad.ui.recorded.saved_number import Sight

WITHIN_S = 10.0  # a number that was away for less is the same paper, held up again
APART = 0.5  # of the number's longer side: one that has moved less is at the same place


@dataclass
class _Stay:
    """A number at a place, from the first to the last moment at which it was seen there."""

    sight: Sight
    first_s: float
    last_s: float


class Repeats:
    """Remembers where and when each number was seen since it was recorded."""

    def __init__(self) -> None:
        self._stays: dict[str, list[_Stay]] = defaultdict(list)  # by the number

    def add(self, text: str, sight: Sight) -> None:
        """Remember one that is recorded."""
        self._stays[text].append(_Stay(sight, sight.moment_s, sight.moment_s))

    def seen(self, text: str, sight: Sight) -> bool:
        """Tell whether this number was recorded already; if so, it has been seen until now."""
        for stay in self._stays.get(text, ()):
            if _same(stay, sight):
                stay.first_s, stay.last_s = min(stay.first_s, sight.moment_s), max(stay.last_s, sight.moment_s)
                stay.sight = sight
                return True
        return False


def _same(stay: _Stay, sight: Sight) -> bool:
    before = stay.sight
    near = stay.first_s - WITHIN_S <= sight.moment_s <= stay.last_s + WITHIN_S
    when = near if not sight.picture else before.picture == sight.picture
    return when and before.source == sight.source and _near(before.place, sight.place)


def _near(one: Box, other: Box) -> bool:
    reach = APART * max(one.width, one.height, other.width, other.height)
    across = abs((one.left + one.right) - (other.left + other.right)) / 2
    down = abs((one.top + one.bottom) - (other.top + other.bottom)) / 2
    return max(across, down) <= reach

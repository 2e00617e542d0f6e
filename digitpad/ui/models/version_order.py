"""Orders in which the versions are listed, and the row of words that chooses one."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from digitpad.learning.registry.version import Version
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

UNKNOWN = -1.0  # in place of a figure that was not measured: last
Order = Callable[[Sequence[Version]], list[Version]]
OLDEST, NEWEST, NAME, OWN, MNIST = "Oldest", "Newest", "Name", "Your samples", "MNIST"
ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        OLDEST: list,
        NEWEST: lambda versions: list(reversed(versions)),
        NAME: lambda versions: sorted(versions, key=lambda version: version.name.casefold()),
        OWN: lambda versions: sorted(versions, key=lambda version: -_or_unknown(version.own)),
        MNIST: lambda versions: sorted(versions, key=lambda version: -_or_unknown(version.mnist)),
    }
)


class VersionOrder(Flow):
    """`on_choose` hears that another order was chosen. Versions come as they are stored: the oldest first."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_choose: Callable[[], None]) -> None:
        super().__init__(parent, theme=theme)
        self._on_choose, self._chosen = on_choose, OLDEST
        self.put(QuietLabel(self, theme=theme, text="Sort by"))
        self._chips = {name: self._chip(name, theme) for name in ORDERS}
        self._chips[OLDEST].choose(True)

    def sort(self, versions: Sequence[Version]) -> list[Version]:
        """Return the versions in the chosen order, the best figure first."""
        return ORDERS[self._chosen](versions)

    def _chip(self, name: str, theme: Theme) -> LabelChip:
        chip = LabelChip(self, text=name, theme=theme, on_choose=lambda beside: self._choose(name))
        self.put(chip)
        return chip

    def _choose(self, name: str) -> None:
        self._chosen = name
        for other, chip in self._chips.items():
            chip.choose(other == name)
        self._on_choose()


def _or_unknown(share: float | None) -> float:
    return UNKNOWN if share is None else share

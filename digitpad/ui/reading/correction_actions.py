"""The corrections that a column with a reading can make; each page with such a column has its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from digitpad.records import Digit, Glyph, Sign
from digitpad.ui.core.pending_corrections import Storing


class CorrectionActions(Protocol):
    """Digits and marks are named by their place in the reading."""

    def label(self, places: Sequence[int], label: int | str | None) -> None:
        """These are this digit, or this mark; None: neither."""

    def confirm(self, places: Sequence[int]) -> None:
        """These were read right."""

    def join(self, places: Sequence[int]) -> None:
        """These are one digit."""

    def split(self, place: int) -> None:
        """This is two digits."""

    def spell(self, text: str, on_done: Callable[[str], None]) -> None:
        """Take the whole number for `text`, rows with spaces between them.

        `on_done` gets "" when that is done, else a sentence that says why it cannot be; nothing is changed then.
        """

    def take_back(self, place: int) -> None:
        """Undo what was said of this one."""

    def storing(self, place: int) -> Storing:
        """Return how far the correction of this one has come to the disk."""
        ...

    def sample_glyph(self, id: int) -> Glyph | None:
        """Return the glyph of a stored sample."""
        ...

    def show_sample(self, id: int) -> None:
        """Bring up a stored sample."""


def storing_of(signs: Sequence[Sign], corrections: CorrectionActions | None) -> dict[int, Storing]:
    """Return, by place, how far the corrections of these have come to the disk."""
    if corrections is None:
        return {}
    return {place: corrections.storing(place) for place, sign in enumerate(signs) if sign.decided_by == "hand"}


def reminders_of(signs: Sequence[Sign], corrections: CorrectionActions | None) -> dict[int, Glyph]:
    """Return, by place, the glyphs of the stored samples by which memory decided."""
    if corrections is None:
        return {}
    ids = ((place, sign.reminded_by) for place, sign in enumerate(signs) if isinstance(sign, Digit))
    glyphs = ((place, corrections.sample_glyph(id)) for place, id in ids if id is not None)
    return {place: glyph for place, glyph in glyphs if glyph is not None}

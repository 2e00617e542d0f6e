"""The word beside the reading that says if its numbers are sure, as wholes."""

from __future__ import annotations

from digitpad.languages import _
from digitpad.records import Reading
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import Toolbar
from digitpad.ui.widgets.tooltip import Tooltip

MEANING = _("A number is sure where both readers agree, and 99 of 100 such numbers are right.")
ROOM = 80  # px at scale 1


class Sureness(QuietLabel):
    """Stands in a bar that leaves `ROOM` free for it, so that nothing moves when it speaks."""

    def __init__(self, bar: Toolbar, *, theme: Theme) -> None:
        super().__init__(bar, theme=theme)
        bar.put(self)
        Tooltip(self, MEANING, theme=theme)

    def show(self, reading: Reading) -> None:
        self.configure(text=sureness_words(reading))


def sure_rows(reading: Reading) -> tuple[int, ...]:
    """Return the rows that are sure as numbers, of those in which the user decided nothing."""
    by_hand = [any(sign.decided_by == "hand" for sign in row) for row in reading.signs]
    judged = zip(reading.trusts, by_hand, strict=False)
    return tuple(number for number, (trust, own) in enumerate(judged) if trust.sure and not own)


def sureness_words(reading: Reading) -> str:
    """Return how many numbers are sure; "" where that was not looked at, or the user decided."""
    if not reading.trusts or any(sign.decided_by != "network" for sign in reading.sequence):
        return ""
    count, sure = len(reading.rows), len(sure_rows(reading))
    if count == 1:
        return _("sure") if sure else _("not sure")
    return _("{sure:,} of {count:,} sure").format(sure=sure, count=count)

"""The sentence under the number, and the room that is kept for it."""

from __future__ import annotations

from digitpad.languages import _
from digitpad.records import Reading
from digitpad.ui.reading.cards import MOST_CARDS
from digitpad.ui.widgets.theme import Theme

LOOK = _("Click a card for all ten guesses.")
NONE_SELECTED = _("Wrong? Click a digit and type the right one.")
ONE_SELECTED = _("Type the right digit, X if it is none, Enter if it was read right.")
MORE_SELECTED = _("Join them if they are one digit (J), or type what each of them is.")
USUAL = (LOOK, NONE_SELECTED, ONE_SELECTED, MORE_SELECTED)
INSET, ABOVE = 2, 4  # px at scale 1, beside and above the sentence


def hint_words(reading: Reading, selected: int, *, corrects: bool) -> str:
    """Return what can be done with the digits, or what is wrong with their picture, while so many are selected."""
    count, words = len(reading.sequence), LOOK
    if corrects:
        words = (NONE_SELECTED, ONE_SELECTED, MORE_SELECTED)[min(2, selected)]
    if reading.hint and not selected:
        return reading.hint
    return (
        _("The first {most_cards} of {count:,} digits. {words}").format(most_cards=MOST_CARDS, count=count, words=words)
        if count > MOST_CARDS
        else words
    )


def hint_height(theme: Theme, width: int) -> int:
    """Return the height of the usual sentences in `width` px, so that nothing moves as one follows the other."""
    longest = max(theme.small.measure(words) for words in USUAL)
    lines = -(-longest // max(1, width - 2 * theme.px(INSET)))
    return int(lines * theme.small.metrics("linespace")) + theme.px(ABOVE)

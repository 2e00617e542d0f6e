"""The word and the ticks for numbers that are sure: of finished drawings and pictures, never of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from digitpad.records import Reading, RowTrust, Stroke
from digitpad.settings import Settings
from digitpad.vision.segmentation.segments import Numbers
from tests.support.hand import Hand
from tests.support.readers import Counting, InRows

LINE = [(100, 100), (110, 200)]


class Trusting(Counting):
    """Sure of what it counts, where it is asked for its trust."""

    confidence = 0.995

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        read = super().read_strokes(strokes, whole)
        return replace(read, trusts=(RowTrust(self.confidence, agreed=True),)) if judged else read


class TrustingRows(InRows):
    """Reads rows of twelve, and trusts the second alone."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[Numbers] = (), *, judged: bool = False
    ) -> Reading:
        read = super().read_strokes(strokes, whole)
        trusts = tuple(RowTrust(0.999, agreed=place == 1) for place in range(len(read.rows)))
        return replace(read, trusts=trusts) if judged else read


def word(hand: Hand) -> str:
    """The word beside the head of the reading."""
    (label,) = hand.widgets("Sureness")
    return str(label.cget("text"))


@pytest.mark.parametrize(("confidence", "said"), [(0.995, "sure"), (0.98, "not sure")])
def test_a_finished_drawing_is_called_sure_or_not(opens, confidence, said):
    engine = Trusting()
    engine.confidence = confidence
    hand = opens((lambda: engine,), Settings(theme="light"))
    hand.draw([LINE])
    hand.wait_for_number("0")
    hand.wait_until(lambda: word(hand) == said, said)
    (number,) = hand.widgets("BigNumber")
    assert not number.find_withtag("tick"), "the word is enough for one number"


def test_the_word_goes_where_the_user_decides(opens):
    hand = opens((Trusting,), Settings(theme="light"))
    hand.draw([LINE])
    hand.wait_until(lambda: word(hand) == "sure", "the word")
    (card,) = hand.widgets("Card")
    hand.click(card)
    hand.type(card, "4")
    hand.wait_for_number("4")
    hand.wait_until(lambda: word(hand) == "", "no word")


def test_of_several_numbers_those_that_are_sure_have_a_tick(opens):
    hand = opens((TrustingRows,), Settings(theme="light"))
    hand.draw([[(60 + 4 * place, 100), (61 + 4 * place, 160)] for place in range(14)])
    hand.wait_until(lambda: word(hand) == "1 of 2 sure", "the words")
    (number,) = hand.widgets("BigNumber")
    (tick,) = number.find_withtag("tick")
    lowest = max(number.coords(item)[1] for item in number.find_withtag("digit"))
    assert number.coords(tick)[1] == lowest, "beside the second number"

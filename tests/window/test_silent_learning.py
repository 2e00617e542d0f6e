"""Only finished drawings teach in silence, and what they taught is seen and forgotten in one click."""

from __future__ import annotations

from tests.support.hand import Hand, below
from tests.support.readers import Counting


def learned(hand: Hand) -> list[str]:
    """The labels in the window that lists them, newest first."""
    hand.choose("Learned in silence…")
    hand.wait_until(lambda: hand.widgets("SilentLearning"), "the list")
    hand.rest(0.2)
    return labels(hand)


def labels(hand: Hand) -> list[str]:
    buttons = [it for it in below(hand.widgets("SilentLearning")[0]) if it.winfo_class() == "TButton"]
    return [str(button.cget("text")) for button in buttons if str(button.cget("text")).isdecimal()]


def draw_two(hand: Hand) -> None:
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")


def test_a_discarded_drawing_teaches_nothing_and_a_finished_one_can_be_forgotten(opens):
    hand = opens((Counting,))
    draw_two(hand)
    hand.key("<Delete>")
    hand.wait_for_number("")
    assert learned(hand) == []
    draw_two(hand)
    hand.key("<Control-c>")
    hand.key("<Delete>")
    assert learned(hand) == ["1", "0"]
    focus = hand.widgets("SilentLearning")[0].focus_lastfor()  # the small window's own, whoever has the display's
    assert focus.cget("text") == "Close", "a key that is pressed at once forgets nothing"
    one = next(
        it
        for it in below(hand.widgets("SilentLearning")[0])
        if it.winfo_class() == "TButton" and str(it.cget("text")) == "1"
    )
    one.invoke()
    hand.wait_until(lambda: labels(hand) == ["0"], "one to be forgotten")
    hand.press_button("Forget all")
    hand.wait_until(lambda: labels(hand) == [], "all to be forgotten")
    hand.press_button("Undo")
    hand.wait_until(lambda: labels(hand) == ["0"], "the last click to be taken back")
    hand.press_button("Forget all")
    hand.wait_until(lambda: labels(hand) == [], "all to be forgotten again")

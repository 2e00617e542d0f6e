"""Messages lie over the page and go when their cause has gone; Esc closes what is topmost and destroys nothing."""

from __future__ import annotations

from digitpad.ui.shell import banner
from tests.support.hand import Hand
from tests.support.readers import Counting


def complain(hand: Hand) -> None:
    hand.root.clipboard_clear()
    hand.root.clipboard_append("/no/such/file")
    hand.key("<Control-v>")
    hand.wait_until(lambda: hand.complaint, "a sentence")


def test_a_message_moves_nothing_on_the_page(opens):
    hand = opens((Counting,))
    place = [hand.pad.winfo_rootx(), hand.pad.winfo_rooty(), hand.pad.winfo_width(), hand.pad.winfo_height()]
    complain(hand)
    hand.rest(0.2)
    now = [hand.pad.winfo_rootx(), hand.pad.winfo_rooty(), hand.pad.winfo_width(), hand.pad.winfo_height()]
    assert now == place


def test_a_message_goes_when_the_user_goes_on_but_can_be_read_before(opens, monkeypatch):
    monkeypatch.setattr(banner, "READ_S", 0.6)
    hand = opens((Counting,))
    complain(hand)
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_for_number("0")
    assert hand.complaint
    hand.wait_until(lambda: not hand.complaint, "the message to go", 3)
    complain(hand)
    hand.turn_to("Samples")
    hand.wait_until(lambda: not hand.complaint, "the message to go", 3)


def test_escape_closes_the_message_then_the_selection_and_leaves_the_ink(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    hand.click(hand.widgets("Card")[0])
    assert hand.widgets("CorrectionBar")
    complain(hand)
    hand.root.event_generate("<Escape>")
    hand.root.update()
    assert not hand.complaint
    hand.type(hand.widgets("Card")[0], "<Escape>")
    assert not hand.widgets("CorrectionBar")
    for _ in range(3):
        hand.key("<Escape>")
    assert hand.number == "01" and len(hand.pad.strokes) == 2


def test_clear_has_a_key_and_leaves_a_way_back(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)]])
    hand.wait_for_number("0")
    hand.key("<Delete>")
    hand.wait_for_number("")
    assert hand.status == "Cleared"
    link = next(label for label in hand.widgets("Label") if str(label.cget("text")) == "Undo")
    link.event_generate("<ButtonRelease-1>")
    hand.wait_for_number("0")


def test_the_way_back_goes_with_the_next_stroke_and_undo_still_leads_there(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    hand.key("<Delete>")
    hand.wait_for_number("")
    assert hand.status == "Cleared"
    hand.pad.event_generate("<ButtonPress-1>", x=60, y=60)
    hand.pad.event_generate("<B1-Motion>", x=60, y=160)
    hand.root.update()
    assert hand.status != "Cleared"
    hand.pad.event_generate("<ButtonRelease-1>", x=60, y=160)
    hand.wait_for_number("0")
    hand.key("<Control-z>")
    hand.key("<Control-z>")
    hand.wait_for_number("01")


def test_what_was_undone_is_not_told_any_longer(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)]])
    hand.wait_for_number("0")
    hand.key("<Delete>")
    hand.wait_for_number("")
    link = next(label for label in hand.widgets("Label") if str(label.cget("text")) == "Undo")
    link.event_generate("<ButtonRelease-1>")
    hand.root.update()
    assert hand.status != "Cleared"


def test_news_is_not_told_on_another_page(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)]])
    hand.wait_for_number("0")
    hand.key("<Control-c>")
    assert hand.status == "Copied 0"
    hand.turn_to("Models")
    assert "Copied" not in hand.status
    hand.turn_to("Draw")
    assert "Copied" not in hand.status


def test_saved_never_stands_beside_saving(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    hand.click(hand.widgets("Card")[0])
    hand.type(hand.widgets("Card")[0], "7")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the first to be saved")
    hand.click(hand.widgets("Card")[1])
    hand.widgets("Card")[1].event_generate("8")
    assert "saving…" in hand.verdicts and not hand.status.startswith("Saved")
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the second to be saved")
    assert "saving…" not in hand.verdicts

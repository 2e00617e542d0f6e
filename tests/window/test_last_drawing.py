"""The drawing that lay on the pad comes back at the next start."""

from __future__ import annotations

from digitpad.ui.draw.files import LAST_DRAWING
from tests.support.readers import Counting


def test_the_last_drawing_is_on_the_pad_again_and_a_cleared_one_is_not(opens, tmp_path):
    hand = opens((Counting,), restores=True)
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    drawn = [stroke.points.tolist() for stroke in hand.pad.strokes]
    hand.app.quit()
    again = opens((Counting,), restores=True)
    again.wait_for_number("01")
    assert [stroke.points.tolist() for stroke in again.pad.strokes] == drawn
    again.key("<Delete>")
    again.wait_for_number("")
    again.app.quit()
    assert not (tmp_path / LAST_DRAWING).exists()


def test_a_damaged_drawing_is_set_aside_and_named(opens, tmp_path):
    (tmp_path / LAST_DRAWING).write_text("{")
    hand = opens((Counting,), restores=True)
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert LAST_DRAWING in hand.complaint and (tmp_path / f"{LAST_DRAWING}.bad").exists() and not hand.pad.strokes

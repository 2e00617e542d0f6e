"""The window comes back where it was, unless that is no longer on a screen."""

from __future__ import annotations

import pytest

from digitpad import settings as settings_file
from digitpad.settings import Settings
from tests.support.hand import Hand
from tests.support.readers import Counting

SMALL = {"theme": "light", "window_width": 700, "window_height": 500}


def corner(hand: Hand) -> tuple[int, int]:
    """Left and top of the window with its menus, px of the screen."""
    hand.root.update_idletasks()
    left, top = hand.root.wm_geometry().split("+")[1:]
    return int(left), int(top)


def test_it_comes_back_where_it_was_closed(opens, tmp_path):
    hand = opens((Counting,), Settings(**SMALL))
    hand.root.geometry("+120+90")
    hand.wait_until(lambda: corner(hand) == (120, 90), "the new place")
    hand.app.quit()
    again = opens((Counting,), settings_file.load(tmp_path)[0])
    again.wait_until(lambda: corner(again) == (120, 90), "the same place")


@pytest.mark.parametrize("beyond", ["right", "below"])
def test_a_little_beyond_the_edge_it_is_moved_back(opens, beyond):
    hand = opens((Counting,), Settings(**SMALL))
    width, height = hand.root.winfo_screenwidth(), hand.root.winfo_screenheight()
    hand.app.quit()
    over = (width - 600, 40) if beyond == "right" else (40, height - 450)
    again = opens((Counting,), Settings(**SMALL, window_corner=over))
    again.wait_until(lambda: again.root.winfo_width() == 700, "the size")
    left, top = corner(again)
    assert 0 < left <= width - 700 and 0 < top <= height - 500 and (left, top) != over


@pytest.mark.parametrize("away", [(20_000, 100), (100, 20_000), (-20_000, 100), (100, -900)])
def test_a_place_on_a_screen_that_is_gone_is_left_to_the_desktop(opens, away):
    hand = opens((Counting,), Settings(**SMALL, window_corner=away))
    assert corner(hand) == (0, 0)

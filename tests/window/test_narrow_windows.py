"""In a window of 640 x 480 what matters is in sight: whole cards, a large film, labels that stand apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from digitpad.records import Box, FrameResult, Reading
from digitpad.settings import Settings
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.hand import Hand
from tests.support.readers import Counting, InRows

SMALL = {"window_width": 640, "window_height": 480}
LEAST_PICTURE = 0.45  # of the page's height


def boxes(widgets: list[Any]) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each on the screen, px."""
    places = [(it.winfo_rootx(), it.winfo_rooty(), it.winfo_width(), it.winfo_height()) for it in widgets]
    return [(left, top, left + width, top + height) for left, top, width, height in places]


def test_a_whole_row_of_cards_is_in_sight_and_large_ones_where_there_is_room(opens):
    hand = opens((Counting,), Settings(theme="light", **SMALL))
    hand.wait_ready()
    hand.draw([[(20 + 60 * x, 40), (20 + 60 * x, 140)] for x in range(3)])
    hand.wait_for_number("012")
    hand.rest(0.2)
    (scroller,) = [it for it in hand.widgets("Scroller") if str(hand.widgets("Card")[0]).startswith(f"{it}.")]
    (_, _, right, bottom), cards = boxes([scroller])[0], boxes(hand.widgets("Card"))
    assert len(cards) == 3 and all(card[2] <= right and card[3] <= bottom for card in cards), (cards, right, bottom)
    small = cards[0][2] - cards[0][0]
    hand.root.geometry("1280x800")
    hand.wait_until(lambda: hand.widgets("Card")[0].winfo_width() > small, "large cards")
    assert hand.number == "012" and len(hand.widgets("Card")) == 3


def test_a_small_card_takes_a_correction_and_gives_it_back(opens):
    hand = opens((Counting,), Settings(theme="light", **SMALL))
    hand.wait_ready()
    hand.draw([[(60, 40), (60, 140)]])
    hand.wait_for_number("0")
    hand.click(hand.widgets("Card")[0])
    hand.type(hand.widgets("Card")[0], "7")
    hand.wait_for_number("7")
    hand.wait_until(lambda: hand.verdicts == ["corrected"], "the word")
    card = hand.widgets("Card")[0]
    x, y = card.coords("undo")
    hand.click(card, round(x) - 3, round(y))
    hand.wait_for_number("0")


def test_the_arrow_keys_go_to_the_card_that_stands_below(opens):
    hand = opens((InRows,), Settings(theme="light", **SMALL))
    hand.wait_ready()
    hand.draw([[(20 + 25 * x, 40), (20 + 25 * x, 90)] for x in range(7)])
    hand.wait_for_number("0123456")
    hand.rest(0.2)
    cards = hand.widgets("Card")
    hand.click(cards[1])
    hand.type(cards[1], "<Down>")
    below = next(place for place, card in enumerate(cards) if str(card) == str(hand.root.tk.call("focus")))
    assert boxes([cards[below]])[0][0] == boxes([cards[1]])[0][0] and below > 1
    hand.type(cards[below], "<Up>")
    assert str(hand.root.tk.call("focus")) == str(cards[1])


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> str:
    scene = np.full((480, 640, 3), 200, np.uint8)
    return video(tmp_path_factory.mktemp("films") / "a meter reading.avi", lambda number: scene, frames=600, fps=15)


@pytest.fixture
def camera(opens, film: str) -> tuple[Hand, CameraEye, Onlooker]:
    engine = Onlooker()
    hand = opens((lambda: engine,), Settings(theme="light", **SMALL), film)
    hand.wait_until(lambda: hand.widgets("Slider") and hand.number, "the film")
    hand.rest(0.3)
    return hand, CameraEye(hand), engine


def test_a_film_has_most_of_the_height_and_its_buttons_one_line(camera):
    hand, eye, _ = camera
    (page,), (bar,) = hand.widgets("CameraPage"), hand.widgets("CameraBar")
    assert eye.view.winfo_height() >= LEAST_PICTURE * page.winfo_height()
    middles = {it.winfo_y() + it.winfo_height() // 2 for it in bar.winfo_children() if it.winfo_ismapped()}
    assert max(middles) - min(middles) <= 2
    name = str(hand.widgets("SourceChoice")[0].cget("text"))
    assert name.startswith("…") and name.endswith(".avi")
    hand.root.geometry("1280x800")
    hand.wait_until(lambda: hand.widgets("StageChoice"), "the button that has no room in a narrow window")


def test_a_stage_that_is_shown_can_be_put_away_there(camera):
    hand, _, _ = camera
    assert not hand.widgets("StageChoice")
    hand.key("s")
    hand.wait_until(lambda: hand.widgets("StageChoice"), "the button")


class Crowded(Onlooker):
    """Sees 4, 7 and 1 closer to each other than a label is wide."""

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        height, width = picture.shape[:2]
        seen = super().read_frame(picture, region, stages).reading.digits
        boxes = [Box(round(width * (0.3 + 0.03 * place)), height // 2, width // 40, height // 16) for place in range(3)]
        return FrameResult(Reading((tuple(replace(it, box=box) for it, box in zip(seen, boxes, strict=True)),)))


def test_labels_on_the_picture_never_cover_each_other(opens, film):
    hand = opens((Crowded,), Settings(theme="light", **SMALL), film)
    hand.wait_until(lambda: hand.widgets("Slider") and hand.number == "471", "the number")
    eye = CameraEye(hand)
    hand.wait_until(lambda: len(eye.marks) in (1, 2), f"labels left out (shown: {eye.marks})")
    labels = [it for it in eye.view.find_withtag("label") if eye.view.itemcget(it, "state") != "hidden"]
    assert all(one[2] <= other[0] for one, other in pairwise(sorted(map(eye.view.bbox, labels))))

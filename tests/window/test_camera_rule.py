"""The rule that numbers obey on the camera's page: typed there, obeyed by what is shown, copied and recorded."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad.settings import Settings, load
from digitpad.ui.rules.ruled import NONE_OBEYS, OBEYS
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.hand import Hand, below

DOUBTFUL = "range=472-479"  # of what is read, 471, another last digit is just likely enough


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> str:
    return video(tmp_path_factory.mktemp("films") / "film.avi", lambda number: np.full((240, 320, 3), 200, np.uint8))


class RuleUser:
    """A hand on the field of the camera's page."""

    def __init__(self, opens, film: str, **settings: str) -> None:
        engine = Onlooker()
        self.hand: Hand = opens((lambda: engine,), Settings(theme="light", **settings), film)
        self.eye = CameraEye(self.hand)
        self.hand.wait_until(lambda: self.hand.number, "a number")

    @property
    def fields(self) -> list:
        return self.hand.widgets("RuleField")

    @property
    def line(self):
        return next(widget for widget in below(self.fields[0]) if widget.winfo_class() == "TEntry")

    @property
    def words(self) -> str:
        return next(str(it.cget("text")) for it in self.fields[0].winfo_children() if type(it).__name__ == "Label")

    def write(self, rule: str) -> None:
        self.hand.key("<Control-u>")
        self.hand.wait_until(lambda: self.fields, "the field")
        self.line.delete(0, "end")
        self.line.insert(0, rule)
        self.hand.type(self.line, "<Return>")

    def wait_for_words(self, sought: str) -> None:
        self.hand.wait_until(lambda: sought in self.words, f"the words {sought!r} (shown: {self.words!r})")


@pytest.fixture
def user(opens, film) -> RuleUser:
    return RuleUser(opens, film)


def test_what_is_shown_copied_and_saved_obeys_and_the_reading_without_stands_beside(user):
    user.hand.wait_for_number("471")
    assert not user.fields
    user.write(DOUBTFUL)
    user.hand.wait_until(lambda: user.hand.number.startswith("47") and user.hand.number != "471", "a number that obeys")
    number = user.hand.number
    user.wait_for_words("Without the rule: 471")
    assert user.hand.verdicts[2] == "by the rule" and user.eye.marks == list(number)
    user.hand.key("<Control-c>")
    assert user.hand.root.clipboard_get() == number
    user.hand.key("<Return>")
    user.hand.wait_until(lambda: user.eye.kept == [number], "the saved number")


def test_a_number_that_the_rule_changed_is_recorded_by_the_user_alone(user):
    user.write(DOUBTFUL)
    user.hand.press_button("Record automatically")
    user.hand.wait_until(lambda: "is not sure; Enter records it" in user.hand.status, "the sentence")
    assert user.eye.kept == []
    user.hand.focus(user.hand.widgets("CameraPage")[0])
    user.hand.key("<Return>")
    user.hand.wait_until(lambda: user.eye.kept, "a number")
    assert all(472 <= int(number) <= 479 for number in user.eye.kept)


def test_a_number_that_obeys_as_it_is_read_is_recorded_by_itself(user):
    user.write("length=3")
    user.hand.press_button("Record automatically")
    user.hand.wait_until(lambda: user.eye.kept == ["471"], "the number")


def test_a_number_that_obeys_or_cannot_is_left_alone_and_that_is_said(user):
    user.write("length=3")
    user.wait_for_words(OBEYS)
    user.write("length=9")
    user.wait_for_words(NONE_OBEYS)
    assert user.hand.number == "471"


def test_the_user_is_stronger_than_the_rule(user):
    user.write(DOUBTFUL)
    user.hand.wait_until(lambda: user.hand.number != "471", "a number that obeys")
    card = user.hand.widgets("Card")[2]
    user.hand.click(card)
    user.hand.type(card, "0")
    user.hand.wait_for_number("470")
    user.wait_for_words(NONE_OBEYS)


def test_it_is_one_rule_for_camera_and_pad(user, tmp_path):
    user.write(DOUBTFUL)
    user.hand.wait_until(lambda: user.hand.number != "471", "a number that obeys")
    assert load(tmp_path)[0].rule == DOUBTFUL
    user.hand.turn_to("Draw")
    user.hand.wait_until(lambda: user.fields and user.line.get() == DOUBTFUL, "the field on the pad's page")
    user.write("")
    user.hand.turn_to("Camera")
    user.hand.wait_for_number("471")
    assert load(tmp_path)[0].rule == ""


def test_it_holds_from_the_first_frame_of_the_next_window(opens, film):
    later = RuleUser(opens, film, rule=DOUBTFUL)
    assert later.hand.number != "471" and later.line.get() == DOUBTFUL

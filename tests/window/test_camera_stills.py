"""Frames that stand still in the real window: held, the last of a video, and the pictures of a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.records import Box, FrameResult, Reading
from digitpad.settings import Settings
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.hand import Hand

SIZE = (240, 320)  # height, width
STEP = 25  # grey levels from one digit's picture to the next


class ReadsGrey(Onlooker):
    """Reads a single digit in each frame, which its shade of grey tells."""

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        self.labels = [label_of(picture)]
        return super().read_frame(picture, region, stages)


def label_of(picture: np.ndarray) -> int:
    return round((float(picture.mean()) - 10) / STEP)


def grey(label: int) -> np.ndarray:
    return np.full((*SIZE, 3), 10 + STEP * label, np.uint8)


def watch(opens, source: str) -> tuple[Hand, CameraEye]:
    engine = ReadsGrey()
    hand = opens((lambda: engine,), Settings(theme="light"), source)
    return hand, CameraEye(hand)


def label_shown(eye: CameraEye) -> int:
    return round((eye.colour_at(0.5, 0.9)[0] - 10) / STEP)


@pytest.fixture
def film(tmp_path) -> str:
    """A new digit every tenth of a second: too fast for any reading over frames to settle."""
    return video(tmp_path / "film.avi", lambda number: grey(number // 3 % 10), frames=600, fps=30)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Pictures of 3, 1 and 7 in the same place, and a file that is none."""
    made = tmp_path / "pictures"
    made.mkdir()
    for name, label in (("a", 3), ("b", 1), ("d", 7)):
        Image.fromarray(grey(label)).save(made / f"{name}.png")
    (made / "c.png").write_bytes(b"nonsense")
    return made


def test_the_reading_is_that_of_exactly_the_held_frame(opens, film):
    hand, eye = watch(opens, film)
    hand.wait_until(lambda: eye.marks or hand.status.startswith("Playing,"), "the film", patience_s=5)
    for wait_s in (0.3, 0.17, 0.41):
        hand.rest(wait_s)
        hand.key("<space>")
        hand.rest(0.3)
        assert hand.number == str(label_shown(eye)) and eye.marks == [hand.number]
        hand.key("<space>")


def test_holding_pauses_the_file(opens, tmp_path):
    path = video(tmp_path / "slow.avi", lambda number: grey(number // 30 % 10), frames=300, fps=30)  # a digit a second
    hand, eye = watch(opens, path)
    hand.wait_for_number("1")
    hand.key("<space>")
    hand.rest(2.5)
    assert label_shown(eye) == 1
    hand.key("<space>")
    hand.rest(0.3)
    assert label_shown(eye) in (1, 2)


def test_at_the_end_the_last_frame_stays_with_its_own_reading(opens, tmp_path):
    path = video(tmp_path / "short.avi", lambda number: grey(4 if number < 39 else 9), frames=40, fps=30)
    hand, eye = watch(opens, path)
    hand.wait_until(lambda: "ended" in eye.hint, "the end")
    hand.rest(0.3)
    assert label_shown(eye) == 9 and hand.number == "9" and eye.marks == ["9"]


@pytest.mark.parametrize("still", ["held", "ended"])
def test_the_view_of_a_stage_stays_filled(opens, tmp_path, still):
    frames = 600 if still == "held" else 30
    hand, eye = watch(opens, video(tmp_path / "film.avi", lambda number: grey(4), frames=frames))
    if still == "held":
        hand.wait_for_number("4")
        hand.key("<space>")
    else:
        hand.wait_until(lambda: "ended" in eye.hint, "the end")
    for _ in range(2):
        hand.key("s")
        hand.rest(0.3)
        canvas = hand.widgets("StageView")[0].winfo_children()[0]
        image = next(item for item in canvas.find_all() if canvas.type(item) == "image")
        assert canvas.itemcget(image, "state") == "normal" and canvas.itemcget(image, "image")
        assert "ms" in hand.widgets("StageView")[0].winfo_children()[1].cget("text")


def test_each_picture_of_a_folder_is_read_by_itself(opens, folder):
    hand, eye = watch(opens, str(folder))
    hand.wait_for_number("3")
    seen: list[str] = []
    hand.key("n")
    hand.wait_until(lambda: seen.append(hand.number) or label_shown(eye) == 1, "the second picture")
    hand.rest(0.3)
    assert hand.number == "1" and eye.marks == ["1"]
    hand.rest(3.5)
    assert hand.number == "1", "it stays"
    hand.key("n")
    hand.wait_for_number("7")
    for sign, label in (("p", "1"), ("p", "3")):
        hand.key(sign)
        hand.wait_for_number(label)
    hand.key("p")
    hand.rest(0.3)
    assert hand.number == "3"


def test_the_pictures_of_a_folder_are_turned_with_buttons_also_after_the_last(opens, folder):
    hand, eye = watch(opens, str(folder))
    hand.wait_for_number("7")  # shown one after the other, by themselves
    hand.wait_until(lambda: "no more pictures" in eye.hint, "the end")
    assert hand.number == "7"
    back, ahead = hand.widgets("CameraBar")[0].steps
    hand.click(back, 5, 5)
    hand.wait_for_number("1")
    hand.click(ahead, 5, 5)
    hand.wait_for_number("7")


def test_pictures_are_recorded_by_themselves_one_by_one(opens, folder):
    hand, eye = watch(opens, str(folder))
    hand.wait_for_number("3")
    hand.press_button("Record automatically")
    hand.key("n")
    hand.wait_for_number("1")
    hand.key("n")
    hand.wait_for_number("7")
    hand.rest(0.2)
    assert eye.kept == ["3", "1", "7"]


def test_the_bar_does_not_move_when_its_words_change(opens, film, tmp_path):
    other = video(tmp_path / "a film with a name that is far too long for any button.avi", grey, frames=10)
    hand, eye = watch(opens, film)
    hand.wait_until(lambda: eye.marks or hand.status.startswith("Playing"), "the film")
    (bar,) = hand.widgets("CameraBar")
    (source,) = hand.widgets("SourceChoice")

    def places() -> list[tuple[int, int, int]]:
        hand.rest(0.2)
        return [(child.winfo_x(), child.winfo_y(), child.winfo_width()) for child in bar.winfo_children()]

    before, words = places(), str(source.cget("text"))
    hand.key("<space>")
    assert places() == before, "held"
    hand.key("<space>")
    hand.answer_file_dialog(other)
    hand.choose("Video file…")
    hand.wait_until(lambda: str(source.cget("text")) != words, "the name of the other film")
    assert places() == before, "another source"
    hand.press_button("Record automatically")
    assert places() == before, "recording"


class RowsAtTheTop(Onlooker):
    """Sees 4, 7 and 1 right below the picture's edge, and again close below these."""

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        (row,) = super().read_frame(picture, region, stages).reading.rows
        upper = tuple(replace(one, box=one.box.moved(0, 2 - one.box.top)) for one in row)
        lower = tuple(replace(one, box=one.box.moved(0, round(1.1 * one.box.height))) for one in upper)
        return FrameResult(Reading((upper, lower)))


def test_no_label_of_a_row_at_the_edge_lies_on_the_row_below(opens, film):
    hand = opens((RowsAtTheTop,), Settings(theme="light"), film)
    hand.wait_for_number("471471")
    view = CameraEye(hand).view
    labels, boxes = view.find_withtag("label"), view.find_withtag("mark")[::3]
    assert len(labels) == len(boxes) == 6
    below = min(view.bbox(box)[1] for box in boxes[3:])
    assert all(view.coords(label)[1] < below for label in labels[:3])

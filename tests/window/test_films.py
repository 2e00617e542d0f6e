"""A video in the real window: paused, gone through frame by frame, by its slider and its keys, faster and slower."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.records import Box, FrameResult
from digitpad.settings import Settings
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.hand import Hand
from tests.support.mjpeg_server import MjpegServer

SIZE = (240, 320)  # height, width
STEP = 25  # grey levels from one digit's frame to the next
FRAMES, FPS = 200, 20


class ReadsGrey(Onlooker):
    """Reads a single digit in each frame, which its shade of grey tells."""

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        self.labels = [round((float(picture.mean()) - 10) / STEP)]
        return super().read_frame(picture, region, stages)


def grey(number: int) -> np.ndarray:
    """A frame whose shade tells the last figure of its number."""
    return np.full((*SIZE, 3), 10 + STEP * (number % 10), np.uint8)


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> str:
    return video(tmp_path_factory.mktemp("films") / "film.avi", grey, frames=FRAMES, fps=FPS)


class Player:
    """A hand and an eye for a film."""

    def __init__(self, opens, source: str, **settings: str) -> None:
        engine = ReadsGrey()
        self.hand: Hand = opens((lambda: engine,), Settings(theme="light", **settings), source)
        self.eye = CameraEye(self.hand)
        self.hand.wait_until(lambda: self.hand.widgets("Slider"), "the slider")

    @property
    def frame(self) -> int:
        """The number of the frame that is shown, from 0."""
        return int(self.hand.widgets("Slider")[0].value)

    @property
    def label_shown(self) -> int:
        return round((self.eye.colour_at(0.5, 0.9)[0] - 10) / STEP)

    @property
    def agrees(self) -> bool:
        """Picture, number, mark and slider tell of the same frame."""
        last = str(self.frame % 10)
        return self.hand.number == last == str(self.label_shown) and self.eye.marks == [last]

    def pause(self) -> None:
        self.hand.key("<space>")
        self.hand.wait_until(
            lambda: self.hand.status.startswith("Paused") and self.agrees, "the paused frame's reading"
        )

    def wait_for_frame(self, number: int) -> None:
        self.hand.wait_until(lambda: self.frame == number and self.agrees, f"frame {number} (shown: {self.frame})")


@pytest.fixture
def player(opens, film) -> Player:
    return Player(opens, film)


def test_frames_are_stepped_through_one_by_one_and_each_shows_its_own_reading(player):
    player.pause()
    start = player.frame
    for number in range(start + 1, start + 5):
        player.hand.key("<period>")
        player.wait_for_frame(number)
    for number in range(start + 3, max(start - 2, 0), -1):
        player.hand.key("<comma>")
        player.wait_for_frame(number)
    player.hand.rest(0.3)
    assert player.agrees and player.hand.status.startswith("Paused")


def test_quick_steps_are_all_taken(player):
    player.pause()
    start = player.frame
    for _ in range(7):
        player.hand.key("<period>")
    player.wait_for_frame(start + 7)


def test_the_slider_is_dragged_to_any_place_while_paused_and_its_frame_is_read(player):
    player.pause()
    slider = player.hand.widgets("Slider")[0]
    slider.event_generate("<ButtonPress-1>", x=20, y=10)
    for share in (0.3, 0.9, 0.5):
        slider.event_generate("<B1-Motion>", x=round(share * slider.winfo_width()), y=10)
        player.hand.root.update()
    slider.event_generate("<ButtonRelease-1>", x=slider.winfo_width() // 2, y=10)
    player.hand.wait_until(lambda: abs(player.frame - FRAMES / 2) < FRAMES / 10 and player.agrees, "the middle")


def test_the_slider_takes_arrow_keys_home_and_end(player):
    player.pause()
    slider = player.hand.widgets("Slider")[0]
    player.hand.type(slider, "<Home>")
    player.wait_for_frame(0)
    player.hand.type(slider, "<Right>")
    player.wait_for_frame(FPS)
    player.hand.type(slider, "<End>")
    player.wait_for_frame(FRAMES - 1)


def test_shift_and_the_arrows_go_five_seconds_on_and_back(player):
    player.pause()
    start = player.frame
    player.hand.key("<Shift-Key-Right>")
    player.wait_for_frame(min(FRAMES - 1, start + 5 * FPS))
    player.hand.key("<Shift-Key-Left>")
    player.wait_for_frame(max(0, min(FRAMES - 1, start + 5 * FPS) - 5 * FPS))


def test_brackets_play_slower_and_faster(player):
    (bar,) = player.hand.widgets("FilmBar")
    speed = next(child for child in bar.winfo_children() if child.winfo_class() == "TMenubutton")
    player.hand.key("<bracketright>")
    assert speed.cget("text") == "2×"
    for _ in range(5):
        player.hand.key("<bracketleft>")
    assert speed.cget("text") == "¼×"
    player.hand.type(player.hand.widgets("Slider")[0], "<Home>")
    player.hand.wait_until(lambda: player.frame < FPS, "the beginning")
    start = player.frame
    player.hand.rest(1.0)
    assert start <= player.frame <= start + FPS * 0.6, "a quarter of the frames at most, on a busy machine fewer"


def test_a_film_that_has_ended_is_played_again_or_gone_back_in(opens, tmp_path):
    short = Player(opens, video(tmp_path / "short.avi", grey, frames=24, fps=FPS))
    short.hand.wait_until(lambda: "ended" in short.eye.hint and short.frame == 23, "the end")
    short.hand.key("<comma>")
    short.wait_for_frame(22)
    short.hand.key("<space>")
    short.hand.wait_until(lambda: "ended" in short.eye.hint and short.frame == 23, "the end again")
    assert short.hand.button_works("Play")
    short.hand.key("<space>")
    assert "ended" not in short.eye.hint
    short.hand.wait_until(lambda: short.frame < 10, "the beginning")


def test_a_camera_has_no_slider_and_no_steps(opens):
    with MjpegServer(size=(640, 360)) as server:
        engine = Onlooker()
        hand = opens((lambda: engine,), Settings(theme="light"), server.url)
        hand.wait_for_number("471")
        assert not hand.widgets("Slider") and not hand.widgets("FolderStrip")
        hand.key("<period>")
        assert not hand.status.startswith("Paused")


def test_time_and_length_stand_beside_the_slider(player):
    player.pause()
    player.hand.type(player.hand.widgets("Slider")[0], "<Home>")
    player.wait_for_frame(0)
    words = [str(label.cget("text")) for label in player.hand.widgets("QuietLabel")]
    assert "0:00.0 / 0:10" in words


def test_a_snapshot_is_a_png_of_the_frame_and_never_takes_another_s_place(opens, film, tmp_path):
    folder = tmp_path / "snapshots"
    folder.mkdir()
    player = Player(opens, film, snapshot_folder=str(folder))
    player.pause()
    for count in (1, 2, 3):
        player.hand.key("<Shift-Key-S>")
        player.hand.wait_until(lambda count=count: len(_whole(folder)) == count, "the file")
    for path in _whole(folder):
        with Image.open(path) as picture:
            assert picture.format == "PNG" and picture.size == (SIZE[1], SIZE[0])
            assert abs(picture.getpixel((9, 9))[0] - 10 - STEP * player.label_shown) < 5


def _whole(folder: Path) -> list[Path]:
    return [path for path in folder.glob("film*.png") if path.stat().st_size]

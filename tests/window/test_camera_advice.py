"""The camera's page says in words what keeps a picture from being read, and shows the smallest digit beside it."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad.records import Box, FrameResult, Reading
from digitpad.settings import Settings
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.hand import Hand
from tests.support.mjpeg_server import MjpegServer

LEAST = 20  # px


class Hinting(Onlooker):
    """Sees no digit, and says why."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.hint = hint

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        if not self.hint:
            seen = super().read_frame(picture, region, stages)
            return FrameResult(seen.reading, seen.seconds, least_height=LEAST)
        return FrameResult(Reading(), {}, self.hint, least_height=LEAST)


def watch(opens, source: str, hint: str) -> tuple[Hand, CameraEye, Hinting]:
    engine = Hinting(hint)
    hand = opens((lambda: engine,), Settings(theme="light"), source)
    return hand, CameraEye(hand), engine


def ruler(eye: CameraEye) -> bool:
    return str(eye.view.itemcget("ruler words", "state")) == "normal"


def still(light: int, size: tuple[int, int] = (640, 360)):
    scene = np.full((size[1], size[0], 3), light, np.uint8)
    scene[0, 0] = 0
    return lambda number, asked: scene


@pytest.mark.parametrize(
    ("hint", "light", "fps", "words"),
    [
        ("too dark", 30, 30, "Bring more light"),
        ("too dark", 30, 5, "for want of light"),
        ("", 40, 5, "for want of light"),
        ("", 180, 5, "pictures a second. Hold it"),
        ("hold still", 180, 30, "Out of focus"),
        ("", 180, 30, "Good light"),
    ],
)
def test_light_focus_and_speed_are_told_apart(opens, hint, light, fps, words):
    with MjpegServer(size=(640, 360), fps=fps, scene=still(light)) as server:
        hand, eye, _ = watch(opens, server.url, hint)
        hand.wait_until(lambda: words in eye.hint, f"{words!r} (said: {eye.hint!r})")
        assert not ruler(eye)


def test_what_moves_is_to_be_held_still(opens):
    def moving(number: int, size: tuple[int, int]) -> np.ndarray:
        return np.full((size[1], size[0], 3), 60 + 90 * (number % 2), np.uint8)

    with MjpegServer(size=(640, 360), fps=20, scene=moving) as server:
        hand, eye, _ = watch(opens, server.url, "hold still")
        hand.wait_until(lambda: "by movement" in eye.hint, f"the advice (said: {eye.hint!r})")


@pytest.mark.parametrize(("size", "words"), [((640, 480), "Too small"), ((320, 240), "320 × 240")])
def test_too_small_a_number_is_told_beside_a_ruler_that_goes_once_it_is_read(opens, size, words):
    with MjpegServer(size=size, fps=20, scene=still(180, size)) as server:
        hand, eye, engine = watch(opens, server.url, "move closer")
        hand.wait_until(lambda: words in eye.hint and ruler(eye), f"the ruler (said: {eye.hint!r})")
        bracket = next(item for item in eye.view.find_withtag("ruler") if eye.view.type(item) == "line")
        corners = eye.view.coords(bracket)
        shown = eye.place(0, 1)[1] - eye.place(0, 0)[1]
        assert abs((max(corners[1::2]) - min(corners[1::2])) - LEAST * shown / size[1]) <= 2
        engine.hint = ""
        hand.wait_until(lambda: not ruler(eye) and "Good light" in eye.hint, "the end of the ruler")


def test_the_ruler_can_be_shown_always(opens, tmp_path):
    scene = np.full((240, 320, 3), 200, np.uint8)
    film = video(tmp_path / "film.avi", lambda number: scene, frames=300, fps=15)
    hand, eye, _ = watch(opens, film, "")
    hand.wait_for_number("471")
    assert not ruler(eye)
    hand.key("<Key-l>")
    hand.wait_until(lambda: ruler(eye), "the ruler")
    hand.key("<Key-l>")
    hand.wait_until(lambda: not ruler(eye), "no ruler")

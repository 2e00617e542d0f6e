"""A part of the screen is read: the window steps aside, another program's number is dragged over, and is there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.records import Reading
from digitpad.settings import Settings
from digitpad.ui.screen.screenshot import Screenshot, screen_way, take_screenshot
from digitpad.ui.screen.selection import ScreenSelection
from digitpad.ui.screen.surround import without_surround
from digitpad.vision.segmentation.edits import NO_EDITS, SegmentationEdits
from tests.support.hand import Hand
from tests.support.pointer import Pointer
from tests.support.readers import Counting

ROOT = Path(__file__).parents[2]
PHOTOGRAPH = ROOT / "assets/self_test/photograph.jpg"
PLACE = (40, 60)  # of the other window on the screen


@pytest.fixture
def beside():
    """Another program shows the photograph of 2026; width and height of it."""
    command = [sys.executable, "-m", "tests.support.beside", str(PHOTOGRAPH), *map(str, PLACE)]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout and program.stdout.readline() == "shown\n"
    yield
    program.kill()
    program.wait()


@pytest.fixture
def pointer(request):
    made: list[Pointer] = []

    def of(hand: Hand) -> Pointer:
        made.append(Pointer(hand))
        return made[-1]

    yield of
    for each in made:
        each.close()


def begin(hand: Hand, take: Callable[[], Screenshot] | None = None) -> ScreenSelection:
    """`take`: in place of the screen that is there."""
    if take is None:
        hand.key("<Control-Key-S>")
    else:
        hand.app.intake.screen_reading.begin(take)
    hand.wait_until(lambda: hand.widgets("ScreenSelection"), "the selection")
    (selection,) = hand.widgets("ScreenSelection")
    hand.wait_until(lambda: str(hand.root.tk.call("focus")).startswith(str(selection)), "its focus")
    assert not hand.root.winfo_viewable()
    if take is None:
        assert selection.winfo_width() == hand.root.winfo_screenwidth(), "all screens"
    return selection


def test_a_number_in_another_window_is_read(opens, beside, pointer):
    hand = opens()
    hand.wait_ready()
    hand.root.geometry(f"900x600+{PLACE[0]}+{PLACE[1]}")  # over the other window
    begin(hand)
    pointer(hand).drag(PLACE, (PLACE[0] + 640, PLACE[1] + 360))
    hand.wait_until(hand.root.winfo_viewable, "the window")
    hand.wait_for_number("2026")


class Looking(Counting):
    """Keeps the size of each picture that it is given."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def read_image(self, image: np.ndarray, edits: SegmentationEdits = NO_EDITS) -> Reading:
        self.sizes.append(image.shape[:2])
        return super().read_image(image, edits)


def test_of_a_selection_that_reaches_past_a_photograph_onto_black_the_photograph_alone_is_read(opens, pointer):
    engine = Looking()
    hand = opens((lambda: engine,))
    hand.wait_ready()
    photograph = np.asarray(Image.open(PHOTOGRAPH).convert("RGB"))
    screen = np.zeros((1000, 1280, 3), np.uint8)
    high, wide = photograph.shape[:2]
    screen[40 : 40 + high, 60 : 60 + wide] = photograph
    begin(hand, lambda: Screenshot(screen, (0, 0)))
    pointer(hand).drag((20, 10), (hand.root.winfo_screenwidth() - 5, hand.root.winfo_screenheight() - 5))
    hand.wait_until(hand.root.winfo_viewable, "the window")
    hand.wait_for_number("7")
    assert engine.sizes[-1] == (high, wide)


@pytest.mark.parametrize("ground", [0, 130, 255])
def test_only_the_ground_beside_a_photograph_is_left_out(ground):
    random = np.random.default_rng(1)
    part = np.full((300, 400, 3), ground, np.uint8)
    photograph = random.integers(60, 120, (200, 250, 3), np.uint8)
    part[:200, 150:] = photograph
    assert np.array_equal(without_surround(part), photograph)
    assert np.array_equal(without_surround(photograph), photograph)
    words = np.full((300, 400, 3), ground, np.uint8)
    words[100:160, 100:110] = words[100:160, 200:230] = 200
    assert without_surround(words) is words


def test_escape_and_the_right_button_bring_the_window_back_as_it_was(opens, pointer):
    hand = opens((Counting,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_for_number("0")
    hand.root.geometry("800x600+100+50")
    hand.rest(0.3)
    place, finger = hand.root.geometry(), pointer(hand)
    for cancel in (lambda: finger.key("Escape"), lambda: (finger.press(3), finger.let_go(3))):
        begin(hand)
        cancel()
        hand.wait_until(hand.root.winfo_viewable, "the window")
        hand.wait_until(lambda: hand.root.geometry() == place, "its place")
        assert hand.number == "0" and not hand.widgets("ScreenSelection")


def test_keys_choose_a_part_too_and_a_click_chooses_none(opens, beside, pointer):
    hand = opens()
    hand.wait_ready()
    finger = pointer(hand)
    begin(hand)
    finger.move(*PLACE)
    finger.press()
    finger.let_go()
    assert hand.widgets("ScreenSelection")
    finger.key("Return")
    for _ in range(64):
        finger.key("Right")
    for _ in range(36):
        finger.key("Down")
    finger.key("Return")
    hand.wait_for_number("2026")


def test_what_is_chosen_is_light_and_the_rest_is_dim(opens, pointer):
    hand = opens((Seeing,))
    finger = pointer(hand)
    begin(hand, lambda: Screenshot(np.full((400, 600, 3), 200, np.uint8), (0, 0)))
    finger.move(100, 100)
    finger.press()
    finger.move(300, 200)
    screen = take_screenshot(os.environ).pixels
    assert screen[150, 200].tolist() == [200, 200, 200] and screen[300, 200].max() < 100
    finger.let_go()
    hand.wait_for_number("7")


@pytest.mark.parametrize("factor", [2, 1.5])
def test_a_part_has_the_pixels_of_the_screen_also_where_the_desktop_shows_it_smaller(opens, pointer, factor):
    engine = Seeing()
    hand = opens((lambda: engine,))
    width, height = hand.root.winfo_screenwidth(), hand.root.winfo_screenheight()
    pixels = np.zeros((round(height * factor), round(width * factor), 3), np.uint8)
    pixels[round(100 * factor) : round(200 * factor), round(200 * factor) : round(400 * factor)] = 255
    selection = begin(hand, lambda: Screenshot(pixels, None))
    selection.geometry(f"{width}x{height}+0+0")  # no desktop here makes it fill the screen
    hand.wait_until(lambda: selection.winfo_height() == height, "the whole screen")
    hand.rest(0.3)
    pointer(hand).drag((200, 100), (400, 200))
    hand.wait_for_number("7")
    assert engine.seen[0].shape == (100 * factor, 200 * factor, 3) and engine.seen[0].min() == 255


class Seeing(Counting):
    """Keeps the pictures that it reads."""

    def __init__(self) -> None:
        self.seen: list[np.ndarray] = []

    def read_image(self, image: np.ndarray, edits: SegmentationEdits = NO_EDITS) -> Reading:
        self.seen.append(image)
        return super().read_image(image, edits)


@pytest.mark.parametrize(
    ("environment", "platform", "way"),
    [
        ({}, "win32", "windows"),
        ({}, "darwin", "mac"),
        ({"DISPLAY": ":0"}, "linux", "x11"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "linux", "wayland"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, "linux", "x11"),
    ],
)
def test_the_way_to_the_screen_follows_the_desktop(environment, platform, way):
    assert screen_way(environment, platform) == way


def test_without_a_screen_there_is_a_sentence():
    with pytest.raises(DigitPadError, match="no screen"):
        screen_way({}, "linux")
    with pytest.raises(DigitPadError, match="could not be taken"):
        take_screenshot({"DISPLAY": ":4711"})


def test_where_the_desktop_gives_no_picture_the_window_comes_back_with_a_sentence(opens, monkeypatch):
    hand = opens((Counting,), Settings(theme="light"))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-none")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    hand.key("<Control-Key-S>")
    hand.wait_until(lambda: hand.complaint, "the sentence")
    assert "session bus" in hand.complaint and hand.root.winfo_viewable()

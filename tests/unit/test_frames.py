"""A camera's frame: the same reading as of a picture, in the region, with stages to look at and hints in words."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from digitpad import Recognizer
from digitpad.records import Box
from tests.support import scenes
from tests.support.rooms import EMPTY, KINDS, Room, Scene, made
from tests.support.videos import ROOMS, video

PICTURE = scenes.written(scenes.paper(size=(720, 1280)), "20673")
SMALL_PICTURE = cv2.resize(scenes.written(scenes.paper(size=(1440, 2560)), "20673"), None, fx=0.1, fy=0.1)
SCENES = 2  # of each kind
LEAST_RIGHT, LEAST_WHOLE, MOST_FALSE = 0.93, 0.8, 0.15


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load(device="cpu")


def drawn(room: Room, kind: str, number: int) -> Scene:
    """The room with the digits of the tests, which need no data."""
    return made(replace(room, style="drawn"), np.random.default_rng([len(kind), number, 7]))


def test_a_frame_reads_as_its_picture_does(recognizer):
    seen, reading = recognizer.read_frame(PICTURE), recognizer.read_image(PICTURE)
    assert seen.reading.text == reading.text == "20673"
    assert [digit.box for digit in seen.reading.digits] == [digit.box for digit in reading.digits]
    assert seen.hint == ""
    assert seen.stages == {}


def test_only_the_region_is_read_and_its_boxes_are_in_px_of_the_frame(recognizer):
    whole = recognizer.read_frame(PICTURE).reading.digits
    region = Box(whole[1].box.left - 20, 150, 220, 220)
    inside = recognizer.read_frame(PICTURE, region).reading.digits
    assert [digit.label for digit in inside] == [0, 6]
    for found, expected in zip(inside, whole[1:3], strict=True):
        assert abs(found.box.left - expected.box.left) <= 4
        assert abs(found.box.bottom - expected.box.bottom) <= 4


@pytest.mark.parametrize("region", [Box(0, 0, 3, 3), Box(5000, 10, 50, 50), Box(-60, -60, 50, 50), Box(100, 100, 0, 0)])
def test_a_region_without_room_reads_as_nothing(recognizer, region):
    assert recognizer.read_frame(PICTURE, region).reading.digits == ()


def test_stages_are_pictures_of_the_frame_and_take_measured_time(recognizer):
    seen = recognizer.read_frame(PICTURE, stages=True)
    assert list(seen.stages) == ["light", "ink", "segments", "glyphs"]
    for stage in ("light", "ink", "segments"):
        assert seen.stages[stage].shape == PICTURE.shape
    assert all(picture.dtype == np.uint8 and not picture.flags.writeable for picture in seen.stages.values())
    ink, segments = seen.stages["ink"], seen.stages["segments"]
    assert ((ink[..., 0] < 128) == (segments.max(axis=2) > 100)).mean() > 0.99
    assert set(seen.seconds) == {"light", "ink", "segments", "glyphs", "network"}
    assert all(0 < spent_s < 5 for spent_s in seen.seconds.values())


@pytest.mark.parametrize(
    ("picture", "hint"),
    [
        (PICTURE, ""),
        (scenes.paper(), ""),
        (PICTURE // 24, "too dark"),
        (np.full((720, 1280, 3), 255, np.uint8), "too bright"),
        (cv2.copyMakeBorder(SMALL_PICTURE, 400, 176, 500, 524, cv2.BORDER_REPLICATE), "move closer"),
        (cv2.blur(PICTURE, (70, 3)), "hold still"),
    ],
    ids=["read", "blank", "dark", "glare", "far", "shaken"],
)
def test_what_would_help_is_said(recognizer, picture, hint):
    assert recognizer.read_frame(np.asarray(picture, np.uint8)).hint == hint


def test_a_large_picture_is_read_as_fast_as_its_reduced_one(recognizer):
    large = cv2.resize(PICTURE, (3840, 2160), interpolation=cv2.INTER_CUBIC)
    seen = recognizer.read_frame(large, stages=True)
    assert seen.reading.text == "20673"
    assert max(seen.stages["light"].shape) == 1280
    assert abs(seen.reading.digits[0].box.left - 3 * recognizer.read_frame(PICTURE).reading.digits[0].box.left) < 20


def test_made_rooms_are_read(recognizer):
    right = []
    for kind, room in KINDS.items():
        for number in range(SCENES):
            shown = drawn(room, kind, number)
            read, truth = recognizer.read_frame(shown.picture).reading.text, "\n".join(shown.rows)
            right.append(sum(a == b for a, b in zip(read, truth, strict=False)) / max(len(read), len(truth)))
    assert np.mean(right) >= LEAST_RIGHT
    assert np.mean(np.array(right) == 1) >= LEAST_WHOLE


def test_rooms_without_digits_read_as_next_to_nothing(recognizer):
    rooms = {kind: room for kind, room in EMPTY.items() if room.style != "letters"}
    false = [
        len(recognizer.read_frame(drawn(room, kind, number).picture).reading.digits)
        for kind, room in rooms.items()
        for number in range(SCENES)
    ]
    assert np.mean(false) <= MOST_FALSE


def test_a_card_that_trembles_is_read_in_nearly_every_frame(recognizer, monkeypatch):
    monkeypatch.setitem(ROOMS, "card", replace(ROOMS["card"], style="drawn"))
    frames, rows = video("card", 3, 12)
    read = [recognizer.read_frame(frame).reading.text.split("\n") for frame in frames]
    assert sum(set(rows) <= set(lines) for lines in read) >= 10

"""Real video files and pictures come through at their own speed, and bad ones in a sentence."""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from digitpad.vision.capture.devices import opens_devices
from digitpad.vision.capture.parameters import DeviceParams
from digitpad.vision.capture.sources import Source, source_of
from digitpad.vision.picture.pictures import open_picture
from tests.support.watching import LONG_S, watches

__all__ = ["watches"]  # a fixture


def video(path: Path, count: int = 12, fps: float = 25, fourcc: str = "MJPG") -> Source:
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*fourcc), fps, (64, 48))
    for number in range(count):
        picture = np.full((48, 64, 3), (200, 100, 10 * number), np.uint8)  # in OpenCV's order: much blue
        writer.write(picture)
    writer.release()
    return source_of(str(path))


@pytest.mark.parametrize(("name", "fourcc"), [("a.avi", "MJPG"), ("a.mp4", "mp4v"), ("a.mkv", "FFV1")])
def test_a_video_plays_at_its_own_speed_and_ends(tmp_path, watches, name, fourcc) -> None:
    begun = time.monotonic()
    watching = watches(video(tmp_path / name, count=20, fps=20, fourcc=fourcc))
    first = watching.frame()
    assert first.picture.shape == (48, 64, 3) and first.picture.dtype == np.uint8
    assert not first.picture.flags.writeable
    assert first.picture[20, 20, 2] > 150 > first.picture[20, 20, 0], "blue is the third"
    ended = watching.until("ended")
    assert not ended.final and name in ended.sentence, "it can still be gone through"
    assert 0.8 < time.monotonic() - begun < LONG_S
    assert watching.kinds == ["starting", "running", "ended"]


def test_a_16_bit_video_is_taken(tmp_path, watches) -> None:
    depth = [cv2.VIDEOWRITER_PROP_DEPTH, cv2.CV_16U, cv2.VIDEOWRITER_PROP_IS_COLOR, 0]
    path = tmp_path / "deep.mkv"
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"FFV1"), 20, (64, 48), depth)
    for _ in range(5):
        writer.write(np.full((48, 64), 30_000, np.uint16))
    writer.release()
    picture = watches(source_of(str(path))).frame().picture
    assert picture.dtype == np.uint8 and 100 < picture.mean() < 135


def test_a_video_cut_short_or_of_nonsense_is_said_to_be_damaged(tmp_path, watches) -> None:
    whole = Path(video(tmp_path / "whole.mp4", fourcc="mp4v").address).read_bytes()
    for name, content in (("cut.mp4", whole[:300]), ("text.avi", b"no video " * 99), ("empty.mkv", b"")):
        (tmp_path / name).write_bytes(content)
        said = watches(source_of(str(tmp_path / name))).until("unreadable")
        assert said.final and name in said.sentence


def test_a_video_damaged_in_its_middle_says_where(tmp_path, watches) -> None:
    path = Path(video(tmp_path / "broken.mkv", count=40, fps=100, fourcc="FFV1").address)
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[:half] + bytes(len(content) - half))
    watching = watches(source_of(str(path)))
    assert "damaged" in watching.until("unreadable").sentence
    assert watching.frame().number > 1


def test_files_that_are_gone_are_not_found(tmp_path, watches) -> None:
    for kind in ("video", "pictures"):
        said = watches(Source(kind, "gone", str(tmp_path / "gone"))).until("not found")
        assert said.final and "gone does not exist" in said.sentence
    assert "no picture" in watches(source_of(str(tmp_path))).until("not found").sentence


def test_pictures_of_a_folder_come_upright_in_turn_and_bad_ones_are_left_out(tmp_path, watches) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (40, 20), (200, 0, 0)).save(tmp_path / "a.jpg", exif=exif)
    (tmp_path / "b.png").write_bytes(b"nonsense")
    Image.fromarray(np.full((30, 30), 40_000, np.uint16)).save(tmp_path / "c.png")
    watching = watches(source_of(str(tmp_path)), opens_devices(open_picture, DeviceParams(shown_s=1.0)))
    assert watching.frame().picture.shape == (40, 20, 3)
    assert watching.frame().number > 1, "it comes again, so that readings grow steady"
    assert watching.frame(lambda frame: frame.picture.shape != (40, 20, 3)).picture.shape == (30, 30, 3)


def test_a_paused_video_goes_on_where_it_stood(tmp_path, watches) -> None:
    watching = watches(video(tmp_path / "slow.avi", count=24, fps=12))
    watching.frame(lambda frame: frame.picture[20, 20, 0] >= 20)
    watching.camera.pause()
    time.sleep(1.2)
    at_rest = watching.camera.latest.take(0)
    watching.camera.resume()
    number = (at_rest or watching.frame()).number
    assert watching.frame().picture[20, 20, 0] <= 10 * (number + 3)


def test_pictures_are_turned_back_and_forth_also_while_paused_and_after_the_last(tmp_path, watches) -> None:
    for number in range(3):
        Image.new("RGB", (20 + number, 20), (200, 0, 0)).save(tmp_path / f"{number}.png")
    watching = watches(source_of(str(tmp_path)), opens_devices(open_picture, DeviceParams(shown_s=1.0)))

    def width(expected: int) -> bool:
        return bool(watching.frame(lambda frame: frame.picture.shape[1] == expected))

    assert width(20)
    watching.camera.pause()
    for by, expected in ((1, 21), (1, 22), (-1, 21), (-1, 20), (-1, 20)):
        watching.camera.step(by)
        assert width(expected)
    watching.camera.resume()
    ended = watching.until("ended")
    assert not ended.final and "no more pictures" in ended.sentence
    watching.camera.step(-1)
    assert width(21)

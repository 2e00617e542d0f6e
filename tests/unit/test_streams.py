"""A real network camera may stall, lie, hang up, change and come back: the camera's thread rides through."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from digitpad.vision.capture.sources import source_of
from tests.support.mjpeg_server import MjpegServer
from tests.support.watching import LONG_S, watches

__all__ = ["watches"]  # a fixture


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer() as playing:
        yield playing


@pytest.mark.parametrize("size", [(10, 10), (640, 480), (3840, 2160)])
def test_a_stream_of_any_size_is_taken(watches, size) -> None:
    with MjpegServer(size=size, fps=10) as playing:
        picture = watches(source_of(playing.url)).frame().picture
    assert picture.shape == (size[1], size[0], 3)


def test_a_stream_has_its_colours_and_keeps_the_newest_frame_only(watches, server) -> None:
    watching = watches(source_of(server.url))
    first = watching.frame()
    assert first.picture[120, 5, 0] > 150 > first.picture[120, 5, 2], "red lies left"
    time.sleep(0.5)
    newest = watching.frame()
    assert newest.number > first.number + 3 and time.monotonic() - newest.time_s < 1
    assert watching.kinds == ["starting", "running"]


def test_a_grey_stream_is_taken(watches) -> None:
    with MjpegServer(scene=lambda number, size: np.full(size[::-1], 90 + number, np.uint8)) as playing:
        picture = watches(source_of(playing.url)).frame().picture
    assert picture.shape == (240, 320, 3) and (picture[..., 0] == picture[..., 2]).all()


@pytest.mark.parametrize("fps", [5, 120])
def test_slow_and_fast_streams_run_without_complaint(watches, fps) -> None:
    with MjpegServer(fps=fps) as playing:
        watching = watches(source_of(playing.url))
        begun = watching.frame()
        time.sleep(1.5)
        rate = (watching.frame().number - begun.number) / 1.5
        assert fps / 4 < rate < fps * 1.5
        assert watching.kinds == ["starting", "running"]


def test_a_stream_that_changes_its_size_goes_on_unsqueezed(watches, server) -> None:
    watching = watches(source_of(server.url))
    watching.frame()
    server.size = (200, 400)
    assert watching.frame(lambda frame: frame.picture.shape != (240, 320, 3)).picture.shape == (400, 200, 3)
    assert watching.kinds == ["starting", "running"]


def test_a_stream_that_stalls_is_said_and_found_again(watches, server) -> None:
    watching = watches(source_of(server.url))
    watching.until("running")
    server.mood = "stall"
    assert watching.until("no frames").sentence.startswith(server.url)
    time.sleep(3)  # until the read is given up
    heard = len(watching.states)
    server.mood = "play"
    watching.until("running", after=heard)
    watching.frame()


def test_garbage_and_hanging_up_are_ridden_through(watches, server) -> None:
    watching = watches(source_of(server.url))
    for mood in ("garbage", "drop"):
        heard = len(watching.states)
        watching.until("running", after=max(0, heard - 1))
        server.mood = mood
        watching.until("reconnecting", after=heard)
        heard = len(watching.states)
        server.mood = "play"
        watching.until("running", after=heard)
    assert not any(state.final for state in watching.states)


def test_a_camera_that_goes_away_and_comes_back_is_found_by_itself(watches, server) -> None:
    watching = watches(source_of(server.url))
    watching.until("running")
    server.go_away()
    watching.until("reconnecting")
    time.sleep(1)
    server.come_back()
    watching.until("running", after=2)
    assert watching.kinds == ["starting", "running", "reconnecting", "running"]


def test_a_stream_that_stands_still_is_called_frozen_until_it_moves(watches, server) -> None:
    server.mood = "freeze"
    watching = watches(source_of(server.url))
    assert watching.until("frozen").flowing
    server.mood = "play"
    watching.until("running", after=3)
    assert watching.kinds == ["starting", "running", "frozen", "running"]


def test_an_address_that_never_answers_is_given_up_within_five_seconds(watches, server) -> None:
    server.mood = "silent"
    begun = time.monotonic()
    watching = watches(source_of(server.url))
    said = watching.until("never answered")
    assert 3 < time.monotonic() - begun < 5.9
    assert "did not answer within 5 seconds" in said.sentence
    heard = len(watching.states)
    server.mood = "play"
    watching.until("running", after=heard)


def test_a_login_is_used_and_a_wrong_one_is_not_tried_twice(watches) -> None:
    with MjpegServer(login="anna:secret") as playing:
        right = playing.url.replace("//", "//anna:secret@")
        for url in (playing.url, right.replace("secret", "wrong")):
            said = watches(source_of(url)).until("refused")
            assert said.final and "name and password" in said.sentence and "wrong" not in said.sentence
        watches(source_of(right)).frame()  # last, for a login that was accepted is remembered


def test_a_web_page_is_no_video(watches, server) -> None:
    server.mood = "page"
    assert "web page" in watches(source_of(server.url)).until("unreadable").sentence


def test_no_secret_reaches_the_screen_not_even_through_opencv() -> None:
    program = """
import sys, time
from digitpad.vision.capture.camera import Camera
from digitpad.vision.capture.devices import opens_devices
from digitpad.vision.capture.sources import source_of
from digitpad.vision.picture.pictures import open_picture
for url in sys.argv[1:]:
    source = source_of(url)
    camera = Camera(source, print, open_device=opens_devices(open_picture))
    camera.start()
    time.sleep(1.5)
    camera.stop()
    print(source, camera)
"""
    with MjpegServer(login="anna:other") as playing:
        here = playing.url.replace("//", "//anna:secret@")
        urls = [here, "rtsp://anna:secret@127.0.0.1:1/live", "http://anna:secret@nowhere.invalid/?password=secret"]
        environment = dict(os.environ, OPENCV_LOG_LEVEL="DEBUG", OPENCV_FFMPEG_LOGLEVEL="56")
        ended = subprocess.run(
            [sys.executable, "-c", program, *urls], capture_output=True, text=True, timeout=90, env=environment
        )
    assert ended.returncode == 0, ended.stderr
    assert "127.0.0.1:1/live" in ended.stdout and "refuse" in ended.stdout
    assert "secret" not in ended.stdout + ended.stderr and "anna" not in ended.stdout + ended.stderr
    assert ended.stderr == ""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is counted as Linux does")
def test_a_long_stream_takes_no_more_memory_threads_or_files(watches) -> None:
    """As many frames as 20 s have; and starting and stopping as often as nobody does."""

    def resident_mb() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    with MjpegServer(fps=300) as playing:
        watching = watches(source_of(playing.url))
        watching.frame(lambda frame: frame.number > 100)
        before = resident_mb()
        watching.frame(lambda frame: frame.number > 700)
        assert resident_mb() - before < 25
        watching.camera.stop(LONG_S)
        playing.hang_up()
        time.sleep(0.3)
        threads, files = threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))
        for _ in range(15):
            again = watches(source_of(playing.url))
            again.frame()
            assert again.camera.stop(LONG_S)
        playing.hang_up()
        time.sleep(0.3)
        assert threading.active_count() <= threads
        assert len(list(Path("/proc/self/fd").iterdir())) <= files + 2

"""The camera's thread rides through what real files, a real network camera, and made-up devices do to it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from digitpad.doctor import try_camera
from digitpad.vision.camera import Camera, CameraState, Frame
from digitpad.vision.devices import Device, OpenDevice, Rest
from digitpad.vision.sources import Source, source_of
from digitpad.vision.states import Kind, Trouble
from digitpad.vision.watchdog import Watchdog
from tests.mjpeg_server import MjpegServer

LONG_S = 20.0  # a machine that is busy with other things may take so long
BUILT_IN = Source("camera", "Lid cam", "/dev/video0")


class Watching:
    """A camera and all that was heard of it."""

    def __init__(self, source: Source, opened: OpenDevice | None = None) -> None:
        self.states: deque[CameraState] = deque()
        self.camera = Camera(source, self.states.append, **({"open_device": opened} if opened else {}))
        self.camera.start()

    @property
    def kinds(self) -> list[Kind]:
        return [state.kind for state in self.states]

    def until(self, kind: Kind, after: int = 0, timeout_s: float = LONG_S) -> CameraState:
        """The first state of this kind; `after` so many that are not looked at."""
        end_s = time.monotonic() + timeout_s
        while time.monotonic() < end_s:
            for state in tuple(self.states)[after:]:
                if state.kind == kind:
                    return state
            time.sleep(0.01)
        raise AssertionError(f"{kind} was not said, but {self.kinds}")

    def frame(self, fits: Callable[[Frame], bool] = lambda frame: True) -> Frame:
        end_s = time.monotonic() + LONG_S
        while time.monotonic() < end_s:
            frame = self.camera.latest.take(0.2)
            if frame is not None and fits(frame):
                return frame
        raise AssertionError(f"no such frame came; {self.kinds}")


Watches = Callable[..., Watching]


@pytest.fixture
def watches() -> Iterator[Watches]:
    """Starts cameras with `watches(source, opened)`, and fails where one leaves a thread behind."""
    begun: list[Watching] = []

    def watch(source: Source, opened: OpenDevice | None = None) -> Watching:
        begun.append(Watching(source, opened))
        return begun[-1]

    yield watch
    for watching in begun:
        assert watching.camera.stop(LONG_S)
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("camera")]
    assert left == []


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer() as playing:
        yield playing


class Scripted:
    """A device that gives what `picture(number)` gives, and keeps in mind which threads touched it."""

    def __init__(self, picture: Callable[[int], np.ndarray], pause_s: float = 0.01) -> None:
        self.picture, self.pause_s = picture, pause_s
        self.threads: set[str] = set()
        self.number = self.opened = self.closed = 0

    def __call__(self, source: Source, rest: Rest) -> Device:
        self.threads.add(threading.current_thread().name)
        self.opened += 1
        return self

    def read(self) -> np.ndarray:
        self.threads.add(threading.current_thread().name)
        time.sleep(self.pause_s)
        self.number += 1
        return self.picture(self.number)

    def close(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.closed += 1


def noise(number: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 255, (48, 64, 3)).astype(np.uint8)


def failing(*troubles: Kind) -> Callable[[int], np.ndarray]:
    """Noise, but first one trouble after the other, every second time."""

    def picture(number: int) -> np.ndarray:
        place, odd = divmod(number - 1, 2)
        if place < len(troubles) and not odd:
            raise Trouble.of(troubles[place], "Lid cam")
        return noise(number)

    return picture


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
    assert ended.final and name in ended.sentence
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
    watching = watches(source_of(str(tmp_path)))
    assert watching.frame().picture.shape == (40, 20, 3)
    assert watching.frame().number > 1, "it comes again, so that readings grow steady"
    assert watching.frame(lambda frame: frame.picture.shape != (40, 20, 3)).picture.shape == (30, 30, 3)


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
        watches(source_of(right)).frame()
        for url in (playing.url, right.replace("secret", "wrong")):
            said = watches(source_of(url)).until("refused")
            assert said.final and "name and password" in said.sentence and "wrong" not in said.sentence


def test_a_web_page_is_no_video(watches, server) -> None:
    server.mood = "page"
    assert "web page" in watches(source_of(server.url)).until("unreadable").sentence


def test_no_secret_reaches_the_screen_not_even_through_opencv() -> None:
    program = """
import sys, time
from digitpad.vision.camera import Camera
from digitpad.vision.sources import source_of
for url in sys.argv[1:]:
    source = source_of(url)
    camera = Camera(source, print)
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


def test_a_device_is_opened_read_and_closed_in_the_camera_s_thread_only(watches) -> None:
    device = Scripted(failing("no frames"))
    watching = watches(BUILT_IN, device)
    watching.until("running")
    assert watching.camera.stop(LONG_S)
    assert device.threads == {"camera"}
    assert device.opened == device.closed == 2


def test_nothing_is_heard_after_stop(watches) -> None:
    watching = watches(BUILT_IN, Scripted(noise))
    watching.frame()
    assert watching.camera.stop(LONG_S)
    heard = len(watching.states)
    time.sleep(0.3)
    assert len(watching.states) == heard
    assert watching.camera.latest.take(0) is None


@pytest.mark.parametrize("hangs", ["open", "read"])
def test_stop_does_not_wait_for_a_driver_that_hangs(watches, hangs) -> None:
    let_go = threading.Event()
    device = Scripted(noise if hangs == "open" else lambda number: (let_go.wait(LONG_S), noise(number))[1])

    def opened(source: Source, rest: Rest) -> Device:
        if hangs == "open":
            let_go.wait(LONG_S)
        return device(source, rest)

    watching = watches(BUILT_IN, opened)
    time.sleep(0.2)
    begun = time.monotonic()
    assert not watching.camera.stop()
    assert time.monotonic() - begun < 2
    let_go.set()
    assert watching.camera.stop(LONG_S)
    assert device.opened == device.closed == 1, "it is released all the same"
    assert watching.kinds == ["starting"] and watching.camera.latest.take(0) is None


def test_a_driver_that_hangs_while_it_opens_is_said(watches) -> None:
    let_go = threading.Event()
    device = Scripted(noise)

    def opened(source: Source, rest: Rest) -> Device:
        let_go.wait(LONG_S)
        return device(source, rest)

    watching = watches(BUILT_IN, opened)
    assert "Lid cam did not answer" in watching.until("never answered").sentence
    let_go.set()
    watching.until("running")


def test_what_hinders_a_camera_is_said_in_words_and_it_starts_by_itself(watches) -> None:
    watching = watches(BUILT_IN, Scripted(failing("busy", "unplugged", "refused", "no frames")))
    for kind, words in (
        ("busy", "another program"),
        ("unplugged", "plug it in"),
        ("refused", "may not be used"),
        ("no frames", "no picture"),
    ):
        said = watching.until(kind)
        assert said.sentence.startswith("Lid cam") and words in said.sentence and not said.final
    watching.until("running", after=len(watching.states) - 1)


def test_a_covered_lens_is_noticed_and_a_dim_room_is_not(watches) -> None:
    def dark(number: int) -> np.ndarray:
        return np.random.default_rng(number).integers(0, 9, (48, 64, 3)).astype(np.uint8)

    light = threading.Event()
    watching = watches(BUILT_IN, Scripted(lambda number: noise(number) if light.is_set() else dark(number)))
    assert "cover" in watching.until("black").sentence
    light.set()
    watching.until("running", after=watching.kinds.index("black"))
    dim = Watchdog()
    assert {dim.see(dark(second) + 30, second) for second in range(20)} == {"running"}


@pytest.mark.parametrize(
    "picture",
    [
        np.full((10, 10), 30_000, np.uint16) + np.arange(10, dtype=np.uint16),
        np.full((10, 10, 1), 99, np.uint8),
        np.full((10, 10, 4), 99, np.uint8),
        np.full((10, 10), 99, np.uint8),
        np.full((10, 10, 3), 0.4, np.float32),
    ],
)
def test_pictures_of_any_kind_become_rgb(watches, picture) -> None:
    taken = watches(BUILT_IN, Scripted(lambda number: picture.copy())).frame().picture
    assert (taken.shape, taken.dtype, taken.flags.writeable) == ((10, 10, 3), np.uint8, False)


def test_a_bug_in_a_device_is_the_end_and_says_so_with_its_traceback(watches) -> None:
    said = watches(BUILT_IN, Scripted(lambda number: [][number])).until("failed")
    assert said.final and "IndexError" in said.traceback and "IndexError" not in said.sentence


def test_a_camera_that_is_not_there_is_unplugged(watches) -> None:
    said = watches(Source("camera", "Old cam", "/no/such/camera")).until("unplugged")
    assert "Old cam is not plugged in" in said.sentence


def test_the_doctor_tries_a_camera_for_one_frame() -> None:
    good = try_camera(BUILT_IN, lambda source, said: Camera(source, said, open_device=Scripted(noise)))
    assert (good.value, good.remedy) == ("Lid cam, 64 × 48", "")
    taken = Scripted(failing("busy", "busy"))
    bad = try_camera(BUILT_IN, lambda source, said: Camera(source, said, open_device=taken))
    assert bad.value == "Lid cam" and "another program" in bad.remedy and not bad.needed

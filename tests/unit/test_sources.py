"""Sources are found by name, path, address or key, remembered without secrets, and told apart when they refuse."""

from __future__ import annotations

import errno
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from digitpad.errors import DigitPadError
from digitpad.passwords import without_secret
from digitpad.vision.capture.addresses import why_no_picture
from digitpad.vision.capture.permission import ask_on_macos, obstacle
from digitpad.vision.capture.sources import Listed, Source, ask_permission, cameras, index_of, source_of
from tests.support.mjpeg_server import MjpegServer

DESK = Listed("Desk cam", "/dev/v4l/by-id/usb-desk", 2)
LID = Listed("Lid cam", "/dev/v4l/by-id/usb-lid", 0)


def both() -> list[Listed]:
    return [LID, DESK]


def none() -> list[Listed]:
    return []


def test_cameras_are_listed_by_name_and_twins_are_counted() -> None:
    assert [source.name for source in cameras(both)] == ["Lid cam", "Desk cam"]
    twins = cameras(lambda: [DESK, LID, Listed("Desk cam", "/elsewhere", 3)])
    assert [source.name for source in twins] == ["Desk cam (1)", "Lid cam", "Desk cam (2)"]


def test_a_system_without_cameras_lists_none() -> None:
    assert cameras(none) == []
    assert all(source.kind == "camera" and source.name for source in cameras())


@pytest.mark.parametrize("text", ["desk CAM", "desk", "1", "/dev/v4l/by-id/usb-desk"])
def test_a_camera_is_found_by_name_part_number_or_path(text: str) -> None:
    assert source_of(text, both) == Source("camera", "Desk cam", "/dev/v4l/by-id/usb-desk")


def test_a_camera_is_remembered_by_its_path_and_not_by_its_number() -> None:
    kept = source_of(cameras(both)[1].key, none)
    assert kept.name == "Desk cam"
    assert index_of(kept, both) == 2
    assert index_of(kept, lambda: [DESK._replace(number=0), LID._replace(number=1)]) == 0
    assert index_of(kept, lambda: [DESK._replace(path="/other/port", number=5)]) == 5
    assert index_of(kept, lambda: [LID]) is None


def test_a_number_opens_where_nothing_can_be_listed() -> None:
    assert index_of(source_of("0", none), none) == 0
    assert index_of(source_of("/dev/video3", none), none) == 3


def test_a_name_that_means_nothing_tells_what_there_is() -> None:
    with pytest.raises(DigitPadError, match=r"called kitchen; cameras here: Lid cam, Desk cam"):
        source_of("kitchen", both)
    with pytest.raises(DigitPadError, match="no camera is plugged in"):
        source_of("missing.mp4", none)
    with pytest.raises(DigitPadError, match="called nothing"):
        source_of("  ", both)


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.PNG"):
        (tmp_path / name).touch()
    kinds = [source_of(str(tmp_path / name)).kind for name in ("a.mp4", "b.PNG", "")]
    assert kinds == ["video", "pictures", "pictures"]
    assert source_of(str(tmp_path / "a.mp4")).name == "a.mp4"
    assert source_of(source_of(str(tmp_path / "a.mp4")).key) == source_of(str(tmp_path / "a.mp4"))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://anna:secret@cam:8080/video", "http://cam:8080/video"),
        ("RTSP://anna:secret@cam/h264?ch=1", "rtsp://cam/h264?ch=1"),
        ("http://anna:sec@ret@cam/video", "http://cam/video"),
        ("http://anna:sec/ret@cam/video", "http://cam/video"),
        ("http://anna:sec?ret@cam/video", "http://cam/video"),
        ("http://anna:sec#ret@cam/video", "http://cam/video"),
        ("http://cam/video?user=anna&pwd=secret&size=2", "http://cam/video?size=2"),
        ("http://cam?access_token=secret", "http://cam"),
        ("http://cam/video#secret", "http://cam/video"),
        ("https://[::1]:8443/@stream", "https://[::1]:8443/@stream"),
    ],
)
def test_an_address_shows_no_secret(url: str, shown: str) -> None:
    source = source_of(url)
    for seen in (source.name, source.key, without_secret(url)):
        assert "sec" not in seen and "anna" not in seen
    assert "sec" not in repr(source)
    if "[::1]" not in url:
        assert (source.name, source.key) == (shown, shown)


def test_an_address_that_is_none_is_refused_without_telling_it() -> None:
    for text in ("ftp://anna:secret@cam", "http://", "http://anna:secret@cam/a b", "http://cam/\r\nHost: x"):
        with pytest.raises(DigitPadError) as raised:
            source_of(text)
        assert "secret" not in str(raised.value)


def test_what_an_address_answers_is_told_apart() -> None:
    with MjpegServer(login="anna:secret") as server:
        told = why_no_picture(server.url)
        assert (told.kind, told.final) == ("refused", True) and "asks for a name" in str(told)
        wrong = why_no_picture(server.url.replace("//", "//anna:wrong@"))
        assert wrong.kind == "refused" and "wrong" not in str(wrong) and "anna" not in str(wrong)
        server.login, server.mood = "", "page"
        assert "web page" in str(why_no_picture(server.url))
        server.mood = "missing"
        assert why_no_picture(server.url).kind == "not found"
        server.mood = "silent"
        begun = time.monotonic()
        assert why_no_picture(server.url).kind == "never answered"
        assert time.monotonic() - begun < 4
        server.go_away()
        assert "refuses the connection" in str(why_no_picture(server.url))
    assert why_no_picture("http://cam:99999/video").kind == "not found"


def test_a_camera_that_speaks_rtsp_is_asked_in_rtsp() -> None:
    heard: list[bytes] = []

    def answer(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            heard.append(connection.recv(1000))
            connection.sendall(b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        camera = threading.Thread(target=answer, args=(listening,))
        camera.start()
        told = why_no_picture(f"rtsp://anna:secret@127.0.0.1:{listening.getsockname()[1]}/live")
        camera.join(10)
    assert told.kind == "refused"
    assert heard[0].startswith(b"DESCRIBE rtsp://127.0.0.1:") and b"secret" not in heard[0]


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.EACCES, "refused"), (errno.EBUSY, "busy"), (errno.ENOENT, "unplugged"), (errno.ENODEV, "unplugged")],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="nodes are Linux's")
def test_linux_tells_why_a_camera_cannot_be_opened(number: int, kind: str) -> None:
    def refuse(node: str, flags: int) -> int:
        raise OSError(number, "no")

    assert obstacle("/dev/video0", refuse) == kind


def test_what_lets_itself_be_opened_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "node").touch()
    assert obstacle(str(tmp_path / "node")) is None


def test_macos_asks_only_where_nobody_has_decided() -> None:
    touched: list[int] = []
    for status in (0, 1, 2, 3):
        ask_on_macos(lambda status=status: status, lambda status=status: touched.append(status))  # type: ignore[misc]
    assert touched == [0]


def test_asking_for_a_stream_asks_nobody() -> None:
    begun = time.monotonic()
    ask_permission(source_of("http://cam/video"))
    assert time.monotonic() - begun < 1

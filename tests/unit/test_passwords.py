"""Passwords of network cameras: never shown, stored or logged; kept by a keyring where there is one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitpad import settings
from digitpad.errors import DigitPadError
from digitpad.log import MOST_BYTES, Log
from digitpad.passwords import (
    has_secret,
    keyring_name,
    remember_secret,
    secret_of,
    without_secret,
    without_secrets,
)
from digitpad.vision.capture.sources import source_of

keyring = pytest.importorskip("keyring")
PLAIN = "rtsp://cam:554/live"
WITH_SECRET = {
    "rtsp://anna:secret@cam:554/live": PLAIN,
    "rtsp://anna:sec@ret@cam:554/live": PLAIN,
    "rtsp://cam:554/user=anna_password=secret_channel=1": "rtsp://cam:554/",
    "rtsp://cam:554/user=anna&password=secret&channel=1": "rtsp://cam:554/channel=1",
    "http://cam/videostream.cgi?loginuse=anna&loginpas=secret&rate=0": "http://cam/videostream.cgi?rate=0",
    "http://cam/video?u=anna&p=secret": "http://cam/video",
    "http://cam/video;pwd=secret": "http://cam/video;pwd=secret".partition(";")[0],
}


class InMemory(keyring.backend.KeyringBackend):  # type: ignore[name-defined, misc]
    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")
        self.entries[service, username] = password


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.mark.parametrize(("address", "shown"), WITH_SECRET.items())
def test_what_is_shown_of_an_address_tells_no_secret(address: str, shown: str) -> None:
    assert without_secret(address).rstrip(";") == shown
    assert has_secret(address) and not has_secret(shown)
    said = without_secrets(f"cannot open '{address}', tried twice; see http://127.0.0.1:8080/help?page=2")
    assert "secret" not in said and "anna" not in said and "page=2" in said


def test_a_login_without_a_scheme_is_hidden_too() -> None:
    assert without_secrets("No camera is called anna:secret@cam/video") == "No camera is called cam/video"
    with pytest.raises(DigitPadError) as caught:
        source_of("anna:secret@cam/video", lambda: [])
    assert "secret" not in str(caught.value)
    assert without_secrets("at 12:30, line 5: a@b.example") == "at 12:30, line 5: a@b.example"


@pytest.mark.parametrize("address", WITH_SECRET)
def test_settings_hold_no_secret_whoever_put_it_there(address: str, tmp_path: Path) -> None:
    settings.save(tmp_path, replace(settings.Settings(), camera=address))
    text = (tmp_path / settings.FILE_NAME).read_text()
    assert "secret" not in text and "anna" not in text and "cam" in json.loads(text)["camera"]
    (tmp_path / settings.FILE_NAME).write_text(json.dumps({"camera": address}))  # as an older version left it
    loaded, _ = settings.load(tmp_path)
    assert "secret" not in loaded.camera
    settings.save(tmp_path, replace(loaded, learns=False))
    assert "secret" not in (tmp_path / settings.FILE_NAME).read_text()


def test_settings_keep_a_camera_that_is_no_address(tmp_path: Path) -> None:
    camera = "camera:A4\t/dev/v4l/by-id/usb-a:b@c"
    settings.save(tmp_path, replace(settings.Settings(), camera=camera))
    assert settings.load(tmp_path)[0].camera == camera


def test_the_log_holds_no_secret_and_stays_small(tmp_path: Path) -> None:
    log = Log(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    for _ in range(3):
        log.error("Traceback\n  rtsp://anna:secret@cam/live " + "x" * (MOST_BYTES // 2))
    log.error("the last one")
    written = [path.read_text() for path in sorted((tmp_path / "new").iterdir())]
    assert len(written) == 2 and all(len(text) <= MOST_BYTES + 100 for text in written)
    assert "the last one" in written[0] and "rtsp://cam/live" in written[1] and "secret" not in "".join(written)


def test_a_log_that_cannot_be_written_speaks_on_standard_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    Log(tmp_path / "file").error("a bug at rtsp://anna:secret@cam/live")
    assert capfd.readouterr().err == "a bug at rtsp://cam/live\n"


@pytest.mark.parametrize("address", WITH_SECRET)
def test_a_keyring_keeps_the_whole_address(address: str, ring: InMemory) -> None:
    shown = without_secret(address)
    assert secret_of(shown) == "" and keyring_name()
    assert remember_secret(address)
    assert secret_of(shown) == address
    assert secret_of(address) == "", "a new password that was typed is the one that counts"
    assert not remember_secret(shown) and secret_of(shown) == address


def test_a_locked_keyring_is_as_good_as_none(ring: InMemory) -> None:
    ring.locked = True
    assert not remember_secret("rtsp://anna:secret@cam/live") and secret_of("rtsp://cam/live") == ""


@pytest.mark.parametrize("backend", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring"])
def test_without_a_real_keyring_nothing_is_kept(backend: str) -> None:
    code = "from digitpad.passwords import *; print(keyring_name(), remember_secret('rtsp://a:b@cam/'))"
    environment = {"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert ended.stdout.split() == ["False"], ended.stderr

"""Wayland's way to the screen: the portal is asked over a session bus of the test's own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import DigitPadError

pytest.importorskip("jeepney")
from digitpad.ui.screen.screenshot import take_screenshot
from tests.support.session_bus import own_bus, started

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="a session bus is made with dbus-daemon")
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}


@pytest.fixture
def bus(monkeypatch) -> Iterator[None]:
    with own_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield


@pytest.fixture
def portal(bus, tmp_path):
    """Starts a portal that answers with a picture and this code."""
    programs: list[subprocess.Popen[str]] = []
    Image.fromarray(np.full((30, 40, 3), 120, np.uint8)).save(tmp_path / "screen.png")

    def start(code: int) -> subprocess.Popen[str]:
        programs.append(started("tests.support.fake_portal", str(tmp_path / "screen.png"), str(code)))
        return programs[-1]

    yield start
    for program in programs:
        program.kill()
        program.wait()


def test_the_portals_picture_is_taken_and_its_file_removed(portal):
    program = portal(0)
    for _ in range(2):
        shot = take_screenshot(WAYLAND)
        assert shot.pixels.shape == (30, 40, 3) and shot.pixels.min() == 120 and shot.corner is None
        assert not Path(program.stdout.readline().strip()).exists()


def test_a_user_who_says_no_is_heard(portal):
    portal(1)
    with pytest.raises(DigitPadError, match="allow screenshots"):
        take_screenshot(WAYLAND)


def test_a_desktop_without_a_portal_is_a_sentence(bus):
    with pytest.raises(DigitPadError, match="no portal"):
        take_screenshot(WAYLAND)


def test_a_desktop_without_a_bus_is_a_sentence(monkeypatch):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    with pytest.raises(DigitPadError, match="session bus"):
        take_screenshot(WAYLAND)

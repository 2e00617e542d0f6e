"""A window for the tests, that must not raise anything unheard."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitpad.settings import Settings
from digitpad.ui.app import App, loaders
from digitpad.ui.readings import Reads
from digitpad.ui.theme import SystemLook
from tests.hand import Hand

os.environ.setdefault("OMP_NUM_THREADS", "1")  # for torch, not loaded yet: threads that wait for a core spin
Opens = Callable[..., Hand]


@pytest.fixture
def tk_ends_here() -> Iterator[None]:
    """What a test leaves of Tk dies in this thread; in any other it would end the process."""
    gc.collect()
    yield
    gc.collect()


@pytest.fixture
def opens(tmp_path: Path) -> Iterator[Opens]:
    """Opens windows with `opens(loaders, settings, camera)`, closes them, and fails where one logged an error."""
    windows: list[Hand] = []

    def open_window(
        loading: tuple[Callable[[], Reads], ...] = (), settings: Settings | None = None, camera: str | None = None
    ) -> Hand:
        gc.collect()
        chosen = loading or loaders(None, "cpu")
        app = App(chosen, settings or Settings(theme="light"), tmp_path, system=SystemLook(), camera=camera)
        windows.append(Hand(app))
        app.start()
        app.root.update()
        windows[-1].wait_until(app.root.winfo_ismapped, "the window")
        windows[-1].rest(0.1)
        return windows[-1]

    yield open_window
    _close(windows)
    gc.collect()  # here, for the pictures of a closed window must not die in the next window's reader thread
    logs = [path.read_text() for path in tmp_path.rglob("digitpad.log")]
    assert not logs, logs[0]


def _close(windows: list[Hand]) -> None:
    while windows:
        hand = windows.pop()
        for _ in range(2):  # the second time without what could not be saved
            if not hand.gone:
                hand.app.quit()

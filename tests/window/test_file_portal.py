"""Files are asked for by the desktop's portal where there is one; here it stands on a session bus of the test's own."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitpad.learning.finetune.progress import Report
from digitpad.records import Sample
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.retrain.job import Job
from digitpad.ui.retrain.state import MnistMissing
from tests.support.hand import Hand
from tests.support.readers import Counting
from tests.support.session_bus import own_bus, started

pytest.importorskip("jeepney")
pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="a session bus is made with dbus-daemon")


class FakePortal:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs: list[subprocess.Popen[str]] = []

    def start(self, **answer: Any) -> None:
        self.answers(**answer)
        self._programs.append(started("tests.support.fake_file_portal", str(self._folder)))

    def answers(self, *paths: Path, **answer: Any) -> None:
        addresses = {"uris": [path.as_uri() for path in paths]} if paths else {}
        (self._folder / "answer.json").write_text(json.dumps({**addresses, **answer}))

    def end(self) -> None:
        for program in self._programs:
            program.kill()
            program.wait()

    @property
    def asked(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Method, title and options of each question."""
        path = self._folder / "asked.jsonl"
        return [tuple(json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def portal(monkeypatch, tmp_path) -> Iterator[FakePortal]:
    folder = tmp_path / "portal"
    folder.mkdir()
    with own_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.delenv("DIGITPAD_TK_DIALOGS", raising=False)
        monkeypatch.setenv("PATH", str(folder))  # without zenity and kdialog, until a test puts one there
        fake = FakePortal(folder)
        yield fake
        fake.end()


def picture(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (60, 40), "white").save(path, "PNG")
    return path


def opened(opens, **settings: str) -> Hand:
    return opens((Counting,), Settings(theme="light", **settings))


def zenity(folder: Path, printed: Path) -> None:
    program = folder / "zenity"
    program.write_text(f"#!/bin/sh\necho '{printed}'\n")
    program.chmod(0o755)


def test_a_picture_is_chosen_and_opened(opens, portal, tmp_path):
    path = picture(tmp_path / "a folder" / "späte\nNacht #1 100%.png")
    portal.start()
    portal.answers(path)
    hand = opened(opens, last_folder=str(tmp_path))
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView") and not hand.complaint, "the picture")
    ((method, title, options),) = portal.asked
    assert (method, title) == ("OpenFile", "Open") and options["current_folder"] == f"{tmp_path}/\0"
    patterns = {pattern for _, kinds in options["filters"] for _, pattern in kinds}
    assert {"*.png", "*.PNG", "*"} <= patterns


def test_several_files_come_together(opens, portal, tmp_path):
    portal.start()
    portal.answers(*(picture(tmp_path / f"page {number}.png") for number in range(3)))
    hand = opened(opens)
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureBar"), "the pictures")
    assert portal.asked[0][2]["multiple"] is True


def test_a_file_is_saved_under_the_offered_name_and_gets_the_ending_that_was_not_typed(opens, portal, tmp_path):
    portal.start()
    portal.answers(tmp_path / "mine")
    hand = opened(opens)
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    hand.key("<Control-s>")
    hand.wait_until((tmp_path / "mine.png").exists, "the file")
    assert portal.asked[0][0] == "SaveFile" and portal.asked[0][2]["current_name"] == "digits.png"


class WithoutMnist:
    """Work of retraining that wants MNIST."""

    loaded = True

    def __init__(self) -> None:
        self.taken: list[Path] = []

    def look(self, job: Job, report: Report) -> MnistMissing:
        return MnistMissing(len(job.chosen))

    def take(self, folder: Path, report: object) -> None:
        self.taken.append(folder)


@pytest.mark.parametrize("version", [3, 4])
def test_a_folder_is_chosen_on_the_retraining_sheet(opens, portal, tmp_path, monkeypatch, version):
    runner = WithoutMnist()
    monkeypatch.setattr("digitpad.ui.retrain.finetune_runner.FinetuneRunner", lambda: runner)
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([Sample(np.full((28, 28), shade, np.uint8), 7, "pad") for shade in range(1, 7)])
    portal.start()
    portal.answers(tmp_path, version=version)
    hand = opened(opens)
    hand.wait_ready()
    hand.key("<Control-r>")
    hand.wait_until(lambda: "Choose a folder…" in [text_of(each) for each in hand.widgets("Button")], "the button")
    hand.press_button("Choose a folder…")
    hand.wait_until(lambda: runner.taken == [tmp_path], "the folder")
    assert portal.asked[0][0] == "OpenFile" and portal.asked[0][2]["directory"] is True


def text_of(button: Any) -> str:
    return str(button.cget("text"))


def test_a_model_is_imported(opens, portal, tmp_path):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"no weights")
    portal.start()
    portal.answers(path)
    hand = opened(opens)
    hand.turn_to("Models")
    hand.key("<Control-i>")
    hand.wait_until(lambda: "mine.safetensors" in hand.complaint, "the sentence")


@pytest.mark.parametrize("answer", [{"code": 1}, {"code": 2, "after": 0.8}], ids=["cancelled", "closed"])
def test_a_cancelled_dialog_changes_nothing_and_no_other_is_shown(opens, portal, answer, tmp_path):
    zenity(tmp_path / "portal", picture(tmp_path / "scan.png"))
    portal.start(**answer)
    hand = opened(opens)
    hand.key("<Control-o>")
    assert hand.widgets("Pad") and not hand.complaint
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")


@pytest.mark.parametrize(
    "answer",
    [
        {"manner": "mute"},
        {"manner": "broken"},
        {"manner": "odd"},
        {"manner": "dies"},
        {"manner": "deaf"},
        {"code": 2},
        {"uris": ["sftp://elsewhere/scan.png"]},
        {"uris": []},
    ],
    ids=str,
)
def test_a_portal_that_is_silent_or_broken_leaves_it_to_the_next(opens, portal, answer, tmp_path):
    zenity(tmp_path / "portal", picture(tmp_path / "scan.png"))
    portal.start(**answer)
    hand = opened(opens)
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture")


def test_a_silent_portal_is_not_waited_for_again(opens, portal, tmp_path):
    zenity(tmp_path / "portal", picture(tmp_path / "scan.png"))
    portal.start(manner="mute")
    hand = opened(opens)
    hand.key("<Control-o>")
    portal.answers(tmp_path / "nowhere.png")
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture")
    assert portal.asked == [] and not hand.complaint


@pytest.mark.parametrize("there", ["a bus without a portal", "no bus"])
def test_without_a_portal_tk_asks(opens, portal, monkeypatch, tmp_path, there):
    if there == "no bus":
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    path = picture(tmp_path / "scan.png")
    hand = opened(opens)
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture")


def test_an_old_portal_leaves_folders_to_the_next(opens, portal, tmp_path):
    zenity(tmp_path / "portal", tmp_path)
    portal.start(version=2)
    portal.answers(version=2)
    hand = opened(opens)
    assert hand.app._services.dialogs.ask_folder("Folder") == tmp_path and portal.asked == []


def test_what_is_only_added_to_is_asked_for_by_the_next_for_a_portal_would_ask_to_replace_it(opens, portal, tmp_path):
    zenity(tmp_path / "portal", tmp_path / "readings.csv")
    portal.start()
    hand = opened(opens)
    dialogs = hand.app._services.dialogs
    assert dialogs.ask_target("Append", "readings.csv", (), overwrites=False) == tmp_path / "readings.csv"
    assert portal.asked == []


def test_the_window_lives_while_the_portal_asks_and_esc_takes_the_dialog_away(opens, portal):
    portal.start(after=3600)
    hand = opened(opens)
    ticks: list[int] = []

    def look() -> None:
        ticks.append(len(portal.asked))
        if len(ticks) > 10 and portal.asked:
            holder = hand.root.grab_current()
            holder.event_generate("<Control-o>")  # no second dialog
            holder.event_generate("<Escape>")
        else:
            hand.root.after(20, look)

    hand.root.after(20, look)
    hand.key("<Control-o>")
    hand.wait_until(lambda: [asked[0] for asked in portal.asked] == ["OpenFile", "Close"], "the end of the dialog")
    assert hand.root.grab_current() is None
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")


def test_a_window_that_is_closed_takes_its_dialog_along(opens, portal):
    portal.start(after=3600)
    hand = opened(opens)

    def close_once_it_asks() -> None:
        if portal.asked:
            hand.app.quit()
        else:
            hand.root.after(20, close_once_it_asks)

    hand.root.after(20, close_once_it_asks)
    hand.root.event_generate("<Control-o>")
    assert hand.gone
    for thread in threading.enumerate():
        if thread.name == "dialog":
            thread.join(20)
    assert [asked[0] for asked in portal.asked] == ["OpenFile", "Close"]

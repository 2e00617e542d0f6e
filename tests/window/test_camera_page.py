"""The real window with a running source: videos and folders read by OpenCV, and a network camera on 127.0.0.1."""

from __future__ import annotations

import csv
import threading
import time
import tkinter as tk
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitpad import settings as settings_file
from digitpad.records import Box, FrameResult, Reading
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.mjpeg_server import MjpegServer
from tests.support.readers import Counting
from tests.support.scenes import paper, written

THREADS = ("reader", "camera", "camera watch", "screen", "survey", "open", "store worker")
SIZE = (360, 640)  # height, width


def halves(number: int = 0) -> np.ndarray:
    """Red on the left, blue on the right."""
    picture = np.zeros((*SIZE, 3), np.uint8)
    picture[:, :320], picture[:, 320:] = (200, 20, 20), (20, 20, 200)
    return picture


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> str:
    """Longer than any test."""
    return video(tmp_path_factory.mktemp("films") / "film.avi", halves, frames=600, fps=15)


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer(size=(640, 360)) as playing:
        yield playing


def watching(opens: Any, source: str, engine: Onlooker | None = None, **settings: Any) -> tuple[Any, CameraEye]:
    held = engine or Onlooker()
    hand = opens((lambda: held,), Settings(theme="light", **settings), source)
    return hand, CameraEye(hand)


def running() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name in THREADS]


def test_a_camera_found_after_the_page_was_left_begins_when_it_is_shown_again(opens, film, monkeypatch):
    found = threading.Event()
    monkeypatch.setattr("digitpad.vision.capture.sources.cameras", lambda: found.wait(60) and ())
    hand, eye = watching(opens, film)
    hand.wait_until(lambda: "survey" in running(), "the search for cameras")
    hand.turn_to("Draw")
    hand.wait_ready()
    found.set()
    hand.wait_until(lambda: "survey" not in running(), "the end of the search")
    hand.rest(0.5)
    assert hand.status.startswith("Ready") and "camera" not in running()
    hand.turn_to("Camera")
    hand.wait_until(lambda: eye.marks == ["4", "7", "1"], "the marks")


def test_numbers_held_up_to_the_camera_are_read_and_marked(opens, tmp_path):
    def card(number: int) -> np.ndarray:
        sway = 6 * np.sin(2 * np.pi * number / 12)
        upper = written(paper(size=(480, 854)), "2026", left=180 + sway, top=100, height=90)
        return written(upper, "47", left=200 + sway, top=280, height=90)

    cards = [card(number) for number in range(12)]
    hand = opens(camera=video(tmp_path / "card.avi", lambda number: cards[number % 12], frames=400, fps=10))
    eye = CameraEye(hand)
    hand.wait_for_number("202647")
    hand.wait_until(lambda: sorted(eye.marks) == sorted("202647"), "the marks")  # they come with the next frame
    assert hand.status.startswith("Playing") and "fps" in hand.status and "ms a frame" in hand.status


def test_without_a_camera_the_page_says_what_to_do(opens):
    hand = opens((Counting,))
    hand.key("<Control-Key-2>")
    eye = CameraEye(hand)
    hand.wait_until(lambda: "camera" in eye.words, "words")
    hand.wait_until(lambda: "Looking" not in eye.words, "the end of the search")
    assert "choose" in eye.words.lower()
    hand.key("<Control-Key-1>")
    assert hand.widgets("Pad") and not hand.widgets("CameraView")


def test_each_page_has_its_own_keys_and_the_pad_keeps_what_was_drawn(opens, film):
    hand, _ = watching(opens, "")
    hand.key("<Control-Key-1>")
    hand.draw([[(100, 100), (100, 300)]])
    hand.wait_for_number("0")
    hand.key("<Control-Key-2>")
    hand.key("<Escape>")
    hand.key("<Control-z>")
    hand.key("<Control-Key-1>")
    assert hand.number == "0"
    hand.key("<space>")
    assert hand.number == "0"


def test_freezing_holds_the_picture_until_it_is_let_go(opens, server):
    server.size = (640, 360)
    hand, eye = watching(opens, server.url)
    hand.wait_for_number("471")
    hand.key("<space>")
    hand.rest(0.3)
    picture = [eye.colour_at(x / 20, 0.4) for x in range(21)]
    hand.rest(0.5)
    assert [eye.colour_at(x / 20, 0.4) for x in range(21)] == picture
    assert hand.status.startswith("Frozen") and eye.marks == list("471")
    hand.key("<space>")
    hand.wait_until(lambda: [eye.colour_at(x / 20, 0.4) for x in range(21)] != picture, "another picture")
    assert hand.status.startswith("Live")


def test_a_region_is_dragged_out_remembered_and_taken_back(opens, film, tmp_path):
    engine = Onlooker()
    hand, eye = watching(opens, film, engine)
    hand.wait_for_number("471")
    eye.drag((0.4, 0.2), (0.6, 0.9))
    hand.wait_for_number("7")
    region = engine.regions[-1]
    assert region is not None and abs(region.left - 256) <= 3 and abs(region.width - 128) <= 6
    outside, inside = eye.colour_at(0.2, 0.5), eye.colour_at(0.45, 0.5)
    assert outside[0] < 120 < inside[0], "what is not read is dimmed"
    kept = settings_file.load(tmp_path)[0].region
    assert kept is not None and abs(kept[0] - 0.4) < 0.01
    hand.key("r")
    hand.wait_for_number("471")
    assert settings_file.load(tmp_path)[0].region is None


def test_the_picture_is_mirrored_for_the_eyes_only(opens, film, tmp_path):
    engine = Onlooker()
    hand, eye = watching(opens, film, engine)
    hand.wait_for_number("471")
    assert eye.colour_at(0.05, 0.5)[0] > 150
    hand.key("m")
    hand.wait_until(lambda: eye.colour_at(0.05, 0.5)[2] > 150, "the blue half on the left")
    assert engine.frames[-1][180, 20, 0] > 150, "the network sees it as it is"
    hand.wait_until(lambda: eye.marks == list("174"), "the marks on the other side")
    assert hand.number == "471"
    eye.click(0.2, 0.5)
    eye.type("<Key-9>")
    hand.wait_for_number("479")
    assert settings_file.load(tmp_path)[0].mirrored


def test_a_region_dragged_over_a_mirrored_picture_lies_where_it_was_dragged(opens, film):
    engine = Onlooker()
    hand, eye = watching(opens, film, engine, mirrored=True)
    hand.wait_for_number("471")
    eye.drag((0.05, 0.2), (0.35, 0.9))
    hand.wait_for_number("1")


def test_a_digit_is_clicked_typed_and_stored_with_its_piece_of_the_picture(opens, film, tmp_path):
    hand, eye = watching(opens, film)
    hand.wait_for_number("471")
    eye.click(0.5, 0.5)
    eye.type("<Key-2>")
    hand.wait_for_number("421")
    hand.wait_until(lambda: "Saved" in hand.status, "the news")
    hand.app.quit()
    store = SampleStore(tmp_path / FILE_NAME)
    stored = store.all()
    assert [(sample.label, sample.predicted, sample.source) for sample in stored] == [(2, 7, "camera")]
    whole = store.get(stored[0].id)
    assert whole.crop is not None and whole.crop.shape[0] > 0.4 * SIZE[0]
    store.close()


def test_a_held_digit_is_corrected_with_arrow_keys_and_x_takes_it_away(opens, film):
    hand, eye = watching(opens, film)
    hand.wait_for_number("471")
    hand.key("<space>")
    hand.rest(0.2)
    eye.type("<Right>")
    eye.type("<Right>")
    eye.type("<Key-x>")
    hand.wait_for_number("41")


def test_a_correction_is_taken_back_in_the_window_and_in_the_store(opens, film, tmp_path):
    hand, eye = watching(opens, film)
    hand.wait_for_number("471")
    eye.click(0.5, 0.5)
    eye.type("<Key-2>")
    hand.wait_for_number("421")
    hand.key("<Control-z>")
    hand.wait_for_number("471")
    hand.app.quit()
    store = SampleStore(tmp_path / FILE_NAME)
    assert store.all() == []
    store.close()


def test_the_picture_is_taken_to_the_pad_s_page(opens, film):
    hand, _ = watching(opens, film)
    hand.wait_for_number("471")
    hand.key("d")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture on the pad's page")
    hand.wait_for_number("471")
    assert "camera" not in running()


def test_another_source_takes_over_and_the_first_one_ends(opens, film, tmp_path):
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.fromarray(np.full((300, 400, 3), (20, 160, 20), np.uint8)).save(folder / "green.png")
    hand, eye = watching(opens, film)
    hand.wait_for_number("471")
    page = hand.widgets("CameraPage")[0]
    page.watch(str(folder))
    hand.wait_until(lambda: eye.colour_at(0.5, 0.5)[1] > 140, "the green picture")
    hand.wait_for_number("471")
    hand.wait_until(lambda: running().count("camera") == 1, "the end of the film")
    assert settings_file.load(tmp_path)[0].camera == str(folder)


def test_leaving_the_page_ends_the_camera_and_coming_back_starts_it(opens, film):
    hand, _ = watching(opens, film)
    hand.wait_for_number("471")
    hand.key("<Control-Key-1>")
    hand.wait_until(lambda: "camera" not in running(), "the end of the camera")
    hand.key("<Control-Key-2>")
    hand.wait_for_number("471")


def test_a_stream_that_dies_is_said_and_comes_back_by_itself(opens, server):
    hand, eye = watching(opens, server.url)
    hand.wait_for_number("471")
    server.go_away()
    hand.wait_until(lambda: eye.words, "a sentence")
    hand.rest(0.5)
    assert hand.number == "" and eye.marks == []
    server.come_back()
    hand.wait_for_number("471")
    assert eye.words == ""


def test_a_camera_taken_away_while_the_picture_is_held_loses_nothing(opens, server):
    hand, eye = watching(opens, server.url)
    hand.wait_for_number("471")
    hand.key("<space>")
    server.go_away()
    hand.wait_until(lambda: "127.0.0.1" in eye.hint, "a sentence")
    assert hand.number == "471" and eye.marks == list("471") and not eye.words
    eye.click(0.5, 0.5)
    eye.type("<Key-8>")
    hand.wait_for_number("481")


@pytest.mark.parametrize("size", [(10, 10), (3840, 2160), (320, 1000)])
def test_streams_of_any_size_are_shown(opens, size):
    with MjpegServer(size=size, fps=10) as server:
        hand, eye = watching(opens, server.url)
        hand.wait_for_number("471")
        assert eye.colour_at(0.02, 0.5)[0] > 150


@pytest.mark.parametrize("what", ["missing.mp4", "no such camera"])
def test_a_source_that_is_not_there_is_one_sentence(opens, what):
    hand, _ = watching(opens, what)
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert what in hand.complaint and "\n" not in hand.complaint
    hand.key("<Control-Key-1>")
    hand.draw([[(100, 100), (100, 300)]])
    hand.wait_for_number("0")


def test_a_damaged_video_is_one_sentence_in_the_picture_s_place(opens, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"no video" * 100)
    hand, eye = watching(opens, str(tmp_path / "broken.mp4"))
    hand.wait_until(lambda: "broken.mp4" in eye.words, "a sentence")
    assert "\n" not in eye.words


def test_a_password_in_an_address_is_seen_nowhere(opens, tmp_path):
    with MjpegServer(size=(640, 360), login="anna:geheim99") as server:
        hand, eye = watching(opens, server.url.replace("://", "://anna:geheim99@"))
        hand.wait_for_number("471")
        seen = [
            str(widget.cget("text"))
            for kind in ("SourceChoice", "Label", "QuietLabel")
            for widget in hand.widgets(kind)
        ]
        assert not [text for text in [*seen, eye.words, hand.status] if "geheim99" in text]
        hand.app.quit()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"geheim99" in path.read_bytes()]


def test_a_camera_that_wants_a_password_is_asked_for_in_the_address_dialog(opens, tmp_path):
    with MjpegServer(size=(640, 360), login="anna:ge:he@im/99") as server:
        hand, _ = watching(opens, server.url)
        hand.wait_until(lambda: hand.widgets("AddressDialog"), "the dialog")
        (dialog,) = hand.widgets("AddressDialog")
        assert dialog.field.get() == server.url and dialog.password.cget("show")
        for field, text in ((dialog.user, "anna"), (dialog.password, "wrong")):
            field.insert(0, text)
        hand.type(dialog.password, "<Return>")
        hand.wait_until(lambda: hand.widgets("AddressDialog"), "the dialog again")
        (dialog,) = hand.widgets("AddressDialog")
        assert dialog.user.get() == "anna" and dialog.password.get() == ""
        dialog.password.insert(0, "ge:he@im/99")
        hand.type(dialog.password, "<Return>")
        hand.wait_for_number("471")
        assert not hand.widgets("AddressDialog")
        hand.app.quit()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [content for content in files if b"ge:he@im" in content or b"ge%3Ahe" in content]


def test_an_ended_video_leaves_its_last_picture_and_reading(opens, tmp_path):
    hand, eye = watching(opens, video(tmp_path / "short.avi", halves, frames=25))
    hand.wait_until(lambda: "ended" in eye.hint, "the end")
    assert hand.number == "471" and not eye.words


def test_numbers_are_kept_with_their_time_and_saved_as_csv(opens, film, tmp_path):
    engine = Onlooker()
    hand, eye = watching(opens, film, engine)
    hand.wait_for_number("471")
    hand.key("<Return>")
    assert eye.kept == ["471"]
    hand.press_button("Record automatically")
    engine.labels = [5]
    hand.wait_until(lambda: eye.kept[-1:] == ["5"], "the new number in the list")
    hand.rest(0.5)
    assert eye.kept.count("5") == 1
    hand.answer_file_dialog(str(tmp_path / "kept.csv"))
    hand.key("<Control-s>")
    with (tmp_path / "kept.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["number"] for line in lines] == eye.kept
    assert all(line["source"] == "film.avi" and "T" in line["time"] for line in lines)


def test_an_emptied_list_comes_back_with_undo(opens, film):
    hand, eye = watching(opens, film)
    hand.wait_for_number("471")
    hand.key("<Return>")
    (saved,) = hand.widgets("ReadingList")
    saved.clear()
    hand.rest(0.05)
    assert eye.kept == [] and "1 saved number deleted" in hand.status
    hand.press_button("Undo")
    assert eye.kept == ["471"]


def test_the_number_is_copied(opens, film):
    hand, _ = watching(opens, film)
    hand.wait_for_number("471")
    hand.key("<Control-c>")
    assert hand.root.clipboard_get() == "471"


def test_each_stage_of_reading_can_be_looked_at(opens, film):
    hand, _ = watching(opens, film)
    hand.wait_for_number("471")
    assert not hand.widgets("StageView")
    for _ in range(4):
        hand.key("s")
        hand.wait_until(lambda: hand.widgets("StageView"), "the second view")
    hand.wait_until(lambda: "2.0 ms" in hand.widgets("StageView")[0].winfo_children()[1].cget("text"), "the times")
    hand.key("s")
    assert not hand.widgets("StageView")


def test_closing_in_the_middle_leaves_no_thread(opens, server):
    hand, _ = watching(opens, server.url)
    hand.wait_for_number("471")
    server.mood = "stall"
    hand.rest(0.1)
    hand.app.quit()
    assert not running()


def test_only_the_main_thread_calls_tk(opens, server):
    calls: list[str] = []

    def profile(frame: Any, event: str, called: Any) -> None:
        if event == "c_call" and type(getattr(called, "__self__", None)).__name__ == "tkapp":
            calls.append(f"{threading.current_thread().name}: {called.__name__} at {frame.f_code.co_qualname}")

    threading.setprofile(profile)
    try:
        check = threading.Thread(target=lambda: tk.Tcl().eval("set seen 1"))
        check.start()
        check.join()
        assert calls, "it notices calls from other threads"
        calls.clear()
        hand, eye = watching(opens, server.url)
        hand.wait_for_number("471")
        hand.key("<space>")
        eye.click(0.5, 0.5)
        eye.type("<Key-3>")
        hand.wait_for_number("431")
        hand.key("<space>")
        server.go_away()
        hand.wait_until(lambda: eye.words, "a sentence")
        hand.app.quit()
    finally:
        threading.setprofile(None)
    assert not calls


def test_the_window_stays_alive_while_frames_rush_in(opens):
    with MjpegServer(size=(1280, 720), fps=120) as server:
        hand, _ = watching(opens, server.url)
        hand.wait_for_number("471")
        gaps, last = [], time.perf_counter()
        end = last + 2
        while last < end:
            hand.root.update()
            now = time.perf_counter()
            gaps.append(now - last)
            last = now
        assert float(np.quantile(gaps, 0.95)) < 0.3


class TwoRows(Onlooker):
    """Sees 4, 7 and 1 above 4, 7 and 1."""

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        upper = super().read_frame(picture, region, stages).reading.rows[0]
        lower = tuple(replace(one, box=one.box.moved(0, round(1.2 * one.box.height))) for one in upper)
        return FrameResult(Reading((upper, lower)))


def test_with_two_rows_the_number_the_chosen_card_and_what_can_be_said_of_it_are_in_sight(opens, film):
    hand, eye = watching(opens, film, TwoRows())
    hand.wait_for_number("471471")
    eye.click(0.5, 0.85)
    hand.wait_until(lambda: hand.widgets("Probabilities"), "all ten guesses")
    hand.rest(0.3)
    column = hand.widgets("ReadingView")[0]
    number, card = hand.widgets("BigNumber")[0], hand.widgets("Card")[4]
    for widget in (number, card, hand.widgets("CorrectionBar")[0], hand.widgets("ReadingList")[0]):
        for down in (5, widget.winfo_height() - 5):
            seen = hand.root.winfo_containing(widget.winfo_rootx() + 5, widget.winfo_rooty() + down)
            assert seen is not None and str(seen).startswith(str(widget)), f"{widget} is hidden"
    assert number.winfo_height() <= column.winfo_height() / 2

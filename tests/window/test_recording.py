"""Numbers recorded on the camera's page: each once, edited, deleted, brought back, in columns, in a growing file."""

from __future__ import annotations

import contextlib
import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from digitpad import settings as settings_file
from digitpad.records import Box, FrameResult
from digitpad.settings import Settings
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.hand import Hand

SIZE = (240, 320)  # height, width


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> str:
    """Longer than any test."""
    scene = np.full((*SIZE, 3), 200, np.uint8)
    return video(tmp_path_factory.mktemp("films") / "film.avi", lambda number: scene, frames=900, fps=15)


def watch(opens, film: str, **settings: tuple[str, ...]) -> tuple[Hand, CameraEye, Onlooker]:
    engine = Onlooker()
    hand = opens((lambda: engine,), Settings(theme="light", **settings), film)
    hand.wait_for_number("471")
    return hand, CameraEye(hand), engine


def lines_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def choose_line(hand: Hand, place: int) -> object:
    (lines,) = hand.widgets("Listbox")
    lines.selection_clear(0, "end")
    lines.selection_set(place)
    hand.focus(lines)
    return lines


def test_a_number_that_comes_back_soon_to_its_place_is_recorded_once(opens, film):
    hand, eye, engine = watch(opens, film)
    hand.press_button("Record automatically")
    hand.wait_until(lambda: eye.kept == ["471"], "the number")
    for labels in ([], [8], [], [4, 7, 1]):
        engine.labels = labels
        hand.wait_for_number("".join(map(str, labels)))
        hand.rest(1.2)
    assert eye.kept == ["471", "8"]


def test_a_number_that_is_not_sure_waits_for_the_user_or_a_surer_look(opens, film):
    hand, eye, engine = watch(opens, film)
    engine.sure = False
    hand.press_button("Record automatically")
    hand.wait_until(lambda: "471 is not sure; Enter records it" in hand.status, "the sentence")
    hand.rest(1.2)
    assert eye.kept == []
    engine.sure = True
    hand.wait_until(lambda: eye.kept == ["471"], "the number")
    engine.sure, engine.labels = False, [8]
    hand.wait_for_number("8")
    hand.wait_until(lambda: "8 is not sure; Enter records it" in hand.status, "the sentence")
    hand.key("<Return>")
    assert eye.kept == ["471", "8"]


def test_a_number_is_typed_anew_and_back(opens, film):
    hand, eye, _ = watch(opens, film)
    hand.key("<Return>")
    lines = choose_line(hand, 0)
    hand.type(lines, "<F2>")
    (entry,) = hand.widgets("LineEntry")
    entry.delete(0, "end")
    entry.insert(0, "491")
    hand.type(entry, "<Return>")
    assert eye.kept == ["491"] and "471 is now 491" in hand.status
    hand.type(choose_line(hand, 0), "<Control-z>")
    assert eye.kept == ["471"] and "is now" not in hand.status, "nothing is offered to be undone twice"
    hand.type(choose_line(hand, 0), "<F2>")
    (entry,) = hand.widgets("LineEntry")
    entry.insert(0, "99")
    hand.type(entry, "<Escape>")
    assert eye.kept == ["471"] and not hand.widgets("LineEntry")


def test_a_deleted_number_comes_back_to_its_place(opens, film):
    hand, eye, engine = watch(opens, film)
    for labels in ([4, 7, 1], [5], [6]):
        engine.labels = labels
        hand.wait_for_number("".join(map(str, labels)))
        hand.key("<Return>")
    hand.type(choose_line(hand, 1), "<Delete>")
    assert eye.kept == ["471", "6"]
    hand.press_button("Undo")
    assert eye.kept == ["471", "5", "6"]


def test_columns_are_chosen_ordered_and_remembered(opens, film, tmp_path):
    hand, _, _ = watch(opens, film)
    hand.key("<Return>")
    hand.choose("Columns of the CSV…")
    (dialog,) = hand.widgets("ColumnsDialog")
    ticks = {str(tick.cget("text")): tick for tick in hand.widgets("Checkbutton")}
    ticks["Source"].invoke()
    ticks["Confidence, 0 to 1"].invoke()
    hand.type(ticks["Number"], "<Alt-Up>")
    assert dialog.columns == ("number", "time", "confidence")
    hand.type(dialog, "<Return>")
    assert settings_file.load(tmp_path)[0].csv_columns == ("number", "time", "confidence")
    hand.answer_file_dialog(str(tmp_path / "kept.csv"))
    hand.key("<Control-s>")
    head, line = lines_of(tmp_path / "kept.csv")
    assert head == ["number", "time", "confidence"] and line[0] == "471" and 0 < float(line[2]) <= 1


def append_to(hand: Hand, path: Path) -> None:
    hand.answer_file_dialog(str(path))
    hand.choose("Append the numbers to a CSV…")
    hand.wait_until(lambda: path.name in hand.status or hand.complaint, "the file")


def test_each_number_is_appended_at_once_below_one_header(opens, film, tmp_path):
    path = tmp_path / "growing.csv"
    hand, _, engine = watch(opens, film)
    for labels in ([4, 7, 1], [5]):
        append_to(hand, path)
        engine.labels = labels
        hand.wait_for_number("".join(map(str, labels)))
        hand.key("<Return>")
        hand.wait_until(lambda labels=labels: path.read_text().count("\n") == 3 - len(labels) // 2, "the line")
        hand.choose("Append the numbers to a CSV…")  # no more
    lines = lines_of(path)
    assert lines[0] == ["time", "number", "source"] and [line[1] for line in lines[1:]] == ["471", "5"]


def test_a_file_with_columns_of_its_own_keeps_them_and_an_open_last_line(opens, film, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("number,source\n12,cam")
    hand, _, _ = watch(opens, film)
    append_to(hand, path)
    hand.key("<Return>")
    hand.wait_until(lambda: "471" in path.read_text(), "the line")
    assert lines_of(path) == [["number", "source"], ["12", "cam"], ["471", "film.avi"]]


def test_another_table_is_refused_in_one_sentence_and_left_alone(opens, film, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text("date,amount\n1,2\n")
    hand, eye, _ = watch(opens, film)
    append_to(hand, path)
    hand.wait_until(lambda: "another table" in hand.complaint, "the sentence")
    hand.key("<Return>")
    hand.rest(0.2)
    assert eye.kept == ["471"] and path.read_text() == "date,amount\n1,2\n"


@contextlib.contextmanager
def full_at(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes, as on a disk that is full then."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_one_sentence_and_nothing_is_lost(opens, film, tmp_path):
    path = tmp_path / "full.csv"
    before = "number,source\r\n" + "1,earlier\r\n" * 100_000
    path.write_bytes(before.encode())
    hand, eye, engine = watch(opens, film)
    with full_at(len(before) + 5):
        append_to(hand, path)
        hand.key("<Return>")
        hand.wait_until(lambda: "cannot be written" in hand.complaint, "the sentence")
        assert "\n" not in hand.complaint
        engine.labels = [5]
        hand.wait_for_number("5")
        hand.key("<Return>")
        hand.wait_until(lambda: path.stat().st_size == len(before), "no half line in the file")
        assert eye.kept == ["471", "5"]
    hand.wait_until(lambda: path.stat().st_size > len(before) + 20, "the lines that waited")
    assert [line[0] for line in lines_of(path)[-3:]] == ["1", "471", "5"]
    hand.wait_until(lambda: "written again" in hand.status and not hand.complaint, "the good news")


def test_what_was_appended_is_there_when_the_window_has_closed(opens, film, tmp_path):
    path = tmp_path / "last.csv"
    hand, _, _ = watch(opens, film)
    append_to(hand, path)
    hand.key("<Return>")
    begun_s = time.monotonic()
    hand.app.quit()
    assert len(lines_of(path)) == 2 and time.monotonic() - begun_s < 20


def on_the_disk(folder: Path) -> list[str]:
    path = folder / "numbers.json"
    return [number["text"] for number in json.loads(path.read_text())] if path.exists() else []


def test_saved_numbers_are_there_at_the_next_start_as_they_were_left(opens, film, tmp_path):
    hand, eye, engine = watch(opens, film)
    hand.key("<Return>")
    for labels in ([8], [9]):
        engine.labels = labels
        hand.wait_for_number("".join(map(str, labels)))
        hand.key("<Return>")
    assert eye.kept == ["471", "8", "9"]
    hand.type(choose_line(hand, 1), "<Delete>")
    hand.wait_until(lambda: on_the_disk(tmp_path) == ["471", "9"], "the file")
    hand.app.quit()
    hand, eye, engine = watch(opens, film)
    assert eye.kept == ["471", "9"]
    hand.key("<Return>")
    assert eye.kept == ["471", "9", "471"]
    hand.app.quit()
    assert on_the_disk(tmp_path) == ["471", "9", "471"]


CARDS = ((4, 7, 1), (8, 3), (9, 0, 5), (6,), (2, 2, 8))


class CardReader(Onlooker):
    """Reads the digits of a card, which its shade of grey tells, and takes its time."""

    def read_frame(self, picture: np.ndarray, region: Box | None = None, stages: bool = False) -> FrameResult:
        time.sleep(0.3)
        self.labels = list(CARDS[min(round(float(picture.mean()) / 40) - 1, len(CARDS) - 1)])
        return super().read_frame(picture, region, stages)


def test_a_film_of_hard_cuts_gives_the_numbers_of_its_cards_and_no_others(opens, tmp_path):
    def scene(number: int) -> np.ndarray:
        return np.full((*SIZE, 3), 40 * (1 + number // 30 % len(CARDS)), np.uint8)

    path = video(tmp_path / "cuts.avi", scene, frames=300, fps=10)
    hand = opens((CardReader,), Settings(theme="light"), path)
    eye = CameraEye(hand)
    hand.wait_until(lambda: hand.number, "the film")
    hand.press_button("Record automatically")
    shown: set[str] = set()
    hand.wait_until(lambda: shown.add(hand.number) or len(eye.kept) >= 4, "some numbers", 60)
    assert shown - {""} <= {"".join(map(str, card)) for card in CARDS} and set(eye.kept) <= shown


def test_numbers_that_another_window_saved_meanwhile_are_there_too(opens, film, tmp_path):
    hand, eye, engine = watch(opens, film)
    hand.key("<Return>")
    hand.wait_until(lambda: on_the_disk(tmp_path) == ["471"], "the file")
    command = [sys.executable, "-m", "tests.support.number_writer", str(tmp_path), "5", "2"]
    subprocess.run(command, check=True, timeout=60)
    engine.labels = [8]
    hand.wait_for_number("8")
    hand.key("<Return>")
    hand.app.quit()
    assert on_the_disk(tmp_path) == ["471", "50", "51", "8"]
    _, eye, _ = watch(opens, film)
    assert eye.kept == ["471", "50", "51", "8"]


def test_numbers_of_another_day_show_their_day(opens, film, tmp_path):
    hand, _, _ = watch(opens, film)
    hand.key("<Return>")
    hand.app.quit()
    path = tmp_path / "numbers.json"
    (number,) = json.loads(path.read_text())
    path.write_text(json.dumps([number | {"at": "2026-02-03T14:05:06+00:00"}]))
    hand, _, _ = watch(opens, film)
    local = datetime.fromisoformat("2026-02-03T14:05:06+00:00").astimezone()
    assert hand.widgets("Listbox")[0].get(0).split() == [*f"{local:%d %b %H:%M:%S}".split(), "471"]


@pytest.mark.parametrize("text", ["{", "[1]", '[{"at": "soon"}]', "7"])
def test_a_file_of_numbers_that_cannot_be_understood_is_put_aside(opens, film, tmp_path, text):
    (tmp_path / "numbers.json").write_text(text)
    hand, eye, _ = watch(opens, film)
    hand.wait_until(lambda: "numbers.json.bad" in hand.complaint, "the sentence")
    assert eye.kept == [] and (tmp_path / "numbers.json.bad").read_text() == text
    hand.key("<Return>")
    hand.wait_until(lambda: on_the_disk(tmp_path) == ["471"], "a new file")


def test_where_a_button_would_cost_a_further_line_its_action_stands_under_more(opens, film):
    hand, eye, _ = watch(opens, film)
    each = next(one for one in hand.widgets("Button") if one.cget("text") == "Record automatically")
    save = "Save it with its time"
    assert save not in more_entries(hand)
    hand.root.geometry("640x480")
    hand.rest(0.3)
    each.configure(text="Automatisch aufzeichnen")
    hand.root.geometry("650x480")
    hand.wait_until(lambda: save in more_entries(hand), "the action in the menu, where words are longer")
    hand.wait_until(lambda: in_one_line(hand), "the buttons in one line")
    hand.choose(save)
    assert eye.kept == ["471"]


def more_entries(hand: Hand) -> list[str]:
    """The menu of More, filled as it is when the user opens it."""
    menu = next(one.menu for one in hand.widgets("DropButton") if str(one.cget("text")).startswith("More"))
    hand.root.tk.eval(str(menu.cget("postcommand")))
    places = [at for at in range((menu.index("end") or 0) + 1) if menu.type(at) == "command"]
    return [menu.entrycget(at, "label") for at in places]


def in_one_line(hand: Hand) -> bool:
    """The buttons over the list stand beside each other."""
    head = hand.widgets("ReadingList")[0].winfo_children()[0]
    middles = [it.winfo_y() + it.winfo_height() // 2 for it in head.winfo_children() if it.winfo_ismapped()]
    return max(middles) - min(middles) <= 2

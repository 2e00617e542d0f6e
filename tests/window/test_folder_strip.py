"""A folder of pictures in the real window: its thumbnails are made of what is in sight, and lead to each picture."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image

from digitpad.settings import Settings
from digitpad.ui.playback.folder_strip import MOST_KEPT
from tests.support.hand import Hand
from tests.window.test_films import ReadsGrey, grey

MANY = 5000


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    for number in range(30):
        Image.fromarray(grey(number)).save(made / f"{number:02}.png")
    return made


def watch(opens, source: Path) -> tuple[Hand, object]:
    engine = ReadsGrey()
    hand = opens((lambda: engine,), Settings(theme="light"), str(source))
    hand.wait_until(lambda: hand.widgets("FolderStrip"), "the strip")
    return hand, hand.widgets("FolderStrip")[0]


def thumbnails(strip) -> int:
    return len(strip.find_withtag("thumbnail"))


def test_a_click_on_a_thumbnail_shows_its_picture_and_the_arrow_keys_the_next(opens, folder):
    hand, strip = watch(opens, folder)
    hand.wait_until(lambda: thumbnails(strip) >= 4, "thumbnails")
    hand.click(strip, x=3 * strip.winfo_width() // max(4, thumbnails(strip)), y=20)
    hand.wait_until(lambda: hand.number in "234" and hand.number, "one in the middle of the strip")
    before = int(hand.number)
    hand.type(strip, "<Right>")
    hand.wait_for_number(str(before + 1))
    assert f"{before + 2} of 30" in hand.status and f"{before + 1:02}.png" in hand.status
    hand.type(strip, "<End>")
    hand.wait_for_number("9")
    hand.wait_until(lambda: "30 of 30" in hand.status, "the last one")
    hand.type(strip, "<Home>")
    hand.wait_until(lambda: "1 of 30" in hand.status and hand.number == "0", "the first one")


def test_of_thousands_of_pictures_only_those_in_sight_are_kept(opens, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    Image.fromarray(grey(3)).resize((40, 30)).save(tmp_path / "one.png")
    content = (tmp_path / "one.png").read_bytes()
    for number in range(MANY):
        (folder / f"{number:05}.png").write_bytes(content)
    hand, strip = watch(opens, folder)
    hand.wait_until(lambda: thumbnails(strip), "thumbnails")
    for _ in range(60):
        hand.type(strip, "<Next>")
        hand.wait_until(lambda: thumbnails(strip), "thumbnails further on")
    hand.type(strip, "<End>")
    hand.wait_until(lambda: f"{MANY:,} of {MANY:,}" in hand.status, "the last one")
    hand.wait_until(lambda: thumbnails(strip), "its thumbnails")
    images = [name for name in hand.root.tk.splitlist(hand.root.tk.call("image", "names")) if "pyimage" in name]
    assert len(images) < MOST_KEPT + 200, "few pictures, however many the folder has"


def test_a_picture_that_cannot_be_read_leaves_an_empty_place(opens, folder):
    (folder / "01.png").write_bytes(b"nonsense")
    hand, strip = watch(opens, folder)
    hand.wait_until(lambda: thumbnails(strip) >= 4, "the others")
    hand.type(strip, "<Right>")
    hand.wait_for_number("2")


def test_leaving_and_closing_end_the_thread(opens, folder):
    hand, _ = watch(opens, folder)
    hand.key("<Control-Key-1>")
    hand.wait_until(lambda: "thumbnails" not in [thread.name for thread in threading.enumerate()], "the end")
    hand.key("<Control-Key-2>")
    hand.wait_until(lambda: hand.widgets("FolderStrip") and thumbnails(hand.widgets("FolderStrip")[0]), "them again")
    hand.app.quit()
    assert "thumbnails" not in [thread.name for thread in threading.enumerate()]


def test_pictures_shown_one_after_the_other_move_the_strip(opens, folder):
    hand, _ = watch(opens, folder)
    hand.key("<bracketright>")
    hand.key("<bracketright>")
    hand.wait_until(lambda: hand.number == "2", "the third picture, four times as soon", patience_s=20)

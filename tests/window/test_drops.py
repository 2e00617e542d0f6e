"""Files and folders dropped on the window by another program, over the desktop's own protocol (XDND)."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.hand import Hand
from tests.support.samples import number_picture


def drop(hand: Hand, *paths: Path) -> None:
    """Drop files on the middle of the window."""
    root = hand.root
    place = (root.winfo_rootx() + root.winfo_width() // 2, root.winfo_rooty() + root.winfo_height() // 2)
    source = subprocess.Popen([sys.executable, "-m", "tests.support.xdnd", *map(str, (*place, *paths))])
    try:
        hand.wait_until(lambda: source.poll() is not None, "the end of the drop")
        assert source.returncode == 0
    finally:
        source.kill()
        source.wait(10)


@pytest.fixture
def hand(opens) -> Hand:
    hand: Hand = opens()
    hand.wait_ready()
    hand.rest(0.5)
    return hand


def test_a_picture_dropped_on_the_pad_is_read(hand, tmp_path):
    path = tmp_path / "with a space, ü {and} braces.png"
    number_picture("2027").save(path)
    drop(hand, path)
    hand.wait_for_number("2027")


def test_several_files_and_a_folder_are_turned_like_pages(hand, tmp_path):
    (tmp_path / "folder").mkdir()
    for name, number in (("a.png", "31"), ("folder/b.png", "720"), ("folder/c.png", "2027")):
        number_picture(number).save(tmp_path / name)
    drop(hand, tmp_path / "a.png", tmp_path / "folder")
    hand.wait_for_number("31")
    for number in ("720", "2027"):
        hand.key("<Next>")
        hand.wait_for_number(number)
    hand.key("<Prior>")
    hand.wait_for_number("720")


def test_what_holds_no_picture_is_told_in_a_sentence(hand, tmp_path):
    (tmp_path / "empty").mkdir()
    drop(hand, tmp_path / "empty")
    hand.wait_until(lambda: "empty holds no picture" in hand.complaint, "the sentence")


def test_a_folder_dropped_on_the_camera_is_watched(hand, tmp_path):
    number_picture("2027").save(tmp_path / "p.png")
    hand.turn_to("Camera")
    hand.rest(0.5)
    drop(hand, tmp_path)
    hand.wait_for_number("2027")


def test_samples_dropped_on_their_page_are_imported(hand, tmp_path):
    folder = tmp_path / "own" / "7"
    folder.mkdir(parents=True)
    number_picture("7").save(folder / "p.png")
    hand.turn_to("Samples")
    hand.rest(0.5)
    drop(hand, tmp_path / "own")
    hand.wait_until(
        lambda: any(note.words == "1 sample imported" for note in hand.widgets("PassingNote")), "the import"
    )


def test_without_its_library_the_window_works_and_takes_no_drops(opens, monkeypatch):
    monkeypatch.setitem(sys.modules, "tkinterdnd2", None)
    hand = opens()
    hand.wait_ready()
    time.sleep(0.1)
    hand.rest(0.3)
    assert not hand.root.tk.call("bind", hand.root, "<<Drop:DND_Files>>")

"""Digits of one writer, asked for one by one: by pointer and keys, stored at once, with a way back."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Reading, Sample, Stroke
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.collect.order import random_order
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.hand import Hand, below
from tests.support.reach import clipped_words, out_of_reach
from tests.support.readers import Counting, digit
from tests.support.samples_user import SampleEye
from tests.support.stored import sample

FRAME = 32  # px at scale 1, of a desktop's title bar


class Copying(Counting):
    """Reads a 7 in whatever is one digit, with the glyph that was drawn."""

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[tuple[int, ...]] = (), *, judged: bool = False
    ) -> Reading:
        if not whole:
            return super().read_strokes(strokes)
        return Reading(((replace(digit(7, 0.99, whole[0]), glyph=stroke_glyph(strokes)),),))


class Blind(Copying):
    """Sees nothing in the first digit that it is given."""

    seen = 0

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[tuple[int, ...]] = (), *, judged: bool = False
    ) -> Reading:
        self.seen += bool(whole)
        return Reading() if whole and self.seen == 1 else super().read_strokes(strokes, whole)


class Writer:
    """A hand on the small window."""

    def __init__(self, hand: Hand, *, by_key: bool = True) -> None:
        self.hand, self._count = hand, 0
        hand.turn_to("Samples")
        if by_key:
            hand.key("<Control-Shift-Key-C>")
        else:
            hand.press_button("Collect…")
        hand.wait_until(lambda: hand.widgets("CollectSheet") and self.form, "the window")

    @property
    def sheet(self) -> Any:
        return self.hand.widgets("CollectSheet")[0]

    @property
    def form(self) -> list[Any]:
        return self.hand.widgets("StartForm")

    @property
    def field(self) -> Any:
        return self.hand.widgets("StrokeField")[0]

    @property
    def words(self) -> list[str]:
        """All words of the window."""
        labels = [one for one in below(self.sheet) if one.winfo_class() == "TLabel" and one.winfo_viewable()]
        return [str(one.cget("text")) for one in labels]

    @property
    def asked(self) -> int | None:
        """The digit that is asked for, as it stands there in large."""
        (wish,) = [words for words in self.words if words.startswith(("Write a", "All "))]
        return int(wish[-1]) if wish.startswith("Write") else None

    @property
    def counts(self) -> list[str]:
        canvas = self.hand.widgets("DigitCounts")[0]
        return [canvas.itemcget(item, "text") for item in canvas.find_withtag("count")]

    def start(self, name: str, of_each: int = 3) -> None:
        chips = [one for one in below(self.form[0]) if type(one).__name__ == "LabelChip"]
        chip = next(chip for chip in chips if chip.cget("text") == str(of_each))
        self.hand.type(chip, "<Return>")
        assert self.form, "Enter chooses how many, and does not begin yet"
        (box,) = [one for one in below(self.sheet) if one.winfo_class() == "TCombobox"]
        box.delete(0, "end")
        box.insert(0, name)
        self.hand.type(box, "<Return>")
        self.hand.wait_until(lambda: self.hand.widgets("StrokeField"), "the paper")

    def write(self) -> None:
        """Draw a line that was not drawn before."""
        self._count += 1
        field, reach = self.field, 40 + 5 * self._count
        field.event_generate("<ButtonPress-1>", x=40, y=30)
        for x, y in ((40 + reach // 2, 60), (40, 60 + reach), (60, 100 + reach // 2)):
            field.event_generate("<B1-Motion>", x=x, y=y)
            self.hand.root.update()
        field.event_generate("<ButtonRelease-1>", x=60, y=100 + reach // 2)
        self.hand.root.update()

    def give(self, count: int = 1) -> None:
        for _ in range(count):
            self.write()
            self.press("<Return>")

    def press(self, key: str) -> None:
        self.hand.type(self.field, key)


def on_disk(folder: Path) -> list[Sample]:
    with SampleStore.to_read(folder / FILE_NAME) as store:
        return store.all(whole=True)


def wait_for(hand: Hand, folder: Path, count: int) -> list[Sample]:
    hand.wait_until(lambda: len(on_disk(folder)) == count, f"{count} samples on the disk")
    return on_disk(folder)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_is_balanced_at_every_moment_and_never_asks_twice_in_a_row(seed: int) -> None:
    order = random_order(5, Random(seed))
    for start in range(0, 50, 10):
        assert sorted(order[start : start + 10]) == list(range(10))
    assert all(one != other for one, other in pairwise(order))
    assert order != random_order(5, Random(seed + 1))


def test_by_keys_alone_thirty_digits_become_samples_of_their_writer(opens, tmp_path):
    hand = opens((Copying,))
    hand.wait_ready()
    writer = Writer(hand)
    writer.start("  Ann   Lee ")
    asked = []
    for number in range(30):
        assert f"{number} of 30" in writer.words
        asked.append(writer.asked)
        writer.give()
    assert writer.asked is None and writer.counts == ["3/3"] * 10
    samples = wait_for(hand, tmp_path, 30)
    assert [one.label for one in samples] == asked and Counter(asked) == Counter(dict.fromkeys(range(10), 3))
    assert {(one.writer, one.source, one.predicted, one.model) for one in samples} == {
        ("Ann Lee", "pad", 7, "counting")
    }
    assert all(len(one.strokes) == 1 and one.strokes[0].times is not None for one in samples)
    hand.wait_until(lambda: any("3 of them were read right" in words for words in writer.words), "what was read right")
    writer.press("<Return>")
    hand.wait_until(lambda: writer.form, "the question for another writer")
    (box,) = [one for one in below(writer.sheet) if one.winfo_class() == "TCombobox"]
    assert box.cget("values") == ("Ann Lee",) and box.get() == ""


def test_what_was_given_stays_when_the_window_is_left_in_the_middle(opens, tmp_path):
    hand = opens((Copying,))
    hand.wait_ready()
    writer = Writer(hand, by_key=False)
    writer.start("")
    writer.give(4)
    writer.write()  # and not pressed Enter
    writer.press("<Escape>")
    hand.wait_until(lambda: not hand.widgets("CollectSheet"), "the window to close")
    assert hand.status.startswith("Kept 4 digits")
    assert [one.writer for one in wait_for(hand, tmp_path, 4)] == [""] * 4
    hand.wait_until(lambda: hand.widgets("SamplesPage")[0].summary.startswith("4 samples"), "them on the page")


def test_backspace_writes_anew_and_the_last_digit_can_be_taken_back(opens, tmp_path):
    hand = opens((Copying,))
    hand.wait_ready()
    writer = Writer(hand)
    writer.start("Ann")
    first = writer.asked
    writer.press("<Return>")
    assert "0 of 30" in writer.words and any("write the digit first" in words for words in writer.words)
    writer.write()
    writer.press("<BackSpace>")
    assert writer.field.blank and "0 of 30" in writer.words
    writer.give(3)
    wait_for(hand, tmp_path, 3)
    writer.press("<BackSpace>")
    writer.press("<Control-Key-z>")
    assert "1 of 30" in writer.words
    wait_for(hand, tmp_path, 1)
    hand.press_button("Undo the last")
    assert writer.asked == first and not hand.button_works("Undo the last")
    wait_for(hand, tmp_path, 0)
    writer.give()
    assert [one.label for one in wait_for(hand, tmp_path, 1)] == [first]


def test_a_stroke_that_is_not_finished_is_given_too(opens, tmp_path):
    hand = opens((Copying,))
    hand.wait_ready()
    writer = Writer(hand)
    writer.start("Ann")
    writer.field.event_generate("<ButtonPress-1>", x=40, y=30)
    writer.field.event_generate("<B1-Motion>", x=60, y=200)
    hand.root.update()
    writer.press("<Return>")
    writer.field.event_generate("<B1-Motion>", x=90, y=200)
    writer.field.event_generate("<ButtonRelease-1>", x=90, y=200)
    hand.root.update()
    (one,) = wait_for(hand, tmp_path, 1)
    assert len(one.strokes) == 1 and writer.field.blank


def test_a_digit_without_ink_is_asked_for_again(opens, tmp_path):
    hand = opens((Blind,))
    hand.wait_ready()
    writer = Writer(hand)
    writer.start("Ann")
    writer.give()
    hand.wait_until(lambda: "0 of 30" in writer.words, "it to be asked for again")
    writer.give(30)
    assert Counter(one.label for one in wait_for(hand, tmp_path, 30)) == Counter(dict.fromkeys(range(10), 3))


def test_what_the_disk_refuses_is_kept_and_stored_with_the_next_digit(opens, tmp_path):
    hand = opens((Copying,))
    hand.wait_ready()
    hand.wait_until((tmp_path / FILE_NAME).exists, "the store")
    writer = Writer(hand)
    writer.start("Ann")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writer.give()
        hand.wait_until(lambda: any("disk has refused 1 so far" in words for words in writer.words), "a word of it")
        other.execute("ROLLBACK")
    writer.give()
    wait_for(hand, tmp_path, 2)
    hand.wait_until(lambda: not any("refused" in words for words in writer.words), "the words to go")


def test_digits_of_one_writer_are_shown_and_told_of_alone(opens, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(1, 3), sample(2, 4, writer="Ann"), sample(3, 5, writer="Ann"), sample(4, 6, writer="Bo")])
    eye = SampleEye(opens((Copying,)), 4)
    eye.choose("Any writer", "Ann")
    eye.wait_for(2)
    assert sorted(eye.labels) == ["4", "5"]
    eye.click(0)
    assert "Written by Ann" in eye.details
    eye.press("<Escape>")
    eye.hand.answer_file_dialog(str(tmp_path / "ann.zip"))
    eye.choose("Export", "Zip of pictures with labels.csv…")
    eye.wait(lambda: "2 samples written" in eye.hand.status, "the news")
    with zipfile.ZipFile(tmp_path / "ann.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("labels.csv").decode())))
    assert [row["writer"] for row in rows] == ["Ann", "Ann"]
    eye.choose("Ann", "Not named")
    eye.wait_for(1)
    assert eye.labels == ["3"]
    eye.choose("Not named", "Bo")
    eye.wait_for(1)
    eye.chip("3")
    eye.wait_for(0)
    eye.hand.press_button("Show all samples")
    eye.wait_for(4)


def test_the_menu_of_writers_is_there_only_where_somebody_was_named(opens, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(1, 3)])
    eye = SampleEye(opens((Copying,)), 1)
    assert not eye.hand.widgets("WriterMenu")
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(2, 3, writer="A name of more than twenty letters")])
    eye.wait_for(2)
    (button,) = eye.hand.widgets("WriterMenu")
    for width, height in ((640, 480), (1080, 700), (640, 480)):
        eye.hand.root.geometry(f"{width}x{height}")
        eye.hand.rest(0.3)
        button.menu.invoke(1)
        eye.wait_for(1)
        assert button.cget("text").strip() == "A name of more than…"
        eye.hand.rest(0.2)
        assert out_of_reach(eye.hand) == [] and clipped_words(eye.hand) == []
        button.menu.invoke(0)
        eye.wait_for(2)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1, 2])
def test_the_window_fits_a_small_screen_and_stands_out(opens, monkeypatch, theme, scale):
    monkeypatch.setenv("DIGITPAD_SCALE", str(scale))
    hand = opens((Copying,), Settings(theme=theme))
    hand.wait_ready()
    writer = Writer(hand)
    looks = cast(Hand, SimpleNamespace(root=writer.sheet, rest=hand.rest))
    for step in (
        lambda: writer.start("A name that is longer than anybody's name is"),
        lambda: writer.give(2),
        lambda: writer.give(28),
    ):
        hand.rest(0.2)
        sheet = writer.sheet
        assert sheet.winfo_reqwidth() <= 640 * scale and sheet.winfo_reqheight() <= (480 - FRAME) * scale
        assert faint_words(sheet) == [] and faint_edges(sheet) == [] and clipped_words(looks) == []
        assert scale == 2 or hidden_focus(looks) == []
        step()
    hand.rest(0.2)
    assert faint_words(writer.sheet) == [] and clipped_words(looks) == []

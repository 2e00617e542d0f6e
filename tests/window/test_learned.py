"""Learned digits are counted in a quiet line, listed with their pictures, and forgotten one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from digitpad.records import Reading, Stroke
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.hand import Hand, below
from tests.support.reach import clipped_words
from tests.support.readers import Counting
from tests.support.stored import sample


class Telling(Counting):
    """Reads another glyph in each stroke."""

    def forget(self) -> None:
        self.accepted = ()

    def read_strokes(
        self, strokes: tuple[Stroke, ...], whole: Sequence[tuple[int, ...]] = (), *, judged: bool = False
    ) -> Reading:
        digits = super().read_strokes(strokes).digits
        glyphs = [np.roll(one.glyph, place, axis=1) for place, one in enumerate(digits)]
        return Reading((tuple(replace(one, glyph=glyph) for one, glyph in zip(digits, glyphs, strict=True)),))


def line(hand: Hand) -> str:
    return str(hand.widgets("LearnedLine")[0].cget("text"))


def wait_for_line(hand: Hand, words: str) -> None:
    hand.wait_until(lambda: line(hand) == words, f"{words!r} (shown: {line(hand)!r})")


def learned_list(hand: Hand) -> Any:
    hand.wait_until(lambda: hand.widgets("LearnedList"), "the list")
    return hand.widgets("LearnedList")[0]


def labels(hand: Hand) -> list[str]:
    """Below the pictures, from the top."""
    tiles = hand.widgets("LearnedTile")
    texts = [
        [str(one.cget("text")) for one in tile.winfo_children() if one.winfo_class() == "TLabel"] for tile in tiles
    ]
    return [" ".join(filter(None, words)) for words in texts]


def forget(hand: Hand, label: str) -> None:
    hand.type(hand.widgets("LearnedTile")[labels(hand).index(label)].button, "<space>")


def draw_two(hand: Hand) -> None:
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")


def kept(folder: Path) -> list[int | None]:
    with SampleStore.to_read(folder / FILE_NAME) as store:
        return [one.label for one in store.all()]


def test_a_discarded_drawing_teaches_nothing_and_a_finished_one_can_be_forgotten(opens):
    hand = opens((Telling,))
    hand.wait_ready()
    assert line(hand) == "Nothing learned yet"
    draw_two(hand)
    hand.key("<Delete>")
    hand.wait_for_number("")
    draw_two(hand)
    assert line(hand) == "Nothing learned yet"
    hand.key("<Control-c>")
    hand.key("<Delete>")
    wait_for_line(hand, "Learned from 2 readings you kept")
    hand.choose("What was learned…")
    learned_list(hand)
    hand.wait_until(lambda: labels(hand) == ["1", "0"], "both, the newest first")
    focus = learned_list(hand).focus_lastfor()  # the small window's own, whoever has the display's
    assert focus.cget("text") == "Close", "a key that is pressed at once forgets nothing"
    forget(hand, "1")
    hand.wait_until(lambda: labels(hand) == ["0"], "one to be forgotten")
    wait_for_line(hand, "Learned from 1 reading you kept")
    hand.press_button("Forget all readings")
    hand.wait_until(lambda: labels(hand) == [], "all to be forgotten")
    hand.press_button("Undo")
    hand.wait_until(lambda: labels(hand) == ["0"], "the last click to be taken back")
    hand.press_button("Forget all readings")
    hand.wait_until(lambda: labels(hand) == [], "all to be forgotten again")
    wait_for_line(hand, "Nothing learned yet")


def test_corrections_are_counted_and_forgotten_from_the_disk_with_a_way_back(opens, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(1, 3), sample(2, 7), sample(3, None)])
    hand = opens((Telling,))
    hand.wait_ready()
    wait_for_line(hand, "Learned from 3 corrections")
    hand.click(hand.widgets("LearnedLine")[0], 5, 5)
    learned_list(hand)
    hand.wait_until(lambda: sorted(labels(hand)) == ["3, was 7", "7", "×, was 7"], "the corrections")
    assert len({tile.winfo_width() for tile in hand.widgets("LearnedTile")}) == 1, "they stand in columns"
    forget(hand, "3, was 7")
    hand.wait_until(lambda: sorted(labels(hand)) == ["7", "×, was 7"], "one to be forgotten")
    assert sorted(map(str, kept(tmp_path))) == ["7", "None"]
    wait_for_line(hand, "Learned from 2 corrections")
    assert learned_list(hand).focus_lastfor().cget("text") == "Forget", "the keys go on to the next one"
    hand.press_button("Undo")
    wait_for_line(hand, "Learned from 3 corrections")
    assert len(kept(tmp_path)) == 3 and not hand.button_works("Undo")
    learned_list(hand).event_generate("<Escape>")
    hand.wait_until(lambda: not hand.widgets("LearnedList"), "it to close")


def test_other_samples_are_told_apart_and_switched_off_learning_is_said(opens, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(1, 3), sample(2, 7, source="import"), sample(3, 8, writer="Ann")])
        store.add([sample(100 + number, number % 10, source="import") for number in range(70)])
    hand = opens((Telling,))
    hand.wait_ready()
    wait_for_line(hand, "Learned from 1 correction and 72 other samples")
    draw_two(hand)
    hand.key("<Control-c>")
    hand.key("<Delete>")
    wait_for_line(hand, "Learned from 1 correction, 72 other samples and 2 readings you kept")
    hand.type(hand.widgets("LearnedLine")[0], "<Return>")
    assert any("And 13 more" in str(one.cget("text")) for one in below(learned_list(hand)) if _is_label(one))
    hand.choose("Learn from corrections at once")
    wait_for_line(hand, "Corrections are not learned from at once")
    hand.wait_until(lambda: labels(hand) == [], "the list to be empty")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("many", [False, True])
def test_the_list_stands_out(opens, tmp_path, theme, many):
    if many:
        with SampleStore(tmp_path / FILE_NAME) as store:
            store.add([sample(number, number % 10) for number in range(6)])
    hand = opens((Telling,), Settings(theme=theme))
    hand.wait_ready()
    wait_for_line(hand, "Learned from 6 corrections" if many else "Nothing learned yet")
    hand.choose("What was learned…")
    window = learned_list(hand)
    hand.wait_until(lambda: len(labels(hand)) == (6 if many else 0), "the pictures")
    hand.rest(0.3)
    looks = cast(Hand, SimpleNamespace(root=window, rest=hand.rest))
    assert faint_words(window) == [] and faint_edges(window) == [] and clipped_words(looks) == []
    assert hidden_focus(looks) == []


def _is_label(widget: Any) -> bool:
    return bool(widget.winfo_class() == "TLabel")

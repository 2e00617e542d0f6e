"""A strip about labels that may be wrong: one click takes the neighbours' word, one keeps the label for good."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from digitpad.records import Sample
from digitpad.settings import Settings
from tests.support.contrast import faint_edges, faint_words
from tests.support.hand import Hand
from tests.support.reach import clipped_words, out_of_reach
from tests.support.readers import Counting
from tests.support.samples_user import SampleEye, on_disk, stored, written_digit
from tests.support.stored import sample

RIGHT = 30
TWO = "2 labels may be wrong. The neighbours say 0, not 1."
ONE = "1 label may be wrong. The neighbours say 0, not 1."


def some(wrong: int) -> list[Sample]:
    """Zeros and ones, of which the last `wrong` ones are zeros."""
    right = [replace(sample(n, n % 2), glyph=written_digit(n % 2, n)) for n in range(RIGHT)]
    return [*right, *(replace(sample(100 + n, 1), glyph=written_digit(0, 100 + n)) for n in range(wrong))]


def strip(hand: Hand) -> str:
    """What it says, "" where it is not there."""
    strips = hand.widgets("LabelErrorStrip")
    shown = [one for one in strips[0].winfo_children() if one.winfo_ismapped()] if strips else []
    return "".join(str(one.cget("text")) for one in shown if type(one).__name__ == "QuietLabel")


def opened(opens: Any, folder: Path, wrong: int = 2) -> SampleEye:
    if wrong:
        stored(folder, some(wrong))
    hand = opens((Counting,), Settings(theme="light"))
    return SampleEye(hand, len(on_disk(folder)))


def wait_for(eye: SampleEye, words: str) -> None:
    eye.hand.wait_until(lambda: strip(eye.hand) == words, f"{words!r} (shown: {strip(eye.hand)!r})")


def labels(folder: Path) -> list[int | None]:
    return [one.label for one in on_disk(folder)][RIGHT:]


def test_one_click_relabels_and_can_be_taken_back(opens, tmp_path):
    eye = opened(opens, tmp_path)
    wait_for(eye, TWO)
    eye.hand.press_button("Make it a 0")
    wait_for(eye, ONE)
    assert sorted(map(str, labels(tmp_path))) == ["0", "1"] and eye.said == "1 sample is now 0"
    eye.hand.press_button("Undo")
    wait_for(eye, TWO)
    assert labels(tmp_path) == [1, 1]


def test_one_click_keeps_a_label_and_it_is_not_suspected_again_at_the_next_start(opens, tmp_path):
    eye = opened(opens, tmp_path)
    wait_for(eye, TWO)
    eye.hand.press_button("Keep 1")
    wait_for(eye, ONE)
    assert eye.said == "1 sample kept as labelled" and eye.marks.count("wrong?") == 1
    eye.hand.key("<Control-Key-z>")
    wait_for(eye, TWO)
    eye.hand.key("<Key-k>")
    wait_for(eye, ONE)
    eye.hand.key("<Key-k>")
    wait_for(eye, "")
    assert labels(tmp_path) == [1, 1]
    eye.hand.app.quit()
    again = opened(opens, tmp_path, wrong=0)
    again.hand.rest(1.5)  # longer than a search waits and takes
    assert strip(again.hand) == "" and again.marks.count("wrong?") == 0
    again.click(0)
    again.hand.key("<Key-7>")  # what is relabelled is looked at anew
    wait_for(again, "1 label may be wrong. The neighbours say 0, not 7.")


def test_the_selected_sample_is_the_one_that_is_spoken_of(opens, tmp_path):
    eye = opened(opens, tmp_path)
    wait_for(eye, TWO)
    places = [place for place, mark in enumerate(eye.marks) if mark == "wrong?"]
    eye.click(places[-1])
    assert "This label may be wrong: the neighbours say 0" in eye.details
    id = eye.grid.ids[places[-1]]
    eye.hand.key("<Key-n>")
    eye.hand.wait_until(lambda: {one.id: one.label for one in on_disk(tmp_path)}[id] == 0, "that one to be relabelled")
    wait_for(eye, ONE)
    eye.press("<Escape>")
    eye.chip("0")
    wait_for(eye, "")
    eye.chip("All")
    wait_for(eye, ONE)


def test_all_of_them_are_shown_alone(opens, tmp_path):
    eye = opened(opens, tmp_path)
    wait_for(eye, TWO)
    eye.hand.press_button("Show all")
    eye.wait_for(2)
    wait_for(eye, TWO)
    assert not [one for one in eye.hand.widgets("TButton") if one.cget("text") == "Show all"]
    eye.hand.key("<Key-n>")
    eye.wait_for(1)
    eye.hand.key("<Key-n>")
    eye.wait_for(0)
    wait_for(eye, "")
    assert labels(tmp_path) == [0, 0]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["640x480", "1080x700"])
def test_the_strip_stands_out_and_is_in_reach(opens, tmp_path, theme, size):
    stored(tmp_path, some(2))
    hand = opens((Counting,), Settings(theme=theme))
    eye = SampleEye(hand, RIGHT + 2)
    wait_for(eye, TWO)
    hand.root.geometry(size)
    hand.rest(0.5)
    assert (
        faint_words(hand.widgets("LabelErrorStrip")[0]) == [] and faint_edges(hand.widgets("LabelErrorStrip")[0]) == []
    )
    assert out_of_reach(hand) == [] and clipped_words(hand) == []

"""The example on the pad at the first start: faint, wiped by the first stroke, and never the user's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.records import Sample
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.draw.files import LAST_DRAWING
from tests.support.hand import Hand
from tests.support.readers import Counting


def shown(hand: Hand) -> bool:
    return bool(hand.pad.find_withtag("example"))


def caption(hand: Hand) -> str:
    texts = [item for item in hand.pad.find_withtag("example") if hand.pad.type(item) == "text"]
    return str(hand.pad.itemcget(texts[0], "text")) if texts else ""


def column(hand: Hand) -> str:
    """The words where a number will stand."""
    canvas = hand.widgets("BigNumber")[0]
    return " ".join(str(canvas.itemcget(item, "text")) for item in canvas.find_all() if canvas.type(item) == "text")


def stored_count(folder: Path) -> int:
    with SampleStore.to_read(folder / FILE_NAME) as store:
        return store.count()


def first_start(opens, reader=Counting, **settings) -> Hand:
    hand = opens((reader,), Settings(**{"theme": "light", **settings}), restores=True)
    hand.wait_until(lambda: "0123" in caption(hand), "the example and its reading")
    return hand


def test_the_shipped_network_reads_the_example(opens):
    hand = opens(restores=True)
    hand.wait_until(lambda: caption(hand).endswith("2026"), "the example and its reading")
    assert column(hand).startswith("2026") and "example" in column(hand)


def test_the_first_stroke_wipes_it_for_good(opens):
    hand = first_start(opens)
    hand.pad.event_generate("<ButtonPress-1>", x=60, y=60)
    assert not shown(hand)
    hand.pad.event_generate("<ButtonRelease-1>", x=60, y=60)
    hand.wait_for_number("0")
    hand.key("<Delete>")
    hand.wait_for_number("")
    assert not shown(hand) and "example" not in column(hand)
    hand.key("<Control-z>")
    hand.wait_for_number("0")


def test_it_is_neither_saved_nor_learned_from_nor_restored(opens, tmp_path):
    reader = Counting()
    hand = first_start(opens, lambda: reader)
    assert not hand.widgets("Card") and not any(map(hand.button_works, ("Copy", "Clear")))
    for key in ("<Control-Return>", "<F2>", "<Control-s>", "<Control-z>", "<Delete>"):
        hand.key(key)
    assert shown(hand) and not hand.complaint and not hand.pad.strokes
    hand.app.quit()
    assert not reader.accepted and not (tmp_path / LAST_DRAWING).exists()
    with SampleStore(tmp_path / FILE_NAME) as store:
        assert store.count() == 0


def test_a_picture_wipes_it_too(opens, tmp_path):
    hand = first_start(opens)
    Image.new("RGB", (60, 40), "white").save(tmp_path / "p.png")
    hand.app.open([tmp_path / "p.png"])
    hand.wait_for_number("7")
    hand.key("<Delete>")
    hand.wait_for_number("")
    assert hand.pad.winfo_ismapped() and not shown(hand)


def test_it_stays_away_where_samples_are_stored(opens, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([Sample(glyph=np.zeros((28, 28), np.uint8), label=3, source="pad")])
    hand = opens((Counting,), restores=True)
    hand.turn_to("Samples")
    hand.wait_until(lambda: [len(grid.ids) for grid in hand.widgets("SampleGrid")] == [1], "the stored sample")
    hand.turn_to("Draw")
    assert not shown(hand)


def test_it_stays_away_where_the_last_drawing_comes_back(opens, tmp_path):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    hand.app.quit()
    again = opens((Counting,), restores=True)
    again.wait_for_number("0")
    again.click(again.widgets("Card")[0])
    again.type(again.widgets("Card")[0], "4")
    again.wait_until(lambda: stored_count(tmp_path) == 1, "a correction on the disk, written after the first look")
    again.key("<Delete>")
    again.wait_for_number("")
    assert not shown(again)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(640, 480), (1080, 700)])
def test_it_lies_on_the_pad_and_covers_no_words_of_it(opens, theme, width, height):
    hand = first_start(opens, theme=theme, window_width=width, window_height=height)
    left, top, right, bottom = hand.pad.bbox("example")
    assert left > 0 and top > 0 and right < hand.pad.winfo_width()
    assert bottom <= hand.pad.bbox("hint")[1]

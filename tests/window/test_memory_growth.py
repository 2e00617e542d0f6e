"""What the window keeps does not grow with the drawings and page changes: each would stay until it closes."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path

from digitpad.store.samples import FILE_NAME
from digitpad.ui.draw.history import Content
from tests.support.hand import Hand

PAGES = ("Samples", "Models", "Camera", "Draw")
DRAWINGS = 6
SETTLE_S = 0.2  # in which a write that is not to be would come
LINE = [(100, 100), (100, 300)]


def widgets(hand: Hand) -> set[str]:
    """The Tk names of all widgets, of which no two are ever the same; Tk's own copies of the menus left out."""
    return {name for name in _below(hand, ".") if "#" not in name}


def _below(hand: Hand, name: str) -> list[str]:
    children = hand.root.tk.splitlist(hand.root.tk.call("winfo", "children", name))
    return [deeper for child in children for deeper in (child, *_below(hand, child))]


def turn_through_the_pages(hand: Hand) -> None:
    for page in PAGES:
        hand.turn_to(page)
        hand.rest(0.2)
        if page == "Models":
            hand.wait_until(lambda: hand.widgets("VersionRow"), "the models")


def correct(hand: Hand, shift: int, label: str) -> None:
    hand.stroke([(x + shift, y + shift) for x, y in LINE])
    hand.wait_until(lambda: hand.widgets("Card"), "a reading")
    card = hand.widgets("Card")[0]
    hand.click(card)
    hand.type(card, label)
    hand.wait_until(lambda: hand.verdicts == ["corrected"] and hand.status.startswith("Saved"), "the correction")


def stored(folder: Path) -> list[int]:
    """The labels of all samples."""
    connection = sqlite3.connect(folder / FILE_NAME)
    labels = [int(label) for (label,) in connection.execute("SELECT label FROM samples WHERE deleted_at IS NULL")]
    connection.close()
    return labels


def steps_in_memory() -> list[Content]:
    """The steps of all histories that something still holds, those of other tests' windows among them."""
    gc.collect()
    return [thing for thing in gc.get_objects() if type(thing) is Content]


def test_turning_pages_makes_no_widget_anew(opens):
    hand = opens()
    hand.wait_ready()
    turn_through_the_pages(hand)
    before = widgets(hand)
    turn_through_the_pages(hand)
    assert widgets(hand) == before


def test_a_step_of_the_history_knows_the_corrections_of_its_own_drawing_alone(opens, tmp_path):
    others = steps_in_memory()  # held, so that no new step takes the place of one
    hand = opens()
    hand.wait_ready()
    for number in range(DRAWINGS):
        correct(hand, 10 * number, str(2 + number % 2))
        hand.key("<Delete>")
        hand.wait_until(lambda: not hand.number, "an empty pad")
    known = {id(step) for step in others}
    steps = [step for step in steps_in_memory() if id(step) not in known]
    assert len(steps) > 2 * DRAWINGS
    assert max(len(step.corrections) for step in steps) == 1


def test_corrections_can_be_undone_back_through_cleared_drawings(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    correct(hand, 0, "2")
    hand.key("<Delete>")
    hand.wait_until(lambda: not hand.number, "an empty pad")
    correct(hand, 60, "3")
    assert stored(tmp_path) == [3]  # the same line, and a glyph is stored once
    for labels in ([2], [2], [2], []):  # before the correction, the stroke, the clearing, the correction
        hand.key("<Control-z>")
        hand.rest(SETTLE_S)
        hand.wait_until(lambda labels=labels: stored(tmp_path) == labels, f"the labels {labels}")
    for labels in ([2], [2], [2], [3]):
        hand.key("<Control-y>")
        hand.rest(SETTLE_S)
        hand.wait_until(lambda labels=labels: stored(tmp_path) == labels, f"the labels {labels}")

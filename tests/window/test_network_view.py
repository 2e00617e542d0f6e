"""The network's view: one digit on its way through the network, in place of the cards, live while the pen moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.records import Explanation
from digitpad.settings import Settings
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.drawings import DIGITS, number
from tests.support.hand import Hand, below
from tests.support.reach import out_of_reach
from tests.support.readers import Doubting
from tests.support.samples import number_picture

CLOSED, OPEN = "<Escape>", "<Control-l>"


def panel(hand: Hand) -> Any:
    (found,) = in_sight(hand, "ExplanationPanel")
    return found


def words(hand: Hand) -> str:
    """All sentences and captions of the view."""
    found = []
    for widget in below(panel(hand)):
        if widget.winfo_viewable() and widget.winfo_class() == "TLabel":
            found.append(str(widget.cget("text")))
        elif widget.winfo_class() == "Canvas" and type(widget).__name__ != "Canvas" and widget.winfo_viewable():
            found += [widget.itemcget(item, "text") for item in widget.find_all() if widget.type(item) == "text"]
    return " | ".join(found)


def in_sight(hand: Hand, kind: str) -> list[Any]:
    return [widget for widget in hand.widgets(kind) if widget.winfo_viewable()]


def says(hand: Hand, part: str) -> None:
    hand.wait_until(lambda: part in words(hand), f"{part!r} (shown: {words(hand)!r})")


def row(text: str) -> list[list[tuple[float, float]]]:
    return number(text, left=30, top=60, height=90)


def drawn(opens: Any, text: str, **more: Any) -> Hand:
    hand: Hand = opens(settings=Settings(**{"theme": "light", **more}))
    hand.wait_ready()
    hand.draw(row(text))
    hand.wait_for_number(text)
    return hand


def test_an_empty_pad_is_told_and_a_digit_is_shown_while_it_is_drawn(opens):
    hand = opens()
    hand.wait_ready()
    hand.key(OPEN)
    says(hand, "Draw a digit")
    assert not in_sight(hand, "EvidenceTiles")
    (line,) = DIGITS[3]
    hand.pad.event_generate("<ButtonPress-1>", x=round(line[0][0] + 50), y=round(line[0][1] + 60))
    for x, y in line[1:]:
        hand.pad.event_generate("<B1-Motion>", x=round(x + 50), y=round(y + 60))
        hand.root.update()
    says(hand, "Why 3")  # the pen is still down
    assert all(name in words(hand) for name in ("The input", "C1", "S2", "C3", "S4", "C5", "F6", "no digit"))
    hand.pad.event_generate("<ButtonRelease-1>", x=round(x + 50), y=round(y + 60))
    hand.key("<Delete>")
    says(hand, "Draw a digit")
    hand.key(CLOSED)
    assert not in_sight(hand, "ExplanationPanel") and in_sight(hand, "ReadingView")


def test_it_opens_for_the_selected_digit_and_goes_from_one_to_the_next(opens):
    hand = drawn(opens, "274")
    hand.click(in_sight(hand, "Card")[1])
    hand.type(in_sight(hand, "Card")[1], OPEN)
    says(hand, "Digit 2 of 3: read as 7")
    assert not in_sight(hand, "Card")
    bars = hand.widgets("OutputBars")[0]
    hand.type(bars, "<Right>")
    says(hand, "Digit 3 of 3: read as 4")
    hand.type(bars, "<Right>")  # there is no further one
    hand.type(bars, "<Left>", "<Left>")
    says(hand, "Digit 1 of 3: read as 2")
    hand.key(CLOSED)
    hand.wait_until(lambda: len(in_sight(hand, "Card")) == 3, "the cards")
    assert not in_sight(hand, "ExplanationPanel")
    hand.wait_until(lambda: str(hand.root.tk.call("focus")) == str(in_sight(hand, "Card")[0]), "the focus on its card")


def test_the_digit_that_is_written_last_is_followed(opens):
    hand = drawn(opens, "27")
    hand.choose("The network's view")
    says(hand, "Digit 2 of 2: read as 7")
    strokes = row("274")
    hand.draw(strokes[2:])
    says(hand, "Digit 3 of 3: read as 4")
    hand.key(OPEN)
    hand.wait_for_number("274")


def test_another_output_is_wished_for_by_key_and_by_click(opens):
    hand = drawn(opens, "4")
    hand.key(OPEN)
    says(hand, "To make it a 9")
    bars = hand.widgets("OutputBars")[0]
    hand.type(bars, "<Key-8>")
    says(hand, "To make it an 8")
    hand.type(bars, "<Down>")
    says(hand, "To make it a 9")
    outputs = bars.find_withtag("output")
    left, top, right, bottom = bars.bbox(outputs[1])
    hand.click(bars, (left + right) // 2, (top + bottom) // 2)
    says(hand, "To make it a 1")
    left, top, right, bottom = bars.bbox(outputs[10])
    hand.click(bars, (left + right) // 2, (top + bottom) // 2)  # "no digit" is none to wish for
    says(hand, "To make it a 1")


def test_a_corrected_digit_says_what_the_network_reads_by_itself(opens):
    hand = drawn(opens, "7")
    hand.click(in_sight(hand, "Card")[0])
    hand.type(in_sight(hand, "Card")[0], "1")
    hand.wait_for_number("1")
    hand.key(OPEN)
    says(hand, "You said 1; by itself the network reads 7")


def test_a_digit_of_a_picture_is_shown_when_it_is_clicked(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    number_picture("274").save(tmp_path / "274.png")
    hand.app.open([tmp_path / "274.png"])
    hand.wait_for_number("274")
    hand.click(in_sight(hand, "Card")[0])
    hand.type(in_sight(hand, "Card")[0], OPEN)
    says(hand, "Digit 1 of 3: read as 2")
    (view,) = in_sight(hand, "PictureView")
    left, _, _, bottom = view.bbox(view.find_withtag("label")[1])
    hand.click(view, left + 30, bottom + 30)
    says(hand, "Digit 2 of 3: read as 7")


class Refusing(Doubting):
    def explain(self, glyph: np.ndarray, wish: int | None = None) -> Explanation:
        raise DigitPadError("These weights cannot be explained; choose others.")


def test_what_cannot_be_explained_is_said_and_drawing_goes_on(opens):
    hand = opens((Refusing,))
    hand.wait_ready()
    hand.draw(row("111"))
    hand.key(OPEN)
    says(hand, "These weights cannot be explained")
    assert not in_sight(hand, "EvidenceTiles")
    hand.key(CLOSED)
    hand.wait_until(lambda: in_sight(hand, "Card"), "the cards")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_stands_out_and_all_of_it_is_in_reach_in_the_smallest_window(opens, theme):
    hand = drawn(opens, "27", theme=theme, window_width=640, window_height=480)
    hand.key(OPEN)
    says(hand, "Why 7")
    hand.wait_until(lambda: hand.widgets("LayerMaps"), "the maps")
    assert out_of_reach(hand) == []
    assert faint_words(panel(hand)) == [] and faint_edges(panel(hand)) == []
    assert hidden_focus(hand) == []


def test_the_tiles_fit_their_column_in_every_window(opens):
    hand = drawn(opens, "27")
    hand.key(OPEN)
    says(hand, "Why 7")
    for width, height in ((640, 480), (1080, 700), (1800, 900)):
        hand.root.geometry(f"{width}x{height}")
        hand.wait_until(lambda width=width: hand.root.winfo_width() == width, f"a window {width} px wide")
        hand.rest(0.3)
        for kind in ("EvidenceTiles", "OutputBars", "LayerMaps"):
            canvas = hand.widgets(kind)[0]
            for item in canvas.find_all():
                if canvas.itemcget(item, "state") != "hidden":
                    assert canvas.bbox(item)[2] <= canvas.winfo_width() + 2, (width, kind, canvas.type(item))

"""The real window, driven with pointer and keys; what is asserted is what stands on the screen."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import tkinter as tk
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad import settings as settings_file
from digitpad.records import Box, Digit, Reading, Stroke
from digitpad.settings import Settings
from digitpad.ui.app import loaders
from digitpad.vision.sheet import picture_of
from tests.data import PENDIGITS, needs_data
from tests.drawings import number
from tests.hand import RIGHT_BUTTON

PAPER, LIT = (255, 254, 250), (10, 108, 201)


class Counting:
    """Reads as many digits as there are strokes: 0, 1, 2 … Surer of the first than of the last."""

    model, device_name = "counting", "CPU"

    def read_strokes(self, strokes: tuple[Stroke, ...]) -> Reading:
        return Reading((tuple(digit(place % 10, 0.99, (place,)) for place in range(len(strokes))),))

    def read_image(self, image: np.ndarray) -> Reading:
        return Reading(((digit(7, 0.99, ()),),))


class Held(Counting):
    """Does not answer before it is let go, and then counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.go = threading.Event()

    def read_strokes(self, strokes: tuple[Stroke, ...]) -> Reading:
        self.asked.set()
        self.go.wait(20)
        return super().read_strokes(strokes)


class Doubting(Counting):
    """One sure digit, one unsure, one that is none."""

    def read_strokes(self, strokes: tuple[Stroke, ...]) -> Reading:
        return Reading(((digit(1, 0.98, (0,)), digit(2, 0.5, (1,)), digit(3, 0.02, (2,))),))


class Crowded(Counting):
    """Two thousand rows of one digit."""

    def read_strokes(self, strokes: tuple[Stroke, ...]) -> Reading:
        return Reading(tuple((digit(1, 0.99, (0,)),) for _ in range(2000)))


def digit(label: int, confidence: float, strokes: tuple[int, ...]) -> Digit:
    probabilities = np.full(10, 0.01, np.float32)
    probabilities[label] = 0.91
    glyph = np.zeros((28, 28), np.uint8)
    glyph[6:22, 12:16] = 255
    return Digit(label, confidence, probabilities, Box(100, 40, 60, 80), glyph, strokes)


def test_2026_is_read_while_it_is_drawn(opens):
    hand = opens()
    assert hand.hint_shown
    hand.wait_ready()
    lines = number("2026", left=40, top=180, height=120, gap=0.3)
    hand.draw(lines[:1])
    hand.wait_for_number("2")
    hand.draw(lines[1:])
    hand.wait_for_number("2026")
    assert not hand.hint_shown
    assert [guesses[0] for guesses in hand.guesses] == list("2026")
    assert all(verdict.endswith("%") for verdict in hand.verdicts)


def test_what_was_drawn_before_the_network_was_there_is_read_once_it_is(opens):
    hand = opens()
    hand.draw(number("47", left=60, top=100, height=130))
    hand.wait_for_number("47")


def test_rows_are_shown_one_below_the_other(opens):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("314", left=40, top=30, height=100) + number("2718", left=40, top=250, height=100))
    hand.wait_for_number("3142718")
    canvas = hand.widgets("BigNumber")[0]
    heights = [canvas.coords(item)[1] for item in canvas.find_withtag("digit")]
    assert heights[0] == heights[2] < heights[3] == heights[6]


@needs_data
def test_pen_strokes_of_people_are_read(opens):
    hand = opens()
    hand.wait_ready()
    right = 0
    lines = PENDIGITS.read_text().splitlines()[:200:10]
    for line in lines:
        held = json.loads(line)
        points = np.concatenate([np.array(stroke, float) for stroke in held["strokes"]])
        factor = 200 / max(np.ptp(points, 0).max(), 1)
        hand.draw([[(150 + x * factor, 150 + y * factor) for x, y in stroke] for stroke in held["strokes"]])
        hand.wait_until(lambda: hand.number, "a reading")
        hand.rest(0.1)
        right += hand.number == str(held["label"])
        hand.key("<Escape>")
        hand.wait_for_number("")
    assert right >= len(lines) - 2


def test_undo_and_redo_take_every_step(opens):
    hand = opens((Counting,))
    hand.draw(number("17", left=60, top=100, height=130))
    hand.wait_for_number("01")
    hand.key("<Control-z>")
    hand.wait_for_number("0")
    hand.key("<Control-y>")
    hand.wait_for_number("01")
    hand.key("<Escape>")
    hand.wait_for_number("")
    assert hand.hint_shown
    hand.key("<Control-z>")
    hand.wait_for_number("01")
    for _ in range(5):
        hand.key("<Control-z>")
    hand.wait_for_number("")


def test_buttons_that_would_do_nothing_are_grey(opens):
    hand = opens((Counting,))
    assert not hand.button_works("Clear") and not hand.button_works("Copy")
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_for_number("0")
    assert hand.button_works("Clear") and hand.button_works("Copy")


def test_the_right_button_erases_whole_strokes(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    hand.stroke([(60, 200), (140, 200)], button=RIGHT_BUTTON)
    hand.stroke([(80, 210), (99, 210), (130, 210)], button=RIGHT_BUTTON)
    hand.wait_for_number("0")
    assert hand.ink_at(100, 150) == PAPER
    assert hand.ink_at(200, 150) != PAPER
    hand.key("<Control-z>")
    hand.wait_for_number("01")
    assert hand.ink_at(100, 150) != PAPER


def test_the_eraser_is_a_tool_of_its_own(opens):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.press_button("Eraser")
    hand.stroke([(100, 200), (101, 201)])
    hand.wait_for_number("")
    hand.press_button("Eraser")
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")


def test_a_tap_is_a_dot(opens):
    hand = opens((Counting,))
    hand.stroke([(120, 120)])
    hand.wait_for_number("0")
    assert hand.ink_at(120, 120) != PAPER
    assert hand.ink_at(140, 120) == PAPER


def test_a_stroke_that_leaves_the_pad_stays_on_its_edge(opens):
    hand = opens((Counting,))
    hand.stroke([(50, 50), (-400, -300), (5000, 60), (90, 9000), (60, 60)])
    hand.wait_for_number("0")
    assert hand.ink_at(1, 1) != PAPER


def test_two_hundred_quick_strokes_are_all_there(opens):
    hand = opens((Counting,))
    for index in range(200):
        x, y = 20 + index % 20 * 24, 20 + index // 20 * 50
        hand.pad.event_generate("<ButtonPress-1>", x=x, y=y)
        hand.pad.event_generate("<B1-Motion>", x=x + 3, y=y + 30)
        hand.pad.event_generate("<ButtonRelease-1>", x=x + 3, y=y + 30)
    hand.wait_until(lambda: len(hand.number) == 200, "200 digits")
    assert len(hand.widgets("Card")) == 200


def test_the_number_keeps_within_its_column(opens):
    hand = opens((Counting,))
    for count in (5, 9, 30, 120):
        hand.key("<Escape>")
        hand.draw([[(20 + index % 20 * 24, 20 + index // 20 * 60)] for index in range(count)])
        hand.wait_until(lambda count=count: len(hand.number) == count, f"{count} digits")
        hand.rest(0.05)
        canvas = hand.widgets("BigNumber")[0]
        left, top, right, bottom = canvas.bbox("digit")
        assert left >= 0 and right <= canvas.winfo_width() and top >= 0 and bottom <= canvas.winfo_height()


def test_an_older_answer_never_comes_after_a_newer_one(opens):
    engine = Held()
    hand = opens((lambda: engine,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_until(engine.asked.is_set, "the first question")
    hand.key("<Escape>")
    engine.go.set()
    seen = set()
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        hand.root.update()
        seen.add(hand.number)
    assert seen == {""}


def test_drawing_goes_on_while_the_reader_thinks(opens):
    engine = Held()
    hand = opens((lambda: engine,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_until(engine.asked.is_set, "the first question")
    hand.draw([[(100, 50), (100, 150)], [(150, 50), (150, 150)]])
    assert hand.ink_at(100, 100) != PAPER and hand.ink_at(150, 100) != PAPER
    engine.go.set()
    hand.wait_for_number("012")


def test_closing_while_reading_ends_the_thread_and_raises_nothing(opens):
    engine = Held()
    hand = opens((lambda: engine,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_until(engine.asked.is_set, "the first question")
    threading.Timer(0.3, engine.go.set).start()
    hand.app.quit()
    assert not [thread for thread in threading.enumerate() if thread.name in ("reader", "open")]


def test_doubt_is_marked_in_words_and_in_amber(opens):
    hand = opens((Doubting,))
    hand.draw([[(50, 50), (50, 150)], [(100, 50), (100, 150)], [(150, 50), (150, 150)]])
    hand.wait_for_number("12?")
    assert hand.verdicts == ["98 %", "not sure", "no digit?"]
    canvas = hand.widgets("BigNumber")[0]
    colours = [canvas.itemcget(item, "fill") for item in canvas.find_withtag("digit")]
    assert colours[0] != colours[1] == colours[2]


def test_a_card_lights_its_strokes_and_strokes_light_their_card(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    plain = hand.ink_at(100, 200)
    card = hand.widgets("Card")[0]
    card.event_generate("<Enter>")
    hand.root.update()
    assert hand.ink_at(100, 200) == LIT and hand.ink_at(200, 200) == plain
    card.event_generate("<Leave>")
    hand.root.update()
    assert hand.ink_at(100, 200) == plain
    dull = _edges(hand)
    hand.pad.event_generate("<Motion>", x=201, y=200)
    hand.root.update()
    assert _edges(hand)[0] == dull[0] and _edges(hand)[1] != dull[1]


def test_ten_probabilities_are_one_click_or_one_key_away(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    card = hand.widgets("Card")[1]
    card.event_generate("<ButtonRelease-1>", x=20, y=20)
    hand.rest(0.1)
    assert [word for word in _words(hand.widgets("Probabilities")[0]) if word.isdigit()] == list("0123456789")
    card.focus_force()
    hand.root.update()
    card.event_generate("<Return>")
    hand.rest(0.1)
    assert not hand.widgets("Probabilities")


def test_copy_puts_the_number_on_the_clipboard(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    hand.key("<Control-c>")
    assert hand.root.clipboard_get() == "01"
    assert "Copied 01" in hand.status


@pytest.mark.parametrize("ending", ["json", "png"])
def test_what_was_saved_opens_again(opens, tmp_path, ending):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("38", left=60, top=100, height=160))
    hand.wait_for_number("38")
    path = tmp_path / "with a space" / f"zahl ü.{ending}"
    path.parent.mkdir()
    hand.answer_file_dialog(str(path))
    hand.key("<Control-s>")
    assert path.exists()
    hand.key("<Escape>")
    hand.wait_for_number("")
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_for_number("38")
    assert bool(hand.widgets("PictureView")) == (ending == "png")


def test_a_picture_is_read_with_boxes_and_has_a_way_back(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("4", left=60, top=100, height=160))
    hand.wait_for_number("4")
    _picture("5071", tmp_path / "p.png")
    hand.answer_file_dialog(str(tmp_path / "p.png"))
    hand.key("<Control-o>")
    hand.wait_for_number("5071")
    view = hand.widgets("PictureView")[0]
    assert [view.itemcget(item, "text") for item in view.find_withtag("label")] == list("5071")
    hand.press_button("Back to drawing")
    hand.wait_for_number("4")
    hand.key("<Control-z>")
    hand.wait_for_number("5071")


def test_a_broken_picture_is_named_in_one_sentence_and_nothing_is_lost(opens, tmp_path):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    path = tmp_path / "broken.png"
    path.write_text("this is no picture")
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert "broken.png" in hand.complaint and "\n" not in hand.complaint
    assert hand.number == "0"


def test_a_path_on_the_clipboard_is_opened(opens, tmp_path):
    _picture("62", tmp_path / "p.png")
    hand = opens()
    hand.wait_ready()
    hand.root.clipboard_clear()
    hand.root.clipboard_append((tmp_path / "p.png").as_uri())
    hand.key("<Control-v>")
    hand.wait_for_number("62")


def test_a_clipboard_without_a_picture_says_so(opens):
    hand = opens((Counting,))
    hand.root.clipboard_clear()
    hand.root.clipboard_append("no path")
    hand.key("<Control-v>")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert "clipboard" in hand.complaint or "Pasting" in hand.complaint


def test_broken_weights_are_named_and_the_shipped_ones_read(opens, tmp_path):
    weights = tmp_path / "mine.safetensors"
    weights.write_bytes(b"not weights")
    hand = opens(loaders(weights, "cpu"))
    hand.wait_ready()
    assert "mine.safetensors" in hand.complaint
    hand.draw(number("2026", left=40, top=180, height=120, gap=0.3))
    hand.wait_for_number("2026")


def test_the_look_can_be_switched_and_is_remembered(opens, tmp_path):
    hand = opens((Counting,))
    light = hand.root.cget("background")
    hand.stroke([(100, 100), (100, 300)])
    hand.key("<Control-t>")
    hand.rest(0.1)
    assert hand.root.cget("background") != light
    hand.app.quit()
    assert settings_file.load(tmp_path)[0].theme == "dark"


def test_the_size_is_remembered(opens, tmp_path):
    hand = opens((Counting,), Settings(theme="light", window_width=900, window_height=600))
    hand.root.geometry("1000x640")
    hand.wait_until(lambda: hand.root.winfo_width() == 1000, "the new size")
    hand.app.quit()
    kept = settings_file.load(tmp_path)[0]
    assert (kept.window_width, kept.window_height) == (1000, 640)


def test_a_smaller_window_still_shows_all_strokes(opens):
    hand = opens((Counting,))
    right, bottom = hand.pad.winfo_width() - 20, hand.pad.winfo_height() - 20
    hand.stroke([(right, 40), (right, bottom)])
    hand.root.geometry("760x520")
    hand.wait_until(lambda: hand.root.winfo_width() == 760, "the new size")
    hand.rest(0.2)
    dark = [x for x in range(hand.pad.winfo_width()) if hand.ink_at(x, 100) != PAPER]
    assert dark and dark[-1] < hand.pad.winfo_width() - 1
    hand.stroke([(10, 10), (10, 100)])
    assert hand.ink_at(10, 50) != PAPER


def test_f1_lists_the_keys(opens):
    hand = opens((Counting,))
    hand.key("<F1>")
    words = [str(w.cget("text")) for w in hand.widgets("Label")]
    assert "Ctrl+Z" in words and "Undo" in words
    hand.widgets("KeyHelp")[0].event_generate("<Escape>")
    hand.root.update()
    assert not hand.widgets("KeyHelp")


def test_at_double_scale_everything_is_twice_as_large(opens, monkeypatch):
    monkeypatch.setenv("DIGITPAD_SCALE", "1")
    once = opens((Counting,), Settings(theme="light", window_width=500, window_height=400))
    once.stroke([(50, 50), (50, 150)])
    once.wait_for_number("0")
    width = once.widgets("Card")[0].winfo_width()
    once.app.quit()
    monkeypatch.setenv("DIGITPAD_SCALE", "2")
    twice = opens((Counting,), Settings(theme="light", window_width=500, window_height=400))
    twice.stroke([(50, 50), (50, 150)])
    twice.wait_for_number("0")
    assert twice.widgets("Card")[0].winfo_width() == 2 * width


def test_the_window_starts_as_a_command_and_closes_without_a_word(tmp_path):
    program = (
        "import sys, threading, pathlib, os, signal, time\n"
        "threading.Timer(1.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "from digitpad.ui.app import run\n"
        f"sys.exit(run(pathlib.Path({str(tmp_path)!r}), None, 'cpu'))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    assert (ended.returncode, ended.stderr) == (0, "")


def _edges(hand) -> list[str]:
    return [str(card.itemcget(card.find_all()[0], "outline")) for card in hand.widgets("Card")]


def _words(canvas) -> list[str]:
    return [canvas.itemcget(item, "text") for item in canvas.find_all() if canvas.type(item) == "text"]


def _picture(text: str, path: Path) -> None:
    strokes = [Stroke.of(line, 9) for line in number(text, left=60, top=60, height=110)]
    Image.fromarray(picture_of(strokes, 640, 240, paper=(240, 236, 225), ink=(40, 44, 70))).save(path)


@pytest.mark.parametrize("key", ["<Control-o>", "<Control-s>"])
def test_quitting_while_a_dialog_is_open_ends_both(opens, key):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    hand.root.after(300, hand.app.quit)
    with contextlib.suppress(tk.TclError):  # the window is gone by the time the key has been heard
        hand.key(key)
        hand.rest(5)
    with pytest.raises(tk.TclError, match="destroyed"):
        hand.root.winfo_exists()


def test_a_reading_of_hundreds_of_digits_is_shown_in_part(opens):
    hand = opens((Crowded,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_until(lambda: hand.number, "a number")
    hand.rest(0.3)
    assert len(hand.number) == 100
    assert len(hand.widgets("Card")) == 90
    assert any("first 90 of 2,000 digits" in str(label.cget("text")) for label in hand.widgets("QuietLabel"))
    hand.key("<Control-c>")
    assert hand.root.clipboard_get().split() == ["1"] * 2000

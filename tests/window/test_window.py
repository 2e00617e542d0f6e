"""The real window, driven with pointer and keys; what is asserted is what stands on the screen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from functools import partial

import numpy as np

from digitpad import settings as settings_file
from digitpad.settings import Settings
from digitpad.ui.core.loading import loaders
from tests.support.data import PENDIGITS, needs_data
from tests.support.drawings import number
from tests.support.hand import RIGHT_BUTTON, below
from tests.support.readers import Counting, Held

PAPER = (255, 254, 250)


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
        hand.key("<Delete>")
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
    hand.key("<Delete>")
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


def test_closing_while_reading_ends_the_thread_and_raises_nothing(opens):
    engine = Held()
    hand = opens((lambda: engine,))
    hand.stroke([(50, 50), (50, 150)])
    hand.wait_until(engine.asked.is_set, "the first question")
    threading.Timer(0.3, engine.go.set).start()
    hand.app.quit()
    assert not [thread for thread in threading.enumerate() if thread.name in ("reader", "open")]


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
    assert "Ctrl+Z" in words and "Undo" in words and "On the page" in words and words.count("Edit") == 1
    hand.widgets("KeyHelp")[0].event_generate("<Escape>")
    hand.root.update()
    assert not hand.widgets("KeyHelp")
    hand.turn_to("Samples")
    hand.key("<F1>")
    words = [str(w.cget("text")) for w in below(hand.widgets("KeyHelp")[0]) if w.winfo_class() == "TLabel"]
    assert "It is a 3" in words and "Right button" not in words and "Eraser" not in words


def test_the_list_of_keys_is_searched_by_keys_words_and_groups(opens):
    hand = opens((Counting,))
    hand.key("<F1>")
    hand.rest(0.1)
    window = hand.widgets("KeyHelp")[0]
    size = window.winfo_width(), window.winfo_height()
    field = next(w for w in below(window) if w.winfo_class() == "TEntry")
    assert hand.root.focus_get() is field

    def shown() -> list[str]:
        return [str(w.cget("text")) for w in below(window) if w.winfo_class() == "TLabel"]

    for typed, there, gone in (("undo", "Ctrl+Z", "Ctrl+O"), ("ctrl+o", "Open", "Undo"), ("view draw", "Draw", "Undo")):
        field.delete(0, "end")
        field.insert(0, typed)
        hand.rest(0.05)
        assert there in shown() and gone not in shown()
    field.insert("end", " nonsense")
    hand.rest(0.05)
    assert any(words.startswith("No shortcut") for words in shown())
    assert (window.winfo_width(), window.winfo_height()) == size
    field.event_generate("<Escape>")
    hand.rest(0.05)
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
        "import sys, threading, os, signal, time\n"
        "def end():\n"
        "    while signal.getsignal(signal.SIGINT) is signal.default_int_handler:\n"
        "        time.sleep(0.05)\n"
        "    time.sleep(0.5)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=end, daemon=True).start()\n"
        "from digitpad.cli import main\n"
        f"sys.exit(main(['--data-dir', {str(tmp_path)!r}, '--device', 'cpu']))\n"
    )
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs start deaf to it
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ, preexec_fn=heard)
    assert (ended.returncode, ended.stderr) == (0, "")

"""Retraining in the real window with the real tuner: from a digit that was misread to a network that reads it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from tkinter import ttk

import numpy as np
import pytest

from digitpad.learning.registry.versions import Versions
from digitpad.recognition.strokes import stroke_glyph
from digitpad.recognizer import Recognizer
from digitpad.records import Sample, Stroke
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.core.loading import loaders
from tests.bench.engine import resident_mb
from tests.support.data import needs_data
from tests.support.hand import Hand, below

HATLESS_SEVEN = [(92, 80), (111, 70), (130, 60), (124, 110), (117, 170), (110, 240)]  # is read as 1
CANCELLED_S = 3.0  # half a second on a quiet machine
TUNING_S = 120.0


def hatless_seven(seed: int) -> list[tuple[float, float]]:
    moved = np.random.default_rng(seed).normal(0, 1.5, (len(HATLESS_SEVEN), 2))
    return [(x + dx, y + dy) for (x, y), (dx, dy) in zip(HATLESS_SEVEN, moved, strict=True)]


def store(folder: Path, count: int, label: int = 7) -> None:
    """Keep so many hatless sevens as corrected samples."""
    strokes = [(Stroke.of(hatless_seven(seed), 12),) for seed in range(count)]
    with SampleStore(folder / FILE_NAME) as kept:
        kept.add(
            [Sample(stroke_glyph(one), label, "pad", 1, 0.9, np.full(10, 0.1, np.float32), one) for one in strokes]
        )


def open_window(opens, folder: Path, *, learns: bool = False) -> Hand:
    hand = opens(loaders(None, "cpu", folder), Settings(theme="light", learns=learns))
    hand.wait_ready()
    return hand


def state(hand: Hand) -> str:
    dialogs = hand.widgets("RetrainDialog")
    return type(dialogs[0].state_shown).__name__ if dialogs else ""


def wait_for(hand: Hand, *states: str) -> str:
    end = time.monotonic() + TUNING_S
    while (shown := state(hand)) not in states:
        assert time.monotonic() < end and shown != "Refused", f"waited for {states}, {shown}: {words(hand)}"
        hand.rest(0.02)
    return shown


def start(hand: Hand, epochs: int, lr: str = "") -> None:
    """Begin what is offered, shortened."""
    wait_for(hand, "Offer")
    hand.press_button("Advanced ▸")
    fields = [field for field in below(hand.widgets("OptionFields")[0]) if type(field) is ttk.Entry]
    for field, value in zip(fields, (str(epochs), lr), strict=False):
        if value:
            field.delete(0, "end")
            field.insert(0, value)
    hand.press_button("Start")


def words(hand: Hand) -> str:
    return "\n".join(str(label.cget("text")) for label in hand.widgets("Words"))


@needs_data
def test_from_a_misread_digit_to_a_network_that_reads_it(opens, tmp_path):
    hand = open_window(opens, tmp_path)
    for seed in range(6):
        hand.stroke(hatless_seven(seed))
        hand.wait_for_number("1")
        card = hand.widgets("Card")[0]
        hand.click(card)
        hand.type(card, "7")
        hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")
        hand.key("<Escape>")
        hand.key("<Delete>")
        hand.wait_for_number("")
    hand.key("<Control-r>")
    start(hand, epochs=1)
    wait_for(hand, "Running")
    hand.turn_to("Draw")
    hand.stroke(hatless_seven(100))
    hand.wait_for_number("1")  # the old network reads on
    hand.turn_to("Models")
    wait_for(hand, "Compared")
    assert "newly right" in words(hand)
    assert "MNIST, 5,000 digits held out" in words(hand)
    hand.press_button("Keep the new model")
    hand.wait_until(lambda: "Mine 1" in hand.status, "the new version")
    hand.turn_to("Draw")
    hand.wait_for_number("7")
    assert [version.active for version in Versions(tmp_path).list()] == [False, True]


@needs_data
def test_cancelled_ten_times_nothing_is_left_behind(opens, tmp_path):
    store(tmp_path, 12)
    hand = open_window(opens, tmp_path)
    threads, files = set(threading.enumerate()), sorted(tmp_path.rglob("*"))
    took, used = [], []
    for wait_s in np.linspace(0.05, 0.8, 10):
        if state(hand) != "Offer":
            hand.key("<Control-r>")
            wait_for(hand, "Offer")
        hand.press_button("Start")
        wait_for(hand, "Running")
        hand.rest(float(wait_s))
        begun = time.monotonic()
        hand.press_button("Cancel")
        wait_for(hand, "Offer")
        took.append(time.monotonic() - begun)
        used.append(resident_mb())
    assert max(took) < CANCELLED_S
    assert set(threading.enumerate()) == threads
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in files and "sqlite3" not in path.name] == []
    assert used[-1] - used[2] < 60, used
    assert [version.shipped for version in Versions(tmp_path).list()] == [True]


def test_without_samples_it_says_what_to_do(opens, tmp_path):
    hand = open_window(opens, tmp_path)
    hand.key("<Control-r>")
    wait_for(hand, "Refused")
    assert "Correct some digits that were misread" in words(hand)
    hand.press_button("Close")
    hand.wait_until(lambda: not hand.widgets("RetrainDialog"), "the sheet to go")


def test_without_mnist_it_learns_from_the_samples_alone_with_a_guard(opens, tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "nothing"))
    store(tmp_path, 8)
    hand = open_window(opens, tmp_path)
    hand.key("<Control-r>")
    wait_for(hand, "MnistMissing")
    hand.press_button("Continue without MNIST")
    wait_for(hand, "Offer")
    assert "without MNIST" in words(hand)
    start(hand, epochs=1)
    wait_for(hand, "Compared")
    assert "Made-up digits" in words(hand) and "MNIST, 5,000" not in words(hand)


@needs_data
def test_one_that_forgot_is_not_offered_but_can_be_kept_anyway(opens, tmp_path):
    store(tmp_path, 8)
    hand = open_window(opens, tmp_path)
    hand.key("<Control-r>")
    start(hand, epochs=1, lr="0.03")  # far too large
    wait_for(hand, "Compared")
    assert "Not offered: it forgot too much" in words(hand)
    hand.press_button("Keep anyway…")
    assert len(Versions(tmp_path).list()) == 1
    hand.press_button("Yes, keep it anyway")
    hand.wait_until(lambda: "Mine 1" in hand.status, "the version that was kept anyway")


TUNE = """
from digitpad.learning.finetune.finetune import finetune
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.paths import data_folder
from digitpad.store.samples import FILE_NAME, SampleStore
samples = SampleStore(folder / FILE_NAME).all(whole=True)
finetune(versions.active.path, samples, FinetuneConfig(epochs=1), lambda step: None, data_folder()).keep(versions)
"""
KEEP = """
from digitpad.inference.weights import load_weights
weights = load_weights(versions.active.path)
while True:
    versions.activate(versions.add(weights, {"parent": "model"}).key)
"""


@needs_data
@pytest.mark.parametrize(("work", "after_s"), [(TUNE, 1.0), (TUNE, 3.0), (KEEP, 0.1), (KEEP, 0.53), (KEEP, 1.07)])
def test_killed_half_way_the_active_model_is_whole(tmp_path, work, after_s):
    store(tmp_path, 8)
    begin = "import sys; from pathlib import Path; from digitpad.learning.registry.versions import Versions\n"
    begin += "folder = Path(sys.argv[1]); versions = Versions(folder); print('begun', flush=True)\n"
    child = subprocess.Popen([sys.executable, "-c", begin + work, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None and child.stdout.readline() == "begun\n"
        time.sleep(after_s)
        os.kill(child.pid, signal.SIGKILL)
    versions = Versions(tmp_path)
    assert versions.complaints() == ()
    assert versions.active.shipped or work is KEEP
    assert Recognizer.load(versions.active.path, "cpu").read_strokes([hatless_seven(1)]).text == "1"

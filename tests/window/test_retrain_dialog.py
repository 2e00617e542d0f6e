"""The retraining sheet before a tuner that knows its answers: what it says, offers, and lets happen."""

from __future__ import annotations

import threading
import time
import tkinter as tk
from collections.abc import Callable, Iterator
from pathlib import Path
from tkinter import ttk
from typing import Any

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.before_after import ChangedDigit
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress, Report
from digitpad.ui.core.pen_clock import PenClock
from digitpad.ui.core.polling import Mailbox, Polling
from digitpad.ui.retrain.dialog import RetrainDialog
from digitpad.ui.retrain.job import Job
from digitpad.ui.retrain.retraining import Retraining
from digitpad.ui.retrain.state import (
    Compared,
    MnistMissing,
    Offer,
    Refused,
    Running,
    State,
)
from digitpad.ui.widgets.theme import SystemLook, Theme
from tests.support.comparisons import Outcome, before_after
from tests.support.hand import below
from tests.support.stored import sample

PATIENCE_S = 20.0
USUAL = FinetuneConfig(epochs=4, lr=1e-3, share=0.3, device="cpu", seed=1)
JOB = Job(Path("weights"), "model 1", tuple(sample(seed, seed % 10) for seed in range(12)))
GLYPH = np.zeros((28, 28), np.uint8)


pytestmark = pytest.mark.usefixtures("tk_ends_here")


class Known:
    """A runner that does as it is told. `held`: training reports until it is let go; `slow`: it loads for a while."""

    def __init__(
        self, *, mnist: bool = True, offered: bool = True, gained: bool = True, held: bool = False, slow: bool = False
    ) -> None:
        self.mnist, self.offered, self.gained, self.held = mnist, offered, gained, held
        self.loaded = not slow
        self.load = threading.Event()
        self.jobs: list[Job] = []
        self.steps = 0
        self.go = threading.Event()
        self.fault: Exception | None = None

    def look(self, job: Job, report: Report) -> Offer | MnistMissing:
        if self.fault is not None:
            raise self.fault
        if not self.loaded:
            assert self.load.wait(PATIENCE_S)
            report(FinetuneProgress("preparing", 0, 3))
            time.sleep(0.3)
            self.loaded = True
        if job.with_mnist and not self.mnist:
            return MnistMissing(len(job.samples))
        return Offer(len(job.samples), 5, job.with_mnist, "CPU", job.model, 21.0, job.options or USUAL)

    def fetch(self, report: Callable[[FetchProgress], None]) -> None:
        report(FetchProgress(4_000_000, 9_900_000))
        if self.fault is not None:
            raise self.fault
        self.mnist = True

    def take(self, folder: Path, report: Callable[[FetchProgress], None]) -> None:
        self.fetch(report)

    def tune(self, job: Job, report: Report) -> Outcome:
        self.jobs.append(job)
        while self.held and not self.go.is_set():
            self.steps += 1
            report(FinetuneProgress("training", 40, 100, 9.0, 0.1, 0.99, 0.9))
            time.sleep(0.005)
        if self.fault is not None:
            raise self.fault
        changed = (ChangedDigit(GLYPH, 7, 1, 7, yours=True),)
        return Outcome(before_after(offered=self.offered, gained=self.gained, now_right=changed))


class Sheet:
    """The dialog with what drives it, and an eye on it."""

    def __init__(self, tuner: Known) -> None:
        self.root = tk.Tk()
        self.root.geometry("900x700")
        self.tuner = tuner
        mailbox = Mailbox()
        polling = Polling(self.root, mailbox, busy=lambda: True)
        polling.start()
        self.polling = polling
        self.kept: list[Outcome] = []
        self.bugs: list[str] = []
        self.closed = 0
        self.pen_clock = PenClock()

        def listen(address: str, handler: Callable[[Any], None]) -> Callable[[Any], None]:
            polling.handle(address, handler)
            return mailbox.to(address)

        self.work = Retraining(
            runner=tuner,
            listen=listen,
            on_bug=lambda sentence, trace: self.bugs.append(trace),
            pen_clock=self.pen_clock,
        )
        theme = Theme(self.root, "light", SystemLook())
        self.dialog = RetrainDialog(self.root, theme=theme, actions=self, on_fit=lambda: None)
        self.work.attach(self)
        self.dialog.pack(fill="both", expand=True)
        self.root.update()

    def begin(self, ready: Callable[[Job], None]) -> None:
        ready(JOB)

    def show(self, state: State) -> None:
        self.dialog.show(state)

    def keep(self, result: Outcome) -> None:
        self.kept.append(result)

    def choose_folder(self) -> None:
        self.work.take(Path("folder"))

    def discard(self) -> None:
        self.work.discard()

    def close(self) -> None:
        self.closed += 1
        self.work.close()

    def wait_for(self, state: type) -> Any:
        end = time.monotonic() + PATIENCE_S
        while not isinstance(self.dialog.state_shown, state):
            assert time.monotonic() < end, f"waited for {state.__name__}, {self.dialog.state_shown} is shown"
            self.root.update()
            time.sleep(0.002)
        self.root.update()
        return self.dialog.state_shown

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.root.update()
            time.sleep(0.002)

    @property
    def buttons(self) -> dict[str, ttk.Button]:
        found = [widget for widget in below(self.dialog) if isinstance(widget, ttk.Button) and widget.winfo_ismapped()]
        return {str(button.cget("text")): button for button in found}

    def press(self, words: str) -> None:
        self.buttons[words].invoke()
        self.root.update()

    @property
    def words(self) -> str:
        """All that stands on the sheet."""
        labels = [widget for widget in below(self.dialog) if isinstance(widget, tk.Label) and widget.winfo_ismapped()]
        return "\n".join(str(label.cget("text")) for label in labels)


@pytest.fixture
def sheet() -> Iterator[Callable[..., Sheet]]:
    opened: list[Sheet] = []

    def open_sheet(**told: bool) -> Sheet:
        opened.append(Sheet(Known(**told)))
        return opened[-1]

    yield open_sheet
    for one in opened:
        one.tuner.go.set()
        one.tuner.load.set()
        assert one.work.stop()
        one.polling.stop()
        one.root.destroy()


def test_it_says_what_it_will_do_and_how_long_that_takes(sheet):
    it = sheet()
    it.work.open()
    it.wait_for(Offer)
    assert "12 samples" in it.words and "about 21 seconds" in it.words and "MNIST" in it.words
    assert "your model stays as it is" in it.words


def test_more_epochs_are_said_to_take_longer_and_reach_the_training(sheet):
    it = sheet()
    it.work.open()
    it.wait_for(Offer)
    it.press("Advanced ▸")
    epochs = next(widget for widget in below(it.dialog) if isinstance(widget, ttk.Entry))
    epochs.focus_force()
    it.root.update()
    epochs.delete(0, "end")
    epochs.insert(0, "8")
    epochs.event_generate("<KeyRelease>", keysym="8")
    it.root.update()
    assert "about 42 seconds" in it.words
    it.press("Start")
    it.wait_for(Compared)
    assert it.tuner.jobs[0].options == FinetuneConfig(8, 1e-3, 0.3, "cpu", 1)


def test_what_makes_no_sense_falls_back_to_what_is_usual(sheet):
    it = sheet()
    it.work.open()
    it.wait_for(Offer)
    it.press("Advanced ▸")
    for field in [widget for widget in below(it.dialog) if type(widget) is ttk.Entry]:
        field.delete(0, "end")
        field.insert(0, "many")
    it.press("Start")
    it.wait_for(Compared)
    assert it.tuner.jobs[0].options == USUAL


def test_keep_and_discard_come_alive_at_the_end(sheet):
    it = sheet(held=True)
    it.work.open()
    it.wait_for(Offer)
    it.press("Start")
    it.wait_for(Running)
    assert "disabled" in it.buttons["Keep the new model"].state() and "disabled" in it.buttons["Discard"].state()
    it.tuner.go.set()
    it.wait_for(Compared)
    assert "50.0 %  →  90.0 %" in it.words and "read right before, 9 now" in it.words
    it.press("Keep the new model")
    assert [result.comparison.after for result in it.kept] == [1]


def test_a_refused_one_is_kept_with_two_clicks_and_no_fewer(sheet):
    it = sheet(offered=False)
    it.work.open()
    it.wait_for(Offer)
    it.press("Start")
    it.wait_for(Compared)
    assert "it forgot too much" in it.words and "Keep the new model" not in it.buttons
    it.press("Keep anyway…")
    assert not it.kept
    it.press("Yes, keep it anyway")
    assert len(it.kept) == 1


def test_pausing_holds_it_still_and_going_on_lets_it_end(sheet):
    it = sheet(held=True)
    it.work.open()
    it.wait_for(Offer)
    it.press("Start")
    it.wait_for(Running)
    it.press("Pause")
    it.rest(0.3)
    steps = it.tuner.steps
    it.rest(0.3)
    assert it.tuner.steps == steps and "paused" in it.words
    it.press("Resume")
    it.tuner.go.set()
    it.wait_for(Compared)


def test_it_gives_way_while_somebody_draws(sheet):
    it = sheet(held=True)
    it.work.open()
    it.wait_for(Offer)
    it.press("Start")
    it.wait_for(Running)
    it.pen_clock.moved()
    it.rest(0.1)
    it.pen_clock.moved()
    steps = it.tuner.steps
    it.rest(0.15)
    assert it.tuner.steps == steps
    it.rest(1.5)
    assert it.tuner.steps > steps


@pytest.mark.parametrize("paused", [False, True])
def test_cancel_ends_it_at_once_and_it_can_be_begun_anew(sheet, paused):
    it = sheet(held=True)
    it.work.open()
    it.wait_for(Offer)
    it.press("Start")
    it.wait_for(Running)
    if paused:
        it.press("Pause")
        it.rest(0.2)
    begun = time.monotonic()
    it.press("Cancel")
    it.wait_for(Offer)
    assert time.monotonic() - begun < 2
    assert "retraining" not in {thread.name for thread in threading.enumerate()}
    it.tuner.held = False
    it.press("Start")
    it.wait_for(Compared)


def test_without_mnist_three_ways_are_offered(sheet):
    it = sheet(mnist=False)
    it.work.open()
    it.wait_for(MnistMissing)
    assert {"Fetch MNIST", "Choose a folder…", "Continue without MNIST", "Later"} == set(it.buttons)
    assert "as a guard against forgetting" in it.words
    it.press("Continue without MNIST")
    it.wait_for(Offer)
    assert "without MNIST" in it.words
    it.press("Start")
    it.wait_for(Compared)
    assert not it.tuner.jobs[0].with_mnist


@pytest.mark.parametrize("way", ["Fetch MNIST", "Choose a folder…"])
def test_mnist_is_got_and_then_the_time_is_said(sheet, way):
    it = sheet(mnist=False)
    it.work.open()
    it.wait_for(MnistMissing)
    it.press(way)
    assert it.wait_for(Offer).mnist


def test_a_failed_download_says_why_and_offers_the_same_again(sheet):
    it = sheet(mnist=False)
    it.work.open()
    it.wait_for(MnistMissing)
    it.tuner.fault = DigitPadError("The cable is out; put it in.")
    it.press("Fetch MNIST")
    it.rest(0.2)
    it.wait_for(MnistMissing)
    assert "The cable is out" in it.words and "Fetch MNIST" in it.buttons


def test_what_cannot_be_done_is_said_in_a_sentence(sheet):
    it = sheet()
    it.tuner.fault = DigitPadError("There is nothing to learn from yet.")
    it.work.open()
    it.wait_for(Refused)
    assert "nothing to learn from" in it.words
    it.tuner.fault = None
    it.press("Try again")
    it.wait_for(Offer)


def test_a_bug_in_training_is_logged_and_the_old_model_stays(sheet):
    it = sheet()
    it.work.open()
    it.wait_for(Offer)
    it.tuner.fault = ZeroDivisionError("a bug")
    it.press("Start")
    it.wait_for(Refused)
    assert "a bug" in it.bugs[0] and "a bug" not in it.words
    assert not it.kept


def test_closing_while_it_looks_ends_it(sheet):
    it = sheet()
    it.work.open()
    it.press("Cancel")
    it.rest(0.2)
    assert it.closed == 1 and not it.work.busy


def test_the_curves_name_what_they_show(sheet):
    it = sheet(held=True)
    it.work.open()
    it.wait_for(Offer)
    it.press("Start")
    it.wait_for(Running)
    it.rest(0.2)
    curves = next(widget for widget in below(it.dialog) if type(widget).__name__ == "Curves")
    names = {curves.itemcget(item, "text") for item in curves.find_withtag("name")}
    assert names == {"loss 0.10", "MNIST 99.00 %", "your samples 90.0 %"}
    scale = [curves.itemcget(item, "text") for item in curves.find_withtag("scale") if curves.type(item) == "text"]
    assert [words for words in scale if not words.endswith(" %")] == ["0", "0.1"], "the loss has a scale of its own"


def accent(it: Sheet) -> list[str]:
    return [words for words, button in it.buttons.items() if "Accent" in str(button.cget("style"))]


@pytest.mark.parametrize(
    ("told", "default"),
    [
        ({}, "Keep the new model"),
        ({"gained": False}, "Keep the old model"),
        ({"offered": False}, "Keep the old model"),
    ],
)
def test_the_default_button_follows_the_verdict(sheet, told, default):
    it = sheet(**told)
    it.work.open()
    it.wait_for(Offer)
    assert accent(it) == ["Start"]
    it.dialog.accept()
    it.wait_for(Compared)
    assert accent(it) == [default]
    it.dialog.take_focus()
    it.root.update()
    focused = it.root.focus_get()
    assert (focused is it.buttons[default]) == (default == "Keep the new model")


def test_nothing_is_a_default_while_it_trains(sheet):
    it = sheet(held=True)
    it.work.open()
    it.wait_for(Offer)
    it.dialog.accept()
    it.wait_for(Running)
    assert accent(it) == []
    it.dialog.focus_force()
    it.root.update()
    it.dialog.accept()
    it.rest(0.1)
    assert isinstance(it.dialog.state_shown, Running)


def test_it_says_that_it_prepares_until_training_is_loaded(sheet):
    it = sheet(slow=True)
    it.work.open()
    it.root.update()
    assert "Preparing…" in it.words and "will practise on your" in it.words
    it.tuner.load.set()
    end = time.monotonic() + PATIENCE_S
    while "Timing a few steps" not in it.words:
        assert time.monotonic() < end
        it.root.update()
    it.wait_for(Offer)

"""The retraining sheet on its page in the real window, used with keys alone; the work behind it is made up."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest

from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress, Report
from digitpad.records import Sample
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.retrain.job import Job
from digitpad.ui.retrain.state import Offer
from tests.support.comparisons import Outcome, before_after
from tests.support.hand import Hand, below
from tests.support.reach import out_of_reach
from tests.support.readers import Counting


class Runner:
    """Trains until it is let go, and then brought what `gained` says."""

    loaded = True

    def __init__(self) -> None:
        self.go = threading.Event()
        self.gained = True

    def look(self, job: Job, report: Report) -> Offer:
        options = job.options or FinetuneConfig(4, 1e-3, 0.3, "cpu", 1)
        return Offer(len(job.chosen), 5, True, "CPU", job.model, 20.0, options, job.writers)

    def tune(self, job: Job, report: Report) -> Outcome:
        self.tuned = [sample.writer for sample in job.chosen]
        while not self.go.is_set():
            report(FinetuneProgress("training", 40, 100, 9.0))
            time.sleep(0.01)
        return Outcome(before_after(gained=self.gained))


@pytest.fixture
def runner(monkeypatch) -> Runner:
    made = Runner()
    monkeypatch.setattr("digitpad.ui.retrain.finetune_runner.FinetuneRunner", lambda: made)
    yield made
    made.go.set()


@pytest.fixture
def sheet(opens, tmp_path, runner) -> Hand:
    """A window whose sheet offers a retraining."""
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([Sample(np.full((28, 28), shade, np.uint8), 7, "pad") for shade in range(1, 7)])
    hand = opens((Counting,), Settings(theme="light"))
    hand.wait_ready()
    hand.key("<Control-r>")
    wait_for(hand, "Offer")
    return hand


def wait_for(hand: Hand, state: str) -> None:
    hand.wait_until(lambda: state_of(hand) == state, state)


def state_of(hand: Hand) -> str:
    dialogs = hand.widgets("RetrainDialog")
    return type(dialogs[0].state_shown).__name__ if dialogs else ""


def focused(hand: Hand) -> Any:
    return hand.root.focus_get()


def words(widget: Any) -> str:
    return str(widget.cget("text")) if type(widget).__name__ == "Button" else type(widget).__name__


def press(hand: Hand, key: str) -> None:
    """Press a key where the focus is."""
    hand.root.update()
    (focused(hand) or hand.root).event_generate(key)
    hand.rest(0.05)


def test_enter_starts_and_keeps_what_was_gained(sheet, runner):
    sheet.root.focus_force()
    sheet.rest(0.1)
    assert words(focused(sheet)) == "Start"
    press(sheet, "<Return>")
    wait_for(sheet, "Running")
    assert words(focused(sheet)) == "Pause"
    runner.go.set()
    wait_for(sheet, "Compared")
    sheet.rest(0.05)
    assert words(focused(sheet)) == "Keep the new model"


def test_tab_goes_round_within_the_sheet(sheet):
    sheet.root.focus_force()
    sheet.rest(0.1)
    seen = []
    for _ in range(4):
        press(sheet, "<Tab>")
        seen.append(words(focused(sheet)))
    assert sorted(seen[:3]) == ["Advanced ▸", "Close", "Start"] and seen[3] == seen[0]
    press(sheet, "<Shift-Tab>")
    assert words(focused(sheet)) == seen[2]


def test_the_focus_comes_back_from_what_the_sheet_covers(sheet):
    button = next(one for one in sheet.widgets("Button") if str(one.cget("text")) == "Import…")
    button.focus_force()
    sheet.rest(0.1)
    assert words(focused(sheet)) == "Start"
    sheet.turn_to("Draw")
    sheet.turn_to("Models")
    sheet.rest(0.1)
    assert words(focused(sheet)) == "Start"
    press(sheet, "<Escape>")
    assert state_of(sheet) == ""
    button.focus_force()
    sheet.rest(0.1)
    assert words(focused(sheet)) == "Import…"


def test_where_nothing_was_gained_space_changes_nothing_and_discarding_is_undone(sheet, runner):
    runner.gained = False
    runner.go.set()
    press(sheet, "<Return>")
    wait_for(sheet, "Compared")
    sheet.rest(0.05)
    press(sheet, "<space>")
    assert state_of(sheet) == "Compared"
    press(sheet, "<Return>")
    assert state_of(sheet) == "" and "discarded" in sheet.status
    sheet.press_button("Undo")
    wait_for(sheet, "Compared")


def question(hand: Hand) -> list[Any]:
    return hand.widgets("StopQuestion")


def answer(hand: Hand, words: str) -> None:
    hand.wait_until(lambda: question(hand), "the question")
    hand.press_button(words)


def test_closing_while_it_trains_asks_and_can_be_given_up(sheet, runner):
    press(sheet, "<Return>")
    wait_for(sheet, "Running")
    sheet.app.quit()
    sheet.app.quit()
    sheet.wait_until(lambda: len(question(sheet)) == 1, "one question")
    assert words(question(sheet)[0].focus_get()) == "Keep training"
    answer(sheet, "Keep training")
    assert not question(sheet) and state_of(sheet) == "Running"
    sheet.app.quit()
    sheet.wait_until(lambda: question(sheet), "the question")
    question(sheet)[0].event_generate("<Escape>")
    sheet.rest(0.05)
    assert not question(sheet) and not sheet.gone
    sheet.app.quit()
    answer(sheet, "Stop and close")
    assert sheet.gone and "retraining" not in {thread.name for thread in threading.enumerate()}


def test_closing_asks_nothing_where_nothing_trains(sheet):
    sheet.app.quit()
    assert sheet.gone


def test_the_samples_of_one_writer_can_be_learned_alone(opens, tmp_path, runner):
    writers = ["Ann", "Ann", "Bo", "", "Ann", ""]
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([Sample(np.full((28, 28), n + 1, np.uint8), 7, "pad", writer=name) for n, name in enumerate(writers)])
    hand = opens((Counting,), Settings(theme="light"))
    hand.wait_ready()
    hand.key("<Control-r>")
    wait_for(hand, "Offer")
    assert "your 6 samples" in words_of(hand)
    pick(hand, "Samples of everybody ▾", downs=4)
    hand.wait_until(lambda: "2 samples of nobody named" in words_of(hand), "those of nobody named")
    pick(hand, "Samples of nobody named ▾", downs=2)
    hand.wait_until(lambda: "practises on 3 samples of Ann" in words_of(hand), "Ann's")
    hand.press_button("Start")
    wait_for(hand, "Running")
    assert runner.tuned == ["Ann"] * 3
    runner.go.set()
    wait_for(hand, "Compared")
    hand.press_button("Discard")
    hand.key("<Control-r>")
    wait_for(hand, "Offer")
    hand.root.geometry("640x480")
    hand.wait_until(lambda: hand.root.winfo_width() == 640, "the smallest window")
    hand.rest(0.3)
    assert out_of_reach(hand) == []


def test_without_named_writers_there_is_nothing_to_choose(sheet):
    buttons = [one for one in below(sheet.widgets("RetrainDialog")[0]) if one.winfo_class() == "TButton"]
    assert [str(one.cget("text")) for one in buttons if one.winfo_ismapped()] == ["Advanced ▸", "Close", "Start"]


def words_of(hand: Hand) -> str:
    return " ".join(str(one.cget("text")) for one in hand.widgets("Words"))


def pick(hand: Hand, button: str, downs: int) -> None:
    """Open the menu of a button, and choose by keys what stands so far down."""
    hand.press_button(button)
    menus = [one for one in below(hand.widgets("RetrainDialog")[0]) if one.winfo_class() == "Menu"]
    hand.wait_until(lambda: str(hand.root.tk.call("focus")) == str(menus[-1]), "the menu to have the keys")
    for key in (*["<Down>"] * downs, "<Return>"):
        menus[-1].event_generate(key)
        hand.root.update()


def test_progress_stands_in_the_status_line_and_the_title_on_every_page(sheet, runner):
    plain = sheet.root.title()
    press(sheet, "<Return>")
    wait_for(sheet, "Running")
    sheet.turn_to("Draw")
    sheet.wait_until(lambda: sheet.root.title().startswith("Retraining 39 %"), "the title")
    sheet.wait_until(lambda: sheet.status.startswith("Retraining 39 %, about 9 seconds left"), "the status line")
    runner.go.set()
    sheet.wait_until(lambda: sheet.root.title() == f"Retrained – {plain}", "the end in the title")
    sheet.turn_to("Models")
    sheet.press_button("Discard")
    assert sheet.root.title() == plain
    sheet.wait_until(lambda: "discarded" in sheet.status, "the news")
    sheet.turn_to("Draw")
    assert sheet.status.startswith("Ready")


def test_the_verdict_comes_first_and_asks(sheet, runner):
    runner.go.set()
    press(sheet, "<Return>")
    wait_for(sheet, "Compared")
    (dialog,) = sheet.widgets("RetrainDialog")
    said = [one for one in below(dialog) if type(one).__name__ == "Words" and one.winfo_ismapped()]
    (verdict,) = [one for one in said if str(one.cget("text")).endswith("keep it?")]
    assert verdict.cget("text") == "Reads 4 more of your 10 samples right, MNIST unchanged: keep it?"
    assert verdict.winfo_rooty() == min(one.winfo_rooty() for one in said)
    assert verdict.winfo_rooty() < sheet.widgets("Curves")[0].winfo_rooty()


def test_retraining_is_disabled_with_its_reason_where_there_is_nothing_to_learn(opens, tmp_path, runner):
    hand = opens((Counting,), Settings(theme="light"))
    hand.wait_ready()
    hand.turn_to("Models")

    def said() -> list[str]:
        return [str(one.cget("text")) for one in hand.widgets("QuietLabel")]

    hand.wait_until(lambda: any("nothing to learn from yet" in words for words in said()), "the reason")
    assert not retrain_works(hand)
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([Sample(np.full((28, 28), 9, np.uint8), 7, "pad")])
    hand.turn_to("Samples")
    hand.wait_until(lambda: hand.widgets("SampleGrid"), "the sample")
    hand.turn_to("Models")
    hand.wait_until(lambda: retrain_works(hand), "something to learn")
    assert not any("nothing to learn" in words for words in said())


def retrain_works(hand: Hand) -> bool:
    (header,) = hand.widgets("ModelsHeader")
    return next(one for one in below(header) if str(one.cget("text")) == "Retrain…").instate(["!disabled"])

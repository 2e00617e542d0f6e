"""A way through every page and small window, in whatever language is spoken, with something on each."""

from __future__ import annotations

import threading
import time
import tkinter as tk
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageGrab

from digitpad.forms.template_file import save_template
from digitpad.inference.weights import load_weights
from digitpad.languages import _
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.progress import FinetuneProgress, Report
from digitpad.learning.registry.versions import Versions
from digitpad.paths import bundled
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from digitpad.settings import Settings
from digitpad.ui.app import App
from digitpad.ui.core.loading import loaders
from digitpad.ui.retrain import finetune_runner
from digitpad.ui.retrain.job import Job
from digitpad.ui.retrain.state import Offer
from digitpad.ui.widgets.theme import SystemLook
from tests.support.comparisons import Outcome, before_after
from tests.support.drawings import DIGITS, number
from tests.support.hand import Hand
from tests.support.made_forms import membership
from tests.support.reach import (
    covered_words,
    out_of_reach,
    shortened_days,
    tall_toolbars,
    without_room,
    wrapped_bars,
    wrapped_heads,
)
from tests.support.samples_user import stored

USUAL = "1080x700"
SIZES = (USUAL, "760x520")
SMALL = "640x480"
TURNS = 6  # looks at a place that is not right yet
OTHER_PAGES = {"Camera": "CameraPage", "Samples": "SampleGrid", "Models": "VersionRow"}


class Trainer:
    """Offers a retraining, and trains until it is let go."""

    loaded = True
    go = threading.Event()

    def look(self, job: Job, report: Report) -> Offer:
        options = job.options or FinetuneConfig(4, 1e-3, 0.3, "cpu", 1)
        return Offer(len(job.chosen), 5, True, "CPU", job.model, 20.0, options, job.writers)

    def tune(self, job: Job, report: Report) -> Outcome:
        while not self.go.is_set():
            report(FinetuneProgress("training", 40, 100, 9.0))
            time.sleep(0.01)
        return Outcome(before_after(gained=True))


class Tour:
    """`seen`: for each place and size, what has too little room, in words."""

    def __init__(self, folder: Path, pictures: Path | None) -> None:
        self.seen: list[dict[str, Any]] = []
        self._folder, self._pictures = folder, pictures
        finetune_runner.FinetuneRunner = Trainer  # type: ignore[misc, assignment]
        _fill(folder)
        chosen, place = Settings(theme="light"), str(folder / "in")
        app = App(loaders(None, "cpu", folder), chosen, folder, system=SystemLook(), camera=place)
        self._hand = Hand(app)
        app.start()
        self._tabs = {name: _(name) for name in ("Draw", *OTHER_PAGES)}
        self._pages()
        self._results()
        self._retraining()
        self._small_windows()
        self._form()
        app.quit()

    def _pages(self) -> None:
        hand = self._hand
        hand.turn_to(self._tabs["Draw"])
        hand.wait_until(lambda: "DigitPad" in hand.status, "the network")
        hand.draw(number("2071", left=30, top=90, height=110))
        hand.wait_until(lambda: len(hand.verdicts) == 4, "the reading")
        hand.click(hand.widgets("Card")[1])
        self._note("Draw", *SIZES, SMALL)
        self._network_view()
        for name, kind in OTHER_PAGES.items():
            hand.turn_to(self._tabs[name])
            hand.wait_until(lambda kind=kind: hand.widgets(kind), name)  # type: ignore[misc]
            if name == "Samples":
                hand.wait_until(lambda: hand.widgets("SampleGrid")[0].ids, "the samples")
                hand.click(hand.widgets("SampleGrid")[0].canvas, 40, 40)
            if name == "Models":
                hand.wait_until(lambda: len(hand.widgets("VersionRow")) == 2, "the models")
            hand.rest(0.4)
            self._note(name, *SIZES, SMALL)

    def _network_view(self) -> None:
        hand = self._hand
        hand.key("<Control-Key-l>")
        hand.wait_until(lambda: hand.widgets("OutputBars") and hand.widgets("LayerMaps"), "the network's view")
        self._note("Network's view", *SIZES, SMALL)
        hand.key("<Control-Key-l>")

    def _results(self) -> None:
        hand = self._hand
        hand.key("<Control-Shift-Key-R>")
        hand.wait_until(lambda: hand.widgets("ConfusionGrid"), "the results")
        self._note("Results", *SIZES)
        hand.key("<Control-Shift-Key-R>")

    def _retraining(self) -> None:
        hand = self._hand
        hand.key("<Control-r>")
        self._wait_for("Offer")
        self._note("Retrain, offer", *SIZES)
        hand.type(hand.widgets("RetrainDialog")[0], "<Return>")
        self._wait_for("Running")
        self._note("Retrain, training", *SIZES)
        Trainer.go.set()
        self._wait_for("Compared")
        self._note("Retrain, result", *SIZES)
        hand.press_button(_("Discard"))
        hand.wait_until(lambda: not hand.widgets("RetrainDialog"), "the end of the sheet")

    def _wait_for(self, state: str) -> None:
        hand = self._hand

        def there() -> bool:
            dialogs = hand.widgets("RetrainDialog")
            return bool(dialogs) and type(dialogs[0].state_shown).__name__ == state

        hand.wait_until(there, state)

    def _small_windows(self) -> None:
        hand = self._hand
        hand.turn_to(self._tabs["Draw"])
        for entry, kind in (
            ("Shortcuts", "KeyHelp"),
            ("About DigitPad", "About"),
            ("Settings…", "SettingsSheet"),
            ("What was learned…", "LearnedList"),
        ):
            hand.choose(_(entry))
            hand.wait_until(lambda kind=kind: hand.widgets(kind), entry)  # type: ignore[misc]
            self._note(entry.strip("…"), "", within=hand.widgets(kind)[0])
            hand.widgets(kind)[0].destroy()

    def _form(self) -> None:
        hand = self._hand
        hand.key("<Control-Shift-Key-F>")
        hand.wait_until(lambda: hand.widgets("FormWindow"), "the window of forms")
        window = hand.widgets("FormWindow")[0]
        self._note("Form, empty", "", within=window)
        window.open_template(self._folder / "one.form.json")
        hand.wait_until(lambda: hand.widgets("BoxCanvas"), "the picture")
        self._note("Form", *SIZES, within=window)

    def _note(self, place: str, *sizes: str, within: Any = None) -> None:
        hand = self._hand
        window = within or hand.root
        for size in sizes:
            if size:
                width, height = map(int, size.split("x"))
                window.geometry(size)
                hand.wait_until(
                    lambda width=width, height=height: (window.winfo_width(), window.winfo_height()) == (width, height),  # type: ignore[misc]
                    f"{place} at {size}",
                )
            faults = self._lasting_faults(window, size, whole=within is None)
            self.seen.append({"place": place, "size": size, "faults": faults})
            if self._pictures is not None:
                self._keep(window, f"{place} {size}".strip())

    def _lasting_faults(self, window: tk.Misc, size: str, *, whole: bool) -> list[str]:
        """Return what has too little room, once the window has come to rest; `whole`: it is the main one."""
        for _turn in range(TURNS):
            self._hand.rest(0.3)
            faults = without_room(window) + covered_words(window) + shortened_days(window)
            faults += tall_toolbars(window) + wrapped_heads(window) + (out_of_reach(self._hand) if whole else [])
            faults += wrapped_bars(window) if size == USUAL else []
            if not faults:
                break
        return faults

    def _keep(self, window: tk.Misc, name: str) -> None:
        left, top = window.winfo_rootx(), window.winfo_rooty()
        box = (left, top, left + window.winfo_width(), top + window.winfo_height())
        ImageGrab.grab(xdisplay="").crop(box).save(self._pictures / f"{name}.png")  # type: ignore[operator]


def _fill(folder: Path) -> None:
    """Keep samples, a second version of the network, pictures for the camera, and a template of a form."""
    samples = []
    for seed in range(24):
        digit = seed % 10
        glyph = stroke_glyph(tuple(Stroke.of(line) for line in DIGITS[digit])).copy()
        glyph[0, seed] = 1
        chances = np.full(10, 0.02, np.float32)
        chances[7] = 0.82
        label = None if seed == 23 else digit
        held = {"predicted": 7, "confidence": 0.8, "probabilities": chances, "writer": ("", "Ada")[seed % 2]}
        samples.append(Sample(glyph, label, ("pad", "camera", "picture")[seed % 3], **held))  # type: ignore[arg-type]
    stored(folder, samples)
    card = {"parent": "LeNet-5", "samples": 12, "figures": {"mnist_accuracy": 0.979}}
    Versions(folder).add(load_weights(bundled("models", "lenet5.safetensors")), card, "Mine")
    (folder / "in").mkdir()
    for value in range(3):
        Image.new("RGB", (320, 240), (240 - value, 240, 240)).save(folder / "in" / f"{value}.png")
    save_template(folder / "one.form.json", membership().template)

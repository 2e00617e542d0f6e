"""A retraining in the real window that also teaches the reader of whole numbers, from numbers that were corrected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from digitpad.inference.rows.row_weights import row_weights_of
from digitpad.learning.registry.versions import Versions
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import RowString, Sample, Stroke
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.unit.test_row_tuning import hatless
from tests.window.test_retraining import hatless_seven, open_window, start, wait_for

TEXTS = ("7707", "2747")  # two numbers: none is held out, so that one student learns


def keep_odd_sevens(folder: Path) -> None:
    """Keep numbers whose sevens look like ones, each digit a corrected sample that knows its row."""
    samples = []
    for seed, text in enumerate(TEXTS):
        strip, said_at = hatless(text, seed).strip, datetime(2026, 1, 1 + seed, tzinfo=UTC)
        for place in (place for place, digit in enumerate(text) if digit == "7"):
            strokes = (Stroke.of(hatless_seven(10 * seed + place), 12),)
            row = RowString(strip, text, place, said_at)
            chances = np.full(10, 0.1, np.float32)
            samples.append(Sample(stroke_glyph(strokes), 7, "pad", 1, 0.9, chances, strokes, row=row))
    with SampleStore(folder / FILE_NAME) as store:
        store.add(samples)


def test_a_retraining_teaches_the_reader_of_whole_numbers_and_the_version_carries_it(
    opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITPAD_DATA", str(tmp_path / "none"))  # made digits and strings: no big files are read
    keep_odd_sevens(tmp_path)
    hand = open_window(opens, tmp_path)
    hand.turn_to("Models")
    hand.press_button("Retrain…")
    wait_for(hand, "MnistMissing")
    hand.press_button("Continue without MNIST")
    start(hand, epochs=1, lr="0.0005")
    wait_for(hand, "Compared")
    hand.press_button("Keep the new model")
    hand.wait_until(lambda: "Mine 1" in hand.status, "the new version")
    (version,) = [one for one in Versions(tmp_path).list() if not one.shipped]
    assert version.card["rows"]["kept"], version.card["rows"]
    assert version.card["rows"]["before"]["strings"] == len(TEXTS)
    assert row_weights_of(version.path)

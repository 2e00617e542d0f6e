"""After enough corrections a retraining is offered in the real window: once, in passing, and not again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digitpad import settings
from digitpad.inference.weights import load_weights
from digitpad.learning.registry.versions import Versions
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.retrain.offer import ENOUGH, QUIET_MS
from tests.support.hand import Hand
from tests.support.readers import Counting
from tests.support.stored import sample

OFFER = "samples since the last retraining"


@pytest.fixture
def draws(opens):
    """A window with a digit on the pad that can be corrected."""

    def open_window() -> Hand:
        hand = opens((Counting,))
        hand.wait_ready()
        hand.stroke([(100, 100), (100, 300)])
        hand.wait_for_number("0")
        return hand

    return open_window


def corrected(folder: Path, count: int) -> None:
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    with SampleStore(folder / FILE_NAME) as store:
        store.add([sample(number, 3, created_at=hour_ago) for number in range(count)])


def correct(hand: Hand, key: str) -> None:
    card = hand.widgets("Card")[0]
    hand.click(card)
    hand.type(card, key)
    hand.wait_until(lambda: hand.status.startswith("Saved"), "the correction on the disk")


def test_the_correction_that_makes_it_enough_brings_the_offer_and_its_word_the_sheet(draws, tmp_path):
    corrected(tmp_path, ENOUGH - 1)
    hand = draws()
    correct(hand, "5")
    hand.wait_until(lambda: hand.status.startswith(f"{ENOUGH} {OFFER}"), "the offer")
    kept, _ = settings.load(tmp_path)
    assert datetime.fromisoformat(kept.offered_at) <= datetime.now(UTC)
    link = next(label for label in hand.widgets("Label") if str(label.cget("text")) == "Retrain…")
    link.event_generate("<ButtonRelease-1>")
    hand.wait_until(lambda: hand.widgets("RetrainDialog"), "the sheet")


def test_it_is_not_offered_again_nor_after_a_retraining(draws, tmp_path):
    corrected(tmp_path, ENOUGH)
    versions = Versions(tmp_path)
    versions.add(load_weights(versions.active.path), {"samples": ENOUGH}, "Mine")
    hand = draws()
    correct(hand, "5")
    hand.rest(QUIET_MS / 1000 + 2)
    assert OFFER not in hand.status
    assert settings.load(tmp_path)[0].offered_at == ""

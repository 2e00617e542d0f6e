"""The networks by which a picture's readings are weighed: kept whole in a file, refused where that is damaged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.recognizer import Recognizer
from digitpad.vision.pipeline.choice import choose, favour_of, is_enough
from digitpad.vision.pipeline.choice_network import (
    ChoiceNetwork,
    ChoiceNetworks,
    shipped_choice_networks,
    shipped_networks_path,
)
from digitpad.vision.pipeline.parameters import CHOICE, VISION
from tests.support.samples import number_picture


def test_a_network_comes_back_from_its_values():
    among = shipped_choice_networks().among
    measures = np.random.default_rng(3).normal(0, 1, (20, len(among.names)))
    again = ChoiceNetwork.of(json.loads(json.dumps(among.values())))
    np.testing.assert_allclose(again.odds_of(measures), among.odds_of(measures), atol=0.02)


@pytest.mark.parametrize("content", [None, "", "{}", '{"alone": {"names": []}}'])
def test_weights_that_are_missing_or_damaged_are_told_by_their_file(tmp_path: Path, content: str | None):
    path = tmp_path / "choice.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DigitPadError, match=r"choice\.json"):
        ChoiceNetworks.load(path)


def test_the_shipped_networks_are_whole():
    loaded = ChoiceNetworks.load(shipped_networks_path())
    assert set(loaded.alone.names) < set(loaded.among.names)


def test_how_sure_is_enough_is_a_parameter_that_the_choice_heeds():
    first, *_ = Recognizer.load().candidates(np.asarray(number_picture("205")), poor=0.0)
    stricter = replace(VISION, choice=replace(VISION.choice, enough=1.0))
    assert first.reading.text == "205" and is_enough(first) and not is_enough(first, stricter)


@pytest.mark.parametrize(
    ("sureness", "same", "small", "nats"),
    [
        ((0.99,), 1.0, False, CHOICE.sure_digits),
        ((0.99,), 1.0, True, CHOICE.sure_digits + CHOICE.cut_out),
        ((0.99,), 0.0, True, 0.0),  # one digit that the row reader has not
        ((0.99,) * 3, 0.0, False, CHOICE.sure_digits),
        ((0.99, 0.99, 0.6), 1.0, True, 0.0),
        ((), 1.0, True, 0.0),
    ],
)
def test_sure_digits_are_preferred_to_nothing_and_more_in_a_small_picture(sureness, same, small, nats):
    assert favour_of(sureness, same, small) == nats


@pytest.mark.parametrize(
    ("odds", "digits", "favours", "chosen"),
    [
        ([2.0, 1.0], [False, True], [0.0, 0.0], 0),
        ([2.0, 1.0], [False, True], [0.0, 1.5], 1),
        ([0.0, 2.0, 1.0], [False, True, True], [0.0, 0.0, 5.0], 1),  # no favour among those with digits
        ([0.0, 1.0, 2.0], [True, True, False], [0.0, 5.0, 0.0], 2),  # contrast shows digits: no favour for others
        ([1.0, 1.0 + CHOICE.far_likelier / 2], [True, True], [0.0, 0.0], 0),
        ([1.0, 1.0 + CHOICE.far_likelier * 2], [True, True], [0.0, 0.0], 1),
        ([-1.0, 0.5, 1.5], [False, False, False], [0.0, 0.0, 0.0], 2),
    ],
)
def test_the_likeliest_digits_stand_against_the_likeliest_nothing(odds, digits, favours, chosen):
    assert choose(odds, digits, favours) == chosen

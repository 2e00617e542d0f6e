"""Every small fitted model that is damaged is refused with its own sentence, whatever the damage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.formats.fitted_models import numbers
from digitpad.inference.rows.number_choice import NumberChoice
from digitpad.inference.rows.number_span import NumberSpan
from digitpad.inference.rows.number_trust import NumberTrust
from digitpad.paths import bundled
from digitpad.recognition.uprightness import UprightModel
from digitpad.recognizer import Recognizer
from digitpad.vision.marks.cells import CellModel
from digitpad.vision.marks.model import MarkModel
from digitpad.vision.pipeline.choice_features import features_among, own_features
from digitpad.vision.pipeline.choice_network import ALL_MEASURES, OWN_MEASURES, ChoiceNetworks
from tests.support.samples import number_picture

Load = Callable[[Path], Any]
Values = dict[str, Any]
MODELS: dict[str, Load] = {
    "choice.json": ChoiceNetworks.load,
    "mark_cells.json": CellModel.load,
    "marks.json": MarkModel.load,
    "numbers.json": NumberChoice.load,
    "span.json": NumberSpan.load,
    "trust.json": NumberTrust.load,
    "upright.json": UprightModel.load,
}
TOLD = ("rows", "kinds", "drawings", "seed", "digits")  # keys that say how a model was fitted, and are not read
ODD = (float("nan"), float("inf"), -float("inf"), None, "x", 10**400, [[[[[1.0]]]]])
NO_MODELS = (None, "", "{}", "[1]", "5", '"x"', "null", "[" * 100_000, "{")


def values_of(name: str) -> Values:
    values: Values = json.loads(bundled("models", name).read_text(encoding="utf-8"))
    return {key: value for key, value in values.items() if key not in TOLD}


def places_in(values: Any) -> Iterator[tuple[Any, Any]]:
    """Yield, depth first, each list or object that holds numbers or lists, with one key of it."""
    keys = list(values) if isinstance(values, dict) else [0, len(values) - 1]
    for key in dict.fromkeys(keys):
        if isinstance(values[key], dict | list):
            yield from places_in(values[key])
        if not isinstance(values[key], str):
            yield values, key


def refuses(load: Load, path: Path, values: Any) -> bool:
    path.write_text(json.dumps(values), encoding="utf-8")
    try:
        load(path)
    except DigitPadError as error:
        return str(path) in str(error) and "install" in str(error) and "\n" not in str(error)
    return False


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_model_is_whole(name: str) -> None:
    MODELS[name](bundled("models", name))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("odd", ODD, ids=str)
def test_no_number_of_a_model_may_be_odd(tmp_path: Path, name: str, odd: object) -> None:
    values = values_of(name)
    for holder, key in places_in(values):
        usual, holder[key] = holder[key], odd
        assert refuses(MODELS[name], tmp_path / name, values), (name, key)
        holder[key] = usual


@pytest.mark.parametrize("name", MODELS)
def test_no_list_of_a_model_may_have_another_length(tmp_path: Path, name: str) -> None:
    values = values_of(name)
    for holder, key in places_in(values):
        if isinstance(holder[key], list) and key != "members":  # of a choice any number, but none, may be the mean
            usual = holder[key]
            for holder[key] in (usual[:-1], [*usual, usual[-1]], []):
                assert refuses(MODELS[name], tmp_path / name, values), (name, key)
            holder[key] = usual


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("content", NO_MODELS, ids=lambda content: str(content)[:5])
def test_a_model_may_be_no_other_json_nor_missing(tmp_path: Path, name: str, content: str | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DigitPadError, match=name):
        MODELS[name](path)


def test_a_choice_by_measures_that_are_not_taken_is_refused(tmp_path: Path) -> None:
    values = values_of("choice.json")
    values["alone"]["names"][0] = "others_same"  # which a reading by itself does not have
    assert refuses(ChoiceNetworks.load, tmp_path / "choice.json", values)
    values["alone"]["names"][0], values["alone"]["members"] = "bias", []
    assert refuses(ChoiceNetworks.load, tmp_path / "choice.json", values)


def test_the_measures_of_the_choice_are_those_that_are_taken() -> None:
    first, *_ = candidates = Recognizer.load(device="cpu").candidates(np.asarray(number_picture("205")), poor=0.0)
    assert tuple(own_features(first)) == OWN_MEASURES
    assert tuple(features_among(first, candidates)) == ALL_MEASURES


def test_a_spread_of_nothing_is_refused(tmp_path: Path) -> None:
    for name in ("marks.json", "upright.json"):
        values = values_of(name)
        values["spread"][3] = 0.0
        assert refuses(MODELS[name], tmp_path / name, values)


def test_numbers_have_the_shape_that_is_asked_for() -> None:
    assert numbers([[1, 2]], (1, None), np.float64).shape == (1, 2)
    assert numbers(3, (), np.float64) == 3.0
    for values, shape in (([1, 2], (3,)), ([[1], [2, 3]], (2, None)), (["a"], (1,)), ([], (None,)), ([1e300], (1,))):
        with pytest.raises(ValueError):
            numbers(values, shape, np.float32)

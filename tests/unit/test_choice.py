"""The networks by which a picture's readings are weighed: kept whole in a file, refused where that is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.vision.pipeline.choice_network import (
    ChoiceNetwork,
    ChoiceNetworks,
    shipped_choice_networks,
    shipped_networks_path,
)


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

"""The numbers on which rules are measured: those that should obey do, and the others do not."""

from __future__ import annotations

import numpy as np
import pytest

from digitpad.records import Reading
from tests.bench.rules import KINDS, Case, Outcome


@pytest.mark.parametrize("kind", KINDS)
def test_half_of_the_numbers_obey_their_rule_and_half_do_not(kind):
    random = np.random.default_rng(3)
    for place in range(200):
        case = KINDS[kind](random, place % 2 == 0)
        assert case.text.isdigit() and case.rule.obeys(case.text) == case.obeys == (place % 2 == 0)


def test_what_is_below_the_floor_is_no_answer_unless_it_was_read():
    case = Case("12", KINDS["luhn"](np.random.default_rng(1), True).rule, True)
    assert Outcome(case, "11", "18", 0.05).answer(0.1) == ""
    assert Outcome(case, "11", "18", 0.05).answer(0.01) == "18"
    assert Outcome(case, "18", "18", 0.0).answer(0.1) == "18"
    assert Outcome(case, Reading().text, "", 0.0).answer(0.01) == ""

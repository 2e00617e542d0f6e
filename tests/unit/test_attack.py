"""Three hundred damaged and hostile files end in a result or a sentence; the bench runs ten thousand."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.bench.attack import attack
from tests.support.hostile_files import MAKERS


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux tells it")
def test_hostile_files_of_all_kinds_end_in_a_result_or_a_sentence():
    fresh = multiprocessing.get_context("spawn")  # what other tests left in memory is not this one's
    with ProcessPoolExecutor(1, fresh) as process:
        first, outcome, again = (process.submit(attack, 300, seed=7, kinds=list(MAKERS)).result() for _ in range(3))
    assert first.faults == outcome.faults == again.faults == []
    assert again.resident_mb < outcome.resident_mb + 30, "the same files once more, with all loaded: only a leak grows"
    assert set(outcome.cases) == set(MAKERS)
    assert all(outcome.refused[kind] for kind in ("picture", "strokes", "table", "archive", "weights", "other format"))

"""SIGKILL at any moment, with two DigitPads on one folder: nothing that was said to be done is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.killed import killed

WAITS_S = {"corrections": 0.2, "imports": 1.0, "retrainings": 0.3}


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("kind", WAITS_S)
def test_what_was_said_to_be_done_is_there_after_a_kill(kind: str, tmp_path: Path) -> None:
    outcome = killed(kind, tmp_path, 3 if kind == "corrections" else 2, wait_s=WAITS_S[kind])
    assert outcome.lost == [] and outcome.confirmed
    assert outcome.kills == (6 if kind == "corrections" else 4)

"""digitpad finetune and models with corrected numbers: the row reader learns them, and goes where its version goes."""

from __future__ import annotations

from pathlib import Path

from digitpad.inference.rows.row_weights import row_weights_of
from digitpad.learning.registry.versions import Versions
from digitpad.store.exchange import export_samples
from tests.cli.test_finetune_command import finetune, versions
from tests.support.corrected_rows import corrected_numbers, keep_numbers


def test_corrected_numbers_teach_the_row_reader_too(tmp_path: Path) -> None:
    keep_numbers(tmp_path, 3)
    result = finetune(tmp_path, "--epochs", 1, "--lr", 0.1, "--force")
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    assert "of whole numbers" in result.stdout.decode() or "read as wholes" in result.stdout.decode()
    mine = versions(tmp_path)[1]
    assert mine.active and mine.card["rows"]["before"]["strings"] == 3
    assert bool(row_weights_of(mine.path)) is mine.card["rows"]["kept"]


def test_numbers_in_a_file_are_learned_and_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    export_samples(corrected_numbers(2, digits=2), tmp_path / "own.zip", "zip")
    result = finetune(tmp_path, "--samples", tmp_path / "own.zip", "--epochs", 1, "--dry-run")
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    assert "whole numbers" in result.stdout.decode() or "read as wholes" in result.stdout.decode()
    assert len(Versions(tmp_path).list()) == 1

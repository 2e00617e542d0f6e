"""digitpad models, as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digitpad.inference.weights import load_weights
from digitpad.learning.registry.version import Version
from digitpad.learning.registry.versions import Versions
from tests.cli.test_cli import digitpad, sentence
from tests.support.drawings import DIGITS


@pytest.fixture
def mine(tmp_path: Path) -> Version:
    """A copy of the shipped version, under a name of its own."""
    versions = Versions(tmp_path)
    return versions.add(load_weights(versions.active.path), {"samples": 12}, "Mine")


def said(folder: Path, *arguments: object) -> list[str]:
    result = digitpad("models", *arguments, "--data-dir", folder)
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    return result.stdout.decode().splitlines()


def test_a_version_is_used_listed_deleted_and_brought_back(tmp_path: Path, mine: Version) -> None:
    assert said(tmp_path, "use", "Mine") == ["Mine reads from now on"]
    listed = [json.loads(line) for line in said(tmp_path, "list", "--json")]
    assert [(one["name"], one["active"]) for one in listed][1:] == [("Mine", True)]
    (told,) = said(tmp_path, "remove", "Mine")
    assert told == (
        f"Mine deleted; the shipped one reads from now on; `digitpad models restore {mine.key}` brings it back"
    )
    assert len(Versions(tmp_path).list()) == 1
    assert said(tmp_path, "restore", mine.key) == [f"Mine is back; `digitpad models use {mine.key}` reads with it"]
    assert [version.samples for version in Versions(tmp_path).list()][1:] == [12]


def test_the_version_in_use_reads_on_the_command_line(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    only_fives = load_weights(versions.active.path)
    only_fives.tensors["output.bias"][5] += 100
    versions.add(only_fives, {}, "Fives")
    drawing = tmp_path / "one.json"
    drawing.write_text(json.dumps(DIGITS[1]))
    for name, number in (("shipped", b"1"), ("Fives", b"5")):
        said(tmp_path, "use", name)
        assert digitpad("read", drawing, "--data-dir", tmp_path).stdout.strip() == number


def test_what_is_exported_can_be_imported(tmp_path: Path, mine: Version) -> None:
    said(tmp_path, "export", "Mine", tmp_path / "out.safetensors")
    said(tmp_path / "other", "import", tmp_path / "out.safetensors")
    assert [version.name for version in Versions(tmp_path / "other").list()][1:] == ["Mine"]


@pytest.mark.parametrize(
    "arguments", [("use", "Yours"), ("restore", "gone"), ("remove", "shipped"), ("import", "no.csv")]
)
def test_what_cannot_be_done_is_told_in_a_sentence(tmp_path: Path, arguments: tuple[str, str]) -> None:
    result = digitpad("models", *arguments, "--data-dir", tmp_path)
    assert result.returncode == 1 and sentence(result)
    assert not list(tmp_path.rglob("*.safetensors"))

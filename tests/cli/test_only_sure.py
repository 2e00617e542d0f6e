"""What `digitpad read` says of how sure its numbers are, as a script meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from PIL import Image

from tests.cli.test_cli import digitpad
from tests.support.samples import number_picture, number_strokes

LEFT = 3  # exit code


def blank_page(path: Path) -> Path:
    Image.new("RGB", (300, 200), "white").save(path)
    return path


def test_json_and_csv_tell_how_sure_each_number_is(tmp_path: Path) -> None:
    number_picture("2027").save(tmp_path / "number.png")
    values = json.loads(digitpad("read", tmp_path / "number.png", "--json").stdout)
    (number,) = values["numbers"]
    assert number["text"] == "2027" and 0 < number["confidence"] <= 1
    assert (values["confidence"], values["sure"]) == (number["confidence"], number["sure"])
    (line,) = csv.DictReader(io.StringIO(digitpad("read", tmp_path / "number.png", "--csv").stdout.decode()))
    assert line["path"] == str(tmp_path / "number.png") and line["number"] == "2027"
    assert (float(line["confidence"]), line["sure"]) == (number["confidence"], str(number["sure"]))


def test_only_sure_leaves_the_others_for_review_with_a_count_and_an_exit_code(tmp_path: Path) -> None:
    blank_page(tmp_path / "blank.png")
    number_picture("2027").save(tmp_path / "number.png")
    (tmp_path / "number.json").write_text(json.dumps(number_strokes("720")))
    everything = digitpad("read", tmp_path, "--json")
    assert everything.returncode == 0
    readings = [json.loads(line) for line in everything.stdout.decode().splitlines()]
    sure = [reading for reading in readings if reading["sure"]]
    assert len(readings) == 3 and len(sure) < 3
    result = digitpad("read", tmp_path, "--json", "--only-sure")
    assert result.returncode == LEFT
    assert [json.loads(line) for line in result.stdout.decode().splitlines()] == sure
    complaints = result.stderr.decode().splitlines()
    assert complaints[-1] == f"digitpad: {3 - len(sure)} left for review."
    assert any("blank.png is left for review: it may be nothing" in line for line in complaints)


def test_a_file_that_cannot_be_read_counts_for_more_than_one_to_review(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    result = digitpad("read", blank_page(tmp_path / "blank.png"), tmp_path / "broken.png", "--only-sure")
    assert result.returncode == 1


def test_help_tells_of_the_exit_code() -> None:
    assert "exit code is 3" in " ".join(digitpad("read", "--help").stdout.decode().split())


def test_doctor_tells_of_the_row_reader() -> None:
    assert "row reader" in digitpad("doctor").stdout.decode()

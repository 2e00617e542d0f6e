"""Marks as `digitpad read` gives them to scripts: in text, JSON and CSV, or left out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.test_cli import digitpad
from tests.support.samples import number_picture, number_strokes


def test_text_json_and_csv_carry_marks(tmp_path: Path) -> None:
    drawing = tmp_path / "amount.json"
    drawing.write_text(json.dumps(number_strokes("-3,5")))
    assert digitpad("read", drawing).stdout.decode().strip() == "-3,5"
    values = json.loads(digitpad("read", drawing, "--json").stdout)
    assert values["text"] == "-3,5" and values["rows"] == ["-3,5"] and values["numbers"][0]["text"] == "-3,5"
    assert [digit["label"] for digit in values["digits"]] == [3, 5]
    assert [(mark["symbol"], mark["row"], mark["before"]) for mark in values["marks"]] == [("-", 0, 0), (",", 0, 1)]
    assert all(0.8 < mark["confidence"] <= 1 and len(mark["box"]) == 4 for mark in values["marks"])
    (line,) = csv.DictReader(io.StringIO(digitpad("read", drawing, "--csv").stdout.decode()))
    assert line["number"] == "-3,5"


def test_marks_none_gives_digits_alone(tmp_path: Path) -> None:
    (tmp_path / "date.json").write_text(json.dumps(number_strokes("26/11/2026")))
    number_picture("12:45").save(tmp_path / "time.png")
    for jobs in ((), ("--jobs", "2")):
        lines = digitpad("read", tmp_path, "--marks", "none", "--json", *jobs).stdout.decode().splitlines()
        assert [(values["text"], values["marks"]) for values in map(json.loads, lines)] == [
            ("26112026", []),
            ("1245", []),
        ]

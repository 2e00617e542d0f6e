"""Numbers that obey a rule, as `digitpad read` gives them to scripts: beside what was read, and none made up."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.test_bulk import needs_dask
from tests.cli.test_cli import digitpad, sentence
from tests.support.samples import number_picture, number_strokes

DOUBTFUL = "202l"  # read 2021 on the pad; the last digit may be a 7
SEVEN, NINE = "range=2025-2028", "prefix=9"


def drawing(folder: Path, name: str = "year", text: str = DOUBTFUL) -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(number_strokes(text)))
    return path


def printed(*arguments: object) -> str:
    result = digitpad("read", *arguments)
    assert result.returncode == 0 and result.stderr == b"", result.stderr
    return result.stdout.decode()


def test_what_was_read_stands_beside_the_number_that_obeys(tmp_path: Path) -> None:
    year = drawing(tmp_path)
    assert printed(year) == "2021\n"
    assert printed(year, "--rule", "length=4") == "2021\n"
    assert printed(year, "--rule", SEVEN) == "2027 (read 2021)\n"
    assert printed(year, "--rule", NINE) == "none (read 2021)\n"


def test_rules_given_apart_must_all_be_obeyed(tmp_path: Path) -> None:
    year, rooms = drawing(tmp_path), tmp_path / "rooms, old.txt"
    rooms.write_text("2027\n202\n")
    assert printed(year, "--rule", "length 4, prefix 20", "--rule", SEVEN) == "2027 (read 2021)\n"
    assert printed(year, "--rule", f"list={rooms}", "--rule", "length=4") == "2027 (read 2021)\n"
    assert printed(year, "--rule", f"list={rooms}", "--rule", "length=3") == "none (read 2021)\n"


def test_json_has_both_and_how_likely(tmp_path: Path) -> None:
    year = drawing(tmp_path)
    values = json.loads(printed(year, "--rule", SEVEN, "--json"))
    (number,) = values["numbers"]
    assert values["text"] == number["text"] == "2021" and values["rule"] == SEVEN
    assert number["obeying"] == "2027" and 0.1 < number["probability"] < 0.5
    (number,) = json.loads(printed(year, "--rule", NINE, "--json"))["numbers"]
    assert number["obeying"] is None and number["probability"] is None
    values = json.loads(printed(year, "--json"))
    assert "rule" not in values and "obeying" not in values["numbers"][0]


def test_csv_has_both_and_how_likely(tmp_path: Path) -> None:
    drawing(tmp_path), drawing(tmp_path, "zone", "33")
    seven, none = csv.DictReader(io.StringIO(printed(tmp_path, "--rule", SEVEN, "--csv")))
    assert (seven["number"], seven["obeying"]) == ("2021", "2027") and 0.1 < float(seven["probability"]) < 0.5
    assert (none["number"], none["obeying"], none["probability"]) == ("33", "", "")


def test_only_sure_leaves_a_sure_number_that_does_not_obey_for_review(tmp_path: Path) -> None:
    number_picture("2026").save(tmp_path / "number.png")
    assert json.loads(printed(tmp_path / "number.png", "--json"))["sure"], "else this shows nothing"
    assert digitpad("read", tmp_path, "--rule", "length=4", "--only-sure").returncode == 0
    result = digitpad("read", tmp_path, "--rule", "length=3", "--only-sure")
    assert result.returncode == 3 and result.stdout == b""
    assert "number.png is left for review: 2026 does not obey length=3." in result.stderr.decode()


@pytest.mark.parametrize("how", [("--jobs", "2"), ("--jobs", "1")])
def test_worker_processes_obey_too(how: tuple[str, str], tmp_path: Path) -> None:
    files = [drawing(tmp_path, name, text) for name, text in (("a", DOUBTFUL), ("b", "33"))]
    rooms = tmp_path / "rooms.txt"
    rooms.write_text("2027\n33\n")
    assert printed(*files, "--rule", f"list={rooms}", *how).splitlines() == [
        f"{files[0]}: 2027 (read 2021)",
        f"{files[1]}: 33",
    ]


def test_results_are_written_with_their_rule_and_taken_up_with_no_other(tmp_path: Path) -> None:
    for ending in ("csv", "jsonl"):
        folder, out = tmp_path / ending, tmp_path / f"out.{ending}"
        folder.mkdir()
        drawing(folder)
        printed(folder, "--rule", SEVEN, "--out", out)
        drawing(folder, "zone", "33")
        assert "in it already: 1" in printed(folder, "--rule", SEVEN, "--out", out)
        before = out.read_bytes()
        for other in (("--rule", NINE), ()):
            result = digitpad("read", folder, *other, "--out", out)
            assert result.returncode == 1 and "name another file" in sentence(result)
        assert out.read_bytes() == before
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert [(row["text"], row["rule"], row["obeying"]) for row in rows] == [
        ("2021", SEVEN, "2027"),
        ("33", SEVEN, "none"),
    ]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["numbers"][0]["obeying"] for line in lines] == ["2027", None]


@needs_dask
def test_a_cluster_obeys_a_list_that_it_does_not_see(tmp_path: Path) -> None:
    from distributed import LocalCluster

    year, rooms = drawing(tmp_path), tmp_path / "rooms.txt"
    rooms.write_text("2027\n")
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        assert printed(year, "--rule", f"list={rooms}", "--dask", address) == "2027 (read 2021)\n"


@pytest.mark.parametrize("rule", ["lenght=4", "length=6-4", "", "luhn=3", "list=", "list=nowhere.txt"])
def test_a_wrong_rule_is_one_sentence(rule: str, tmp_path: Path) -> None:
    result = digitpad("read", drawing(tmp_path), "--rule", rule)
    assert result.returncode == 2 and result.stdout == b""
    assert "is no rule for numbers; write length=4-6" in sentence(result) or "cannot be read; name" in sentence(result)


def test_a_table_of_single_digits_takes_no_rule(tmp_path: Path) -> None:
    (tmp_path / "test.csv").write_text("pixel0\n0\n")
    result = digitpad("read", tmp_path / "test.csv", "--rule", "date")
    assert result.returncode == 2 and "leave out --jobs, --dask and --rule" in sentence(result)

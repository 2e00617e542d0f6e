"""digitpad samples, as a user meets it."""

import json

import pytest

from digitpad.store.samples import FILE_NAME, SampleStore
from tests.cli.test_cli import digitpad, sentence
from tests.support.stored import sample


@pytest.fixture
def folder(tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(200, 3), sample(900, 7), sample(5, None, source="camera")])
    return tmp_path


def samples(folder, *arguments):
    return digitpad("samples", *arguments, "--data-dir", folder)


def said(result):
    assert (result.returncode, result.stderr) == (0, b""), result.stderr
    return result.stdout.decode().splitlines()


def values(folder, *filters):
    return [json.loads(line) for line in said(samples(folder, "list", "--json", *filters))]


def test_list_shows_a_line_for_each(folder):
    heading, *lines = said(samples(folder, "list"))
    assert heading.split() == ["ID", "LABEL", "READ", "AS", "FROM", "WHEN", "MODEL"]
    assert [line.split()[:5] for line in lines] == [
        ["3", "x", "7", "0%", "camera"],
        ["2", "7", "7", "90%", "pad"],
        ["1", "3", "7", "20%", "pad"],
    ]


def test_list_filters_orders_and_speaks_json(folder):
    assert [one["id"] for one in values(folder, "--order", "doubt")] == [3, 1, 2]
    assert [one["id"] for one in values(folder, "--misread", "--label", "3", "x", "--limit", "1")] == [3]
    assert [one["id"] for one in values(folder, "--source", "pad", "--since", "2020-01-01")] == [2, 1]
    (one,) = values(folder, "--label", "x")
    assert (one["label"], one["predicted"], one["misread"], one["model"]) == (None, 7, True, "LeNet-5")
    empty = samples(folder, "list", "--until", "2020-01-01")
    assert (empty.returncode, empty.stdout) == (0, b"") and "No samples here" in sentence(empty)


def test_samples_of_one_writer_are_listed_and_exported(folder, tmp_path):
    with SampleStore(folder / FILE_NAME) as store:
        store.add([sample(11, 1, writer="Ann"), sample(12, 2, writer="Ann"), sample(13, 2, writer="Bo")])
    assert [(one["id"], one["writer"]) for one in values(folder, "--writer", " Ann ")] == [(5, "Ann"), (4, "Ann")]
    assert [one["id"] for one in values(folder, "--writer", "")] == [3, 2, 1]
    assert said(samples(folder, "list", "--writer", "Bo"))[1].endswith("LeNet-5  by Bo")
    assert said(samples(folder, "export", tmp_path / "ann.zip", "--writer", "Ann")) == [
        f"{tmp_path / 'ann.zip'}: 2 samples"
    ]
    said(samples(tmp_path / "other", "import", tmp_path / "ann.zip"))
    assert [one["writer"] for one in values(tmp_path / "other")] == ["Ann", "Ann"]


def test_a_label_that_may_be_wrong_is_listed_with_what_its_neighbours_say(folder):
    with SampleStore(folder / FILE_NAME) as store:
        store.mark_label_errors({1: 8})
    assert said(samples(folder, "list", "--slips"))[1].endswith("label may be wrong, its neighbours say 8")
    (one,) = values(folder, "--slips")
    assert (one["slip"], one["suggested"]) == (True, 8)


def test_relabel_delete_and_restore(folder):
    assert said(samples(folder, "relabel", 1, 2, "x")) == ["2 samples now labelled not a digit"]
    assert said(samples(folder, "relabel", 3, 4)) == ["1 sample now labelled 4"]
    assert said(samples(folder, "delete", 1)) == [
        "1 sample deleted; `digitpad samples restore 1` brings them back",
    ]
    assert [(one["id"], one["label"]) for one in values(folder)] == [(3, 4), (2, None)]
    assert said(samples(folder, "restore", 1)) == ["1 sample restored"]
    assert len(values(folder)) == 3


@pytest.mark.parametrize("command", [("relabel", 2, 9, 5), ("delete", 2, 9), ("restore", 9)])
def test_unknown_ids_change_nothing(folder, command):
    result = samples(folder, *command)
    assert result.returncode == 1 and "There is no sample 9" in sentence(result)
    assert [one["label"] for one in values(folder)] == [None, 7, 3]


def test_what_one_exports_another_imports(folder, tmp_path):
    other = tmp_path / "other"
    for name, note in (("a.zip", ""), ("a.csv", "1 sample left out: not digits.")):
        result = samples(folder, "export", tmp_path / name)
        assert result.returncode == 0
        assert note == (sentence(result) if result.stderr else "")
    assert said(samples(other, "import", tmp_path / "a.zip")) == [
        "3 samples added, 0 given a new label, 0 already there"
    ]
    assert said(samples(other, "import", tmp_path / "a.csv")) == [
        "0 samples added, 0 given a new label, 2 already there"
    ]
    assert [one["label"] for one in values(other)] == [None, 7, 3]


def test_a_refused_import_adds_nothing(folder):
    bad = folder / "bad.jsonl"
    bad.write_text('{"label": 3, "strokes": [[[1, 2], [3, 9]]]}\n{"label": "much", "strokes": [[[1, 2]]]}\n')
    result = samples(folder, "import", bad)
    assert result.returncode == 1 and "Nothing was imported" in sentence(result)
    assert len(values(folder)) == 3


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "WHAT"),
        (["list", "--since", "May"], "2026-01-31"),
        (["relabel", "1", "11"], "11"),
        (["delete", "one"], "one"),
        (["export", "a.zip", "--form", "png"], "png"),
    ],
)
def test_a_misused_command_is_told_in_a_sentence(folder, arguments, part):
    result = samples(folder, *arguments)
    assert result.returncode == 2 and part in sentence(result)


def test_a_damaged_file_is_told(folder):
    (folder / FILE_NAME).write_bytes(b"spoiled" * 1000)
    result = samples(folder, "import", folder)
    assert result.returncode == 1
    result = samples(folder, "relabel", 1, 3)
    assert result.returncode == 1 and "kept as samples.sqlite3.bad" in result.stderr.decode()

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import load_strokes, save_strokes, strokes_from_text
from digitpad.records import Stroke

LINE = [[1.5, 2], [30, 40]]


def test_what_is_saved_is_loaded(tmp_path):
    stroke = Stroke(np.array(LINE, np.float32), np.array([0, 0.25], np.float32), 12.0)
    save_strokes(tmp_path / "s.json", [stroke, Stroke.of([(7, 8)])], 560, 500)
    first, second = load_strokes(tmp_path / "s.json")
    assert first.points.tolist() == LINE and first.times.tolist() == [0, 0.25] and first.width == 12
    assert second.points.tolist() == [[7, 8]] and second.times is None and second.width is None
    held = json.loads((tmp_path / "s.json").read_text())
    assert (held["format"], held["version"], held["width"], held["height"]) == ("digitpad-strokes", 1, 560, 500)


@pytest.mark.parametrize(
    "held", [[LINE], {"strokes": [LINE]}, {"strokes": [{"points": LINE}], "format": "digitpad-strokes"}]
)
def test_plain_lists_are_strokes_too(held):
    assert [stroke.points.tolist() for stroke in strokes_from_text(json.dumps(held), "x")] == [LINE]


def test_empty_strokes_are_dropped_and_dots_are_kept():
    assert [len(stroke.points) for stroke in strokes_from_text("[[], [[3, 4]], []]", "x")] == [1]
    assert strokes_from_text("[]", "x") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "3",
        "null",
        '"strokes"',
        "{}",
        '{"strokes": 5}',
        '{"strokes": {"a": 1}}',
        "[[[1, 2, 3]]]",
        "[[[1]]]",
        "[[1, 2]]",
        '[[["1", 2]]]',
        "[[[true, 2]]]",
        "[[[null, 2]]]",
        "[[[NaN, 2]]]",
        "[[[1, Infinity]]]",
        "[[[1, -1e400]]]",
        "[[[1e7, 0]]]",
        f"[[[1{'0' * 400}, 0]]]",
        '{"strokes": [{"points": [[1, 2]], "times": [1, 2]}]}',
        '{"strokes": [{"points": [[1, 2]], "times": [NaN]}]}',
        '{"strokes": [{"points": [[1, 2]], "width": -1}]}',
        '{"strokes": [{"points": [[1, 2]], "width": "thick"}]}',
        '{"strokes": [{"times": []}]}',
        '{"format": "other", "strokes": []}',
        '{"version": 99, "strokes": []}',
        "[" * 200_000,
        f"[{', '.join(['[[1, 2]]'] * 2001)}]",
        f"[[{', '.join(['[1, 2]'] * 200_001)}]]",
    ],
)
def test_what_is_no_drawing_is_refused_in_one_sentence_with_its_name(tmp_path, text):
    path = tmp_path / "mine.json"
    path.write_text(text)
    with pytest.raises(DigitPadError) as refused:
        load_strokes(path)
    assert "mine.json" in str(refused.value) and "\n" not in str(refused.value) and len(str(refused.value)) < 400


def test_missing_files_folders_and_pictures_are_named(tmp_path):
    (tmp_path / "p.json").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "p.json"):
        with pytest.raises(DigitPadError, match=path.name):
            load_strokes(path)


@given(
    st.recursive(
        st.none() | st.floats() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3)
    )
)
def test_any_json_is_read_or_refused(held):
    try:
        strokes = strokes_from_text(json.dumps(held), "x")
    except DigitPadError:
        return
    assert all(np.isfinite(stroke.points).all() and stroke.points.shape[1] == 2 for stroke in strokes)

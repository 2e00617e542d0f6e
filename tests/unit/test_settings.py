import json
import os
from dataclasses import replace

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad import settings
from digitpad.errors import DigitPadError
from digitpad.settings import FILE_NAME, Settings


def test_what_is_saved_is_loaded(tmp_path):
    kept = Settings(
        theme="dark",
        pen_width=22.0,
        window_width=1400,
        window_height=900,
        window_corner=(-3, 40),
        recent=("/a.png", "/b.pdf"),
        device="cpu",
        last_folder="/ü b",
        rule="date",
    )
    settings.save(tmp_path / "new", kept)
    assert settings.load(tmp_path / "new") == (kept, "")


def test_no_file_means_the_defaults(tmp_path):
    assert settings.load(tmp_path / "nowhere") == (Settings(), "")


@pytest.mark.parametrize("text", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b"null", b"[" * 100_000])
def test_an_unreadable_file_is_set_aside_and_never_overwritten(tmp_path, text):
    path = tmp_path / FILE_NAME
    path.write_bytes(text)
    loaded, sentence = settings.load(tmp_path)
    assert loaded == Settings() and ".bad" in sentence
    assert not path.exists() and (tmp_path / f"{FILE_NAME}.bad").read_bytes() == text


def test_a_second_unreadable_file_leaves_the_first_one_alone(tmp_path):
    for text in ("one", "two"):
        (tmp_path / FILE_NAME).write_text(text)
        settings.load(tmp_path)
    assert sorted(path.read_text() for path in tmp_path.glob("*.bad")) == ["one", "two"]


def test_a_value_that_makes_no_sense_falls_back_alone(tmp_path):
    held = {"theme": "pink", "pen_width": -3, "window_width": True, "window_height": 800, "device": 7, "new": 1}
    held |= {"window_corner": [1, 2, 3], "recent": [4]}
    (tmp_path / FILE_NAME).write_text(json.dumps(held))
    assert settings.load(tmp_path) == (Settings(window_height=800), "")


def test_what_a_newer_version_wrote_stays_until_it_is_changed_here(tmp_path):
    newer = {"theme": "sepia", "region": [1, 2], "device": "npu", "pen_width": 8.0, "voice": {"on": True}}
    (tmp_path / FILE_NAME).write_text(json.dumps(newer))
    loaded, sentence = settings.load(tmp_path)
    assert not sentence and loaded == Settings(pen_width=8.0)
    settings.save(tmp_path, replace(loaded, device="cpu", pen_width=16.0))
    held = json.loads((tmp_path / FILE_NAME).read_text())
    assert {name: held[name] for name in newer} == {**newer, "device": "cpu", "pen_width": 16.0}
    assert settings.load(tmp_path)[0] == Settings(device="cpu", pen_width=16.0)


@hypothesis.settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(list(Settings.__dataclass_fields__)), st.none() | st.floats() | st.text() | st.integers()
    )
)
def test_no_values_stop_the_program(tmp_path_factory, values):
    folder = tmp_path_factory.mktemp("settings")
    (folder / FILE_NAME).write_text(json.dumps(values))
    loaded, sentence = settings.load(folder)
    assert loaded.theme in ("system", "light", "dark") and 1 <= loaded.pen_width <= 100 and not sentence


@pytest.mark.skipif(os.name == "nt", reason="folders are not locked in this way on Windows")
def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DigitPadError, match="file"):
        settings.save(tmp_path / "file" / "below", Settings())


def test_of_the_last_files_only_a_few_absolute_paths_are_kept_and_never_an_address(tmp_path):
    files = tuple(str(tmp_path / f"{number}.png") for number in range(10))
    address = "rtsp://name:secret@host/stream"
    settings.save(tmp_path, Settings(recent=(address, "near.png", *files)))
    assert "secret" not in (tmp_path / FILE_NAME).read_text()
    assert settings.load(tmp_path)[0].recent == files[:8]
    for value in ([address, files[0]], [files[0], 3], files[0]):
        (tmp_path / FILE_NAME).write_text(json.dumps({"recent": value}))
        assert settings.load(tmp_path)[0].recent == ((files[0],) if value == [address, files[0]] else ())

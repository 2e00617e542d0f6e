"""Samples to files and back; and what is refused, in words, with nothing imported."""

import json
import stat
import zipfile
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from digitpad.errors import CancelRequested, DigitPadError
from digitpad.formats.stroke_json import strokes_from_text
from digitpad.glyph_import import MAKERS
from digitpad.learning.data.datasets import pen_digits
from digitpad.store.archive import MOST_BYTES, MOST_PICTURE_BYTES
from digitpad.store.exchange import export_samples, form_of, import_samples
from digitpad.store.row_strings import png
from digitpad.store.samples import SampleStore
from tests.support.samples import digit_picture, number_picture, stroke_line
from tests.support.stored import PAD, glyph, sample

WHEN = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
TABLE = "file,label\n"


def some():
    return [sample(1, 3, created_at=WHEN, writer="Ann"), sample(2, None, source="camera", strokes=()), sample(3, 7)]


def known(one):
    """All that both a zip and lines keep."""
    probabilities = None if one.probabilities is None else np.round(one.probabilities, 5).tolist()
    read = one.predicted, one.confidence, probabilities, one.model
    return one.glyph.tobytes(), one.label, one.source, read, one.writer


def refused(path):
    with pytest.raises(DigitPadError) as caught:
        import_samples(path, MAKERS)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


def archive(path, files, table=None):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
        if table is not None:
            made.writestr("labels.csv", table)
    return path


def clouds():
    """(240, 240, 3) with soft colours all over."""
    few = np.random.default_rng(0).integers(0, 256, (12, 12, 3), np.uint8)
    return np.asarray(Image.fromarray(few).resize((240, 240), Image.Resampling.BICUBIC))


@pytest.mark.parametrize("form", ["zip", "csv", "jsonl"])
def test_what_is_exported_and_imported_again_is_already_there(tmp_path, form):
    path = tmp_path / f"Proben {form}.{form}"
    with SampleStore(tmp_path / "samples.sqlite3") as store:
        store.add(some())
        exported = export_samples(store.each(store.ids(order="oldest"), whole=True), path, form_of(path))
        again = import_samples(path, MAKERS)
        assert exported.written == len(again) == 3 - exported.left_out
        assert store.add(again).before == {}


def test_a_zip_keeps_what_is_known_of_each_sample(tmp_path):
    path = tmp_path / "out.zip"
    export_samples(some(), path, "zip")
    with zipfile.ZipFile(path) as made:
        assert made.namelist() == ["3/000001.png", "x/000002.png", "7/000003.png", "labels.csv"]
    read = import_samples(path, MAKERS)
    assert [known(one) for one in read] == [known(one) for one in some()]
    assert read[0].created_at == WHEN


def test_an_unpacked_zip_is_a_labelled_folder(tmp_path):
    export_samples(some(), tmp_path / "out.zip", "zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as made:
        made.extractall(tmp_path / "out")
    read = import_samples(tmp_path / "out", MAKERS)
    assert [(one.label, one.source) for one in read] == [(3, "import"), (7, "import"), (None, "import")]
    assert read[0].glyph.tobytes() == glyph(1).tobytes()


def test_kaggle_s_csv_leaves_out_what_is_no_digit(tmp_path):
    exported = export_samples(some(), tmp_path / "out.csv", "csv")
    first, *rows = (tmp_path / "out.csv").read_text().splitlines()
    assert (exported.written, exported.left_out) == (2, 1)
    assert first.startswith("label,pixel0,pixel1,") and first.endswith(",pixel783")
    assert [row.split(",")[0] for row in rows] == ["3", "7"]


def test_lines_of_strokes_are_read_by_all_that_reads_strokes(tmp_path):
    path = tmp_path / "out.jsonl"
    exported = export_samples([*some(), sample(4, None)], path, "jsonl")
    assert (exported.written, exported.left_out) == (3, 1)
    assert [digit.label for digit in pen_digits(path)] == ["3", "7", "x"]
    assert len(strokes_from_text(path.read_text().splitlines()[0], "the first line")) == 1
    (stroke,) = import_samples(path, MAKERS)[0].strokes
    np.testing.assert_allclose(stroke.points, PAD.points)
    np.testing.assert_allclose(stroke.times, PAD.times)
    assert stroke.width == PAD.width


def test_lines_that_others_wrote_become_glyphs(tmp_path):
    path = tmp_path / "pen.jsonl"
    path.write_text(stroke_line(7, "ann") + "\n" + stroke_line("k", "ann"))
    read = import_samples(path, MAKERS)
    assert [(one.label, one.writer) for one in read] == [(7, "ann"), (None, "ann")]
    assert all(one.glyph.any() and one.strokes and one.probabilities is None for one in read)


def test_pictures_of_any_size_become_glyphs(tmp_path):
    for label, side, light in ((4, 28, False), (7, 60, True), (2, 300, False)):
        (tmp_path / str(label)).mkdir()
        digit_picture(label, side, light).save(tmp_path / str(label) / "digit.png")
    shown: list[tuple[int, int]] = []
    read = import_samples(tmp_path, MAKERS, lambda done, count: shown.append((done, count)))
    assert [one.label for one in read] == [2, 4, 7]
    assert all(one.glyph.max() > 128 and np.median(one.glyph) == 0 for one in read)
    assert shown == [(1, 3), (2, 3), (3, 3)]


def test_a_table_of_dark_digits_on_white_is_turned_round(tmp_path):
    path = tmp_path / "train.csv"
    path.write_text("5," + ",".join(str(255 - value) for value in glyph(1).ravel()) + "\n")
    (read,) = import_samples(path, MAKERS)
    assert read.label == 5 and np.median(read.glyph) == 0 and read.glyph.any()


def test_exporting_fails_whole(tmp_path):
    for samples, form, why in (([], "zip", "no sample"), ([sample(1, None)], "csv", "None of the samples is a digit")):
        with pytest.raises(DigitPadError, match=why):
            export_samples(samples, tmp_path / "out", form)
    with pytest.raises(DigitPadError, match="could not be written"):
        export_samples(some(), tmp_path, "zip")
    with pytest.raises(DigitPadError, match=r"\.zip, \.csv, \.jsonl"):
        form_of(tmp_path / "out.png")
    assert list(tmp_path.iterdir()) == []


def test_importing_can_be_cancelled(tmp_path):
    export_samples(some(), tmp_path / "out.zip", "zip")

    def cancel(done: int, count: int) -> None:
        raise CancelRequested

    with pytest.raises(CancelRequested):
        import_samples(tmp_path / "out.zip", MAKERS, cancel)


@pytest.mark.parametrize(
    "name", ["../../evil.png", "/etc/evil.png", "C:\\evil.png", "7\\..\\..\\evil.png", "\\\\host\\evil.png"]
)
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path, name):
    assert "evil.png" in refused(archive(tmp_path / "a.zip", {name: png(glyph(1))}, f"{TABLE}{name},7\n"))
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_links_bombs_and_giants_are_refused(tmp_path):
    link = zipfile.ZipInfo("7/link.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
        made.writestr("labels.csv", f"{TABLE}7/link.png,7\n")
    assert "is a link" in refused(tmp_path / "link.zip")
    bomb = archive(tmp_path / "bomb.zip", {"7/bomb.png": bytes(20 << 20)}, f"{TABLE}7/bomb.png,7\n")
    assert "times its size" in refused(bomb)
    giant = archive(tmp_path / "giant.zip", {"7/giant.png": bytes(MOST_PICTURE_BYTES + 1)}, f"{TABLE}7/giant.png,7\n")
    assert "as large as 32 MB" in refused(giant)


def test_an_archive_that_lies_about_sizes_is_refused(tmp_path):
    held = archive(tmp_path / "a.zip", {"7/one.png": bytes(3 << 20)}, f"{TABLE}7/one.png,7\n").read_bytes()
    said = (3 << 20).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(held.replace(said, (500).to_bytes(4, "little")))
    assert "damaged" in refused(tmp_path / "a.zip") or "one.png" in refused(tmp_path / "a.zip")


def test_many_entries_of_a_bomb_are_added_up(tmp_path):
    """Each of them is harmless by itself."""
    random = np.random.default_rng(1).integers(0, 256, 200_000, np.uint8).tobytes()
    content = random + bytes(MOST_PICTURE_BYTES - len(random))  # packed 160 times smaller
    files = {f"7/{number}.png": content for number in range(MOST_BYTES // MOST_PICTURE_BYTES + 1)}
    assert "more than 512 MB when unpacked" in refused(archive(tmp_path / "many.zip", files, TABLE))


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"PK\x03\x04 but no more", "is damaged (File is not a zip file)"),
        (b"", "holds no samples"),
        (b"\x89PNG\r\n\x1a\n", "holds no samples"),
        (b"label,pixel0,pixel1\n1,2,3\n", "pixel2 and 781 more"),
        (b"0," * 783 + b"0\n", "no column called label"),
        (b"3," + b"0," * 783 + b"0\n", "is blank"),
        (b"12," + b"9," * 783 + b"9\n", "the label 12"),
        (b"3," + b"9," * 783 + b"256\n", "256"),
        (b'{"label": "3"}\n', "holds no strokes"),
        (b'{"label": "33", "strokes": [[[1, 2], [3, 4]]]}\n', 'label "33"'),
        (b'{"strokes": [[[1, 2], [3, 4]]]}\n', "label"),
        (b'{"label": 3, "strokes": [[[1, "a"]]]}\n', "[x, y]"),
        (b'{"label": 3, "strokes": [[[1, 2]]], "glyph": "%%"}\n', "glyph"),
        (b'{"label": 3, "strokes": [[[1, 2]]], "probabilities": [1, 2]}\n', "ten numbers"),
        (b'{"label": 3, "strokes": [[[1, 2]]], "confidence": 7}\n', "between 0 and 1"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"label": 3, "strokes": [\xff]}', "not a text file"),
    ],
)
def test_files_that_hold_something_else_are_refused(tmp_path, content, part):
    path = tmp_path / "given"
    path.write_bytes(content)
    assert part in refused(path)


def test_a_table_of_a_gigabyte_is_refused_at_once(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"label," + b",".join(b"pixel%d" % number for number in range(784)) + b"\n")
        file.truncate(1 << 30)
    assert "split it" in refused(path)
    lines = tmp_path / "huge.jsonl"
    with lines.open("wb") as file:
        file.write(b'{"label": 3, "strokes": [')
        file.truncate(1 << 30)
    assert "larger than 256 MB" in refused(lines)
    with lines.open("r+b") as file:
        file.truncate(20 << 20)
    assert "line longer than 8 MB" in refused(lines)


@pytest.mark.parametrize(
    ("table", "part"),
    [
        (None, "has no labels.csv"),
        ("name,what\n", "no column called file and none called label"),
        (f"{TABLE}7/other.png,7\n", '"7/other.png" is not in the archive'),
        (f"{TABLE}7/one.png,77\n", 'line 2: the label "77"'),
        (f"{TABLE}7/one.png\n", "the label"),
        ("file,label,created_at\n7/one.png,7,yesterday\n", "yesterday"),
    ],
)
def test_archives_without_a_sound_table_are_refused(tmp_path, table, part):
    assert part in refused(archive(tmp_path / "a.zip", {"7/one.png": png(glyph(1))}, table))


def test_one_bad_picture_keeps_all_others_out_and_is_named(tmp_path):
    blank = np.full((50, 50), 255, np.uint8)
    files = {
        "7/good.png": png(glyph(1)),
        "7/text.png": b"no picture",
        "7/blank.png": png(blank),
        "7/cut.png": png(glyph(2))[:-200],
        "7/clouds.png": png(clouds()),
    }
    sentence = refused(archive(tmp_path / "a.zip", files, TABLE + "".join(f"{name},7\n" for name in files)))
    assert "Nothing was imported, for 4 of 5 samples" in sentence and "1 more" in sentence
    for part in ("text.png is not a picture", "blank.png is blank", "cut.png is damaged"):
        assert part in sentence


def test_a_table_that_names_one_picture_endlessly_is_refused(tmp_path):
    table = "file,label,note\n" + "".join(f"7/one.png,7,{number}\n" for number in range(100_001))
    assert "more than 100,000 lines" in refused(archive(tmp_path / "a.zip", {"7/one.png": png(glyph(1))}, table))


def test_pictures_that_show_no_digit_or_many_are_refused(tmp_path):
    (tmp_path / "7").mkdir()
    Image.fromarray(clouds()).save(tmp_path / "7" / "clouds.png")
    Image.linear_gradient("L").save(tmp_path / "7" / "slope.png")
    number_picture("20537").save(tmp_path / "7" / "number.png")
    sentence = refused(tmp_path)
    assert "clouds.png shows" in sentence and "number.png shows 5 digits" in sentence
    assert "slope.png shows no digit" in sentence


def test_folders_called_by_no_label_are_refused(tmp_path):
    assert "no folders called 0 to 9" in refused(tmp_path)
    (tmp_path / "7").mkdir()
    assert "no pictures" in refused(tmp_path)
    (tmp_path / "10").mkdir()
    assert "folder called 10" in refused(tmp_path)
    assert "cannot be read" in refused(tmp_path / "missing")


def test_a_line_says_all_in_plain_json(tmp_path):
    export_samples([sample(1, 3, created_at=WHEN)], tmp_path / "out.jsonl", "jsonl")
    held = json.loads((tmp_path / "out.jsonl").read_text())
    assert (held["label"], held["predicted"], held["created_at"]) == ("3", 7, "2026-02-03T04:05:06.000789+00:00")
    assert held["strokes"] == [[[1.5, 2.25], [30.0, 40.0], [31.0, 60.75]]]

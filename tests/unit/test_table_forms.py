"""Tables as others hand them out: packed, with other separators, codings and scales, and on their side."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.formats import kaggle_csv, packed
from digitpad.formats.kaggle_csv import Rows
from digitpad.formats.orientation import ENOUGH, is_sideways, upright
from digitpad.formats.table_text import looks_like_table

GLYPHS = np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8)
BINARY = GLYPHS // 128  # 0 and 1
NAMES = [f"pixel{number}" for number in range(784)]


def text(glyphs: np.ndarray = GLYPHS, separator: str = ",", write: Callable[[float], str] = str) -> str:
    rows = [separator.join(write(value) for value in glyph.ravel().tolist()) for glyph in glyphs]
    return "\n".join([separator.join(NAMES), *rows]) + "\n"


def zipped(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def glyphs_in(path: Path, content: bytes) -> np.ndarray:
    path.write_bytes(content)
    return kaggle_csv.read(path).glyphs


def refusal(path: Path, content: bytes) -> str:
    with pytest.raises(DigitPadError) as caught:
        glyphs_in(path, content)
    return str(caught.value)


FORMS = {
    "plain": text().encode(),
    "semicolons": text(separator=";").encode(),
    "tabs": text(separator="\t").encode(),
    "a mark before it": b"\xef\xbb\xbf" + text().encode(),
    "UTF-16": text().encode("utf-16"),
    "UTF-16, high byte first": text(separator=";").encode("utf-16-be"),
    "UTF-16, low byte first": text(separator="\t").encode("utf-16-le"),
    "quotes": text(write=lambda value: f'"{value}"').encode(),
    "points": text(write=lambda value: f"{float(value)}").encode(),
    "exponents": text(write=lambda value: f"{value:.6e}").encode(),
    "blank lines": text().replace("\n", "\r\n\r\n").encode(),
    "gzip": gzip.compress(text().encode()),
    "gzip of semicolons in UTF-16": gzip.compress(text(separator=";").encode("utf-16")),
    "zip": zipped(**{"train.csv": text().encode()}),
    "zip from macOS": zipped(**{"a/digits.csv": text().encode(), "__MACOSX/a/._digits.csv": b"junk", "a/": b""}),
}


@pytest.mark.parametrize("form", FORMS)
def test_pixels_come_back_as_they_were_written(form: str, tmp_path: Path) -> None:
    assert (glyphs_in(tmp_path / "digits", FORMS[form]) == GLYPHS).all()


@pytest.mark.parametrize(
    "write",
    [str, lambda value: f"{value:.1f}", lambda value: f'"{value}"'],
    ids=["1", "1.0", "quotes"],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_pixels_of_0_and_1_are_black_and_white(separator: str, write: Callable[[float], str], tmp_path: Path) -> None:
    found = glyphs_in(tmp_path / "digits.csv", text(BINARY, separator, write).encode())
    assert (found == BINARY * 255).all()


@pytest.mark.parametrize(
    ("separator", "write"),
    [(",", str), (";", lambda value: str(value).replace(".", ",")), ("\t", lambda value: f"{value:.8e}")],
    ids=["points", "commas", "exponents"],
)
def test_pixels_from_0_to_1_are_scaled(separator: str, write: Callable[[float], str], tmp_path: Path) -> None:
    found = glyphs_in(tmp_path / "digits.csv", text(GLYPHS / 255, separator, write).encode())
    assert (found == GLYPHS).all()


def test_a_table_that_begins_with_blank_rows_is_not_taken_for_one_of_0_and_1(tmp_path: Path) -> None:
    glyphs = np.concatenate([np.zeros((600, 28, 28), np.uint8), GLYPHS])  # more than one block
    assert (glyphs_in(tmp_path / "digits.csv", text(glyphs).encode()) == glyphs).all()


def test_labels_do_not_count_as_pixels(tmp_path: Path) -> None:
    lines = text(BINARY).splitlines()
    labelled = [f"{label},{row}" for label, row in zip("98765", lines[1:], strict=True)]
    (tmp_path / "digits.csv").write_text("\n".join(["label," + lines[0], *labelled]))
    rows = kaggle_csv.read(tmp_path / "digits.csv")
    assert rows.labels is not None and rows.labels.tolist() == [9, 8, 7, 6, 5]
    assert (rows.glyphs == BINARY * 255).all()


def test_a_column_of_words_with_commas_in_quotes_does_not_count(tmp_path: Path) -> None:
    names, *rows = text().splitlines()
    noted = "\n".join([f"note,{names}", *(f'"by hand, 7",{row}' for row in rows)])
    assert (glyphs_in(tmp_path / "digits.csv", noted.encode()) == GLYPHS).all()


def test_fractions_and_whole_numbers_do_not_mix(tmp_path: Path) -> None:
    lines = text(GLYPHS).splitlines()
    lines[3] = lines[3].replace(",", ",0.5,", 1).rpartition(",")[0]
    assert "line 4: 0.5 is not a whole number" in refusal(tmp_path / "a.csv", "\n".join(lines).encode())
    many = text(np.concatenate([GLYPHS / 255] * 60)).splitlines()
    many[290] = many[290].rpartition(",")[0] + ",255"
    assert "line 291: 255 is not between 0 and 1" in refusal(tmp_path / "a.csv", "\n".join(many).encode())


def test_an_archive_holds_one_table(tmp_path: Path) -> None:
    two = zipped(**{"train.csv": b"1", "test.csv": b"1"})
    assert "holds 2 tables (train.csv, test.csv); unpack it" in refusal(tmp_path / "a.zip", two)
    assert "holds no table" in refusal(tmp_path / "a.zip", zipped(**{"a.png": b"1"}))


@pytest.mark.parametrize("form", ["gzip", "zip"])
def test_a_damaged_archive_is_refused_by_name(form: str, tmp_path: Path) -> None:
    content = bytearray(FORMS[form])
    content[len(content) // 3 : len(content) // 3 + 40] = bytes(40)
    assert "digits.csv" in refusal(tmp_path / "digits.csv", bytes(content))
    assert "digits.csv" in refusal(tmp_path / "digits.csv", FORMS[form][: len(FORMS[form]) // 2])


@pytest.mark.parametrize("form", ["gzip", "zip"])
def test_a_bomb_is_left_before_it_fills_the_memory(form: str, tmp_path: Path) -> None:
    rows = b"\n".join([b",".join([b"0"] * 784)] * 20_000)  # 31 MB
    content = gzip.compress(rows, 9) if form == "gzip" else zipped(**{"a.csv": rows})
    assert "times its size" in refusal(tmp_path / "bomb", content)


def test_no_table_may_be_longer_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 10_000)
    assert "when unpacked; split it" in refusal(tmp_path / "a.csv.gz", FORMS["gzip"])


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_known_by_its_first_bytes(form: str) -> None:
    head = FORMS[form][:20_000]
    assert packed.is_packed(head) or looks_like_table(head)
    assert form.startswith("zip") or looks_like_table(packed.start_of(head))


@pytest.mark.parametrize("first", [",label,pixel0,pixel1", '"id","pixel0","pixel1"', "Unnamed: 0;pixel0;pixel1"])
def test_a_table_with_an_index_before_its_pixels_is_known(first: str) -> None:
    assert looks_like_table(first.encode())


def taste(glyphs: np.ndarray) -> np.ndarray:
    """Return 0.99 for glyphs that are brighter in their upper right than in their lower left corner, else 0.2."""
    right = glyphs[:, :14, 14:].mean((1, 2)) > glyphs[:, 14:, :14].mean((1, 2))
    return np.where(right, 0.99, 0.2).astype(np.float32)


def standing(count: int) -> np.ndarray:
    glyphs = np.zeros((count, 28, 28), np.uint8)
    glyphs[:, :10, 18:] = 255
    return glyphs


@pytest.mark.parametrize("parts", [(20,), (3, 4), (1000, 5), (30, 30, 30)])
def test_what_reads_better_turned_is_turned_whole_and_said_once(parts: tuple[int, ...]) -> None:
    said: list[str] = []
    lying = [Rows(standing(count).transpose(0, 2, 1), None) for count in parts]
    turned = list(upright(lying, taste, lambda: said.append("turned")))
    assert [len(rows.glyphs) for rows in turned] == list(parts) and said == ["turned"]
    assert all((rows.glyphs == standing(len(rows.glyphs))).all() for rows in turned)


def test_what_stands_stays_and_a_doubtful_row_turns_nothing() -> None:
    assert not is_sideways(standing(ENOUGH), taste)
    assert not is_sideways(standing(1).transpose(0, 2, 1), taste)
    same = [Rows(standing(count), None) for count in (7, 60)]
    assert [rows is before for rows, before in zip(upright(same, taste, lambda: None), same, strict=True)] == [True] * 2

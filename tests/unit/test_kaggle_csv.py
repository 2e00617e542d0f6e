"""Kaggle's CSV: what is read, and that each fault is one sentence with its line."""

import io
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.formats import kaggle_csv, table_text

NAMES = [f"pixel{number}" for number in range(784)]
GLYPHS = np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8)


def lines(names: list[str] | None = NAMES, labels: list[int] | None = None) -> list[str]:
    rows = [",".join(map(str, glyph.ravel())) for glyph in GLYPHS]
    if labels is not None:
        rows = [f"{label},{row}" for label, row in zip(labels, rows, strict=True)]
        names = ["label", *names] if names else None
    return [",".join(names), *rows] if names else rows


def read(text: str) -> kaggle_csv.Rows:
    parts = list(kaggle_csv.blocks(io.BytesIO(text.encode()), "digits.csv"))
    labels = [part.labels for part in parts if part.labels is not None]
    return kaggle_csv.Rows(np.concatenate([part.glyphs for part in parts]), np.concatenate(labels) if labels else None)


def refusal(text: str) -> str:
    with pytest.raises(DigitPadError) as caught:
        list(kaggle_csv.blocks(io.BytesIO(text.encode()), "digits.csv"))
    message = str(caught.value)
    assert message.endswith(".") and "\n" not in message
    return message


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_pixels_and_labels_come_back_as_written(ending: str, last: bool) -> None:
    text = ending.join(lines(labels=[3, 1, 4, 1, 5])) + ending * last
    rows = read(text)
    assert (rows.glyphs == GLYPHS).all()
    assert rows.labels is not None and rows.labels.tolist() == [3, 1, 4, 1, 5]


def test_a_file_without_names_is_read_with_and_without_labels() -> None:
    assert read("\n".join(lines(names=None))).labels is None
    rows = read("\n".join(lines(names=None, labels=[9, 8, 7, 6, 5])))
    assert (rows.glyphs == GLYPHS).all()
    assert rows.labels is not None and rows.labels.tolist() == [9, 8, 7, 6, 5]


def test_columns_are_found_by_name_in_any_order() -> None:
    backwards = [",".join(reversed(line.split(","))) for line in lines(labels=[3, 1, 4, 1, 5])]
    rows = read("\n".join(backwards))
    assert (rows.glyphs == GLYPHS).all()
    assert rows.labels is not None and rows.labels.tolist() == [3, 1, 4, 1, 5]


def test_names_may_be_written_in_capitals() -> None:
    text = lines(labels=[3, 1, 4, 1, 5])
    rows = read("\n".join([text[0].upper(), *text[1:]]))
    assert (rows.glyphs == GLYPHS).all()
    assert rows.labels is not None and rows.labels.tolist() == [3, 1, 4, 1, 5]


@pytest.mark.parametrize("others", [["7", "300", "4000", "50000", "1"], ["a", "", "-5", "nan", "x y"]])
@pytest.mark.parametrize("last", [True, False])
def test_other_columns_may_hold_anything(others: list[str], last: bool) -> None:
    names, *rows = lines(labels=[3, 1, 4, 1, 5])
    beside = [f"{row},{other}" if last else f"{other},{row}" for row, other in zip(rows, others, strict=True)]
    read_rows = read("\n".join([f"{names},note" if last else f"note,{names}", *beside]))
    assert (read_rows.glyphs == GLYPHS).all()
    assert read_rows.labels is not None and read_rows.labels.tolist() == [3, 1, 4, 1, 5]


def test_numbers_as_numpy_saves_them_are_read() -> None:
    held = io.StringIO()
    np.savetxt(held, GLYPHS.reshape(5, -1), delimiter=",")
    assert (read(held.getvalue()).glyphs == GLYPHS).all()


def test_numbers_may_be_written_with_a_point_quotes_or_spaces() -> None:
    text = lines()
    text[2] = ", ".join(f'"{number}.0"' for number in text[2].split(","))
    assert (read("\n".join(text)).glyphs == GLYPHS).all()


def test_many_blocks_are_read_without_a_seam(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("\n".join(lines()[:1] + lines()[1:] * 600) + "\n")
    assert path.stat().st_size > table_text.BLOCK_BYTES
    assert (kaggle_csv.read(path).glyphs == np.concatenate([GLYPHS] * 600)).all()


@pytest.mark.parametrize(
    ("number", "field", "reason"),
    [
        (3, "x", '"x" is not a number'),
        (2, "256", "256 is not a whole number 0 to 255"),
        (5, "-1", "-1 is not a whole number 0 to 255"),
        (2, "nan", "nan is not a whole number 0 to 255"),
        (4, "inf", "inf is not a whole number 0 to 255"),
        (4, "0.5", "0.5 is not a whole number 0 to 255"),
        (6, "", '"" is not a number'),
        (6, "1_0", '"1_0" is not a number'),
    ],
)
def test_a_bad_number_is_named_with_its_line(number: int, field: str, reason: str) -> None:
    text = lines()
    fields = text[number - 1].split(",")
    fields[100] = field
    text[number - 1] = ",".join(fields)
    assert refusal("\n".join(text)) == f"digits.csv, line {number}: {reason}."


def test_a_short_row_and_a_long_row_are_named_with_their_line() -> None:
    short, long = lines(), lines()
    short[3] = short[3].rpartition(",")[0]
    long[3] += ",7"
    assert refusal("\n".join(short)) == "digits.csv, line 4: 783 pixels instead of 784."
    assert refusal("\n".join(long)) == "digits.csv, line 4: 785 pixels instead of 784."


def test_two_wrong_rows_that_make_up_for_each_other_are_still_refused() -> None:
    text = lines()
    text[1], text[2] = text[1].rpartition(",")[0], text[2] + ",7"
    assert refusal("\n".join(text)) == "digits.csv, line 2: 783 pixels instead of 784."


def test_the_line_is_right_beyond_the_first_block() -> None:
    text = lines()[:1] + lines()[1:] * 600
    text[2950] = "x" + text[2950]
    assert refusal("\n".join(text)).startswith("digits.csv, line 2951: ")


def test_a_missing_column_is_named() -> None:
    names = [*NAMES[:391], *NAMES[392:]]
    assert refusal(",".join(names) + "\n") == "digits.csv, line 1: the column pixel391 is missing."


def test_a_label_that_is_no_digit_is_refused() -> None:
    text = "\n".join(lines(labels=[3, 1, 10, 1, 5]))
    assert refusal(text) == "digits.csv, line 4: the label 10 is not a digit 0 to 9."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("\n\n", "no column is called pixel0"),
        (",".join(NAMES) + "\n", "has no rows"),
        ("name,age\nAnn,5\n", "no column is called pixel0"),
        ("1,2,3\n", "3 numbers instead of 784 pixels"),
    ],
)
def test_what_is_no_table_of_digits_is_refused(text: str, reason: str) -> None:
    assert reason in refusal(text)


def test_two_gigabytes_without_a_line_are_refused_after_the_first_block(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(2 << 30)
    with path.open("rb") as stream:
        with pytest.raises(DigitPadError, match="line 1: longer than any row"):
            list(kaggle_csv.blocks(stream, "huge.csv"))
        assert stream.tell() == table_text.BLOCK_BYTES


def test_the_answer_is_what_kaggle_asks_for() -> None:
    assert kaggle_csv.answer(np.array([2, 0, 9])) == "ImageId,Label\n1,2\n2,0\n3,9\n"


@pytest.mark.parametrize("head", [b"pixel0,pixel1", b"label,pixel0", b"label,1x1", b"0,0,0,12", b"\xef\xbb\xbf5,0,0"])
def test_a_table_is_told_by_its_first_bytes(head: bytes) -> None:
    assert table_text.looks_like_table(head)


@pytest.mark.parametrize("head", [b"\x89PNG\r\n", b'{"label": 3', b"[[1,2],[3", b"", b"\xff\xd8\xff,"])
def test_pictures_and_strokes_are_no_table(head: bytes) -> None:
    assert not table_text.looks_like_table(head)

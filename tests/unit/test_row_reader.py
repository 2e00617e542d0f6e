"""The row reader: the same by ONNX as by torch, on rows of any shape and under any view."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from digitpad.inference.engine import open_engine
from digitpad.inference.rows.row_columns import CLASSES, columns_of
from digitpad.inference.rows.row_reader import SHIPPED_VIEWS, RowReader
from digitpad.inference.rows.row_strip import HEIGHT, RowView, strip_in_view, strip_of
from digitpad.inference.rows.row_weights import load_row_weights, shipped_row_weights
from digitpad.inference.rows.rows_onnx import COLUMNS, rows_onnx
from digitpad.learning.rows.forms import form_digit
from digitpad.learning.rows.row_net import RowNet, folded_weights
from digitpad.learning.rows.row_scores import edit_distance
from tests.support.row_engine import row_predict

SHIPPED = shipped_row_weights()
PLAIN_FORMS = (2, 0, 0, 0, 3, 4, 1, 0, 3, 0)  # of each digit, a form that nobody takes for another
needs_weights = pytest.mark.skipif(not SHIPPED.is_file(), reason="this checkout ships no row weights")


def trained_a_little() -> RowNet:
    """A network whose norms have strip_in_view something."""
    torch.manual_seed(4)
    net = RowNet()
    net(torch.rand(6, HEIGHT, 90))
    return net.eval()


@pytest.mark.parametrize("size", [(1, 33), (3, 34), (2, 151), (5, 600), (1, 20_032)])
def test_onnx_gives_what_torch_gives_at_any_width(size: tuple[int, int]) -> None:
    net = trained_a_little()
    strips = np.random.default_rng(size[1]).uniform(-0.5, 1.6, (size[0], HEIGHT, size[1])).astype(np.float32)
    columns = open_engine(rows_onnx(folded_weights(net)), [COLUMNS]).predict(strips)[0]
    with torch.inference_mode():
        expected = net(torch.from_numpy(strips)).permute(1, 0, 2).numpy()
    assert columns.shape == (size[0], columns_of(size[1]), CLASSES)
    assert np.abs(columns - expected).max() < 1e-4


def spelling(text: str):
    """A network that spells a text whatever it sees, one digit every other column."""

    def predict(strips: np.ndarray) -> np.ndarray:
        columns = np.full((len(strips), columns_of(strips.shape[2]), CLASSES), -9.0, np.float32)
        columns[:, :, 0] = -0.01
        for place, digit in enumerate(text):
            columns[:, 2 * place, 0], columns[:, 2 * place, int(digit) + 1] = -9, -0.01
        return columns

    return predict


def test_a_reading_has_the_likeliest_string_first_and_columns_to_place_it_by() -> None:
    reading = RowReader(spelling("407"), (RowView(), RowView(slant=0.3), RowView(stretch=1.2))).read(
        np.full((40, 160), 255, np.uint8)
    )
    assert reading.candidates[0].text == "407" and -1 < reading.candidates[0].log_probability <= 0
    assert len({candidate.text for candidate in reading.candidates}) == len(reading.candidates) > 1
    assert len(reading.columns) == columns_of(strip_of(np.full((40, 160), 255, np.uint8)).shape[1])


def test_a_view_takes_a_slant_away() -> None:
    row = np.full((64, 240), 255, np.uint8)
    cv2.line(row, (100, 60), (140, 4), 0, 5, cv2.LINE_AA)
    leaning, upright = strip_in_view(row, RowView()), strip_in_view(row, RowView(slant=40 / 56))
    assert np.ptp(np.flatnonzero(upright.max(axis=0) > 0.5)) < 0.4 * np.ptp(np.flatnonzero(leaning.max(axis=0) > 0.5))


@pytest.mark.parametrize(
    "view", [RowView(), RowView(0.4), RowView(-0.3), RowView(0, 0.1), RowView(0, -0.1), RowView(0, 0, 1.3)]
)
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (60, 1), (2, 2), (40, 200)])
def test_every_view_gives_a_strip_of_rows_of_any_shape(view: RowView, size: tuple[int, int]) -> None:
    strip = strip_in_view(np.random.default_rng(2).integers(0, 256, size, dtype=np.uint8), view)
    assert strip.shape[0] == HEIGHT and columns_of(strip.shape[1]) >= 1 and np.isfinite(strip).all()


@needs_weights
@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (50, 1), (50, 300), (32, 20_000)])
def test_the_shipped_reader_reads_nothing_where_nothing_is_written(level: int, size: tuple[int, int]) -> None:
    reading = RowReader(row_predict(SHIPPED), SHIPPED_VIEWS).read(np.full(size, level, np.uint8))
    assert reading.candidates[0].text == ""


@needs_weights
def test_the_shipped_weights_are_small_and_finite() -> None:
    arrays = load_row_weights(SHIPPED)
    assert sum(array.size for array in arrays.values()) <= 65_000 and SHIPPED.stat().st_size <= 300_000


@needs_weights
def test_a_row_of_200_digits_is_read() -> None:
    random = np.random.default_rng(11)
    digits = random.integers(0, 10, 200)
    row = np.full((64, 200 * 52), 235, np.uint8)
    for place, digit in enumerate(digits):
        for stroke in form_digit(int(digit), PLAIN_FORMS[digit], random):
            points = np.round((stroke * (32, 44) + (place * 52 + 8, 10)) * 16).astype(np.int32)
            cv2.polylines(row, [points], False, 40, 4, cv2.LINE_AA, 4)
    text = "".join(map(str, digits))
    read = RowReader(row_predict(SHIPPED), SHIPPED_VIEWS).read(row).candidates[0].text
    assert edit_distance(text, read) <= 20

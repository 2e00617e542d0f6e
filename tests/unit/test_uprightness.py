"""A page on its head is turned round even where every digit reads as surely so, and a page that stands never is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.inference.weights import Weights, load_card, load_weights, save_weights
from digitpad.recognition.uprightness import UprightModel, shipped_network, turned_round
from digitpad.recognizer import Recognizer
from digitpad.records import Rgb
from digitpad.vision.picture.pictures import as_rgb
from digitpad.vision.segmentation.edits import SegmentationEdits
from tests.support.data import needs_data
from tests.support.samples import number_picture, number_strokes
from tests.support.situation_pictures import turned

ON_HEADS = ("259865", "2590865", "6652292")  # numbers that are numbers on their heads, too


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def picture_of(text: str) -> Rgb:
    return np.asarray(number_picture(text).convert("RGB"))


def on_its_head(text: str) -> Rgb:
    return np.ascontiguousarray(np.rot90(picture_of(text), 2))


@pytest.mark.parametrize("text", ON_HEADS)
def test_a_number_that_reads_as_surely_on_its_head_is_turned_round(recognizer, text):
    reading = recognizer.read_image(on_its_head(text))
    assert (reading.text, reading.turned) == (text, 180)


@pytest.mark.parametrize("text", ["6", "9", "0", "8", "69", "96", "66", "99", "90", *ON_HEADS])
def test_a_number_that_stands_is_never_turned(recognizer, text):
    reading = recognizer.read_image(picture_of(text))
    assert (reading.text, reading.turned) == (text, 0)


@pytest.mark.parametrize("text", ["6", "9", "66", "9999", "55555"])
def test_digits_of_one_label_never_turn_a_picture(recognizer, text):
    assert recognizer.read_image(on_its_head(text)).turned == 0


def test_a_frame_of_a_camera_and_a_drawing_are_read_as_they_lie(recognizer):
    assert recognizer.read_frame(on_its_head("2590865")).reading.turned == 0
    strokes = [[(500 - x, 300 - y) for x, y in stroke] for stroke in number_strokes("2590865")]
    assert recognizer.read_strokes(strokes).turned == 0


def test_a_version_whose_features_mean_something_else_turns_the_same_pages(recognizer, tmp_path):
    shipped = load_weights(shipped_network())
    order = np.random.default_rng(1).permutation(len(shipped.tensors["f6.bias"]))
    moved = {
        name: array[order] for name, array in shipped.tensors.items() if name.startswith(("f6.", "n6.")) and array.ndim
    }
    moved["output.weight"] = shipped.tensors["output.weight"][:, order]
    path = tmp_path / "mine.safetensors"
    save_weights(path, Weights(shipped.variant, shipped.tensors | moved), load_card(shipped_network()))
    mine = Recognizer.load(path, device="cpu")
    for text in ON_HEADS:
        assert mine.read_image(on_its_head(text)).text == text
        assert mine.read_image(picture_of(text)).turned == 0


def test_edits_of_a_page_on_its_head_are_of_the_page_as_it_was_read(recognizer):
    picture = on_its_head("2590865")
    first = recognizer.read_image(picture).digits[0]
    edited = recognizer.read_image(picture, SegmentationEdits(whole=(first.strokes,)))
    assert (edited.text, edited.turned) == ("2590865", 180)
    assert edited.digits[0].box == first.box


@needs_data
def test_numbers_of_unseen_writers_are_told_to_stand_on_their_heads(recognizer):
    cases = [turned(2)(np.random.default_rng([3, case]), True) for case in range(30)]
    right = [recognizer.read_image(as_rgb(picture)).text == text for picture, text in cases]
    assert sum(right) >= 26
    assert not any(recognizer.read_image(as_rgb(np.rot90(picture, 2).copy())).turned for picture, _ in cases)


def test_a_glyph_turned_round_twice_is_itself():
    glyphs = np.zeros((2, 28, 28), np.uint8)
    glyphs[:, 5:20, 6:24] = np.random.default_rng(2).integers(0, 255, (2, 15, 18))
    assert (turned_round(turned_round(glyphs)) == glyphs).all()
    assert not (turned_round(glyphs) == glyphs).all()


OTHER_SHAPE = '{"mean": [0], "spread": [1], "first": [[1], [0]], "second": [1]}'


@pytest.mark.parametrize(
    "content", [None, "", "{}", "[1]", '{"mean": [], "spread": [], "first": "x", "second": []}', OTHER_SHAPE]
)
def test_a_model_that_is_missing_or_damaged_is_told_by_its_file(tmp_path: Path, content: str | None):
    path = tmp_path / "upright.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(DigitPadError, match=r"upright\.json"):
        UprightModel.load(path)

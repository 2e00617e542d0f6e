"""Filled forms: the template's file, where the form lies in a scan, and the fields that are read of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from digitpad import Recognizer
from digitpad.box import Box
from digitpad.errors import DigitPadError
from digitpad.forms.fields import field_crop, ink_share
from digitpad.forms.form_reader import FormReader
from digitpad.forms.registration import FormFinder, placed
from digitpad.forms.template import MOST_PIXELS, FormField, FormTemplate, template_picture
from digitpad.forms.template_file import load_template, save_template
from digitpad.paths import data_folder
from digitpad.records import Mark, Reading
from tests.bench.forms import FILE, read_form, writers
from tests.support.data import needs_data
from tests.support.filled_forms import drawn_hand, filled, photographed, scanned
from tests.support.made_forms import MadeForm, membership, meter_card
from tests.support.readers import digit

FORMS = {"membership": membership, "meter card": meter_card}


@pytest.fixture(scope="module", params=FORMS)
def form(request: pytest.FixtureRequest) -> MadeForm:
    return FORMS[request.param]()


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def small(**changes: object) -> FormTemplate:
    picture = np.full((200, 300, 3), 255, np.uint8)
    fields = (FormField("year", Box(10, 20, 100, 40), "length=4"), FormField("no.", Box(150, 20, 100, 40)))
    return replace(FormTemplate(picture, fields), **changes)


def test_a_template_comes_back_as_it_was_saved(form: MadeForm, tmp_path: Path) -> None:
    path = tmp_path / "a.form.json"
    save_template(path, form.template)
    loaded = load_template(path)
    assert loaded.fields == form.template.fields
    assert np.array_equal(loaded.picture, form.picture)


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ([], "has no fields"),
        ([FormField("a", Box(0, 0, 50, 50)), FormField("a", Box(60, 0, 50, 50))], "Two fields are called a"),
        ([FormField("a", Box(280, 0, 50, 50))], "lies outside of the picture of 300 × 200 px"),
        ([FormField("a", Box(-1, 0, 50, 50))], "lies outside"),
        ([FormField("a", Box(0, 0, 50, 3))], "smaller than 8 px"),
        ([FormField(" ", Box(0, 0, 50, 50))], "is no name"),
        ([FormField("a\nb", Box(0, 0, 50, 50))], "is no name"),
        ([FormField("path", Box(0, 0, 50, 50))], "may be called path"),
        ([FormField("a", Box(0, 0, 50, 50), "lenght=3")], "The field a: 'lenght=3' is no rule"),
    ],
)
def test_a_template_that_no_scan_can_be_read_by_is_told(fields: list[FormField], part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.form.json"
    with pytest.raises(DigitPadError, match=part):
        save_template(path, small(fields=tuple(fields)))
    assert not path.exists()


def _saved(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "a.form.json"
    save_template(path, small())
    values = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps({key: value for key, value in values.items() if value is not None}))
    return path


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"version": 2}, "newer DigitPad"),
        ({"version": "1"}, "damaged"),
        ({"format": "digitpad-strokes"}, "no template"),
        ({"fields": None}, "damaged"),
        ({"fields": [{"name": "a"}]}, "damaged"),
        ({"fields": [{"name": "a", "box": [1, 2, 3]}]}, "damaged"),
        ({"fields": [{"name": "a", "box": [1.5, 2, 30, 30]}]}, "damaged"),
        ({"fields": []}, "has no fields"),
        ({"fields": [{"name": "a", "box": [0, 0, 9999, 30]}]}, "lies outside"),
        ({"picture": "no base64!"}, "damaged"),
        ({"picture": "aGVsbG8="}, "The picture in .* is not a picture"),
        ({"picture": None}, "damaged"),
    ],
)
def test_a_damaged_or_newer_file_is_one_sentence(changes: dict[str, object], part: str, tmp_path: Path) -> None:
    with pytest.raises(DigitPadError, match=part) as told:
        load_template(_saved(tmp_path, **changes))
    assert "a.form.json" in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 5000, "null"])
def test_what_is_no_template_is_told(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.form.json"
    path.write_text(content)
    with pytest.raises(DigitPadError, match="no template"):
        load_template(path)
    with pytest.raises(DigitPadError, match="does not exist"):
        load_template(tmp_path / "b.form.json")
    with pytest.raises(DigitPadError, match="is a folder"):
        load_template(tmp_path)


def test_a_huge_picture_is_kept_smaller() -> None:
    kept = template_picture(np.full((7000, 7200, 3), 255, np.uint8))
    assert 0.98 * MOST_PIXELS < kept.shape[0] * kept.shape[1] <= MOST_PIXELS


@pytest.mark.parametrize("seen", [scanned, photographed])
def test_a_form_is_found_to_a_px_or_two(form: MadeForm, seen) -> None:
    """A scan that is laid back over the form lies as the form does."""
    scan = seen(form.picture, np.random.default_rng(5))
    place = FormFinder(form.picture).place_in(scan)
    flat = cv2.warpPerspective(scan, place, form.picture.shape[1::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    dark = [cv2.cvtColor(each, cv2.COLOR_RGB2GRAY).astype(np.float32) for each in (flat, form.picture)]
    shift, _ = cv2.phaseCorrelate(dark[0], dark[1])
    assert np.hypot(*shift) < 2


@pytest.mark.parametrize("turned", [1, 2, 3])
def test_a_form_that_lies_on_its_side_or_head_is_found(turned: int) -> None:
    form = membership()
    scan = np.ascontiguousarray(np.rot90(scanned(form.picture, np.random.default_rng(2)), turned))
    place = FormFinder(form.picture).place_in(scan)
    right = placed(place, np.array([[0.0, 0.0], [1000.0, 0.0]]))
    assert abs(np.degrees(np.arctan2(*(right[1] - right[0])[::-1])) % 360 - (360 - 90 * turned)) < 6


@pytest.mark.parametrize(
    "other",
    [
        lambda: meter_card().picture,
        lambda: np.full((900, 700, 3), 255, np.uint8),
        lambda: np.random.default_rng(1).integers(0, 256, (900, 700, 3)).astype(np.uint8),
        lambda: np.ascontiguousarray(membership().picture[:, ::-1]),
        lambda: np.zeros((1, 1, 3), np.uint8),
    ],
    ids=["another form", "blank", "noise", "mirrored", "one px"],
)
def test_another_picture_is_no_scan_of_it(other) -> None:
    with pytest.raises(DigitPadError, match="does not look like the form"):
        FormFinder(membership().picture).place_in(other())


def test_a_box_round_a_whole_large_page_is_read_smaller() -> None:
    form, box = membership(), Box(0, 0, 1240, 1754)
    scan = cv2.resize(form.picture, (3100, 4385))
    crop = field_crop(scan, np.diag([2.5, 2.5, 1.0]), form.picture, box)
    assert crop.rgb.shape[0] * crop.rgb.shape[1] < 1_600_000 and crop.ink < 0.001


def test_print_is_gone_and_ink_over_it_stays(form: MadeForm) -> None:
    """Of each field that is left empty nothing is left; a stroke across its box is as long as before."""
    random, finder = np.random.default_rng(8), FormFinder(form.picture)
    inked = form.picture.copy()
    struck = [made.field.box for made in form.fields[::2]]
    for box in struck:
        middle = box.top + box.height // 2
        cv2.line(inked, (box.left + 8, middle), (box.right - 8, middle), (20, 30, 120), 4)
    scan = scanned(inked, random)
    place = finder.place_in(scan)
    for made in form.fields:
        crop = field_crop(scan, place, form.picture, made.field.box)
        inside = crop.rgb[crop.inside.part]
        if made.field.box in struck:
            grey = inside.mean(axis=2)
            dark = (grey < grey.max() * 0.8).any(axis=0)
            assert dark[int(0.1 * len(dark)) : int(0.9 * len(dark))].mean() > 0.97, made.field.name
        else:
            assert ink_share(inside) < 0.0006, made.field.name


def test_a_filled_form_is_read(form: MadeForm, recognizer: Recognizer) -> None:
    """The tests' own digits in every field, rules obeyed."""
    random, reader = np.random.default_rng(3), FormReader(form.template, recognizer)
    sheet = filled(form, drawn_hand(), random)
    values = reader.read(sheet.scan)
    assert [value.field for value in values] == list(form.template.fields)
    wrong = [(value.text, text) for value, text in zip(values, sheet.texts, strict=True) if value.text != text]
    assert len(wrong) <= 1, wrong
    assert [text for value, text in zip(values, sheet.texts, strict=True) if value.sure and value.text != text] == []


def test_a_number_that_obeys_the_rule_is_taken_and_doubtful(recognizer: Recognizer) -> None:
    form = membership()
    other = tuple(replace(field, rule="prefix=9") for field in form.template.fields)
    sheet = filled(form, drawn_hand(), np.random.default_rng(3))
    values = FormReader(replace(form.template, fields=other), recognizer).read(sheet.scan)
    for value, text in zip(values, sheet.texts, strict=True):
        assert value.sure == (not text) or text.startswith("9")


class ReadsMarks:
    """Reads the same in every field."""

    def __init__(self, symbol: str) -> None:
        self._symbol = symbol

    def read_image(self, image: object) -> Reading:
        row = tuple(digit(label, 0.99, ()) for label in (2, 3, 4))
        return Reading((row,), marks=(Mark(self._symbol, 0.9, digit(1, 0.6, ()), before=1),))

    def read_others(self, on: bool) -> None:
        pass


@pytest.mark.parametrize(
    ("symbol", "values"),
    [
        (".", {"length=3": "234", "length=4": "234", "": "2.34", "range=2-3": "2.34", "range=200-300": "234"}),
        ("/", {"length=3": "234", "length=4": "2134", "": "2/34", "prefix=21, length=4": "2134"}),
    ],
)
def test_a_field_whose_rule_means_digits_alone_has_no_marks(symbol: str, values: dict[str, str]) -> None:
    form = membership()
    office = next(each.field for each in form.fields if each.field.name == "office")
    fields = tuple(replace(office, name=f"{number}", rule=rule) for number, rule in enumerate(values))
    sheet = filled(form, drawn_hand(), np.random.default_rng(3))
    reader = FormReader(replace(form.template, fields=fields), ReadsMarks(symbol))
    read = reader.read(sheet.scan)
    assert [each.text for each in read] == list(values.values())
    assert not any(each.sure for each in read)


@needs_data
def test_forms_of_unseen_writers_are_read(form: MadeForm, recognizer: Recognizer) -> None:
    outcomes = read_form(form, writers(data_folder() / FILE), recognizer, 4, seed=77)
    assert len(outcomes) == 4 * len(form.fields)
    assert np.mean([each.right for each in outcomes]) >= 0.94
    assert np.mean([each.right for each in outcomes if each.value.sure]) >= 0.98
    assert np.mean([each.value.sure for each in outcomes]) >= 0.7

"""The results of the user's samples in the real window: figures, pictures behind them, files, and the way back."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.inference.weights import load_card, load_weights
from digitpad.learning.registry.versions import Versions
from digitpad.paths import bundled
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from digitpad.settings import Settings
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.core.loading import loaders
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.drawings import DIGITS
from tests.support.hand import Hand
from tests.support.reach import clipped_words, out_of_reach

SHIPPED = bundled("models", "lenet5.safetensors")
SHIPPED_NAME = str(load_card(SHIPPED)["name"])
ONES, SEVENS = 8, 2


def seven_for_one(folder: Path, name: str) -> None:
    """Keep a version that says 7 where the shipped one says 1, and the other way round."""
    weights = load_weights(SHIPPED)
    for tensor in ("output.weight", "output.bias"):
        weights.tensors[tensor][[1, 7]] = weights.tensors[tensor][[7, 1]]
    Versions(folder).add(weights, {"parent": SHIPPED_NAME, "samples": 12}, name)


def store_digits(folder: Path) -> None:
    """Keep ones from the pad and sevens from the camera, an hour old, each a little different."""
    one, seven = (stroke_glyph(tuple(Stroke.of(line) for line in DIGITS[digit])) for digit in (1, 7))
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    glyphs = [(one, 1, "pad", number) for number in range(ONES)] + [
        (seven, 7, "camera", number) for number in range(SEVENS)
    ]
    with SampleStore(folder / FILE_NAME) as store:
        store.add(
            [Sample(_varied(it, number), label, source, created_at=hour_ago) for it, label, source, number in glyphs]
        )  # type: ignore[arg-type]


def _varied(glyph: np.ndarray, number: int) -> np.ndarray:
    varied = glyph.copy()
    varied[0, number] = 1
    return varied


def open_results(opens, folder: Path, theme: str = "light") -> Hand:
    hand = opens(loaders(None, "cpu", folder), Settings(theme=theme))
    hand.wait_ready()
    hand.turn_to("Models")
    hand.wait_until(lambda: hand.widgets("VersionRow"), "the models")
    hand.key("<Control-Shift-Key-R>")
    return hand


@pytest.fixture
def results(opens, tmp_path) -> Hand:
    """The results of ten samples by the shipped version and one that takes 1 and 7 for each other."""
    store_digits(tmp_path)
    seven_for_one(tmp_path, "Mine")
    hand = open_results(opens, tmp_path)
    wait_for_figures(hand)
    return hand


def wait_for_figures(hand: Hand) -> None:
    hand.wait_until(lambda: hand.status.startswith("Results of"), "the figures")
    hand.rest(0.2)


def said(hand: Hand) -> str:
    kinds = ("Words", "WrappedWords", "QuietLabel")
    return "\n".join(str(one.cget("text")) for kind in kinds for one in hand.widgets(kind) if one.winfo_viewable())


def choose_version(hand: Hand, name: str) -> None:
    box = next(one for one in hand.widgets("Combobox"))
    box.current(list(box.cget("values")).index(name))
    box.event_generate("<<ComboboxSelected>>")
    hand.rest(0.1)


def words_on(canvas) -> list[str]:
    return [canvas.itemcget(item, "text") for item in canvas.find_withtag("words")]


def grid_of(hand: Hand):
    (grid,) = hand.widgets("ConfusionGrid")
    return grid


def test_each_version_is_measured_and_the_difference_is_tested(results):
    assert "of your 10 samples read right" in said(results) and "100 %" in said(results)
    assert f"“{SHIPPED_NAME}” reads more right, and that is more than chance: 10 only by" in said(results)
    assert "p = 0.002" in said(results)
    choose_version(results, "Mine")
    assert "0.0 %" in said(results) and "0 only by “Mine”" in said(results)
    bars = [words for canvas in results.widgets("ShareBars") for words in words_on(canvas)]
    assert {"Mine", SHIPPED_NAME, "Pad", "Camera", "of 8", "of 2", "not named"} <= set(bars)


def test_a_cell_opens_its_pictures_and_a_picture_its_sample(results):
    choose_version(results, "Mine")
    assert "8 samples of 1, read as 7" in said(results), "the cell with most mistakes is open"
    strip, worst = results.widgets("GlyphStrip")
    assert len(strip.find_withtag("glyph")) == ONES and len(worst.find_withtag("glyph")) == ONES + SEVENS
    results.type(grid_of(results), *["<Down>"] * 6, *["<Left>"] * 6)
    assert "2 samples of 7, read as 1" in said(results) and len(strip.find_withtag("glyph")) == SEVENS
    left, top, right, bottom = cell_box(grid_of(results), 1, 7)
    results.click(grid_of(results), (left + right) // 2, (top + bottom) // 2)
    assert "8 samples of 1, read as 7" in said(results)
    results.type(strip, "<Right>", "<Return>")
    results.wait_until(lambda: results.widgets("SampleGrid"), "the page with the samples")
    results.wait_until(lambda: results.widgets("SampleDetails"), "the sample")


def cell_box(grid, label: int, read: int) -> tuple[int, int, int, int]:
    """The place of a cell: the rectangles were drawn row by row."""
    cells = [item for item in grid.find_all() if grid.type(item) == "rectangle" and "chosen" not in grid.gettags(item)]
    return tuple(int(side) for side in grid.coords(cells[label * 10 + read]))  # type: ignore[return-value]


@pytest.mark.parametrize("size", ["1080x700", "640x480"])
def test_the_pictures_of_a_chosen_cell_come_into_sight_with_the_cell(results, size):
    results.root.geometry(size)
    results.rest(0.4)
    grid, strip = grid_of(results), results.widgets("GlyphStrip")[0]
    place = grid.master.master.master.master.master  # that scrolls
    left, top, right, bottom = cell_box(grid, 7, 7)
    results.click(grid, (left + right) // 2, (top + bottom) // 2)
    assert "2 samples of 7, read as 7" in said(results)
    results.rest(0.2)
    *_, lowest = strip.bbox("glyph")
    assert place.winfo_rooty() <= grid.winfo_rooty() + top
    assert strip.winfo_rooty() + lowest <= place.winfo_rooty() + place.winfo_height()


def test_samples_that_may_have_been_learned_are_left_out(results, tmp_path):
    choose_version(results, "Mine")
    never = next(chip for chip in results.widgets("LabelChip") if chip.cget("text") == "Never learnt")
    results.click(never, 5, 5)
    assert "“Mine” was made after the newest of your samples" in said(results)
    assert not results.button_works("Export  ")
    choose_version(results, SHIPPED_NAME)
    assert "of your 10 samples read right" in said(results) and "flatter" not in said(results)


@pytest.mark.parametrize(("ending", "place"), [("csv", 0), ("png", 1), ("html", 2)])
def test_what_is_shown_is_exported(results, tmp_path, ending, place):
    path = tmp_path / f"out.{ending}"
    results.answer_file_dialog(str(path))
    menu = next(one for one in results.widgets("DropButton") if str(one.cget("text")).startswith("Export")).menu
    menu.invoke(place)
    results.wait_until(lambda: "Exported" in results.status, "the news", 120)
    if ending == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert len(rows) == 10 and {(row["label"], row["read"], row["right"]) for row in rows} == {
            ("1", "1", "1"),
            ("7", "7", "1"),
        }
    elif ending == "png":
        assert Image.open(path).size[0] > 1000
    else:
        text = path.read_text(encoding="utf-8")
        assert "By writer" in text and "McNemar" in text and "Mine" in text


def test_a_sample_that_is_given_meanwhile_counts(results, tmp_path):
    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([Sample(np.full((28, 28), 9, np.uint8), None, "pad")])
    results.turn_to("Samples")
    results.wait_until(lambda: results.widgets("SampleGrid"), "the samples")
    results.wait_until(lambda: len(results.widgets("SampleGrid")[0].ids) == 11, "the new one")
    results.rest(0.6)
    assert "Results" not in results.status, "the results say nothing while another page is shown"
    results.turn_to("Models")
    results.wait_until(lambda: "of your 11 samples" in said(results), "the new figures")
    assert "×" in words_on(grid_of(results)), "what is no digit has a row"


def test_escape_and_the_button_lead_back_to_the_models(results):
    results.key("<Escape>")
    results.wait_until(lambda: results.widgets("VersionTable") and not results.widgets("ResultsView"), "the models")
    results.press_button("Results")
    results.wait_until(lambda: results.widgets("ResultsView"), "the results")
    results.press_button("Back to models")
    results.wait_until(lambda: results.widgets("VersionTable"), "the models")


def test_without_samples_it_says_what_is_missing(opens, tmp_path):
    hand = open_results(opens, tmp_path)
    hand.wait_until(lambda: "There are no results yet" in said(hand), "the reason")
    assert not hand.widgets("ResultsSummary") or not hand.widgets("ResultsSummary")[0].winfo_viewable()


@pytest.mark.parametrize(("theme", "scale"), [("light", 1), ("dark", 1), ("light", 2)])
def test_the_results_stand_out_and_nothing_is_cut_off(opens, tmp_path, monkeypatch, theme, scale):
    monkeypatch.setenv("DIGITPAD_SCALE", str(scale))
    store_digits(tmp_path)
    seven_for_one(tmp_path, "Mine")
    hand = open_results(opens, tmp_path, theme)
    wait_for_figures(hand)
    choose_version(hand, "Mine")
    for size in ("640x480",) if scale == 2 else ("1100x760", "640x480"):
        width, height = (int(side) * scale for side in size.split("x"))
        hand.root.geometry(f"{width}x{height}")
        hand.rest(0.5)
        assert faint_words(hand.root) == [] and faint_edges(hand.root) == []
        assert clipped_words(hand) == [] and out_of_reach(hand) == []
    assert hidden_focus(hand) == []


def test_shares_stand_on_a_labelled_scale_that_tells_them_apart(opens, tmp_path):
    store_digits(tmp_path)
    hand = open_results(opens, tmp_path)
    wait_for_figures(hand)
    by_version = hand.widgets("ShareBars")[0]
    begins = [words for words in words_on(by_version) if words.endswith(" %")]
    low, _, high, _ = by_version.bbox("interval")
    assert "60 %" in begins and "0 %" not in begins and high - low > by_version.winfo_width() / 10


def test_with_one_version_there_is_nothing_to_choose_against(opens, tmp_path):
    store_digits(tmp_path)
    hand = open_results(opens, tmp_path)
    wait_for_figures(hand)
    assert len(hand.widgets("Combobox")) == 1 and "against" not in said(hand)


@pytest.mark.parametrize("size", ["640x480", "760x520"])
def test_in_a_low_window_each_chart_is_in_sight_as_a_whole_with_its_name(results, size):
    results.root.geometry(size)
    results.rest(0.5)
    view = results.widgets("ResultsView")[0]
    scroller = results.widgets("TimeChart")[0].master.master.master.master.master
    for kind in ("TimeChart", "CalibrationChart", "ConfusionGrid"):
        card = results.widgets(kind)[0].master
        chart, name = results.widgets(kind)[0], card.winfo_children()[0]
        height = chart.winfo_rooty() + chart.winfo_height() - name.winfo_rooty()
        assert height <= scroller.winfo_height(), kind
        assert clipped_words(results) == []
    assert view.winfo_height() > scroller.winfo_height()

"""Contrast by WCAG 2: text at least 4.5, edges of controls and focus rings at least 3, light and dark."""

from __future__ import annotations

import pytest

from digitpad.inference.weights import load_weights
from digitpad.learning.registry.versions import Versions
from digitpad.paths import bundled
from digitpad.records import Sample
from digitpad.settings import Settings
from digitpad.ui.widgets.look.palette import DARK, LIGHT, colour
from tests.support.camera_user import CameraEye, Onlooker, video
from tests.support.contrast import EDGE, TEXT, contrast, extremes, faint_edges, faint_words, hidden_focus, pixels
from tests.support.hand import Hand, below
from tests.support.readers import Doubting
from tests.support.samples_user import stored, written_digit

BACKS = ("window", "surface", "raised")
WORDS = [(ink, back) for ink in ("text", "quiet", "accent", "unsure", "good") for back in BACKS]
WORDS += [("text", "warning"), ("on_paper", "paper"), ("ink", "paper"), ("highlight", "paper"), ("on_accent", "accent")]
EDGES = [(edge, back) for edge in ("edge", "accent", "unsure", "text") for back in BACKS]
LOOKS = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, TEXT), (EDGES, EDGE)], ids=["text", "edges"])
def test_the_colours_of_the_theme_stand_out(palette, pairs, least):
    found = {pair: float(contrast(*(colour(getattr(palette, name)) for name in pair))) for pair in pairs}
    assert {pair: value for pair, value in found.items() if value < least} == {}


def assert_stands_out(hand: Hand) -> None:
    hand.rest(0.3)
    assert faint_words(hand.root) == []
    assert faint_edges(hand.root) == []
    assert hidden_focus(hand) == []


@LOOKS
def test_the_page_with_the_pad_stands_out_empty_drawn_on_and_with_a_selected_digit(opens, theme):
    hand = opens((Doubting,), Settings(theme=theme))
    assert extremes(pixels(hand.pad, hand.pad.bbox("hint"))) >= TEXT, "the words on the empty pad"
    hand.draw([[(60, 60), (60, 160)], [(120, 60), (120, 160)], [(180, 60), (180, 160)]])
    hand.wait_until(lambda: hand.verdicts, "the reading")
    assert_stands_out(hand)
    hand.click(hand.widgets("Card")[0])
    hand.rest(0.3)
    assert hand.widgets("CorrectionBar") and hand.widgets("Probabilities")
    assert faint_words(hand.root) == [] and faint_edges(hand.root) == []
    hand.app.say("This cannot be read; choose another file.")
    hand.rest(0.2)
    assert extremes(pixels(hand.widgets("Banner")[0].winfo_children()[0])) >= TEXT


@LOOKS
def test_the_page_with_the_camera_stands_out(opens, theme, tmp_path):
    film = video(tmp_path / "film.avi", lambda number: written_digit(3, 1)[..., None].repeat(3, 2), frames=300)
    hand = opens((Onlooker,), Settings(theme=theme), film)
    eye = CameraEye(hand)
    hand.wait_until(lambda: eye.marks and hand.verdicts, "the reading")
    hand.key("<space>")
    assert_stands_out(hand)


@LOOKS
def test_the_page_with_the_samples_stands_out(opens, theme, tmp_path):
    assert stored(tmp_path, [Sample(written_digit(label, label), label, "pad") for label in range(6)])
    hand = opens((Doubting,), Settings(theme=theme))
    hand.turn_to("Samples")
    hand.wait_until(lambda: hand.widgets("SampleGrid") and len(hand.widgets("SampleGrid")[0].ids) == 6, "the samples")
    grid = hand.widgets("SampleGrid")[0].canvas
    hand.click(grid, 40, 40)
    assert_stands_out(hand)


@LOOKS
def test_the_page_with_the_models_stands_out_and_so_does_the_sheet_over_it(opens, theme, tmp_path):
    Versions(tmp_path).add(load_weights(bundled("models", "lenet5.safetensors")), {"samples": 12}, "Mine")
    hand = opens((Doubting,), Settings(theme=theme))
    hand.turn_to("Models")
    hand.wait_until(lambda: len(hand.widgets("VersionRow")) == 2, "the models")
    assert_stands_out(hand)
    hand.key("<Control-r>")
    hand.wait_until(lambda: type(hand.widgets("RetrainDialog")[0].state_shown).__name__ == "Refused", "the sheet")
    hand.rest(0.3)
    sheet = hand.widgets("RetrainDialog")[0]
    assert faint_words(sheet) == []
    assert faint_edges(sheet) == []


@LOOKS
@pytest.mark.parametrize("entry", ["Shortcuts", "About DigitPad", "What was learned…"])
def test_small_windows_stand_out(opens, theme, entry):
    hand = opens((Doubting,), Settings(theme=theme))
    hand.choose(entry)
    hand.rest(0.3)
    (window,) = [one for one in below(hand.root) if one.winfo_class() == "Toplevel"]
    assert faint_words(window) == []
    assert faint_edges(window) == []

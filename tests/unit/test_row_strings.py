"""Made strings: the same for the same seed, and what is drawn is what the text says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from digitpad.inference.rows.row_strip import HEIGHT
from digitpad.learning.data.datasets import PenDigit, is_held_out
from digitpad.learning.rows import grounds, marks
from digitpad.learning.rows.batches import BLOCK, PASSES, StringMaker, batches_beside, batches_from
from digitpad.learning.rows.forms import FORMS, form_digit
from digitpad.learning.rows.hands import Sources, StringWriter, held_out_sources, sources_of
from digitpad.learning.rows.layout import layout_of
from digitpad.learning.rows.pens import CANVAS, draw
from digitpad.learning.rows.photographs import Darkroom
from digitpad.learning.rows.row_config import RowConfig
from tests.support.row_sources import made_sources

QUICK = RowConfig(batch_size=4, steps=10, seed=3)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return made_sources()


def test_the_same_seed_makes_the_same_strings_and_another_makes_others(sources: Sources) -> None:
    first, again = (next(StringMaker(sources, QUICK).block(2)) for _ in range(2))
    other = next(StringMaker(sources, RowConfig(batch_size=4, steps=10, seed=4)).block(2))
    assert first.texts == again.texts and np.array_equal(first.strips, again.strips)
    assert first.texts != other.texts


def test_batches_can_be_gone_on_with_at_any_step(sources: Sources) -> None:
    maker = StringMaker(sources, QUICK)
    stream = batches_from(maker, 0)
    for _ in range(BLOCK * PASSES + 5):
        next(stream)
    later = next(batches_from(maker, BLOCK * PASSES + 5))
    assert np.array_equal(next(stream).strips, later.strips)


def test_a_process_beside_makes_the_same_batches(sources: Sources) -> None:
    here = batches_from(StringMaker(sources, QUICK), 7)
    with batches_beside(sources, QUICK, 7) as beside:
        for _ in range(3):
            assert np.array_equal(next(here).strips, next(beside).strips)


def test_each_pass_of_a_block_has_the_same_strings_in_other_batches(sources: Sources) -> None:
    batches = list(StringMaker(sources, QUICK).block(0))
    first, second = (batches[number * BLOCK : (number + 1) * BLOCK] for number in (0, 1))
    texts = [sorted(text for batch in each for text in batch.texts) for each in (first, second)]
    assert texts[0] == texts[1] and [batch.texts for batch in first] != [batch.texts for batch in second]


def test_a_text_has_a_digit_for_each_digit_that_is_drawn(sources: Sources) -> None:
    random = np.random.default_rng(5)
    for _ in range(200):
        layout = layout_of(sources, 0.0, random)
        assert len(layout.glyphs) == len(layout.text)
        drawn = [int(placed.glyph[0, 0]) for placed in layout.glyphs]  # made_sources writes the digit there
        assert drawn == [int(digit) + 100 for digit in layout.text]
        edges = [float(placed.matrix[0, 2]) for placed in layout.glyphs]
        assert edges == sorted(edges)


def test_a_pen_string_draws_the_strokes_of_its_digits_of_one_writer(sources: Sources) -> None:
    for seed in range(20):
        hand = StringWriter(sources, 1.0, np.random.default_rng(seed))
        own = [digit for digit in range(10) if not hand._has_form[digit]]
        heights = {round(float(hand.strokes(digit)[0][1, 0]), 3) for digit in own}
        assert len(heights) <= 1, "made_sources gives each writer a slant of its own"


def test_ink_lies_on_the_canvas_and_every_string_with_digits_has_some(sources: Sources) -> None:
    random = np.random.default_rng(6)
    for _ in range(100):
        layout = layout_of(sources, 0.5, random)
        ink = draw(layout, random)
        assert ink.shape[0] == CANVAS and (ink.max() > 100 or not layout.text)


def test_made_rows_are_strips_of_every_text_length(sources: Sources) -> None:
    maker = StringMaker(sources, RowConfig(batch_size=8, seed=1))
    batches = [batch for _, batch in zip(range(BLOCK), maker.block(0), strict=False)]
    assert all(batch.strips.shape[1] == HEIGHT and np.isfinite(batch.strips).all() for batch in batches)
    assert {len(text) for batch in batches for text in batch.texts} >= {0, 1, 2, 3, 4, 5, 6}


def test_nobody_held_out_and_no_held_out_image_is_in_the_training_s_sources() -> None:
    line = np.array([[0, 0], [0, 10]], np.float32)
    writers = [f"writer {number}" for number in range(40)]
    pen = [PenDigit(str(digit), writer, (line,)) for writer in writers for digit in range(10)]
    images, labels = np.full((5020, 28, 28), 255, np.uint8), np.arange(5020) % 10
    images[-5000:, 0, 0] = 7
    trained, held_out = sources_of(images, labels, pen), held_out_sources(images, labels, pen)
    assert len(trained.writers) == sum(not is_held_out(writer) for writer in writers)
    assert len(held_out.writers) == sum(is_held_out(writer) for writer in writers) > 0
    assert sum(map(len, trained.glyphs)) == 20 and sum(map(len, held_out.glyphs)) == 5000
    assert all(glyph[0, 0] == 255 for glyphs in trained.glyphs for glyph in glyphs)


@pytest.mark.parametrize("digit", sorted(FORMS))
def test_every_form_is_a_finite_curve_about_1_high(digit: int) -> None:
    random = np.random.default_rng(digit)
    for choice in range(len(FORMS[digit])):
        points = np.concatenate(form_digit(digit, choice, random))
        assert np.isfinite(points).all() and 0.7 < np.ptp(points[:, 1]) < 1.6


@pytest.mark.parametrize("make", [marks.separator, marks.filler, marks.leading, marks.asterisks])
def test_every_mark_has_strokes_of_two_points_or_more(make) -> None:
    random = np.random.default_rng(8)
    for _ in range(200):
        assert all(len(stroke) >= 2 and np.isfinite(stroke).all() for stroke in make(random))


@pytest.mark.parametrize("make", sorted(set(grounds.KINDS), key=lambda kind: kind.__name__))
def test_every_ground_has_a_pattern(make) -> None:
    pattern = make(np.random.default_rng(9))
    assert pattern.shape == (grounds.TALL, grounds.LONG) and pattern.dtype == np.uint8 and pattern.std() > 4


def test_a_photograph_keeps_the_ink_s_place() -> None:
    darkroom, random = Darkroom(1), np.random.default_rng(2)
    ink = np.zeros((CANVAS, 300), np.uint8)
    ink[20:44, 140:152] = 255
    darker = []
    for _ in range(40):
        grey = cv2.resize(darkroom.photograph(ink, random), (300, CANVAS)).astype(float)
        darker.append(np.median(grey[24:40, :130]) - np.median(grey[24:40, 142:150]))
    assert np.mean(np.array(darker) > 10) > 0.9


def test_the_sources_travel_to_another_process(tmp_path: Path, sources: Sources) -> None:
    import pickle

    copy = pickle.loads(pickle.dumps(sources))
    assert next(StringMaker(copy, QUICK).block(0)).texts == next(StringMaker(sources, QUICK).block(0)).texts


ENDS_WITHOUT_A_WORD = """
import os
from digitpad.learning.rows.batches import batches_beside
from digitpad.learning.rows.row_config import RowConfig
from tests.support.row_sources import made_sources

if __name__ == "__main__":
    with batches_beside(made_sources(), RowConfig(batch_size=4, seed=3), 0) as batches:
        next(batches)
        import multiprocessing

        print(multiprocessing.active_children()[0].pid, flush=True)
        os._exit(1)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_the_process_beside_ends_when_the_training_is_gone(tmp_path: Path) -> None:
    program = tmp_path / "training.py"
    program.write_text(ENDS_WITHOUT_A_WORD)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=100, env=environment)
    process = int(ended.stdout)
    deadline = time.monotonic() + 60
    while _lives(process) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not _lives(process)


def _lives(process: int) -> bool:
    """Return True for a process that runs, False for one that ended or is only left to be collected."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"

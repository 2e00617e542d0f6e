"""The library: three lines of Python, any ink."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitpad import Recognizer, Stroke
from digitpad.errors import DigitPadError
from digitpad.inference.network import Network
from digitpad.learning.data.datasets import is_held_out, mnist, pen_digits
from digitpad.learning.registry.versions import shipped_weights
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample
from tests.bench.numbers import by_writer, read_exactly
from tests.support.data import DATA, LETTERS, PENDIGITS, needs_data
from tests.support.drawings import DIGITS
from tests.support.samples import number_strokes


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.load(device="cpu")


def moved(strokes, factor, left, top):
    return [[(x * factor + left, y * factor + top) for x, y in stroke] for stroke in strokes]


@pytest.mark.parametrize("number", ["0", "7", "2017", "1270", "20", "711", "3456", "8909"])
def test_a_drawn_number_is_read(recognizer, number):
    reading = recognizer.read_strokes(number_strokes(number))
    assert reading.text == number
    assert all(digit.sure for digit in reading.digits)


def test_two_thousand_strokes_are_read_and_more_refused(recognizer):
    page = [[(20 * (i % 100), 150 * (i // 100)), (20 * (i % 100), 150 * (i // 100) + 100)] for i in range(2000)]
    assert recognizer.read_strokes(page).text == "\n".join(["1" * 100] * 20)
    with pytest.raises(DigitPadError, match="2,001 strokes"):
        recognizer.read_strokes([*page, [(0, 0)]])


def test_each_digit_says_where_it_is_and_what_was_seen(recognizer):
    strokes = number_strokes("271")
    for digit, stroke in zip(recognizer.read_strokes(strokes).digits, strokes, strict=True):
        points = np.array(stroke)
        assert abs(digit.box.left - points[:, 0].min()) < 12
        assert abs(digit.box.bottom - points[:, 1].max()) < 12
        assert digit.glyph.shape == (28, 28)
        assert digit.probabilities.sum() == pytest.approx(1, abs=1e-5)
        assert digit.probabilities.argmax() == digit.label
        assert 0 <= digit.confidence <= 1
    assert [digit.strokes for digit in recognizer.read_strokes(strokes).digits] == [(0,), (1,), (2,)]


def test_rows_are_kept_apart_and_in_order(recognizer):
    lower = moved(number_strokes("10"), 1, 30, 180)
    reading = recognizer.read_strokes(lower + number_strokes("27"))
    assert reading.text == "27\n10"
    assert [len(row) for row in reading.rows] == [2, 2]


def test_sizes_may_differ_on_one_line(recognizer):
    strokes = moved(DIGITS[2], 0.6, 0, 40) + moved(DIGITS[0], 1.2, 60, 0) + moved(DIGITS[7], 0.9, 170, 10)
    assert recognizer.read_strokes(strokes).text == "207"


def test_the_bar_of_a_crossed_seven_and_the_slash_of_a_zero_belong_to_their_digits(recognizer):
    seven = [*DIGITS[7], [(38, 52), (76, 47)]]
    zero = [*moved(DIGITS[0], 1, 90, 0), [(112, 92), (168, 8)]]
    reading = recognizer.read_strokes(seven + zero)
    assert reading.text == "70"
    assert [digit.strokes for digit in reading.digits] == [(0, 1), (2, 3)]


def test_an_open_four_is_not_a_small_six_and_a_one(recognizer):
    """Its first stroke, by itself, looks like a 6; beside taller digits it is none."""
    four = [[(12, 0), (4, 24), (4, 36), (32, 32)], [(40, 0), (40, 28), (40, 68)]]
    shifted = [[[(x * 1.4 + left, y * 1.4) for x, y in line] for line in four] for left in (0, 250)]
    seven = [[(x + 110, y) for x, y in line] for line in DIGITS[7]]
    assert recognizer.read_strokes([*shifted[0], *seven, *shifted[1]]).text == "474"


def test_touching_digits_are_taken_apart(recognizer):
    strokes = moved(DIGITS[2], 1, 0, 0) + moved(DIGITS[0], 1, 57, 3) + moved(DIGITS[7], 1, 114, 0)
    assert recognizer.read_strokes(strokes).text == "207"


@given(factor=st.floats(0.05, 40), left=st.floats(-5000, 5000), top=st.floats(-5000, 5000))
@settings(max_examples=40, deadline=None)
def test_place_and_size_do_not_change_the_reading(recognizer, factor, left, top):
    assert recognizer.read_strokes(moved(number_strokes("2017"), factor, left, top)).text == "2017"


@given(
    st.lists(
        st.lists(st.tuples(*(st.floats(-1e6, 1e6, width=32),) * 2), max_size=12),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_strokes_crash_it(recognizer, strokes):
    reading = recognizer.read_strokes(strokes)
    held = sorted(number for digit in reading.digits for number in digit.strokes)
    assert len(set(held)) == len(held)
    assert set(held) <= {number for number, stroke in enumerate(strokes) if stroke}
    assert bool(held) == any(strokes)
    for digit in reading.digits:
        assert digit.probabilities.sum() == pytest.approx(1, abs=1e-4)
    for row in reading.rows:
        middles = [digit.box.left + digit.box.width / 2 for digit in row]
        assert middles == sorted(middles)


@pytest.mark.parametrize(
    "strokes",
    [
        [[(0, 0), (float("nan"), 1)]],
        [[(0, 0), (float("inf"), 1)]],
        [[(0, 0, 0)]],
        [[1, 2, 3]],
        ["12"],
        [[(0, "x")]],
        [[(10**400, 1)]],
        [Stroke(np.zeros((4, 3), np.float32))],
        [Stroke(np.zeros(4, np.float32))],
        [Stroke.of([(1, 2), (1, 90)], width=float("nan"))],
    ],
)
def test_strokes_that_are_none_are_refused_in_a_sentence(recognizer, strokes):
    with pytest.raises(DigitPadError, match=r"^Stroke 1 .*\.$"):
        recognizer.read_strokes(strokes)


def test_nothing_is_an_empty_reading(recognizer):
    for strokes in ([], [[]], [[], []]):
        assert recognizer.read_strokes(strokes).text == ""
    assert recognizer.read_image(np.full((200, 300, 3), 255, np.uint8)).digits == ()


def test_a_dot_and_a_dash_are_no_digits(recognizer):
    for strokes in ([[(50, 50)]], [[(10, 50), (90, 52)]]):
        (digit,) = recognizer.read_strokes(strokes).digits
        assert digit.confidence < 0.2


def test_huge_coordinates_are_read(recognizer):
    assert recognizer.read_strokes(moved(DIGITS[2], 1e12, 1e13, -1e13)).text == "2"


def test_a_stroke_record_reads_as_its_points_do(recognizer):
    given = number_strokes("207")
    records = [Stroke.of(stroke, width=9) for stroke in given]
    assert recognizer.read_strokes(records).text == recognizer.read_strokes(given).text


def test_a_tap_leaves_a_dot():
    assert stroke_glyph([Stroke.of([(5, 5)])]).max() == 255


def test_classify_gives_labels_and_probabilities(recognizer):
    batch = np.stack([stroke_glyph([Stroke.of(s) for s in DIGITS[label]]) for label in (0, 2, 7)])
    labels, probabilities = recognizer.classify(batch)
    assert labels.tolist() == [0, 2, 7]
    assert probabilities.shape == (3, 10)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert recognizer.classify(batch[:0])[1].shape == (0, 10)
    assert recognizer.classify(batch[::-1])[0].tolist() == [7, 2, 0]


@pytest.mark.parametrize(("shape", "kind"), [((28, 28), np.uint8), ((2, 28, 28), np.float64), ((1, 27, 28), np.uint8)])
def test_classify_refuses_other_shapes_and_types(recognizer, shape, kind):
    with pytest.raises(DigitPadError, match="28"):
        recognizer.classify(np.zeros(shape, kind))


class FakeCard:
    """A graphics card's engine that counts what it is given; it answers as the CPU does."""

    device, device_name = "cuda", "Test card"

    def __init__(self, cpu):
        self.cpu, self.sizes = cpu, []

    def predict(self, batch):
        self.sizes.append(len(batch))
        return self.cpu.predict(batch)


def test_a_reader_moves_to_the_card_with_its_memory_and_only_large_batches_go_there():
    cards = []

    def open_card(network, device):
        assert device == "cuda"
        cards.append(FakeCard(network.engine))
        return cards[-1]

    moving = Recognizer(Network.load(shipped_weights()), "auto", find_device=lambda name: "cuda", open_engine=open_card)
    before = moving.read_strokes(number_strokes("7")).digits[0]
    moving.remember([Sample(before.glyph, 1, "pad", id=5)])
    assert (moving.device, moving.device_name) == ("cpu", "CPU")
    move = moving.prepare_move()
    assert moving.device == "cpu"  # until it is called where nothing is being read
    move()
    assert (moving.device, moving.device_name) == ("cuda", "Test card")
    assert moving.read_strokes(number_strokes("7")).text == "1"
    used = cards[-1]
    moving.classify(np.zeros((1000, 28, 28), np.uint8))
    assert used.sizes == [1000]
    moving.use(shipped_weights())
    assert moving.device_name == "Test card" and moving.prepare_move() is None


def test_a_reader_stays_on_the_cpu_where_torch_cannot_use_the_card():
    def refuse(network, device):
        raise DigitPadError("This computer has no CUDA device that torch can use; choose --device cpu.")

    network = Network.load(shipped_weights())
    assert Recognizer(network, "auto", find_device=lambda name: "cuda", open_engine=refuse).prepare_move() is None
    with pytest.raises(DigitPadError, match="torch can use"):
        Recognizer(network, "cuda", find_device=lambda name: "cuda", open_engine=refuse).prepare_move()
    assert Recognizer(network, "cpu").prepare_move() is None


@needs_data
def test_the_shipped_weights_reach_99_4_on_the_mnist_test_set(recognizer):
    images, labels = mnist(DATA, train=False)
    assert (recognizer.classify(images)[0] == labels).mean() >= 0.994


@needs_data
def test_unseen_pen_writers_are_read(recognizer):
    digits = [digit for digit in pen_digits(PENDIGITS) if is_held_out(digit.writer)]
    glyphs = np.stack([stroke_glyph([Stroke.of(stroke) for stroke in digit.strokes]) for digit in digits])
    right = recognizer.classify(glyphs)[0] == [int(digit.label) for digit in digits]
    assert right.mean() >= 0.975


@needs_data
@pytest.mark.parametrize(("gap", "least"), [(0.5, 0.92), (0.2, 0.92), (1 / 12, 0.88), (-0.06, 0.70)])
def test_numbers_of_unseen_writers_are_read_exactly(recognizer, gap, least):
    writers = by_writer(digit for digit in pen_digits(PENDIGITS) if is_held_out(digit.writer))
    assert read_exactly(recognizer, writers, gap, count=150) >= least


@needs_data
def test_letters_of_unseen_writers_get_little_confidence(recognizer):
    letters = [letter for letter in pen_digits(LETTERS) if is_held_out(letter.writer)]
    glyphs = np.stack([stroke_glyph([Stroke.of(stroke) for stroke in letter.strokes]) for letter in letters])
    assert (recognizer.predict(glyphs)[2] >= 0.9).mean() <= 0.05

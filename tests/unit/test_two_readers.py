"""Two readers of one number: agreement makes it sure, disagreement never does, and the lattice can read alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.errors import DigitPadError
from digitpad.inference.ink.ink_network import LazyInk
from digitpad.inference.network import Network
from digitpad.inference.rows.beam import Candidate
from digitpad.inference.rows.number_choice import FEATURES, LatticeWord, NumberChoice, shipped_choice
from digitpad.inference.rows.number_trust import (
    NO_WORD,
    NOTHING,
    TRUST_FEATURES,
    NumberEvidence,
    NumberTrust,
    TrustWeights,
    shipped_trust,
)
from digitpad.inference.rows.row_columns import CLASSES, columns_of
from digitpad.inference.rows.row_reader import RowReading
from digitpad.inference.rows.row_weights import load_row_weights, shipped_row_weights
from digitpad.inference.weights import Weights, load_weights, save_weights
from digitpad.paths import bundled
from digitpad.recognition import two_readers
from digitpad.recognition.two_readers import SecondReader, open_second
from digitpad.recognizer import SHIPPED, Recognizer
from digitpad.records import Reading, Rgb, RowTrust, Sample
from tests.support.samples import number_picture, number_strokes
from tests.support.spoilt_weights import SPOILT, copied

NUMBER = "2027"
needs_weights = pytest.mark.skipif(
    not (shipped_row_weights().is_file() and shipped_choice().is_file()), reason="this checkout ships no row weights"
)


def choice(bias: float = 0.0, **weights: float) -> NumberChoice:
    return NumberChoice([weights.get(name, 0.0) for name in FEATURES], bias)


def spelling(text: str) -> Callable[[np.ndarray], np.ndarray]:
    """A network that spells a text of at most 12 digits whatever it sees, over the columns that every view has."""

    def predict(strips: np.ndarray) -> np.ndarray:
        count = max(24, columns_of(strips.shape[2]))
        columns = np.full((len(strips), count, CLASSES), -9.0, np.float32)
        columns[:, :, 0] = -0.001
        for place, digit in enumerate(text):
            at = int((place + 0.5) * 24 / len(text))
            columns[:, at, 0], columns[:, at, int(digit) + 1] = -9, -0.001
        return columns

    return predict


def trust(bias: float = 0.0) -> NumberTrust:
    """The same trust in all rows, whether the readers agree on them or not."""
    weights = replace(NOTHING, bias=bias)
    return NumberTrust(weights, weights)


def reading_of(picture: Rgb, says: str, by: NumberChoice, trusts: NumberTrust | None = None) -> Reading:
    lenet = Network.load(bundled("models", SHIPPED), "cpu")
    by_contrast_alone = LazyInk(Path("none"))
    second = SecondReader(spelling(says), by, trusts or trust())
    return Recognizer(lenet, open_second=lambda: second, ink=by_contrast_alone).read_image(picture)


def picture_of(text: str) -> Rgb:
    return np.asarray(number_picture(text).convert("RGB"))


def test_a_number_that_both_read_is_sure() -> None:
    reading = reading_of(picture_of(NUMBER), NUMBER, choice(agreed=9.0), trust(9.0))
    assert reading.text == NUMBER and reading.sure
    assert reading.trusts == (RowTrust(pytest.approx(1 / (1 + np.exp(-9.0))), agreed=True),)
    assert reading.confidence == reading.trusts[0].confidence


def test_a_number_that_both_read_is_not_sure_below_the_least_probability() -> None:
    assert not reading_of(picture_of(NUMBER), NUMBER, choice(agreed=9.0), trust(4.0)).sure  # 98.2 %


@pytest.mark.parametrize("winner", ["lattices", "first"])
def test_what_only_one_reads_is_never_sure(winner: str) -> None:
    reading = reading_of(picture_of(NUMBER), "931", choice(**{winner: 20.0}), trust(9.0))
    assert reading.text == (NUMBER if winner == "lattices" else "931")
    assert reading.confidence > 0.99 and not reading.sure


@pytest.mark.parametrize(
    ("confidences", "text"), [((0.99, 0.97, 0.96), "275"), ((0.99, 0.97, 0.9), "205"), ((0.99, 0.97), "205")]
)
def test_as_many_digits_each_of_them_sure_are_not_read_otherwise(confidences: tuple[float, ...], text: str) -> None:
    row = RowReading((Candidate("205", -0.1),), np.zeros((1, CLASSES), np.float32), ("205",))
    lattice = LatticeWord("275"[: len(confidences)], confidences)
    assert choice(first=20.0).choose(lattice, row, lone=True).text == text


def test_digits_of_the_row_reader_s_string_lie_in_the_picture_from_left_to_right() -> None:
    picture = picture_of(NUMBER)
    digits = reading_of(picture, "931", choice(first=20.0)).digits
    assert [digit.label for digit in digits] == [9, 3, 1]
    lefts = [digit.box.left for digit in digits]
    assert lefts == sorted(lefts) and lefts[0] >= 0
    for digit in digits:
        assert digit.box.right <= picture.shape[1] and digit.box.bottom <= picture.shape[0]
        assert digit.glyph.shape == (28, 28) and not digit.refused


def test_a_row_that_the_second_reader_finds_empty_goes_only_where_the_choice_says_so() -> None:
    assert reading_of(picture_of(NUMBER), "", choice(lattices=5.0)).text == NUMBER
    assert reading_of(picture_of(NUMBER), "", choice(first=5.0)).text == ""


def test_a_drawing_keeps_its_digits_and_is_judged_on_wish() -> None:
    lenet = Network.load(bundled("models", SHIPPED), "cpu")
    strokes = number_strokes("720")
    second = SecondReader(spelling("999"), choice(first=20.0), trust(9.0))
    recognizer = Recognizer(lenet, open_second=lambda: second)
    assert recognizer.read_strokes(strokes).trusts == ()
    reading = recognizer.read_strokes(strokes, judged=True)
    assert reading.text == "720" and not reading.sure and reading.confidence > 0.99


@needs_weights
@pytest.mark.parametrize("spoil", SPOILT)
def test_without_sound_row_weights_the_lattice_reads_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    path = copied(shipped_row_weights(), tmp_path)
    spoil(path)
    monkeypatch.setattr(two_readers, "shipped_row_weights", lambda: path)
    assert open_second() is None
    reading = Recognizer.load(device="cpu").read_image(picture_of(NUMBER))
    assert reading.text == NUMBER and reading.trusts == () and not reading.sure


@pytest.mark.parametrize("content", ["", "{}", '{"weights": {}, "bias": 0}', "[1, 2]"])
def test_weights_of_the_choice_that_are_none_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "numbers.json"
    path.write_text(content)
    with pytest.raises(DigitPadError):
        NumberChoice.load(path)


@pytest.mark.parametrize("content", ["", "{}", '{"agreed": {"weights": {}, "bias": 0}}', '{"agreed": 1}', "[1, 2]"])
def test_weights_of_the_trust_that_are_none_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "trust.json"
    path.write_text(content)
    with pytest.raises(DigitPadError):
        NumberTrust.load(path)


def evidence(
    *lattices: str, places: str = "", own: float = -0.1, other: float = -4.0, votes: int = 4, least: float = 0.999
) -> NumberEvidence:
    """What was read of 2027, which the row reader has for likelier than 2021."""
    row = RowReading((Candidate("2027", own), Candidate("2021", other)), np.zeros((1, CLASSES)), ("2027",) * votes)
    words = [LatticeWord(text, (least,) * len(text)) for text in (*lattices, places)]
    return NumberEvidence("2027", row, tuple(words[:-1]), words[-1], odds=3.0)


def test_a_number_is_agreed_on_where_a_map_shows_it_though_contrast_does_not() -> None:
    assert evidence("20", "2027").agreed and not evidence("20", "").agreed


def test_a_number_is_agreed_on_where_the_network_reads_the_same_at_the_places_of_its_digits() -> None:
    assert evidence("20", "", places="2027").agreed and not evidence("20", "", places="2021").agreed
    assert not NumberEvidence("", evidence().row, (), NO_WORD).agreed


def test_a_number_is_not_agreed_on_beside_ink_that_nobody_read() -> None:
    assert not replace(evidence("2027"), unread=True).agreed


def test_rows_on_which_the_readers_agree_have_weights_of_their_own() -> None:
    weights = {name: float(name == "votes") for name in TRUST_FEATURES}
    agreed, apart = (TrustWeights.of({"weights": weights, "bias": bias}) for bias in (2.0, -3.0))
    both = NumberTrust(agreed, apart)
    assert both.confidence(evidence("2027")) == pytest.approx(1 / (1 + np.exp(-3.0)))
    assert both.confidence(evidence("20")) == pytest.approx(1 / (1 + np.exp(2.0)))


@needs_weights
def test_less_that_speaks_for_a_number_is_less_trust_in_it() -> None:
    confidence = NumberTrust.load(shipped_trust()).confidence
    whole = confidence(evidence("2027", "2027"))
    assert whole > 0.9
    for poorer in (evidence("", ""), evidence("2027", "2027", own=-2.0), evidence("2027", "2027", least=0.6)):
        assert confidence(poorer) < whole


@needs_weights
@pytest.mark.parametrize("size", [(1, 1), (1, 400), (60, 1), (40, 20_000), (9, 13)])
@pytest.mark.parametrize("grey", [0, 255])
def test_strips_without_writing_are_read_as_nothing(size: tuple[int, int], grey: int) -> None:
    reading = Recognizer.load(device="cpu").read_image(np.full((*size, 3), grey, np.uint8))
    assert reading.rows == () and reading.trusts == () and not reading.sure


@needs_weights
def test_a_strip_of_two_hundred_digits_which_the_lattice_finds_too_small_is_read_by_the_row_reader() -> None:
    text = "".join(str(place % 10) for place in range(200))
    strip = number_picture(text).convert("RGB")
    reading = Recognizer.load(device="cpu").read_image(strip.resize((strip.width // 3, strip.height // 3)))
    assert len(reading.trusts) == len(reading.rows) and not reading.sure
    assert all(0 <= digit.box.left < strip.width // 3 for digit in reading.digits)


@needs_weights
def test_the_shipped_readers_judge_a_plain_number() -> None:
    reading = Recognizer.load(device="cpu").read_image(picture_of(NUMBER))
    assert reading.text == NUMBER and 0 < reading.confidence <= 1


def by_contrast_alone(second: SecondReader | None) -> Recognizer:
    lenet = Network.load(bundled("models", SHIPPED), "cpu")
    return Recognizer(lenet, open_second=lambda: second, ink=LazyInk(Path("none")))


@needs_weights
def test_a_digit_that_was_corrected_counts_at_once_where_the_row_reader_says_otherwise() -> None:
    recognizer, picture = by_contrast_alone(open_second()), picture_of(NUMBER)
    before = recognizer.read_image(picture)
    assert before.text == NUMBER and before.trusts[0].agreed
    wrong = before.digits[0]  # the other 2 is drawn alike
    recognizer.remember([Sample(wrong.glyph, 3, "picture", wrong.label, wrong.confidence, wrong.probabilities, id=1)])
    after = recognizer.read_image(picture)
    assert after.text == "3037" and after.digits[0].decided_by == "memory"
    assert not after.trusts[0].agreed, "the row reader goes on reading a 2"
    recognizer.forget()
    assert recognizer.read_image(picture).text == NUMBER


def test_however_sure_the_row_reader_is_it_overrules_no_correction() -> None:
    recognizer, picture = (
        by_contrast_alone(SecondReader(spelling("93154"), choice(first=20.0), trust())),
        picture_of(NUMBER),
    )
    assert recognizer.read_image(picture).text == "93154"
    glyph = by_contrast_alone(None).read_image(picture).digits[0].glyph
    recognizer.remember([Sample(glyph, 3, "picture", id=1)])
    assert recognizer.read_image(picture).text == "3037"


def agrees(recognizer: Recognizer) -> bool:
    return recognizer.read_strokes(number_strokes(NUMBER), judged=True).trusts[0].agreed


@needs_weights
def test_a_version_with_row_weights_reads_with_them_and_another_one_with_the_shipped(tmp_path: Path) -> None:
    blind = {name: np.zeros_like(array) for name, array in load_row_weights(shipped_row_weights()).items()}
    lenet = load_weights(bundled("models", SHIPPED))
    save_weights(tmp_path / "own.safetensors", Weights(lenet.variant, lenet.tensors, blind), {})
    recognizer = Recognizer.load(tmp_path / "own.safetensors", "cpu")
    assert not agrees(recognizer)
    recognizer.use(bundled("models", SHIPPED))
    assert agrees(recognizer)
    recognizer.use(tmp_path / "own.safetensors")
    assert not agrees(recognizer)


@needs_weights
def test_row_weights_of_another_shape_in_a_version_are_left_aside(tmp_path: Path) -> None:
    lenet, odd = load_weights(bundled("models", SHIPPED)), {"c1.weight": np.zeros((2, 2), np.float32)}
    save_weights(tmp_path / "own.safetensors", Weights(lenet.variant, lenet.tensors, odd), {})
    assert agrees(Recognizer.load(tmp_path / "own.safetensors", "cpu"))

"""Rules for numbers: what may stand there, what obeys, and the likeliest number of a row that does."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad import Rule
from digitpad.errors import UsageError
from digitpad.records import Box, Digit, Mark, Reading, RowPath

BOX = Box(0, 0, 20, 20)
GLYPH = np.zeros((28, 28), np.uint8)


def digit(decided_by="network", **shares: float) -> Digit:
    """Return a digit from shares such as d3=0.9; what is left belongs to all ten alike."""
    probabilities = np.full(10, (1 - sum(shares.values())) / 10, np.float32)
    for name, share in shares.items():
        probabilities[int(name[1])] += share
    label = int(probabilities.argmax())
    return Digit(label, float(probabilities[label]), probabilities, BOX, GLYPH, decided_by=decided_by)


def sure_digits(text: str) -> list[Digit]:
    return [digit(**{f"d{sign}": 0.99}) for sign in text]


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        *[("length=4-6", number) for number in ("2026", "123456", "12.34")],
        *[("length=3", "120"), ("prefix=20", "2026"), ("prefix=20", "20")],
        *[("range=1-120", "1"), ("range=1-120", "120"), ("range=1-120", "3,5"), ("range=0-9", "007")],
        *[("date", number) for number in ("29/2/2024", "26.11.26", "2026-11-26", "26112026", "20261126", "261126")],
        *[("time", number) for number in ("00:00", "23:59", "9:05", "12.45", "1245", "23:59:59")],
        *[("luhn", "79927398713"), ("luhn", "4111111111111111")],
        *[("mod11", "0306406152"), ("mod97", "3214282912345698765432161182")],
        *[("ean", "4006381333931"), ("ean", "73513537"), ("ean", "036000291452")],
        ("length=4, prefix=20 , range = 2000-2050", "2026"),
    ],
)  # fmt: skip
def test_a_number_that_obeys(rule, number):
    assert Rule.parse(rule).obeys(number)


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        *[("length=4-6", number) for number in ("123", "1234567", "")],
        *[("prefix=20", "1920"), ("prefix=20", "2")],
        *[("range=1-120", "0"), ("range=1-120", "121"), ("range=1-120", "1/2")],
        *[("date", number) for number in ("29/2/2026", "31/4/2026", "0/1/2026", "12:45", "26/11-2026", "2026")],
        *[("time", number) for number in ("24:00", "12:60", "1", "12/45")],
        *[("luhn", "79927398710"), ("luhn", "0"), ("mod11", "0306406153"), ("mod97", "3214282912345698765432161183")],
        *[("ean", "4006381333932"), ("ean", "0"), ("length=1-9", "1?"), ("length=1-9", "٣"), ("length=0-9", "-")],
        ("length=4, prefix 20", "1926"),
    ],
)  # fmt: skip
def test_a_number_that_does_not(rule, number):
    assert not Rule.parse(rule).obeys(number)


@pytest.mark.parametrize("rule", ["luhn", "ean", "mod11", "mod97"])
def test_a_check_digit_notices_each_wrong_digit(rule):
    right = {"luhn": "79927398713", "ean": "4006381333931", "mod11": "0306406152", "mod97": "79444"}[rule]
    assert Rule.parse(rule).obeys(right)
    for place, other in itertools.product(range(len(right)), "0123456789"):
        changed = right[:place] + other + right[place + 1 :]
        assert Rule.parse(rule).obeys(changed) == (changed == right)


@pytest.mark.parametrize(
    "text", ["", ",", "lenght=4", "length=", "length4", "length", "length=6-4", "length 6-4", "length=four", "prefix",
     "prefix ab", "range -", "luhn 3", "date,,time", "list", "list=", "blacklist=a"]
)  # fmt: skip
def test_a_wrong_rule_is_one_sentence_that_names_what_may_stand_there(text):
    with pytest.raises(UsageError, match=r"^'.*' is no rule for numbers; write length=4-6, .*list=FILE, .*\.$"):
        Rule.parse(text)


def test_a_list_is_the_numbers_of_a_file(tmp_path: Path):
    (tmp_path / "rooms, old.txt").write_text("101\n102\n\n2.04\n")
    rule = Rule.parse(f"length=3, list={tmp_path / 'rooms, old.txt'}")
    assert [rule.obeys(number) for number in ("101", "2.04", "103", "10")] == [True, True, False, False]


@pytest.mark.parametrize("content", [None, b"", b"first\nsecond", b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_used_says_so(content, tmp_path: Path):
    file = tmp_path / "list.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=r"list.txt (cannot be read|is no list of numbers); .*each line\.$"):
        Rule.parse(f"list={file}")


@pytest.mark.parametrize("text", ["length 4-6", "length=4-6", "length = 4 - 6", "length  4-6"])
def test_a_space_may_stand_in_place_of_the_equals_sign(text):
    assert [Rule.parse(text).obeys(number) for number in ("123", "1234", "1234567")] == [False, True, False]


def test_several_rules_are_one_that_demands_all():
    rule = Rule.all_of([Rule.parse("length=4"), Rule.parse("prefix=20, range=2000-2050")])
    assert rule is not None and rule.text == "length=4, prefix=20, range=2000-2050"
    assert [rule.obeys(number) for number in ("2026", "20260", "1026", "2060")] == [True, False, False, False]
    assert Rule.all_of([]) is None


def test_each_row_of_a_reading_has_its_own_number():
    reading = Reading((tuple(sure_digits("2026")), tuple(sure_digits("31"))))
    four, none = Rule.parse("length=4").numbers_of(reading)
    assert four is not None and four.text == "2026" and none is None


def test_the_likeliest_number_that_obeys_is_taken():
    row = [*sure_digits("7992739871"), digit(d5=0.5, d2=0.2, d3=0.15)]
    number = Rule.parse("luhn").likeliest(row, 0.0)
    assert number is not None and number.text == "79927398713"
    assert number.probability == pytest.approx(0.991**10 * 0.165, rel=1e-3)


def test_a_number_that_obeys_as_it_was_read_stays():
    number = Rule.parse("length=4").likeliest(sure_digits("2026"), 0.0)
    assert number is not None and number.text == "2026"


def test_where_another_reader_decided_its_word_comes_first():
    decided = replace(digit(d1=0.7, d7=0.2), label=7)
    number = Rule.parse("length=1").likeliest([decided])
    assert number is not None and number.text == "7" and number.probability == pytest.approx(0.71)
    assert Rule.parse("prefix=1").likeliest([decided]).text == "1"


def test_none_is_returned_where_all_that_obey_are_unlikely():
    row = sure_digits("79927398710")
    assert Rule.parse("luhn").likeliest(row, 0.01) is None
    assert Rule.parse("length=4").likeliest(row, 0.0) is None


def test_marks_and_digits_that_the_user_named_stay():
    slash = Mark("/", 0.9, digit(d1=0.6))
    row = [digit(d3=0.6, d2=0.3), digit("hand", d9=0.9), slash, digit(d2=0.9)]
    number = Rule.parse("prefix=2").likeliest(row, 0.0)
    assert number is not None and number.text == "29/2"


def test_the_order_is_that_of_trying_all():
    rng = np.random.default_rng(7)
    row = [digit(**{f"d{k}": float(s) for k, s in enumerate(rng.dirichlet(np.ones(10)) * 0.9)}) for _ in range(3)]
    numbers = ["".join(map(str, labels)) for labels in itertools.product(range(10), repeat=3)]
    shares = {n: np.prod([row[k].probabilities[int(s)] for k, s in enumerate(n)]) for n in numbers}
    rule = Rule.parse("luhn, range=100-990")
    best = max((n for n in numbers if rule.obeys(n)), key=lambda n: shares[n])
    number = rule.likeliest(row, 0.0)
    assert number is not None and number.text == best


def test_what_was_read_stays_where_it_obeys_however_unlikely():
    row = [digit(d1=0.3, d2=0.25) for _ in range(8)]
    likelier = RowPath(tuple(sure_digits("22222222")), 1.0)
    number = Rule.parse("length=8").likeliest(row, 0.01, others=(likelier,))
    assert number is not None and number.text == "1" * 8 and number.signs == tuple(row)


def test_another_way_to_take_the_ink_apart_counts_by_its_share():
    row, others = sure_digits("208"), (RowPath(tuple(sure_digits("2507")), 0.2),)
    number = Rule.parse("length=4").likeliest(row, 0.1, others=others)
    assert number is not None and number.text == "2507" and number.signs == others[0].signs
    assert Rule.parse("length=4").likeliest(row, 0.3, others=others) is None


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("length=4-6", False),
        ("luhn", False),
        ("length=8, mod11", False),
        ("prefix=20, length=8", False),
        ("prefix=20", True),
        ("range=1-120", True),
        ("length=4, range=1950-2030", True),
        ("length=8, date", True),
        ("time", True),
    ],
)
def test_a_rule_says_whether_it_means_numbers_with_marks(text: str, marks: bool) -> None:
    assert Rule.parse(text).marks == marks


def test_a_list_means_marks_where_one_of_its_numbers_has_some(tmp_path) -> None:
    file = tmp_path / "numbers.txt"
    for numbers, marks in (("12\n345\n", False), ("12\n3.45\n", True)):
        file.write_text(numbers)
        assert Rule.parse(f"length=2-3, list={file}").marks == marks

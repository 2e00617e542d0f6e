"""Rules that numbers obey, such as a length, a range or a check digit, and the likeliest number that obeys one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from heapq import heappop, heappush, merge
from itertools import chain, islice
from pathlib import Path

import numpy as np

from digitpad.check_digits import CHECK_DIGITS
from digitpad.errors import UsageError
from digitpad.languages import _
from digitpad.records import DIGITS, MARKS, Box, Digit, Reading, RowPath, Sign

Demand = Callable[[str], bool]

KINDS = "length=4-6, prefix=20, range=1-120, date, time, luhn, mod11, mod97, ean"
MAY_STAND = f"{KINDS} or list=FILE, several with commas"
LEAST = 0.01  # times as likely as what was read: less would be made up; chosen by `python -m tests.bench.rules --sweep`
MOST_LIST_BYTES = 20_000_000  # of a list of valid numbers
MOST_TRIED = 20_000  # strings looked at before the search ends: a bound of its time
NUMBER = re.compile(rf"[{re.escape(DIGITS + MARKS)}]*[0-9][{re.escape(DIGITS + MARKS)}]*")
BETWEEN = re.compile(r"(\d+)(?:\s*-\s*(\d+))?")
DATES = (  # day first, or the year as ISO 8601 has it; with marks or without
    re.compile(r"(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)
TIME = re.compile(r"([01]?\d|2[0-3])[:.][0-5]\d([:.][0-5]\d)?|([01]\d|2[0-3])[0-5]\d([0-5]\d)?")


@dataclass(frozen=True)
class RuledNumber:
    """A number that obeys a rule."""

    text: str
    probability: float  # 0..1, the product of its digits' probabilities, less where the ink is taken apart otherwise
    signs: tuple[Sign, ...]  # left to right; digits that the rule made others are decided by it


@dataclass(frozen=True)
class Rule:
    """Conditions, all of which a number must meet."""

    text: str  # as it was written
    demands: tuple[Demand, ...]
    marks: bool = True  # numbers with marks may be meant; else of digits alone

    @staticmethod
    def parse(text: str, *, files: bool = True) -> Rule:
        """Return the rule that a short text names: one demand, or several with commas between them.

        `length=4-6` counts digits; `prefix=20` is what the number begins with; `range=1-120` is its value; `date` is
        day, month, year, or a date of ISO 8601; `time` has 24 hours; `luhn`, `mod11`, `mod97` and `ean` are check
        digits, marks left out; `list=FILE` names a text file with a valid number on each line, and stands last. A
        space may stand in place of the equals sign. `files`: a list may be named, which is read from the disk.

        Raises UsageError where the text names no rule, and where the file cannot be read or is empty.
        """
        parts = _parts(text)
        if not files and any(part.startswith("list") for part in parts):
            raise UsageError(
                _("A list of valid numbers is a file of this computer; it cannot be named from elsewhere.")
            )
        demands = tuple(map(_demand, parts))
        marks_meant = set(map(_marks_meant, parts, demands))
        return Rule(text.strip(), demands, marks=True in marks_meant or False not in marks_meant)

    @staticmethod
    def all_of(rules: Sequence[Rule]) -> Rule | None:
        """Return one rule that demands what all of them do; None where there are none."""
        demands = tuple(demand for rule in rules for demand in rule.demands)
        marks = any(rule.marks for rule in rules)
        return Rule(", ".join(rule.text for rule in rules), demands, marks) if rules else None

    def obeys(self, number: str) -> bool:
        """Tell whether a number, digits and marks, obeys; text that is no number never does."""
        return NUMBER.fullmatch(number) is not None and all(demand(number) for demand in self.demands)

    def numbers_of(self, reading: Reading) -> tuple[RuledNumber | None, ...]:
        """Return the likeliest number of each row that obeys; None for a row of which none is likely enough."""
        others = reading.others or ((),) * len(reading.rows)
        return tuple(self.likeliest(row, others=ways) for row, ways in zip(reading.signs, others, strict=True))

    def likeliest(
        self, row: Sequence[Sign], least: float = LEAST, others: Sequence[RowPath] = ()
    ) -> RuledNumber | None:
        """Return the likeliest number of a row's digits that obeys: what was read, where that does.

        None where no number that obeys is at least `least` times as likely as what was read. Marks stay as they were
        read, and so do digits that the user has named. Ink that was rejected counts as the digit that it would be.
        `others`: further ways to take the ink apart. At most MOST_TRIED numbers are tried, the likeliest first.
        """
        own = RowPath(tuple(row), 1.0)
        first = next(_likeliest_first(own))
        numbers = merge(*map(_likeliest_first, (own, *others)), key=lambda number: -number.probability)
        for number in chain([first], islice(numbers, MOST_TRIED)):
            if number.probability < least * first.probability:
                return None
            if self.obeys(number.text):
                return number.ruled({sign.box for sign in row})
        return None


@dataclass(frozen=True, eq=False)
class _PossibleNumber:
    """The signs of a path, with the symbols that they may be."""

    path: RowPath
    symbols: tuple[str, ...]
    probability: float

    @property
    def text(self) -> str:
        return "".join(self.symbols)

    def ruled(self, boxes: Collection[Box]) -> RuledNumber:
        """Return the number as the rule has it; `boxes`: of the digits as they were read."""
        shares = [1.0 if sign.box in boxes else self.path.share for sign in self.path.signs]
        signs = zip(self.path.signs, self.symbols, shares, strict=True)
        return RuledNumber(self.text, self.probability, tuple(_become(*each) for each in signs))


def _likeliest_first(path: RowPath) -> Iterator[_PossibleNumber]:
    """Yield each number that a row's signs could be, in falling order of probability."""
    choices = [_choices(sign) for sign in path.signs]
    queue = [(-path.share * float(np.prod([each[0][1] for each in choices])), (0,) * len(choices), 0)]
    while queue:
        negative, ranks, first = heappop(queue)
        symbols = tuple(choice[rank][0] for choice, rank in zip(choices, ranks, strict=True))
        yield _PossibleNumber(path, symbols, -negative)
        for place in range(first, len(ranks)):  # from the last changed place on: each number is reached once
            if ranks[place] + 1 < len(choices[place]):
                following = (*ranks[:place], ranks[place] + 1, *ranks[place + 1 :])
                probability = np.prod([choice[rank][1] for choice, rank in zip(choices, following, strict=True)])
                heappush(queue, (-path.share * float(probability), following, place))


def _become(sign: Sign, symbol: str, share: float) -> Sign:
    """Return a sign as the symbol that the rule asks for; `share`: how likely its ink is one, 1 as it was read."""
    if not isinstance(sign, Digit) or sign.decided_by == "hand" or (symbol == sign.symbol and share == 1):
        return sign
    confidence = min(share * float(sign.probabilities[int(symbol)]), sign.confidence)
    return replace(sign, label=int(symbol), confidence=confidence, decided_by="rule", reminded_by=None)


def _choices(sign: Sign) -> list[tuple[str, float]]:
    """Return the texts that a sign could be, each with its probability, likeliest first.

    Where another reader decided otherwise than the network, its label has the highest probability.
    """
    if not isinstance(sign, Digit) or sign.decided_by == "hand":
        return [(sign.symbol, 1.0)]
    labels = np.argsort(-sign.probabilities, kind="stable").tolist()
    labels.sort(key=lambda label: label != sign.label)
    shares = sorted(sign.probabilities.tolist(), reverse=True)
    return [(str(label), share) for label, share in zip(labels, shares, strict=True)]


def _parts(text: str) -> list[str]:
    """Return the demands of a rule as texts; all behind `list` is a file's name."""
    before, file = re.match(r"(?s)(.*?)((?<![^\s,])list\s*[=\s].*)?$", text.strip()).groups()  # type: ignore[union-attr]
    parts = [part.strip() for part in before.rstrip(", ").split(",")] if before.strip(", ") or not file else []
    return [*parts, file] if file else parts


def _demand(part: str) -> Demand:
    """Return the condition that one part of a rule names. Raises UsageError where it names none."""
    if part in ALONE:
        return ALONE[part]
    name, value = re.match(r"(?s)(\w*)\s*[=\s]?\s*(.*)$", part).groups()  # type: ignore[union-attr]
    if name == "list" and value:
        return _ValidNumbers(_valid_numbers(Path(value)))
    if name == "prefix" and NUMBER.fullmatch(value):
        return partial(_begins, value)
    between = BETWEEN.fullmatch(value)
    if name in BOUNDED and between:
        low, high = int(between[1]), int(between[2] or between[1])
        if low <= high:
            return partial(BOUNDED[name], low, high)
    words = _("{part!r} is no rule for numbers; write {kinds} or list=FILE, several with commas.")
    raise UsageError(words.format(part=part, kinds=KINDS))


class _ValidNumbers(frozenset[str]):
    """The numbers of a list, as a demand."""

    def __call__(self, number: str) -> bool:
        return number in self


def _marks_meant(part: str, demand: Demand) -> bool | None:
    """Tell whether a demand means numbers with marks, or of digits alone; None where it leaves that open."""
    if isinstance(demand, _ValidNumbers):
        return not all(map(str.isdigit, demand))
    if part in CHECK_DIGITS or part.startswith("length"):
        return False
    return None if part.startswith("prefix") else True


def _valid_numbers(file: Path) -> list[str]:
    """Return the numbers of a text file, one a line. Raises UsageError where there is none."""
    try:
        if not file.is_file() or file.stat().st_size > MOST_LIST_BYTES:
            raise OSError("no file, or too large a one")
        lines = file.read_text(encoding="utf-8-sig").split()
    except (OSError, ValueError) as error:
        words = _("{file} cannot be read; name a text file of at most {most} MB with a valid number on each line.")
        raise UsageError(words.format(file=file, most=MOST_LIST_BYTES // 1_000_000)) from error
    if not lines or not all(NUMBER.fullmatch(line) for line in lines):
        raise UsageError(_("{file} is no list of numbers; write one valid number on each line.").format(file=file))
    return lines


def _begins(prefix: str, number: str) -> bool:
    return number.startswith(prefix)


def _has_length(low: int, high: int, number: str) -> bool:
    return low <= sum(sign in DIGITS for sign in number) <= high


def _lies_between(low: int, high: int, number: str) -> bool:
    """True for a whole number, or one with a decimal point or comma, from `low` to `high`."""
    return re.fullmatch(r"-?\d+([.,]\d+)?", number) is not None and low <= float(number.replace(",", ".")) <= high


def _is_date(number: str) -> bool:
    return any(_is_day(form.fullmatch(number)) for form in DATES)


def _is_day(parts: re.Match[str] | None) -> bool:
    """True for a day of the calendar; years of two digits are those of this century."""
    if parts is None:
        return False
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    try:
        date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return False
    return True


def _is_time(number: str) -> bool:
    return TIME.fullmatch(number) is not None


BOUNDED: Mapping[str, Callable[[int, int, str], bool]] = {"length": _has_length, "range": _lies_between}
ALONE: Mapping[str, Demand] = {"date": _is_date, "time": _is_time, **CHECK_DIGITS}

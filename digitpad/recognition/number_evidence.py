"""All that was read of a row, gathered for the trust in it as one number."""

from __future__ import annotations

from collections.abc import Sequence

from digitpad.inference.rows.number_choice import LatticeWord
from digitpad.inference.rows.number_trust import NO_WORD, NumberEvidence, NumberTrust
from digitpad.inference.rows.row_reader import RowReading
from digitpad.records import Digit, Reading, RowTrust

UNKNOWN = RowTrust(0.0, agreed=False)  # of a row that the second reader did not see


def word_of(row: Sequence[Digit]) -> LatticeWord:
    """Return the digits of a row with their confidences."""
    return LatticeWord("".join(str(digit.label) for digit in row), tuple(digit.confidence for digit in row))


def words_of(place: int, count: int, lattices: Sequence[Reading]) -> tuple[LatticeWord, ...]:
    """Return what each lattice reads of the row at `place`, of `count` rows."""
    return tuple(word_of(each.rows[place]) if len(each.rows) == count else NO_WORD for each in lattices)


def places_of(digits: Sequence[Digit]) -> LatticeWord:
    """Return the digits that the network alone reads at the places of a row's digits."""
    pairs = [(int(digit.probabilities.argmax()), digit.confidence) for digit in digits]
    return LatticeWord("".join(str(label) for label, _ in pairs), tuple(confidence for _, confidence in pairs))


def trust_in(trust: NumberTrust, evidence: NumberEvidence) -> RowTrust:
    """Return the trust in a row as one number, by all that was read of it."""
    return RowTrust(trust.confidence(evidence), evidence.agreed)


def is_refused(digits: Sequence[Digit]) -> bool:
    """Return True where one of the digits is more likely no digit."""
    return any(digit.refused for digit in digits)


def drawn_evidence(digits: Sequence[Digit], row: RowReading) -> NumberEvidence:
    """Return what was read of a row on the pad."""
    word = word_of(digits)
    return NumberEvidence(word.text, row, (word,), unread=is_refused(digits), drawn=True)

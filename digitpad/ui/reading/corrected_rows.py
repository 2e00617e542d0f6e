"""The rows in which digits are corrected: strips with their texts, as the user leaves them. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from digitpad.records import Digit, Reading, RowString, Sign

NO_DIGIT, UNKNOWN = "x", "?"  # in the text of a row


def row_strings(reading: Reading, said: Mapping[int, int | str | None]) -> dict[int, RowString]:
    """Return the row of each digit, by its place in the sequence, with what is `said` now of some of them.

    Rows of which the text is not known are left out: some ink in them may be a digit or none, and nobody has said.
    """
    now, start, rows = datetime.now(UTC), 0, {}
    for signs, strip in zip(reading.signs, reading.strips, strict=False):
        texts = [_in_text(said.get(start + place, sign)) for place, sign in enumerate(signs)]
        if strip is not None and UNKNOWN not in texts:
            for place, text in enumerate(texts):
                if text:
                    rows[start + place] = RowString(strip, "".join(texts), len("".join(texts[:place])), now)
        start += len(signs)
    return rows


def rows_in_frame(frame: Reading, shown: Sequence[Digit], said: Mapping[int, int | None]) -> dict[int, RowString]:
    """Return the row of each digit `shown`, by its place, as one frame has it, with what is `said` now of some of them.

    Digits are followed over many frames, and the strips are those of one: a row is left out where the frame has a digit
    in it that is not shown.
    """
    now = datetime.now(UTC)
    rows: dict[int, RowString] = {}
    for row, strip in zip(frame.rows, frame.strips, strict=False):
        places = [_shown_over(digit, shown) for digit in row]
        known = [place for place in places if place is not None]
        texts = [_in_text(said.get(place, shown[place])) for place in known]
        if strip is not None and len(set(known)) == len(places) and UNKNOWN not in texts:
            rows |= {place: RowString(strip, "".join(texts), at, now) for at, place in enumerate(known)}
    return rows


def _shown_over(digit: Digit, shown: Sequence[Digit]) -> int | None:
    """Return the place of the digit that is shown over the middle of this one; None where there is none."""
    x, y = digit.box.left + digit.box.width / 2, digit.box.top + digit.box.height / 2
    over = [
        place
        for place, box in enumerate(each.box for each in shown)
        if box.left <= x < box.left + box.width and box.top <= y < box.top + box.height
    ]
    return over[0] if over else None


def _in_text(value: Sign | int | str | None) -> str:
    """Return a sign, or what is said of it, in a row's text: a digit, NO_DIGIT, UNKNOWN, or "" for a mark."""
    if value is None:
        return NO_DIGIT
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, Digit):
        return ""
    if value.refused:
        return NO_DIGIT if value.decided_by == "hand" else UNKNOWN
    return str(value.label)

"""What a column with a reading can do about wrong digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitpad.records import Glyph
from digitpad.ui.kept import Storing


@dataclass(frozen=True)
class Corrects:
    """Digits are named by their place in the reading."""

    label: Callable[[Sequence[int], int | None], None]  # the digits are this one; None: not a digit
    confirm: Callable[[Sequence[int]], None]  # these were read right
    join: Callable[[Sequence[int]], None]  # these are one digit
    split: Callable[[int], None]  # this is two digits
    spell: Callable[[str], None]  # the whole number, rows with spaces between them
    take_back: Callable[[int], None]  # what was said of this one
    storing: Callable[[int], Storing]  # how far what was said of this one has come to the disk
    sample_glyph: Callable[[int], Glyph | None]  # of a stored sample, by id
    show_sample: Callable[[int], None]

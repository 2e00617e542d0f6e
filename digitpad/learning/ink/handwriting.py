"""All handwriting and print that scenes are made of, as plain arrays that another process can take over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.learning.data.datasets import HELD_OUT_IMAGES, Images, PenDigit, is_held_out
from digitpad.learning.ink.dice import Dice

Strokes = tuple[NDArray[np.float32], ...]  # each (n, 2) x, y, y down
SPLIT = 200  # samples at most of one writer: data without names of writers is not all by one hand
FONTS = (
    *("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    *("STIXGeneral.ttf", "STIXGeneralBol.ttf", "cmb10.ttf", "cmr10.ttf", "cmss10.ttf", "cmtt10.ttf"),
)  # upright ones that come with matplotlib, hence the same on every machine


@dataclass(frozen=True, eq=False)
class HandwritingBank:
    """Handwriting and print either for training or held out for measuring; never both."""

    images: Images  # (N, 28, 28) MNIST digits, light ink on 0
    digits: tuple[tuple[Strokes, ...], ...]  # by writer
    letters: tuple[tuple[Strokes, ...], ...]  # by writer
    fonts: tuple[Path, ...]  # of print, which is no handwriting

    def hand(self, dice: Dice) -> Hand:
        """Return one writer's digits and letters."""
        letters = dice.pick(self.letters) if self.letters else ()
        return Hand(dice.pick(self.digits), letters)

    def image(self, dice: Dice) -> NDArray[np.uint8]:
        """Return one of MNIST's digits (28, 28)."""
        return np.asarray(self.images[dice.count(0, len(self.images) - 1)])


@dataclass(frozen=True, eq=False)
class Hand:
    digits: tuple[Strokes, ...]
    letters: tuple[Strokes, ...]


def bank_of(
    images: Images, digits: Iterable[PenDigit], letters: Iterable[PenDigit], *, held_out: bool = False
) -> HandwritingBank:
    """Return the part for training, or the held-out part: a fifth of the writers and MNIST's last training images.

    Raises DigitPadError where there is no pen digit to write with.
    """
    part = images[-HELD_OUT_IMAGES:] if held_out else images[:-HELD_OUT_IMAGES]
    by_writer = _by_writer(digits, held_out)
    if not by_writer:
        raise DigitPadError("The stroke files hold no digits of such writers; name others with --strokes.")
    return HandwritingBank(part, by_writer, _by_writer(letters, held_out), _fonts())


def _by_writer(digits: Iterable[PenDigit], held_out: bool) -> tuple[tuple[Strokes, ...], ...]:
    writers: dict[str, list[Strokes]] = {}
    for digit in digits:
        if is_held_out(digit.writer) == held_out:
            writers.setdefault(digit.writer, []).append(digit.strokes)
    return tuple(tuple(part) for strokes in writers.values() for part in _parts(strokes))


def _parts(strokes: Sequence[Strokes]) -> list[Sequence[Strokes]]:
    return [strokes[start : start + SPLIT] for start in range(0, len(strokes), SPLIT)]


def _fonts() -> tuple[Path, ...]:
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return tuple(folder / name for name in FONTS if (folder / name).is_file())

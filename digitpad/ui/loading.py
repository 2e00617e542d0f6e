"""What loads the recogniser, tried in turn in the reader's thread: torch is not imported before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import DigitPadError
from digitpad.missing import in_words

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer


def loaders(weights: Path | None, device: str, folder: Path | None = None) -> tuple[Callable[[], Recognizer], ...]:
    """What was asked for; then, where that is something else, the shipped weights on whatever device there is.

    Without `weights` it is the version that was chosen in the user's `folder`, where that is given.
    """

    def load(from_file: Path | None, on: str, chosen_in: Path | None = None) -> Recognizer:
        try:
            from digitpad.learning.network import use_one_core
            from digitpad.learning.versions import chosen_weights
            from digitpad.recognizer import Recognizer
        except (ImportError, OSError) as error:
            raise DigitPadError(in_words(error) or f"Torch cannot be loaded ({error}); install it again.") from error
        use_one_core()
        return Recognizer.load(chosen_weights(chosen_in) if chosen_in is not None else from_file, on)

    asked: tuple[Path | None, str, Path | None] = (weights, device, folder if weights is None else None)
    shipped = (None, "auto", None)
    return tuple(partial(load, *attempt) for attempt in ([shipped] if asked == shipped else [asked, shipped]))

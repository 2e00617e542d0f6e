"""Functions that load the recogniser, tried in turn in the reader's thread. None of them needs torch on a CPU."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import DigitPadError
from digitpad.import_errors import in_words
from digitpad.languages import _

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer


def begin_imports() -> None:
    """Import what the loaders need in a thread, while the window is built: Tk leaves a part of that time to others."""
    threading.Thread(target=_import_reader, name="imports").start()


def _import_reader() -> None:
    with contextlib.suppress(ImportError, OSError):  # the loader meets it again, and says so
        from digitpad.recognizer import Recognizer

        Recognizer.import_engine()


def loaders(weights: Path | None, device: str, folder: Path | None = None) -> tuple[Callable[[], Recognizer], ...]:
    """Return loaders: first of what was asked for; then of the shipped weights on whatever device there is.

    Without `weights` it is the version that was chosen in the user's `folder`, where that is given.
    """

    def load(from_file: Path | None, on: str, chosen_in: Path | None = None) -> Recognizer:
        try:
            from digitpad.learning.registry.versions import chosen_weights
            from digitpad.recognizer import Recognizer
        except (ImportError, OSError) as error:
            sentence = in_words(error) or _("DigitPad cannot read ({error}); install it again.").format(error=error)
            raise DigitPadError(sentence) from error
        return Recognizer.load(chosen_weights(chosen_in) if chosen_in is not None else from_file, on, at_once=True)

    wished: tuple[Path | None, str, Path | None] = (weights, device, folder if weights is None else None)
    shipped = (None, "auto", None)
    return tuple(partial(load, *attempt) for attempt in ([shipped] if wished == shipped else [wished, shipped]))

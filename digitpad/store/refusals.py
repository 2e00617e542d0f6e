"""Samples that cannot be imported, collected for one sentence at the end: all samples are imported, or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.languages import _

NAMED = 3  # the others are counted


class Refusals:
    """The sentences about the samples of a file or folder that cannot be imported."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sentences: list[str] = []

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Keep the sentence of a DigitPadError and go on."""
        try:
            yield
        except DigitPadError as error:
            self._sentences.append(str(error))

    def tell(self, count: int) -> None:
        """Raise DigitPadError where any of the `count` samples was refused."""
        if not self._sentences:
            return
        more = len(self._sentences) - NAMED
        refusals, first_sentences = len(self._sentences), " ".join(self._sentences[:NAMED])
        words = _("Nothing was imported, for {refused:,} of {count:,} samples in {path} cannot be used:")
        rest = " " + _("So it is with {count:,} more.").format(count=more) if more > 0 else ""
        raise DigitPadError(f"{words.format(refused=refusals, count=count, path=self._path)} {first_sentences}{rest}")

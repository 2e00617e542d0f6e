"""Samples that cannot be imported: gathered file by file, for one sentence, as nothing is imported by halves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitpad.errors import DigitPadError

NAMED = 3  # the others are counted


class Refusals:
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
        rest = f" So it is with {more:,} more." if more > 0 else ""
        raise DigitPadError(
            f"Nothing was imported, for {len(self._sentences):,} of {count:,} samples in {self._path} cannot be used: "
            f"{' '.join(self._sentences[:NAMED])}{rest}"
        )

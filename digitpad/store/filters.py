"""Filters and orders of samples: as values, and as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from digitpad.records import Origin

Order = Literal["newest", "oldest", "doubt"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ORDERS: dict[Order, str] = {
    "newest": "created_at DESC, id DESC",
    "oldest": "created_at, id",
    "doubt": "probabilities IS NULL, confidence, id DESC",  # least confident first; what was never read comes last
}


@dataclass(frozen=True)
class Filter:
    """Conditions on samples, all of which must hold; the default holds for every sample."""

    labels: frozenset[int | None] | None = None  # 0..9, None: not a digit; no set at all: any label
    sources: frozenset[Origin] | None = None
    misread: bool = False  # only what was read as something else
    label_errors: bool = False  # only suspected label errors
    writers: frozenset[str] | None = None  # "": of nobody who was named; no set at all: of anybody
    since: datetime | None = None  # from then on
    until: datetime | None = None  # before then

    def sql(self) -> tuple[str, list[object]]:
        """Return an SQL condition on the table `samples` and its values; deleted samples never meet it."""
        parts: list[str] = ["deleted_at IS NULL"]
        values: list[object] = []
        if self.labels is not None:
            digits = [label for label in self.labels if label is not None]
            parts.append(f"(label IN ({_marks(len(digits))})" + " OR label IS NULL" * (None in self.labels) + ")")
            values += digits
        if self.sources is not None:
            parts.append(f"source IN ({_marks(len(self.sources))})")
            values += self.sources
        if self.misread:
            parts.append("probabilities IS NOT NULL AND predicted IS NOT label")
        if self.label_errors:
            parts.append("slip")
        if self.writers is not None:
            parts.append(f"writer IN ({_marks(len(self.writers))})")
            values += self.writers
        for moment, sign in ((self.since, ">="), (self.until, "<")):
            if moment is not None:
                parts.append(f"created_at {sign} ?")
                values.append(microseconds(moment))
        return " AND ".join(parts), values


EVERYTHING = Filter()


def microseconds(moment: datetime) -> int:
    """Return microseconds since 1970, UTC; a moment without a time zone is local."""
    return (moment.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def moment_of(microseconds: int) -> datetime:
    """Return the moment, in UTC, of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=microseconds)


def _marks(count: int) -> str:
    return ",".join("?" * count)

"""A retraining that is asked for, and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.finetune_config import FinetuneConfig, samples_of
from digitpad.records import Sample

if TYPE_CHECKING:
    from digitpad.learning.registry.version import Version
    from digitpad.learning.registry.versions import Versions


@dataclass(frozen=True, eq=False)
class Job:
    """Weights and samples of a retraining; a copy, so that nothing else sees it change."""

    weights: Path  # of the version that it starts from
    model: str  # its name
    samples: Sequence[Sample]
    with_mnist: bool = True
    options: FinetuneConfig | None = None  # None: the usual ones

    @property
    def chosen(self) -> Sequence[Sample]:
        """The samples of the writer that the options name."""
        return samples_of(self.options.writer if self.options is not None else None, self.samples)

    @property
    def writers(self) -> tuple[str, ...]:
        """The names of the writers, with "" where some samples are of nobody named; none where nobody was named."""
        names = {sample.writer for sample in self.samples}
        return tuple(sorted(names, key=lambda name: (not name, name.casefold()))) if names - {""} else ()


class Retrained(Protocol):
    """The result of training."""

    @property
    def comparison(self) -> BeforeAfter: ...
    def keep(self, versions: Versions, name: str = "") -> Version: ...

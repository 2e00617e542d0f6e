"""Results of a retraining, as the tests want them."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.learning.finetune.before_after import BeforeAfter, ChangedDigit


def before_after(*, offered: bool = True, gained: bool = True, now_right: tuple[ChangedDigit, ...] = ()) -> BeforeAfter:
    """Return a comparison of ten samples: 5 misread before, then 1; 5 with less doubt where nothing is `gained`."""
    return BeforeAfter(
        samples=10,
        before=5,
        after=1 if gained else 5,
        loss_before=1.0,
        loss_after=0.5,
        fair=True,
        mnist_images=10_000,
        mnist_before=0.99,
        mnist_after=0.99 if offered else 0.9,
        agreement=1.0,
        now_right=now_right,
        now_wrong=(),
    )


@dataclass(frozen=True)
class Outcome:
    """The result of a training that never took place."""

    comparison: BeforeAfter

"""The comparison of a network before and after a retraining, and the decision to offer the new one; free of torch."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.languages import _
from digitpad.learning.finetune.row_comparison import RowsBeforeAfter
from digitpad.records import Glyph

MOST_LOST = 0.001  # of MNIST's accuracy
LEAST_AGREEMENT = 0.995  # of made-up digits, where there is no MNIST
SURER = 0.99  # times the loss before: as many misread, but less doubt
FEWEST = 5  # samples that can be held out in turn


@dataclass(frozen=True, eq=False)
class ChangedDigit:
    """A digit that two networks read differently."""

    glyph: Glyph
    label: int | None  # None: not a digit
    before: int | None  # what was read
    after: int | None
    yours: bool  # one of the user's samples, else MNIST's


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """Two networks on the same digits, of which neither was trained on any, as far as that can be had."""

    samples: int  # of the user's, that both networks were tried on
    before: int  # of them misread
    after: int  # of them misread by a network that was not trained on them
    loss_before: float  # mean of -log of the probability of what they are
    loss_after: float
    fair: bool  # False: too few to hold any out, `after` is of the very network that was trained on them
    mnist_images: int  # never trained on; 0: there is no MNIST here
    mnist_before: float  # accuracy 0..1
    mnist_after: float
    agreement: float  # share 0..1 of made-up digits that are read as before
    now_right: tuple[ChangedDigit, ...]
    now_wrong: tuple[ChangedDigit, ...]
    rows: RowsBeforeAfter | None = None  # of the row reader; None: no number was corrected

    @property
    def improved(self) -> bool:
        """Fewer of the user's digits are misread, or as many and they are read with less doubt.

        Digits that were read right before and were trained on do not count: they are always read with less doubt.
        """
        if self.before == self.after:
            tells = self.fair or self.before > 0
            return tells and self.loss_after < SURER * self.loss_before
        return self.after < self.before

    @property
    def forgot(self) -> bool:
        if self.mnist_images:
            return self.mnist_before - self.mnist_after > MOST_LOST + 1e-9
        return self.agreement < LEAST_AGREEMENT

    @property
    def digits_better(self) -> bool:
        """True where the new network of digits may be offered."""
        return self.improved and not self.forgot

    @property
    def rows_better(self) -> bool:
        """True where the new row reader may be offered."""
        return self.rows is not None and self.rows.better

    @property
    def better(self) -> bool:
        """True where one of both networks may be offered; the other then stays as it was."""
        return self.digits_better or self.rows_better

    @property
    def verdict(self) -> str:
        """The result in sentences for the user."""
        return " ".join([self._digit_words(), *([self.rows.verdict] if self.rows is not None else [])])

    def _digit_words(self) -> str:
        if self.forgot:
            alone = _("Not offered: it forgot too much. {mnist}")
            beside = _("The reader of digits stays: it forgot too much. {mnist}")
            return (beside if self.rows_better else alone).format(mnist=self._mnist_words())
        if not self.improved:
            alone = _("Not offered: your digits are not read better. {yours}")
            beside = _("The reader of digits stays: your digits are not read better. {yours}")
            return (beside if self.rows_better else alone).format(yours=self._sample_words())
        return f"{self._sample_words()} {self._mnist_words()}"

    def _sample_words(self) -> str:
        doubt = _(" with less doubt") if self.before == self.after and self.improved else ""
        flattery = "" if self.fair else _(" (too few to keep any from training, so this figure flatters)")
        words = _("Of {count:,} of your samples {before:,} were read right before, {now:,} now{doubt}{flattery}.")
        before, now = self.samples - self.before, self.samples - self.after
        return words.format(count=self.samples, before=before, now=now, doubt=doubt, flattery=flattery)

    def _mnist_words(self) -> str:
        if not self.mnist_images:
            words = _("MNIST is not here to check; {share:.1%} of made-up digits are read as before.")
            return words.format(share=self.agreement)
        words = _("MNIST: {before:.2%} before, {now:.2%} now, of {count:,} images never trained on.")
        return words.format(before=self.mnist_before, now=self.mnist_after, count=self.mnist_images)

"""The row reader before and after a retraining, compared on whole numbers; free of torch."""

from __future__ import annotations

from dataclasses import dataclass

from digitpad.languages import _

MOST_LOST_ROWS = 0.0105  # of the share of made strings read without a mistake: 5 of 480, which chance alone moves
SURER_ROWS = 0.99  # times the loss before: as many mistakes, but less doubt


@dataclass(frozen=True)
class RowScores:
    """Readings of some strings by one network."""

    strings: int
    wrong: int  # strings with a mistake
    mistakes: int  # characters to insert, delete or replace
    loss: float  # mean of -log of the probability of the right string, nats

    @property
    def exact(self) -> float:
        """The share 0..1 read without a mistake; 1 without strings."""
        return 1 - self.wrong / max(self.strings, 1)


@dataclass(frozen=True)
class RowsBeforeAfter:
    """Two row readers on the same strings, of which neither was trained on any, as far as that can be had."""

    before: RowScores  # of the user's numbers
    after: RowScores
    fair: bool  # False: too few to hold any out, `after` is of the very network that was trained on them
    made_before: RowScores  # of made strings that neither was trained on
    made_after: RowScores

    @property
    def improved(self) -> bool:
        """Fewer of the user's numbers have a mistake, or as many with fewer mistakes or less doubt."""
        first, last = (self.before.wrong, self.before.mistakes), (self.after.wrong, self.after.mistakes)
        if first == last:
            tells = self.fair or self.before.wrong > 0
            return tells and self.after.loss < SURER_ROWS * self.before.loss
        return last < first

    @property
    def forgot(self) -> bool:
        return self.made_before.exact - self.made_after.exact > MOST_LOST_ROWS

    @property
    def better(self) -> bool:
        """True where the new row reader may be offered."""
        return self.improved and not self.forgot

    @property
    def verdict(self) -> str:
        """The result in sentences for the user."""
        if self.forgot:
            words = _("The reader of whole numbers stays: it forgot too much. {made}")
            return words.format(made=self._made_words())
        if not self.improved:
            words = _("The reader of whole numbers stays: yours are read no better. {yours}")
            return words.format(yours=self._number_words())
        return f"{self._number_words()} {self._made_words()}"

    def _number_words(self) -> str:
        first, last = self.before, self.after
        doubt = _(" with less doubt") if first.wrong == last.wrong and self.improved else ""
        flattery = "" if self.fair else _(" (too few to keep any from training, so this figure flatters)")
        words = _(
            "Of {count:,} of your numbers, read as wholes, {before:,} were right before, {now:,} now{doubt}{flattery}."
        )
        before, now = first.strings - first.wrong, last.strings - last.wrong
        return words.format(count=first.strings, before=before, now=now, doubt=doubt, flattery=flattery)

    def _made_words(self) -> str:
        words = _("Made numbers: {before:.1%} before, {now:.1%} now, of {count:,} never trained on.")
        first, last = self.made_before, self.made_after
        return words.format(before=first.exact, now=last.exact, count=first.strings)

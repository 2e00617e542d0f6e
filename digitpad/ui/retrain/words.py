"""Sentences of the retraining sheet."""

from __future__ import annotations

from digitpad.languages import _, plural
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.row_comparison import RowsBeforeAfter
from digitpad.ui.core.wording import seconds_words, share
from digitpad.ui.retrain.state import Compared, Looking, MnistMissing, Offer, Refused, Running, State
from digitpad.ui.retrain.writer_choice import writer_words
from digitpad.ui.widgets.surface import Shade

UNCHANGED_POINTS = 0.005  # per cent of MNIST, that two decimals do not show


def _yours(samples: int) -> str:
    return plural("your one sample", "your {count:,} samples", samples).format(count=samples)


def offer_words(offer: Offer, seconds: float) -> str:
    """Return what a retraining will do and how long it takes."""
    yours = _yours(offer.samples)
    if offer.options.writer is not None:
        written = plural("one sample of {writer}", "{count:,} samples of {writer}", offer.samples)
        yours = written.format(count=offer.samples, writer=writer_words(offer.options.writer))
    if offer.mnist:
        what = _("{yours}, mixed with MNIST's digits so that it forgets nothing").format(yours=yours)
    else:
        what = _("{yours} without MNIST, guarded by reading made-up digits as before").format(yours=yours)
    words = _(
        "A copy of “{model}” practises on {what}. On this computer's {device} that takes about {time}, as just timed. "
        "Then you see both side by side; your model stays as it is until you decide."
    ).format(model=offer.model, what=what, device=offer.device, time=seconds_words(seconds))
    if offer.samples >= offer.fewest:
        return words
    few = _("With fewer than {count} samples none can be held out, so the figure for yours will flatter.")
    return f"{words} {few.format(count=offer.fewest)}"


def looking_words(looking: Looking) -> str:
    """Return what is looked at, and what is going to be learned."""
    count = sum(looking.counts)
    if not count:
        return looking.words
    plan = plural(
        "A copy of “{model}” will practise on your one sample. Your model stays as it is until you have seen both side "
        "by side.",
        "A copy of “{model}” will practise on your {count:,} samples, so many of each digit. Your model stays as it is "
        "until you have seen both side by side.",
        count,
    )
    return f"{looking.words}\n\n{plan.format(model=looking.model, count=count)}"


def title_of(state: State) -> str:
    """Return the words on top of the sheet: the verdict as soon as there is one."""
    return verdict_of(state.comparison) if isinstance(state, Compared) else _("Retraining")


def verdict_of(comparison: BeforeAfter) -> str:
    """Return the outcome of a retraining in one sentence, with the question that it leaves."""
    if comparison.rows is not None and comparison.rows_better and not comparison.digits_better:
        return _rows_verdict(comparison.rows)
    yours = _yours(comparison.samples)
    if comparison.forgot:
        return _("It forgot too much ({mnist}): better keep the old model").format(mnist=_others(comparison))
    if not comparison.improved:
        return _("It reads {yours} no better: better keep the old model").format(yours=yours)
    gained = comparison.before - comparison.after
    if gained and comparison.samples == 1:
        return _("Reads {yours} right now, {mnist}: keep it?").format(yours=yours, mnist=_others(comparison))
    if gained:
        return _("Reads {gained:,} more of {yours} right, {mnist}: keep it?").format(
            gained=gained, yours=yours, mnist=_others(comparison)
        )
    return _("Reads {yours} with less doubt, {mnist}: keep it?").format(yours=yours, mnist=_others(comparison))


def _rows_verdict(rows: RowsBeforeAfter) -> str:
    gained = rows.before.wrong - rows.after.wrong
    if gained > 0:
        return _("Reads {gained:,} more of your {count:,} numbers right as wholes: keep it?").format(
            gained=gained, count=rows.before.strings
        )
    return _("Reads your {count:,} numbers as wholes with less doubt: keep it?").format(count=rows.before.strings)


def _others(comparison: BeforeAfter) -> str:
    """Say what became of other people's digits."""
    if not comparison.mnist_images:
        return _("{share} of made-up digits read as before").format(share=share(comparison.agreement))
    points = (comparison.mnist_after - comparison.mnist_before) * 100
    if abs(points) < UNCHANGED_POINTS:
        return _("MNIST unchanged")
    words = _("MNIST {points:.2f} points better") if points > 0 else _("MNIST {points:.2f} points worse")
    return words.format(points=abs(points))


def words_of(state: State) -> str:
    """Return the lines under the title."""
    if isinstance(state, Looking):
        return looking_words(state)
    if isinstance(state, Refused):
        return state.sentence
    if isinstance(state, MnistMissing):
        return _missing_words(state)
    if isinstance(state, FetchProgress):
        return _("MNIST's 60,000 digits are fetched, once. What has come is kept if you cancel.")
    if isinstance(state, Offer):
        return offer_words(state, state.seconds)
    if isinstance(state, Running):
        return _("Your model stays as it is until you decide. You can keep drawing meanwhile.")
    return state.verdict


def _missing_words(state: MnistMissing) -> str:
    words = _(
        "So that the network does not forget other people's digits while it learns yours, it practises on MNIST too: "
        "60,000 digits that are not on this computer yet. They can be fetched once (10 MB) or taken from a folder "
        "where you have them.\n\n"
        "Or continue without: it then learns from your {count:,} samples alone, with the current model as a "
        "guard against forgetting. That guards less well; you can also retrain later."
    ).format(count=state.samples)
    return f"{state.sentence}\n\n{words}" if state.sentence else words


def progress_words(state: Running) -> str:
    if state.paused:
        return _("paused")
    left = "" if state.seconds_left is None else _("about {time} left").format(time=seconds_words(state.seconds_left))
    return _(", ").join(part for part in (state.phase, left) if part)


def shade_of(state: State) -> Shade:
    """Return the shade of the verdict."""
    return "unsure" if isinstance(state, Compared) and not state.offered else "text"

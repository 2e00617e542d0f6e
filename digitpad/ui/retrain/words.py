"""Sentences of the retraining sheet."""

from __future__ import annotations

from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.before_after import BeforeAfter
from digitpad.learning.finetune.row_comparison import RowsBeforeAfter
from digitpad.ui.core.wording import seconds_words, share
from digitpad.ui.retrain.state import Compared, Looking, MnistMissing, Offer, Refused, Running, State
from digitpad.ui.retrain.writer_choice import writer_words
from digitpad.ui.widgets.surface import Shade

UNCHANGED_POINTS = 0.005  # per cent of MNIST, that two decimals do not show


def offer_words(offer: Offer, seconds: float) -> str:
    """Return what a retraining will do and how long it takes."""
    yours = f"your {offer.samples:,} samples" if offer.samples != 1 else "your one sample"
    if offer.options.writer is not None:
        yours = f"{yours.removeprefix('your ')} of {writer_words(offer.options.writer)}"
    if offer.mnist:
        what = f"{yours}, mixed with MNIST's digits so that it forgets nothing"
    else:
        what = f"{yours} without MNIST, guarded by reading made-up digits as before"
    few = (
        f" With fewer than {offer.fewest} samples none can be held out, so the figure for yours will flatter."
        if offer.samples < offer.fewest
        else ""
    )
    return (
        f"A copy of “{offer.model}” practises on {what}. On this computer's {offer.device} that takes about "
        f"{seconds_words(seconds)}, as just timed. Then you see both side by side; your model stays as it is until "
        f"you decide.{few}"
    )


def title_of(state: State) -> str:
    """Return the words on top of the sheet: the verdict as soon as there is one."""
    return verdict_of(state.comparison) if isinstance(state, Compared) else "Retraining"


def verdict_of(comparison: BeforeAfter) -> str:
    """Return the outcome of a retraining in one sentence, with the question that it leaves."""
    yours = f"your {comparison.samples:,} samples" if comparison.samples != 1 else "your one sample"
    if comparison.rows is not None and comparison.rows_better and not comparison.digits_better:
        return _rows_verdict(comparison.rows)
    if comparison.forgot:
        return f"It forgot too much ({_others(comparison)}): better keep the old model"
    if not comparison.improved:
        return f"It reads {yours} no better: better keep the old model"
    gained = comparison.before - comparison.after
    if gained and comparison.samples == 1:
        return f"Reads {yours} right now, {_others(comparison)}: keep it?"
    if gained:
        return f"Reads {gained:,} more of {yours} right, {_others(comparison)}: keep it?"
    return f"Reads {yours} with less doubt, {_others(comparison)}: keep it?"


def _rows_verdict(rows: RowsBeforeAfter) -> str:
    gained = rows.before.wrong - rows.after.wrong
    if gained > 0:
        return f"Reads {gained:,} more of your {rows.before.strings:,} numbers right as wholes: keep it?"
    return f"Reads your {rows.before.strings:,} numbers as wholes with less doubt: keep it?"


def _others(comparison: BeforeAfter) -> str:
    """Say what became of other people's digits."""
    if not comparison.mnist_images:
        return f"{share(comparison.agreement)} of made-up digits read as before"
    points = (comparison.mnist_after - comparison.mnist_before) * 100
    if abs(points) < UNCHANGED_POINTS:
        return "MNIST unchanged"
    return f"MNIST {abs(points):.2f} points {'better' if points > 0 else 'worse'}"


def words_of(state: State) -> str:
    """Return the lines under the title."""
    if isinstance(state, Looking):
        return state.words
    if isinstance(state, Refused):
        return state.sentence
    if isinstance(state, MnistMissing):
        return _missing_words(state)
    if isinstance(state, FetchProgress):
        return "MNIST's 60,000 digits are fetched, once. What has come is kept if you cancel."
    if isinstance(state, Offer):
        return offer_words(state, state.seconds)
    if isinstance(state, Running):
        return "Your model stays as it is until you decide. You can keep drawing meanwhile."
    return state.verdict


def _missing_words(state: MnistMissing) -> str:
    return (f"{state.sentence}\n\n" if state.sentence else "") + (
        "So that the network does not forget other people's digits while it learns yours, it practises on MNIST too: "
        "60,000 digits that are not on this computer yet. They can be fetched once (10 MB) or taken from a folder "
        "where you have them.\n\n"
        f"Or continue without: it then learns from your {state.samples:,} samples alone, with the current model as a "
        "guard against forgetting. That guards less well; you can also retrain later."
    )


def progress_words(state: Running) -> str:
    if state.paused:
        return "paused"
    left = "" if state.seconds_left is None else f"about {seconds_words(state.seconds_left)} left"
    return ", ".join(part for part in (state.phase, left) if part)


def shade_of(state: State) -> Shade:
    """Return the shade of the verdict."""
    return "unsure" if isinstance(state, Compared) and not state.offered else "text"

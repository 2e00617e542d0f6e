"""Sentences of the retraining sheet."""

from __future__ import annotations

from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.ui.core.wording import seconds_words
from digitpad.ui.retrain.state import Compared, Looking, MnistMissing, Offer, Refused, Running, State
from digitpad.ui.retrain.writer_choice import writer_words
from digitpad.ui.widgets.surface import Shade


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
    return ""


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

"""Amounts and times as a person says them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitpad.ui.retrain_state import Offer


def offer_words(offer: Offer, seconds: float) -> str:
    """What a retraining will do and how long it takes."""
    yours = f"your {offer.samples:,} samples" if offer.samples != 1 else "your one sample"
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


def seconds_words(seconds: float) -> str:
    """ "9 seconds", "4 minutes"."""
    if seconds < 90:
        whole = max(1, round(seconds))
        return f"{whole} second{'s' * (whole != 1)}"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{seconds / 3600:.1f} hours"


def megabytes(amount: int) -> str:
    """Of bytes; small ones in kB."""
    return f"{amount / 1e6:.1f} MB" if amount >= 1e6 else f"{amount / 1e3:.0f} kB"


def date_words(moment: str) -> str:
    """ "21 November 2026, 10:12" of ISO 8601; "" where it is not that."""
    local = moment_of(moment)
    return f"{local.day} {local:%B %Y, %H:%M}" if local is not None else ""


def moment_of(moment: str) -> datetime | None:
    """Of ISO 8601, in this computer's time zone; None where it is not that."""
    try:
        return datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError):
        return None


def share(value: float, decimals: int = 1) -> str:
    """ "99.6 %", "100 %"; never rounded up to all."""
    if value >= 1:
        return "100 %"
    below = 1 - 10.0 ** -(decimals + 2)
    return f"{min(value, below) * 100:.{decimals}f} %"

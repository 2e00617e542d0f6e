"""Amounts and times in words."""

from __future__ import annotations

from datetime import datetime


def seconds_words(seconds: float) -> str:
    """Return a length of time as "9 seconds" or "4 minutes"."""
    if seconds < 90:
        whole = max(1, round(seconds))
        return f"{whole} second{'s' * (whole != 1)}"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 90 else f"{seconds / 3600:.1f} hours"


def megabytes(amount: int) -> str:
    """Return bytes in MB, or in kB where they are few: "9.9 MB"."""
    return f"{amount / 1e6:.1f} MB" if amount >= 1e6 else f"{amount / 1e3:.0f} kB"


def date_words(moment: str) -> str:
    """Return a moment in ISO 8601 as "21 November 2026, 10:12"; "" where it is not one."""
    local = moment_of(moment)
    return f"{local.day} {local:%B %Y, %H:%M}" if local is not None else ""


def moment_of(moment: str) -> datetime | None:
    """Return a moment in ISO 8601 in this computer's time zone; None where it is not one."""
    try:
        return datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError):
        return None


def share(value: float, decimals: int = 1) -> str:
    """Return a share 0..1 as "99.6 %"; only the whole is "100 %"."""
    if value >= 1:
        return "100 %"
    below = 1 - 10.0 ** -(decimals + 2)
    return f"{min(value, below) * 100:.{decimals}f} %"


MARK_NAMES = {".": "a decimal point", ",": "a decimal comma", "-": "a minus", "/": "a slash", ":": "a colon"}


def a_mark(symbol: str) -> str:
    """Return a mark in words; "" is none."""
    return MARK_NAMES.get(symbol, "no mark")


def a_digit(label: int) -> str:
    """Return a digit with its article: "a 7", "an 8"."""
    return f"an {label}" if label == 8 else f"a {label}"

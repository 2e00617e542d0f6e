"""Amounts and times in words."""

from __future__ import annotations

from datetime import datetime

from digitpad.languages import _, plural

MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August")),
    *(_("September"), _("October"), _("November"), _("December")),
)
SHORT_MONTHS = (
    *(_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"), _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov")),
    _("Dec"),
)


def seconds_words(seconds: float) -> str:
    """Return a length of time as "9 seconds" or "4 minutes"."""
    if seconds < 90:
        whole = max(1, round(seconds))
        return plural("{count} second", "{count} seconds", whole).format(count=whole)
    minutes = round(seconds / 60)
    return (
        _("{minutes} minutes").format(minutes=minutes)
        if minutes < 90
        else _("{seconds:.1f} hours").format(seconds=seconds / 3600)
    )


def megabytes(amount: int) -> str:
    """Return bytes in MB, or in kB where they are few: "9.9 MB"."""
    return (
        _("{amount:.1f} MB").format(amount=amount / 1000000.0)
        if amount >= 1e6
        else _("{amount:.0f} kB").format(amount=amount / 1000.0)
    )


def count_samples(count: int) -> str:
    """Return a number of samples in words: "1,204 samples"."""
    return plural("{count:,} sample", "{count:,} samples", count).format(count=count)


def day_of(moment: datetime) -> str:
    """Return the day of a moment in this computer's time zone: "21 Nov 2026"."""
    return _date(moment.astimezone(), SHORT_MONTHS)


def date_words(moment: str) -> str:
    """Return a moment in ISO 8601 as "21 November 2026, 10:12"; "" where it is not one."""
    local = moment_of(moment)
    return f"{_date(local, MONTHS)}, {local:%H:%M}" if local is not None else ""


def _date(moment: datetime, months: tuple[str, ...]) -> str:
    return _("{day} {month} {year}").format(day=moment.day, month=months[moment.month - 1], year=moment.year)


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


MARK_NAMES = {
    ".": _("a decimal point"),
    ",": _("a decimal comma"),
    "-": _("a minus"),
    "/": _("a slash"),
    ":": _("a colon"),
}


def a_mark(symbol: str) -> str:
    """Return a mark in words; "" is none."""
    return MARK_NAMES.get(symbol, _("no mark"))


def a_digit(label: int) -> str:
    """Return a digit with its article: "a 7", "an 8"."""
    return _("an {label}").format(label=label) if label == 8 else _("a {label}").format(label=label)

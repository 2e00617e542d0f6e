"""Failures as records: what ends a piece of work anywhere but in the main thread is caught here and handed over."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from digitpad.errors import DigitPadError
from digitpad.languages import _

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """A failure: a sentence for the user, and the traceback where it is a bug."""

    sentence: str
    cause: str  # kind of the error and the first line of its own words
    traceback: str = ""  # empty where the sentence says all


def outcome_of(work: Callable[[], T], failure: str = "") -> T | Fault:
    """Return the result of `work`, or its Fault; `failure` begins the sentence for a bug."""
    try:
        return work()
    except DigitPadError as error:
        return Fault(str(error), cause_of(error))
    except Exception as error:
        words = failure or _("Something unexpected went wrong")
        sentence = _("{failure} ({kind}); the details are in the log.").format(failure=words, kind=type(error).__name__)
        return Fault(sentence, cause_of(error), traceback.format_exc())


def cause_of(error: BaseException) -> str:
    """Return the kind of an error and the first line of its own words."""
    return f"{type(error).__name__}: {error}".partition("\n")[0]

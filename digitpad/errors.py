"""Errors whose text is one sentence for the user: what happened and what to do about it."""


class DigitPadError(Exception):
    """Something the user can act on; its text is one sentence. All else that is raised is a bug and goes to the log."""


class UsageError(DigitPadError):
    """The command was called in a way it does not understand (exit code 2)."""


class CancelRequested(Exception):
    """Raised inside running work, by its `report` callback, when the user cancels it."""

"""Errors for the user: one sentence in the window; unexpected ones go to the log too, with their traceback."""

from __future__ import annotations

import tkinter as tk
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.log import Log
from digitpad.passwords import without_secrets


class Report:
    """Shows errors with `show`, a function that puts a sentence where the user sees it."""

    def __init__(self, folder: Path, show: Callable[[str], None]) -> None:
        self._log = Log(folder)
        self._show = show

    def install(self, root: tk.Tk) -> None:
        """Catch every exception of Tk's callbacks."""
        root.report_callback_exception = self._callback_failed

    def sentence(self, text: str) -> None:
        self._show(text)

    def unexpected(self, sentence: str, details: str) -> None:
        """Report a bug: `details` (a traceback) go to the log, the sentence to the window."""
        self._log.error(details)
        self._show(without_secrets(sentence))

    def _callback_failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, DigitPadError):
            self._show(str(error))
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        self.unexpected(
            _("Something went wrong ({name}); the details are in {path}.").format(
                name=kind.__name__, path=self._log.path
            ),
            details,
        )

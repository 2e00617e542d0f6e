"""How errors reach the user: one sentence in the window; the unexpected ones with their traceback in the log too."""

from __future__ import annotations

import logging
import sys
import tkinter as tk
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from digitpad.errors import DigitPadError

LOG_NAME = "digitpad.log"
MOST_BYTES = 1_000_000


class Report:
    """`show` puts a sentence where the user sees it."""

    def __init__(self, folder: Path, show: Callable[[str], None]) -> None:
        self.log_path = folder / LOG_NAME
        self._show = show

    def install(self, root: tk.Tk) -> None:
        """Have whatever a Tk callback raises come here."""
        root.report_callback_exception = self._callback_failed

    def sentence(self, text: str) -> None:
        self._show(text)

    def unexpected(self, sentence: str, details: str) -> None:
        """A bug: `details` (a traceback) go to the log, the sentence to the window."""
        self._write(details)
        self._show(sentence)

    def _callback_failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, DigitPadError):
            self._show(str(error))
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        self.unexpected(f"Something went wrong ({kind.__name__}); the details are in {self.log_path}.", details)

    def _write(self, details: str) -> None:
        try:
            self.log_path.parent.mkdir(parents=True, exist_ok=True)
            mode = "w" if self.log_path.exists() and self.log_path.stat().st_size > MOST_BYTES else "a"
            handler = logging.FileHandler(self.log_path, mode, encoding="utf-8")
        except OSError:
            print(details, file=sys.stderr)
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        record = logging.LogRecord("digitpad", logging.ERROR, __file__, 0, details, None, None)
        handler.handle(record)
        handler.close()

"""The log: unexpected errors with their tracebacks, in the user's folder; no secret of an address reaches it."""

from __future__ import annotations

import contextlib
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from digitpad.passwords import without_secrets

NAME = "digitpad.log"
MOST_BYTES = 1_000_000  # then it becomes digitpad.log.1
OLDER = 1  # such files that stay


class Log:
    """A log file that is there from the first error on."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._handler = _Handler(self.path, maxBytes=MOST_BYTES, backupCount=OLDER, encoding="utf-8", delay=True)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._logger = logging.Logger("digitpad")
        self._logger.addHandler(self._handler)

    def error(self, details: str) -> None:
        """Write down what happened; on standard error where the disk refuses."""
        with contextlib.suppress(OSError):  # then the file cannot be opened either, and that is told
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._logger.error("%s", without_secrets(details))
        self._handler.close()  # errors are rare, and an open file could not be moved or deleted on Windows


class _Handler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        print(record.getMessage(), file=sys.stderr)

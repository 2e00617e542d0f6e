"""Looks, while a page is shown, whether another DigitPad has changed the stored samples."""

from __future__ import annotations

import tkinter as tk

from digitpad.ui.core.sample_service import SampleService

EVERY_MS = 1000


class SampleWatch:
    """Looks for changes by others; they reach the page as every other change does."""

    def __init__(self, widget: tk.Misc, service: SampleService) -> None:
        self._widget, self._service = widget, service
        self._timer: str | None = None

    def start(self) -> None:
        """Look now, and again and again."""
        self._service.refresh(on_failed=lambda sentence: None)  # what the user does next will fail in words
        self._timer = self._widget.after(EVERY_MS, self.start)

    def stop(self) -> None:
        if self._timer is not None:
            self._widget.after_cancel(self._timer)
            self._timer = None

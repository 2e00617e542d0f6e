"""The user's settings while the window is open: each change is written at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from digitpad import settings as settings_file
from digitpad.settings import Settings


class Preferences:
    """`folder`: the one in which the settings are written."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self._folder = settings, folder

    def change(self, **values: Any) -> None:
        """Set fields of the settings. Raises DigitPadError where the disk refuses."""
        self.settings = replace(self.settings, **values)
        settings_file.save(self._folder, self.settings)

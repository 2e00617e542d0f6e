"""The user's settings while the window is open: each change is written at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitpad import settings as settings_file
from digitpad.settings import Settings


@dataclass(frozen=True)
class SwitchPreference:
    """A preference that is on or off."""

    label: str
    words: str  # a sentence that says more
    on: Callable[[], bool]
    flip: Callable[[], object]


@dataclass(frozen=True)
class ChoicePreference:
    """A preference with a few values."""

    label: str
    words: str
    values: tuple[tuple[str, str], ...]  # value, label
    chosen: Callable[[], str]
    choose: Callable[[str], object]


@dataclass(frozen=True)
class PreferenceGroup:
    name: str
    preferences: tuple[SwitchPreference | ChoicePreference, ...]


class Preferences:
    """`folder`: the one in which the settings are written."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings, self.folder = settings, folder

    def change(self, **values: Any) -> None:
        """Set fields of the settings. Raises DigitPadError where the disk refuses."""
        self.settings = replace(self.settings, **values)
        settings_file.save(self.folder, self.settings)

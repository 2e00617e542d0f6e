"""The switch for marks beside the digits: decimal points, commas, minus, slashes and colons."""

from __future__ import annotations

from digitpad.languages import _
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import Command
from digitpad.ui.core.preferences import Preferences

LABEL = _("Read marks . , - / :")


class MarkSwitch:
    """Keeps the reader to what the settings say."""

    def __init__(self, bridge: Bridge, preferences: Preferences) -> None:
        self._bridge, self._preferences = bridge, preferences

    @property
    def command(self) -> Command:
        return Command(_("Edit"), LABEL, (), self.switch, on=lambda: self._preferences.settings.marks)

    def load_reader(self) -> None:
        """Have the reader begin to load, and tell it where marks are not wanted."""
        self._bridge.load()
        if not self._preferences.settings.marks:
            self._tell(False)

    def switch(self) -> None:
        """Read marks from now on, or digits alone; what is shown is read again."""
        on = not self._preferences.settings.marks
        self._tell(on)
        self._bridge.reader_changed()
        self._bridge.notices.news(_("Marks are read beside the digits") if on else _("Digits alone are read"))
        self._preferences.change(marks=on)

    def _tell(self, on: bool) -> None:
        self._bridge.tell(lambda engine: engine.read_marks(on), lambda answer: None)

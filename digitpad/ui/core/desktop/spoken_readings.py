"""Numbers spoken as they are read, where the user wants that: once each has stood still for a moment."""

from __future__ import annotations

import tkinter as tk
from typing import Any

from digitpad.languages import _
from digitpad.ui.core.desktop.voice import Voice, spoken
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.preferences import Preferences, SwitchPreference

STEADY_MS = 700  # a number that changes sooner is not spoken
NO_VOICE = _("This computer has no voice that DigitPad knows; on Linux, install speech-dispatcher.")


class SpokenReadings:
    """Hears `<<NumberShown>>` of whatever shows a number in `number`."""

    def __init__(self, root: tk.Misc, preferences: Preferences, notices: Notices, voice: Voice | None = None) -> None:
        self._root, self._preferences, self._notices = root, preferences, notices
        self._voice = voice or Voice()
        self._timer: str | None = None
        root.bind("<<NumberShown>>", self._shown, add=True)
        root.bind("<Destroy>", lambda event: self._voice.stop() if event.widget is root else None, add=True)

    @property
    def preference(self) -> SwitchPreference:
        return SwitchPreference(
            _("Speak readings"),
            _("Each number is said, digit by digit, once it stands still.") if self._voice.there else NO_VOICE,
            lambda: self._preferences.settings.speaks,
            self._flip,
        )

    def _flip(self) -> None:
        on = not self._preferences.settings.speaks
        if on and not self._voice.there:
            self._notices.failed(NO_VOICE)
        else:
            self._preferences.change(speaks=on)

    def _shown(self, event: tk.Event[Any]) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
        if self._preferences.settings.speaks:
            self._timer = self._root.after(STEADY_MS, self._speak, event.widget.number)

    def _speak(self, number: str) -> None:
        self._timer = None
        if number:
            self._voice.say(spoken(number))

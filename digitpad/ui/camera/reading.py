"""The right-hand column of the camera's page: the number and its cards, and a hint."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.records import Reading
from digitpad.rules import Rule
from digitpad.ui.camera.looks import Look
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.preferences import Preferences
from digitpad.ui.reading.correction_actions import CorrectionActions
from digitpad.ui.reading.hint_line import HintLine
from digitpad.ui.reading.reading_view import ABOVE_NUMBER, ReadingView
from digitpad.ui.recorded.recorder import Recorder
from digitpad.ui.recorded.saved_number import Sight
from digitpad.ui.rules.page_rule import PageRule
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

CALM_S = 0.25  # at most so often do the cards change while the number stays
STEPS = {"Left": -1, "Right": 1}
NO_DIGITS, NOTHING_YET, READING = _("No digits in sight"), _("Nothing to read yet"), _("Reading…")


class CameraReading(ttk.Frame):
    """Implements ViewActions.

    `on_hover` gets the index of the digit whose card is under the pointer or has the focus, or None; `on_rule` the rule
    that numbers obey, or None.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        dialogs: FileDialogs,
        preferences: Preferences,
        recorder: Recorder,
        on_hover: Callable[[int | None], None],
        on_rule: Callable[[Rule | None], None],
        corrections: CorrectionActions,
    ) -> None:
        super().__init__(parent)
        self._recorder = recorder
        self._reading = Reading()
        self._shown_s = 0.0
        self.view = ReadingView(
            self,
            theme=theme,
            icons=icons,
            on_hover=on_hover,
            on_copy=recorder.copy,
            corrections=corrections,
            on_rule=lambda: self.rule.open(),
        )
        self.rule = PageRule(
            self.view,
            ABOVE_NUMBER,
            theme=theme,
            icons=icons,
            dialogs=dialogs,
            preferences=preferences,
            on_rule=on_rule,
        )
        self._hint = HintLine(self, theme=theme)
        self._place(theme)
        self.forget()

    def _place(self, theme: Theme) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.view.grid(row=0, column=0, sticky="nsew")
        self._hint.grid(row=1, column=0, sticky="ew", pady=(theme.px(8), 0))

    @property
    def reading(self) -> Reading:
        return self._reading

    @property
    def chosen_index(self) -> int | None:
        """Index of the digit that was clicked, in its picture or its card."""
        index = self.view.selected
        return index[-1] if index and index[-1] < len(self._reading.digits) else None

    def choose(self, index: int | None) -> None:
        """Select the card of this digit, and no other; the keys go to it."""
        self.view.select(() if index is None else (index,))

    def step(self, key: str) -> None:
        """The arrow keys choose the digit beside the chosen one; all other keys go to its card."""
        count, now = len(self._reading.digits), self.chosen_index
        if key in STEPS and count:
            self.choose((now + STEPS[key]) % count if now is not None else 0)

    def show(self, look: Look, sight: Sight) -> None:
        """Show what was read; unless that is settled, the cards wait a moment where only they would change."""
        reading, settled = look.reading, look.settled
        now_s, new = time.monotonic(), reading.text != self._reading.text
        self._reading = reading
        if new or settled or now_s - self._shown_s >= CALM_S:
            self._shown_s = now_s
            self.view.show(reading, NO_DIGITS)
            self._recorder.list.can_keep(bool(reading.digits))
            self.rule.say(look.rule_words)
        self._recorder.see(reading, sight, look.frame.picture, settled=settled)

    def forget(self, waiting: str = NOTHING_YET) -> None:
        """Show no number; `waiting`: words in its place."""
        self._reading = Reading()
        self._recorder.forget()
        self.rule.say("")
        self.view.show(self._reading, waiting)
        self._recorder.list.can_keep(False)

    def light(self, index: int | None) -> None:
        """Light the card of this digit, or of the chosen one."""
        self.view.light(index if index is not None else self.chosen_index)

    def hint(self, words: str, *, now: bool = False) -> None:
        """Show a hint for a better picture, once it has held for a moment or at once where it is for `now`."""
        if now:
            self._hint.show_now(words)
        else:
            self._hint.show(words)

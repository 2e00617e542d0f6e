"""The rule that numbers obey, on each page that reads: one for all pages, kept in the settings, with its field."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.rules import Rule
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.preferences import Preferences
from digitpad.ui.rules.rule_field import RuleField
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

ABOVE = 8  # px at scale 1


class PageRule:
    """`on_rule` gets the rule of the settings at once, then each one that is applied; None: numbers obey none.

    The field is there only while there is a rule, or the user asked for it.
    """

    def __init__(
        self,
        parent: tk.Misc,
        row: int,
        *,
        theme: Theme,
        icons: Icons,
        dialogs: FileDialogs,
        preferences: Preferences,
        on_rule: Callable[[Rule | None], None],
    ) -> None:
        """`row`: of the grid of `parent`, in which the field gets its place."""
        self._preferences, self._on_rule = preferences, on_rule
        self._field = field = RuleField(
            parent,
            theme=theme,
            icons=icons,
            dialogs=dialogs,
            on_rule=self._apply,
            on_close=lambda: field.grid_remove(),
        )
        field.grid(row=row, column=0, sticky="ew", pady=(theme.px(ABOVE), 0))
        self._shown = preferences.settings.rule
        self._begin()

    def arrive(self) -> None:
        """Take over what was chosen on another page meanwhile."""
        if self._preferences.settings.rule != self._shown:
            self._shown = self._preferences.settings.rule
            self._begin()

    def open(self) -> None:
        """Show the field, and give it the keys."""
        self._field.grid()
        self._field.focus_on()

    def say(self, words: str) -> None:
        """Show words about what was read without the rule; "" shows how a rule is written."""
        self._field.say(words)

    def _begin(self) -> None:
        self._on_rule(self._field.begin(self._shown))
        if self._shown:
            self._field.grid()
        else:
            self._field.grid_remove()

    def _apply(self, rule: Rule | None) -> None:
        self._on_rule(rule)
        self._shown = rule.text if rule is not None else ""
        self._preferences.change(rule=self._shown)

"""The user's choices of look, layout and reading: each acts at once, is written, and stands in menus and Settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from digitpad.settings import ThemeChoice
from digitpad.ui.core.commands import Choice, Command
from digitpad.ui.core.desktop.spoken_readings import SpokenReadings
from digitpad.ui.core.mark_switch import MarkSwitch
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.preferences import ChoicePreference, PreferenceGroup, Preferences, SwitchPreference
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.widgets.theme import Theme

LOOKS = (("system", "Like the system"), ("light", "Light"), ("dark", "Dark"))


class Choices:
    """`on_look`: the look has changed; `lay_out`: gets whether the user is left-handed.

    Set `switch_mirror` once there is a page with a camera, which knows best whether its picture is mirrored.
    """

    def __init__(
        self,
        preferences: Preferences,
        *,
        theme: Theme,
        service: SampleService,
        marks: MarkSwitch,
        notices: Notices,
        spoken: SpokenReadings,
        on_look: Callable[[], None],
        lay_out: Callable[[bool], None],
    ) -> None:
        self._preferences, self._theme, self._service, self._marks = preferences, theme, service, marks
        self._notices, self._spoken, self._on_look, self._lay_out = notices, spoken, on_look, lay_out
        self.switch_mirror: Callable[[], None] = self._mirror

    @property
    def commands(self) -> list[Command]:
        return [
            Command("Edit", "Learn from corrections at once", (), self._learn, on=lambda: self._service.learns),
            self._marks.command,
            Command("View", "Switch light and dark", ("Mod+T",), self.switch_theme, place=30),
        ]

    @property
    def looks(self) -> Choice:
        return Choice("View", LOOKS, lambda: self._theme.choice, self._choose_theme)

    @property
    def groups(self) -> list[PreferenceGroup]:
        """All of them, as Settings shows them."""
        settings = self._preferences
        looks = self.looks
        theme = ChoicePreference(
            "Colours", "Ctrl+T switches between light and dark.", looks.values, looks.chosen, looks.choose
        )
        hand = SwitchPreference(
            "Pad on the right",
            "For left-handers: the hand does not cover the reading.",
            lambda: settings.settings.left_handed,
            self._change_hand,
        )
        marks = SwitchPreference(
            "Read marks",
            "Points, commas, minus, slashes and colons beside the digits.",
            lambda: settings.settings.marks,
            self._marks.switch,
        )
        learns = SwitchPreference(
            "Learn from corrections at once",
            "What you correct counts from the next reading on, without training.",
            lambda: self._service.learns,
            self._learn,
        )
        mirror = SwitchPreference(
            "Mirror the camera's picture",
            "On the screen alone: digits are read as they stand on the paper.",
            lambda: settings.settings.mirrored,
            lambda: self.switch_mirror(),
        )
        return [
            PreferenceGroup("Look and layout", (theme, hand)),
            PreferenceGroup("Reading", (marks, learns, self._spoken.preference)),
            PreferenceGroup("Camera", (mirror,)),
        ]

    def switch_theme(self) -> None:
        """Change from light to dark, or back."""
        self._choose_theme("light" if self._theme.dark else "dark")

    def _choose_theme(self, choice: str) -> None:
        self._theme.choose(cast(ThemeChoice, choice))
        self._on_look()
        self._preferences.change(theme=choice)

    def _change_hand(self) -> None:
        left_handed = not self._preferences.settings.left_handed
        self._lay_out(left_handed)
        self._preferences.change(left_handed=left_handed)

    def _learn(self) -> None:
        self._service.learn(not self._service.learns)
        self._notices.news("Corrections count at once" if self._service.learns else "Corrections are stored only")
        self._preferences.change(learns=self._service.learns)

    def _mirror(self) -> None:
        self._preferences.change(mirrored=not self._preferences.settings.mirrored)


def page_commands(names: Sequence[str], show: Callable[[str], object]) -> list[Command]:
    """Return a command for each page, with the keys Ctrl+1, 2, …"""
    return [
        Command("View", name, (f"Mod+{place}",), partial(show, name), place=place)
        for place, name in enumerate(names, 1)
    ]

"""The user's choices of look, layout and reading: each acts at once, is written, and stands in menus and Settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from digitpad.languages import LANGUAGES, SYSTEM, _
from digitpad.settings import ThemeChoice
from digitpad.ui.core.commands import Choice, Command
from digitpad.ui.core.desktop.spoken_readings import SpokenReadings
from digitpad.ui.core.mark_switch import MarkSwitch
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.preferences import ChoicePreference, PreferenceGroup, Preferences, SwitchPreference
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.widgets.theme import Theme

LOOKS = (("system", _("Like the system")), ("light", _("Light")), ("dark", _("Dark")))


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
            Command(_("Edit"), _("Learn from corrections at once"), (), self._learn, on=lambda: self._service.learns),
            self._marks.command,
            Command(_("View"), _("Switch light and dark"), ("Mod+T",), self.switch_theme, place=30),
        ]

    @property
    def looks(self) -> Choice:
        return Choice(_("View"), LOOKS, lambda: self._theme.choice, self._choose_theme)

    @property
    def groups(self) -> list[PreferenceGroup]:
        """All of them, as Settings shows them."""
        return [
            PreferenceGroup(_("Look and layout"), self._look_and_layout()),
            PreferenceGroup(_("Reading"), (*self._reading(), self._spoken.preference)),
            PreferenceGroup(_("Camera"), (self._camera(),)),
        ]

    def _look_and_layout(self) -> tuple[ChoicePreference | SwitchPreference, ...]:
        settings, looks = self._preferences, self.looks
        theme = ChoicePreference(
            _("Colours"), _("Ctrl+T switches between light and dark."), looks.values, looks.chosen, looks.choose
        )
        language = ChoicePreference(
            _("Language"),
            _("Takes effect when DigitPad starts again."),
            ((SYSTEM, _("System")), *LANGUAGES.items()),
            lambda: settings.settings.language,
            lambda code: settings.change(language=code),
        )
        hand = SwitchPreference(
            _("Pad on the right"),
            _("For left-handers: the hand does not cover the reading."),
            lambda: settings.settings.left_handed,
            self._change_hand,
        )
        return theme, language, hand

    def _reading(self) -> tuple[SwitchPreference, ...]:
        marks = SwitchPreference(
            _("Read marks"),
            _("Points, commas, minus, slashes and colons beside the digits."),
            lambda: self._preferences.settings.marks,
            self._marks.switch,
        )
        learns = SwitchPreference(
            _("Learn from corrections at once"),
            _("What you correct counts from the next reading on, without training."),
            lambda: self._service.learns,
            self._learn,
        )
        return marks, learns

    def _camera(self) -> SwitchPreference:
        return SwitchPreference(
            _("Mirror the camera's picture"),
            _("On the screen alone: digits are read as they stand on the paper."),
            lambda: self._preferences.settings.mirrored,
            lambda: self.switch_mirror(),
        )

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
        self._notices.news(_("Corrections count at once") if self._service.learns else _("Corrections are stored only"))
        self._preferences.change(learns=self._service.learns)

    def _mirror(self) -> None:
        self._preferences.change(mirrored=not self._preferences.settings.mirrored)


def page_commands(names: Sequence[str], show: Callable[[str], object]) -> list[Command]:
    """Return a command for each page, with the keys Ctrl+1, 2, …"""
    return [
        Command(_("View"), name, (f"Mod+{place}",), partial(show, name), place=place)
        for place, name in enumerate(names, 1)
    ]

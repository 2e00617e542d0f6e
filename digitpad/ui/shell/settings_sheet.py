"""The Settings window: all preferences in groups, each of which acts at once."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.core.preferences import ChoicePreference, PreferenceGroup, SwitchPreference
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.switch import Switch
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name, put_over

WIDTH, MARGIN, AROUND = 520, 20, 160  # px at scale 1; AROUND: what the screen needs for frame and button
ABOVE_GROUP, ABOVE_ENTRY, BESIDE = 20, 12, 24
MOST_BESIDE = 340  # of what is chosen from; what is wider goes below its words


def show_settings(root: tk.Tk, groups: Sequence[PreferenceGroup], *, theme: Theme, icons: Icons) -> None:
    """Open the window, in place of one that is open."""
    for child in root.winfo_children():
        if isinstance(child, SettingsSheet):
            child.destroy()
    SettingsSheet(root, groups, theme=theme, icons=icons).lift()


class SettingsSheet(tk.Toplevel):
    """Closed by Esc or its button."""

    def __init__(self, root: tk.Tk, groups: Sequence[PreferenceGroup], *, theme: Theme, icons: Icons) -> None:
        super().__init__(root, highlightthickness=1)
        self.title(_("Settings"))
        self.transient(root)
        self.resizable(False, False)
        self._theme, self._icons = theme, icons
        self._switches: list[Switch] = []
        self._chips: list[tuple[ChoicePreference, str, LabelChip]] = []
        self._scroller = Scroller(self, theme=theme)
        margin = theme.px(MARGIN)
        self._scroller.grid(row=0, column=0, sticky="nsew", padx=margin, pady=(margin, 0))
        inner = self._scroller.inner
        for place, group in enumerate(groups):
            self._add_group(inner, group, first=place == 0)
        close = ttk.Button(self, text=_("Close"), command=self.destroy)
        close.grid(row=1, column=0, sticky="e", padx=margin, pady=margin)
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<FocusIn>", lambda event: self._refresh())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        self._fit()
        put_over(self, root)
        self._first.focus_set()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window, highlightbackground=colours.line, highlightcolor=colours.line)

    def _fit(self) -> None:
        """Take the height that the preferences need and the screen has."""
        self._scroller.inner.columnconfigure(0, minsize=self._theme.px(WIDTH))
        self._scroller.turn_by_keys(self)
        self._scroller.hold_all(self.winfo_screenheight() - self._theme.px(AROUND))

    @property
    def _first(self) -> tk.Misc:
        chosen = [chip for choice, value, chip in self._chips if value == choice.chosen()]
        return [*chosen, *self._switches, self][0]

    def _add_group(self, inner: ttk.Frame, group: PreferenceGroup, *, first: bool) -> None:
        px = self._theme.px
        head = ttk.Label(inner, text=group.name, style="Strong.TLabel")
        head.grid(sticky="w", pady=(0 if first else px(ABOVE_GROUP), 0))
        for preference in group.preferences:
            row = ttk.Frame(inner)
            row.grid(sticky="ew", pady=(px(ABOVE_ENTRY), 0))
            row.columnconfigure(0, weight=1)
            label = ttk.Label(row, text=preference.label)
            label.grid(row=0, column=0, sticky="w")
            words = QuietLabel(row, theme=self._theme, text=preference.words, wraps=True)
            words.grid(row=1, column=0, sticky="ew")
            if isinstance(preference, SwitchPreference):
                self._add_switch(row, preference, (label, words))
            else:
                self._add_choice(row, preference)

    def _add_switch(self, row: ttk.Frame, preference: SwitchPreference, words: tuple[ttk.Label, ...]) -> None:
        """Put a switch at the right; its words flip it, too."""
        switch = Switch(row, theme=self._theme, icons=self._icons, is_on=preference.on, flip=preference.flip)
        switch.grid(row=0, column=1, rowspan=2, padx=(self._theme.px(BESIDE), 0))
        give_name(switch, preference.label, "Checkbutton")
        self._reveal_with_focus(switch, row)
        for each in words:
            each.bind("<ButtonRelease-1>", lambda event: switch.flip())
        self._switches.append(switch)

    def _add_choice(self, row: ttk.Frame, preference: ChoicePreference) -> None:
        place = ttk.Frame(row)
        for column, (value, label) in enumerate(preference.values):
            chip = LabelChip(
                place,
                text=label,
                theme=self._theme,
                on_choose=lambda beside, value=value: self._choose(preference, value),  # type: ignore[misc]
            )
            chip.grid(row=0, column=column)
            self._reveal_with_focus(chip, row)
            self._chips.append((preference, value, chip))
        wide = sum(chip.winfo_reqwidth() for chip in place.winfo_children())
        if wide <= self._theme.px(MOST_BESIDE):
            place.grid(row=0, column=1, rowspan=2, padx=(self._theme.px(BESIDE), 0))
        else:
            place.grid(row=2, column=0, sticky="w", pady=(self._theme.px(ABOVE_ENTRY) // 2, 0))
        self._refresh()

    def _reveal_with_focus(self, control: tk.Misc, row: ttk.Frame) -> None:
        control.bind("<FocusIn>", lambda event: self._scroller.reveal(row), add=True)

    def _choose(self, preference: ChoicePreference, value: str) -> None:
        preference.choose(value)
        self._refresh()

    def _refresh(self) -> None:
        """Show what is chosen, wherever it was chosen."""
        for switch in self._switches:
            switch.refresh()
        for preference, value, chip in self._chips:
            chip.choose(value == preference.chosen())

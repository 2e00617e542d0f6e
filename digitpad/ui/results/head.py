"""The head of the results: which version, against which, on which samples; export, and the way back."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.results.export import FORMS
from digitpad.ui.results.version_readings import VersionReadings
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

TITLE_SIZE, TOP, GAP = 20, 16, 8  # px at scale 1
NAME_CHARACTERS = (18, 15)  # of the boxes with a version: the most that leave all choices on one line, else the fewest
ALL, UNSEEN = _("All samples"), _("Never learnt")


class HeadCommands(Protocol):
    """Functions of the view behind the head."""

    def choose(self, *, key: str = "", rival: str = "", unseen: bool | None = None) -> None: ...  # what is given
    def export(self, form: str) -> None: ...
    def close(self) -> None: ...


class ResultsHead(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme, commands: HeadCommands) -> None:
        super().__init__(parent)
        self._do, px, self._gap = commands, theme.px, theme.px(GAP)
        self._versions: tuple[Version, ...] = ()
        self._rivals: tuple[Version, ...] = ()
        self.columnconfigure(0, weight=1)
        title = ttk.Label(self, text=_("Results"), font=theme.number_font(TITLE_SIZE))
        title.grid(row=0, column=0, sticky="w", pady=(px(TOP), 0))
        self._export = DropButton(self, text=_("Export"))
        for form, words in FORMS.items():
            self._export.menu.add_command(label=f"{words}…", command=partial(commands.export, form))
        self._export.grid(row=0, column=1, padx=px(GAP), pady=(px(TOP), 0))
        self._back = ttk.Button(self, text=_("Back to models"), command=commands.close)
        self._back.grid(row=0, column=2, pady=(px(TOP), 0))
        self._bar = Flow(self, theme=theme)
        self._bar.grid(row=1, column=0, columnspan=3, sticky="ew", pady=(px(GAP), 0))
        self._make_choices(theme)
        self.bind("<Configure>", lambda event: self._narrow(event.width))
        self.enable(on=False)

    def _make_choices(self, theme: Theme) -> None:
        bar, do = self._bar, self._do
        self._against = QuietLabel(bar, theme=theme, text=_("against"))
        self._version = ttk.Combobox(bar, state="readonly", width=NAME_CHARACTERS[0])
        self._rival = ttk.Combobox(bar, state="readonly", width=NAME_CHARACTERS[0])
        self._version.bind(
            "<<ComboboxSelected>>", lambda event: do.choose(key=self._versions[self._version.current()].key)
        )
        self._rival.bind("<<ComboboxSelected>>", lambda event: do.choose(rival=self._rivals[self._rival.current()].key))
        self._kinds = kinds = ttk.Frame(bar)
        self._all = LabelChip(kinds, text=ALL, theme=theme, on_choose=lambda beside: do.choose(unseen=False))
        self._unseen = LabelChip(kinds, text=UNSEEN, theme=theme, on_choose=lambda beside: do.choose(unseen=True))
        for column, chip in enumerate((self._all, self._unseen)):
            chip.grid(row=0, column=column)
        for part in (self._version, self._against, self._rival, kinds):
            bar.put(part)

    def show(self, readings: VersionReadings, key: str, rival: str, *, unseen: bool) -> None:
        """Show what is chosen; `rival`: "" where there is no other version, and nothing to choose."""
        self._versions = readings.versions
        self._rivals = tuple(version for version in readings.versions if version.key != key)
        _fill(self._version, self._versions, key)
        _fill(self._rival, self._rivals, rival)
        beside = (self._against, self._rival) if self._rivals else ()
        self._bar.show_only(self._version, *beside, self._kinds)
        self._narrow(self.winfo_width())
        self._all.choose(not unseen)
        self._unseen.choose(unseen)

    def _narrow(self, width: int) -> None:
        """Make the boxes as wide as leaves all choices on one line, where that can be."""
        parts = [part for part in (self._version, self._against, self._rival, self._kinds) if part.winfo_manager()]
        for characters in NAME_CHARACTERS:
            for box in (self._version, self._rival):
                box.configure(width=characters)
            if sum(part.winfo_reqwidth() + self._gap for part in parts) <= width + self._gap:
                return

    def enable(self, *, on: bool) -> None:
        """Let what is shown be chosen and exported, or show that there is nothing."""
        self._export.state(["!disabled" if on else "disabled"])
        if self._versions:
            self._bar.grid()
        else:
            self._bar.grid_remove()

    def take_focus(self) -> None:
        """Give the keys to the way back, which changes nothing."""
        self._back.focus_set()


def _fill(box: ttk.Combobox, versions: tuple[Version, ...], key: str) -> None:
    box.configure(values=[version.name for version in versions])
    places = [place for place, version in enumerate(versions) if version.key == key]
    if places:
        box.current(places[0])
    else:
        box.set("")
    box.selection_clear()

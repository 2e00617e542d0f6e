"""All that can be done with the chosen version, in one place; deleting stands far from the rest."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _, plural
from digitpad.learning.registry.version import Version
from digitpad.ui.core.wording import date_words, megabytes
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

GAP = 8  # px at scale 1


class VersionCommands(Protocol):
    """Functions of the page behind the buttons; versions are named by their key."""

    def use(self, key: str) -> None: ...
    def export(self, key: str) -> None: ...
    def compare(self, first: str, second: str) -> None: ...
    def remove(self, key: str) -> None: ...


class VersionActions(ttk.Frame):
    """Words about the chosen version over the buttons that act on it."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, commands: VersionCommands, rename: Callable[[], None]) -> None:
        super().__init__(parent)
        self._do = commands
        self._versions: Sequence[Version] = ()
        self._chosen: Version | None = None
        self.columnconfigure(0, weight=1)
        self._words = QuietLabel(self, theme=theme, wraps=True)
        self._words.grid(row=0, column=0, sticky="ew")
        bar = Flow(self, theme=theme)
        bar.grid(row=1, column=0, sticky="ew", pady=theme.px(GAP))
        self._use = ttk.Button(bar, text=_("Use"), command=self._use_it)
        self._compare = DropButton(bar, text=_("Compare with"), on_open=self._name_others)
        self._export = ttk.Button(bar, text=_("Export…"), command=lambda: self._on_key(commands.export))
        self._rename = ttk.Button(bar, text=_("Rename"), command=rename)
        self._delete = ttk.Button(bar, text=_("Delete"), command=lambda: self._on_key(commands.remove))
        for button in (self._use, self._compare, self._export, self._rename):
            bar.put(button)
        bar.put(self._delete, right=True)
        self.show(None, ())

    def show(self, version: Version | None, versions: Sequence[Version]) -> None:
        """Act on `version` from now on, on none where it is None; `versions`: all there are."""
        self._chosen, self._versions = version, versions
        rolls_back = version is not None and version.active and self._parent is not None
        self._words.configure(text="  ·  ".join((version.name, origin_words(version))) if version else "")
        self._use.configure(text=_("Roll back") if rolls_back else _("Use"))
        for button, works in (
            (self._use, version is not None and (not version.active or rolls_back)),
            (self._compare, version is not None and len(versions) > 1),
            (self._export, version is not None),
            (self._rename, version is not None and not version.shipped),
            (self._delete, version is not None and not version.shipped),
        ):
            button.state(["!disabled" if works else "disabled"])

    @property
    def _parent(self) -> Version | None:
        """The version that the chosen one was made from, where it is here."""
        chosen = self._chosen
        return next((it for it in self._versions if chosen is not None and it.name == chosen.parent), None)

    def _on_key(self, run: Callable[[str], None]) -> None:
        if self._chosen is not None:
            run(self._chosen.key)

    def _use_it(self) -> None:
        wanted = self._parent if self._chosen is not None and self._chosen.active else self._chosen
        if wanted is not None:
            self._do.use(wanted.key)

    def _name_others(self) -> None:
        menu, chosen = self._compare.menu, self._chosen
        menu.delete(0, "end")
        for version in self._versions:
            if chosen is not None and version.key != chosen.key:
                menu.add_command(
                    label=version.name,
                    command=lambda key=version.key: self._do.compare(key, chosen.key),  # type: ignore[misc]
                )


def origin_words(version: Version) -> str:
    """Return "21 November 2026, 10:12 · from “DigitPad model 1” with 128 of your samples · 253 kB"."""
    origin = _("from “{parent}”").format(parent=version.parent) if version.parent else ""
    if version.samples:
        samples = plural("with one of your samples", "with {count:,} of your samples", version.samples)
        origin = f"{origin} {samples.format(count=version.samples)}".strip()
    stays = _("comes with DigitPad and always stays") if version.shipped else ""
    parts = (date_words(version.created_at), origin, stays, megabytes(version.size))
    return "  ·  ".join(part for part in parts if part)

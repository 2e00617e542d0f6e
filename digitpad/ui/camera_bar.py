"""The row of buttons under the live picture."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from digitpad.ui.icons import Icons
from digitpad.ui.source_choice import SourceChoice
from digitpad.ui.stage_choice import StageChoice
from digitpad.ui.theme import Theme
from digitpad.ui.toolbar import SignButton
from digitpad.vision.sources import Source

GAP = 8  # px at scale 1
STAGES = {"light": "Light taken off", "ink": "Ink", "atoms": "Atoms", "glyphs": "Cut glyphs"}
FREEZE, GO_ON = "Freeze", "Go on"


@dataclass(frozen=True)
class Actions:
    choose: Callable[[Source], None]  # a source of the list
    given: Callable[[str], None]  # a path or an address
    look: Callable[[], None]  # for cameras again
    hold: Callable[[], None]  # or let go on
    mirror: Callable[[], None]
    region: Callable[[], None]
    stage: Callable[[str], None]  # "" for none


class CameraBar(ttk.Frame):
    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: Actions) -> None:
        super().__init__(parent)
        self.sources = SourceChoice(
            self, theme=theme, on_choose=actions.choose, on_given=actions.given, on_look=actions.look
        )
        self._hold = self._button(theme, icons, "pause", FREEZE, "Hold this picture  (space)", actions.hold)
        self._mirror = self._button(theme, icons, "mirror", "", "Mirror the picture  (M)", actions.mirror)
        self._region = self._button(theme, icons, "region", "", "Read a part only; again: all  (R)", actions.region)
        self.stages = StageChoice(self, theme=theme, stages=STAGES, on_choose=actions.stage)
        self._shown: tuple[bool, ...] = ()
        self.columnconfigure(0, weight=1)
        widgets = (self.sources, self._hold, self._mirror, self._region, self.stages)
        for place, widget in enumerate(widgets):
            widget.grid(row=0, column=place, sticky="ew", padx=(theme.px(GAP) if place else 0, 0))

    def show(self, *, can_hold: bool, held: bool, mirrored: bool, region: bool) -> None:
        """Call it as often as you like."""
        if (can_hold, held, mirrored, region) == self._shown:
            return
        self._shown = (can_hold, held, mirrored, region)
        self._hold.enable(can_hold)
        self._hold.configure(text=GO_ON if held else FREEZE)
        self._hold.change("play" if held else "pause")
        self._hold.press_in(held)
        for button, on in ((self._mirror, mirrored), (self._region, region)):
            button.press_in(on)

    def _button(
        self, theme: Theme, icons: Icons, sign: str, text: str, tip: str, run: Callable[[], None]
    ) -> SignButton:
        return SignButton(self, theme=theme, icons=icons, sign=sign, text=text, tip=tip, run=run)

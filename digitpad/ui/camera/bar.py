"""The row of buttons under the live picture."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Protocol

from digitpad.ui.camera.source_choice import SourceChoice
from digitpad.ui.camera.stage_choice import StageChoice
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import SignButton
from digitpad.vision.capture.sources import Source

SOURCE_WIDTH = 180  # px at scale 1, of the button with the source's name
STAGES = {"light": "Even lighting", "ink": "Ink", "segments": "Pieces", "glyphs": "Digits as the network sees them"}
FREEZE, RESUME = "Freeze", "Resume"


class BarActions(Protocol):
    """The page around the bar."""

    def choose(self, source: Source) -> None: ...
    def watch(self, text: str) -> None: ...  # a path or an address
    def look_for_cameras(self) -> None: ...
    def switch_hold(self) -> None: ...
    def step(self, by: int) -> None: ...  # through a folder of pictures
    def switch_mirror(self) -> None: ...
    def switch_region(self) -> None: ...
    def show_stage(self, name: str) -> None: ...  # "" for none


class CameraBar(Flow):
    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: BarActions) -> None:
        super().__init__(parent, theme=theme)
        self._theme = theme
        self.sources = SourceChoice(
            self, theme=theme, on_choose=actions.choose, on_given=actions.watch, on_look=actions.look_for_cameras
        )
        self._hold = self._button(theme, icons, "pause", FREEZE, "Hold this picture  (space)", actions.switch_hold)
        self._back = self._button(theme, icons, "back", "", "Previous picture  (P)", lambda: actions.step(-1))
        self._ahead = self._button(theme, icons, "forward", "", "Next picture  (N)", lambda: actions.step(1))
        self._mirror = self._button(theme, icons, "mirror", "", "Mirror the picture  (M)", actions.switch_mirror)
        self._region = self._button(
            theme, icons, "region", "", "Read a part only; again: all  (R)", actions.switch_region
        )
        self.stages = StageChoice(self, theme=theme, stages=STAGES, on_choose=actions.show_stage)
        self._shown: tuple[bool, ...] = ()
        self.put(self.sources, least=theme.px(SOURCE_WIDTH))
        for button in (self._back, self._ahead):
            self.put(button)
        self.put(self._hold, least=self._widest())
        for widget in (self._mirror, self._region, self.stages):
            self.put(widget)

    def show(self, *, can_hold: bool, holding: bool, stills: bool, mirrored: bool, region: bool) -> None:
        """Show the state of all switches; cheap where nothing has changed."""
        if (can_hold, holding, stills, mirrored, region) == self._shown:
            return
        self._shown = (can_hold, holding, stills, mirrored, region)
        self._hold.enable(can_hold)
        self._hold.configure(text=RESUME if holding else FREEZE)
        self._hold.change("play" if holding else "pause")
        self._hold.press_in(holding)
        steps = self.steps if stills else ()
        self.show_only(self.sources, *steps, self._hold, self._mirror, self._region, self.stages)
        for button, on in ((self._mirror, mirrored), (self._region, region)):
            button.press_in(on)

    @property
    def steps(self) -> tuple[SignButton, SignButton]:
        """The buttons for the previous and the next picture of a folder."""
        return self._back, self._ahead

    def _widest(self) -> int:
        """Width of the button with changing words with the widest of them, px."""
        needed = []
        for text in (FREEZE, RESUME):
            self._hold.configure(text=text)
            needed.append(self._hold.winfo_reqwidth())
        return max(needed)

    def _button(
        self, theme: Theme, icons: Icons, sign: str, text: str, tip: str, run: Callable[[], None]
    ) -> SignButton:
        return SignButton(self, theme=theme, icons=icons, sign=sign, text=text, tip=tip, run=run)

"""The row of buttons under the live picture."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.camera.picture_settings import PictureSettings
from digitpad.ui.camera.sources.source_choice import SourceChoice
from digitpad.ui.camera.stage_choice import StageChoice
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.playback.foot import PictureFoot
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import SignButton
from digitpad.vision.capture.sources import Source

STAGES = {
    "light": _("Even lighting"),
    "ink": _("Ink"),
    "segments": _("Pieces"),
    "glyphs": _("Digits as the network sees them"),
}


@dataclass(frozen=True)
class BarPlan:
    """One way to fill the bar, for less room than the one before it."""

    source: int  # px at scale 1, of the button with the source's name
    words: bool = True  # beside the sign that holds the picture
    stages: bool = True
    mirror: bool = True


PLANS = (
    BarPlan(160),
    BarPlan(110),
    BarPlan(110, stages=False),
    BarPlan(110, words=False, stages=False),
    BarPlan(110, words=False, stages=False, mirror=False),
)
HOLD_WORDS = {False: (_("Freeze"), _("Resume")), True: (_("Pause"), _("Play"))}  # of a live source, and of a file


class BarActions(Protocol):
    """The page around the bar."""

    dialogs: FileDialogs
    picture: PictureSettings
    foot: PictureFoot

    def choose(self, source: Source) -> None: ...
    def watch(self, text: str) -> None: ...  # a path or an address
    def look_for_cameras(self) -> None: ...
    def switch_hold(self) -> None: ...
    def show_stage(self, name: str) -> None: ...  # "" for none


class CameraBar(Flow):
    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: BarActions) -> None:
        super().__init__(parent, theme=theme)
        self._theme, self._icons = theme, icons
        self.sources = SourceChoice(
            self,
            theme=theme,
            dialogs=actions.dialogs,
            on_choose=actions.choose,
            on_given=actions.watch,
            on_look=actions.look_for_cameras,
        )
        picture, foot = actions.picture, actions.foot
        self._hold = self._button("pause", _("Hold this picture  (space)"), actions.switch_hold)
        self._back = self._button("back", _("Previous picture or frame  (P)"), lambda: foot.step(-1))
        self._ahead = self._button("forward", _("Next picture or frame  (N)"), lambda: foot.step(1))
        self._mirror = self._button("mirror", _("Mirror the picture  (M)"), picture.switch_mirror)
        self._region = self._button("region", _("Read a part only; again: all  (R)"), picture.switch_region)
        self.stages = StageChoice(self, theme=theme, stages=STAGES, on_choose=self._stage_chosen)
        self._show_stage = actions.show_stage
        self._shown: tuple[bool, ...] = ()
        self._sign_width, self._hold_width = self._hold.winfo_reqwidth(), self._widest()
        for widget in (self.sources, *self.steps, self._hold, self._mirror, self._region, self.stages):
            self.put(widget)
        self.bind("<Configure>", lambda event: self._show_parts(), add=True)

    def show(self, *, can_hold: bool, holding: bool, from_file: bool, mirrored: bool, region: bool) -> None:
        """Show the state of all switches; cheap where nothing has changed."""
        if (can_hold, holding, from_file, mirrored, region) == self._shown:
            return
        self._shown = (can_hold, holding, from_file, mirrored, region)
        self._hold.enable(can_hold)
        self._hold.change("play" if holding else "pause")
        self._hold.press_in(holding)
        self._show_parts()
        for button, on in ((self._mirror, mirrored), (self._region, region)):
            button.press_in(on)

    def _show_parts(self) -> None:
        """Show in one line what is needed all the time; the menus and the keys have the rest."""
        if not self._shown:
            return
        room = self.winfo_width()
        plan = next((plan for plan in PLANS if self._needed(plan) <= room), PLANS[-1])
        _, holding, from_file, _, _ = self._shown
        self._hold.say(HOLD_WORDS[from_file][holding] if plan.words else "")
        self.put(self.sources, least=self._theme.px(plan.source))
        self.put(self._hold, least=self._hold_width if plan.words else 0)
        self.show_only(*self._parts(plan))

    def _parts(self, plan: BarPlan) -> tuple[tk.Widget, ...]:
        """Return what the source and the plan ask for; what is switched on can be put away again."""
        _, _, from_file, mirrored, _ = self._shown
        steps = self.steps if from_file else ()
        mirror = (self._mirror,) if plan.mirror or mirrored else ()
        stages = (self.stages,) if plan.stages or self.stages.chosen else ()
        return self.sources, *steps, self._hold, *mirror, self._region, *stages

    def _needed(self, plan: BarPlan) -> int:
        """Return the width of the bar by this plan, px."""
        hold = self._hold_width if plan.words else self._sign_width
        widths: dict[tk.Widget, int] = {self.sources: self._theme.px(plan.source), self._hold: hold}
        parts = self._parts(plan)
        return sum(widths.get(part, part.winfo_reqwidth()) for part in parts) + self._gap * (len(parts) - 1)

    def _stage_chosen(self, name: str) -> None:
        self._show_parts()
        self._show_stage(name)

    @property
    def steps(self) -> tuple[SignButton, SignButton]:
        """The buttons for the previous and the next picture of a folder, or frame of a video."""
        return self._back, self._ahead

    def _widest(self) -> int:
        """Width of the button with changing words with the widest of them, px."""
        needed = []
        for text in (*HOLD_WORDS[False], *HOLD_WORDS[True]):
            self._hold.say(text)
            needed.append(self._hold.winfo_reqwidth())
        return max(needed)

    def _button(self, sign: str, tip: str, run: Callable[[], None]) -> SignButton:
        return SignButton(self, theme=self._theme, icons=self._icons, sign=sign, tip=tip, run=run)

"""The left-hand column of the camera's page: the live picture, its buttons, and a stage of reading below."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.ui.camera.bar import CameraBar
from digitpad.ui.camera.looks import Look
from digitpad.ui.camera.picture_settings import PictureSettings
from digitpad.ui.camera.stage_view import StageView
from digitpad.ui.camera.view import STILL, CameraView
from digitpad.ui.playback.foot import PictureFoot
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.capture.camera import Frame
from digitpad.vision.capture.screen import ScreenFrame

BAR_GAP, FOOT_GAP = 12, 4  # px at scale 1
USUAL_ASPECT = 9 / 16  # height of a picture for its width, before there is one
VIEW_SHARE = 0.6  # of the height goes to the live picture where a stage is shown below


class CameraPicture(ttk.Frame):
    """`settings`: the user's choices about the picture."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, settings: PictureSettings) -> None:
        super().__init__(parent)
        self._theme = theme
        self._aspect = USUAL_ASPECT
        self._frame: Frame | None = None
        self._marked: Frame | None = None  # the one whose digits are marked
        self._look: Look | None = None
        self._unmarked: Look | None = None  # its marks wait for a frame of which its drift is known
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        self.view = CameraView(self, theme=theme, settings=settings)
        self.view.grid(row=0, column=0, sticky="nsew")
        self._stage = StageView(self, theme=theme)

    def place_bar(self, bar: CameraBar, foot: PictureFoot) -> None:
        """Put foot and bar, children of this frame, below the picture."""
        self.bar, self._foot = bar, foot
        foot.grid(row=1, column=0, sticky="ew", pady=(self._theme.px(FOOT_GAP), 0))
        bar.grid(row=2, column=0, sticky="ew", pady=self._theme.px(BAR_GAP))
        for part in (bar, foot):  # buttons may need another line, and not every source has a foot
            part.bind("<Configure>", lambda event: self._fit(), add="+")
        self.bind("<Configure>", lambda event: self._fit())

    def show(self, screened: ScreenFrame) -> None:
        """Show a new frame; the marks move with their digits."""
        self._frame = screened.frame
        aspect = screened.frame.picture.shape[0] / screened.frame.picture.shape[1]
        if aspect != self._aspect:
            self._aspect = aspect
            self._fit()
        self.view.show(screened)
        if self._unmarked is not None and screened.since is self._unmarked.frame:
            self._mark(self._unmarked, screened.drift)
        elif screened.since is not None and screened.since is self._marked:
            self.view.drift(screened.drift)

    def mark(self, look: Look) -> None:
        """Mark what was read: at once in its own frame, else with the next one, that tells how far it has moved."""
        self._look = look
        if look.frame is self._frame or not look.reading.digits:
            self._mark(look, STILL)
        else:
            self._unmarked = look
        self._show_stage()

    def unmark(self) -> None:
        """Take the marks away until the picture on the screen has been read."""
        self._marked = self._unmarked = None
        self.view.mark((), (1, 1))

    def clear(self) -> None:
        """No picture any more."""
        self.view.mark((), (1, 1))
        self._stage.clear()
        self._frame = self._marked = self._look = self._unmarked = None
        self.view.clear()

    def show_stage(self, name: str) -> None:
        """Below the picture; "": none."""
        if name:
            self._stage.grid(row=3, column=0, sticky="nsew", pady=(0, self._theme.px(BAR_GAP)))
        else:
            self._stage.grid_remove()
        self._fit()
        self._show_stage()

    def _show_stage(self) -> None:
        name = self.bar.stages.chosen
        if name and self._look is not None and name in self._look.result.stages:
            self._stage.show(self._look.result.stages[name], self._look.result.seconds)

    def _mark(self, look: Look, drift: tuple[float, float]) -> None:
        self._unmarked, self._marked = None, look.frame
        size = (look.frame.picture.shape[1], look.frame.picture.shape[0])
        self.view.mark(look.reading.digits, size, drift)

    def _fit(self) -> None:
        """The picture as large as its width or the window's height allow, the buttons right below it."""
        px, below = self._theme.px, self.bar.winfo_reqheight() + self._foot.winfo_height()
        room = self.winfo_height() - below - 2 * px(BAR_GAP) - px(FOOT_GAP)
        most = room * VIEW_SHARE if self.bar.stages.chosen else room
        height = max(1, round(min(most, self.winfo_width() * self._aspect)))
        if height != self.view.winfo_height():
            self.view.configure(height=height)

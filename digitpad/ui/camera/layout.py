"""The places of the camera's page: picture and saved numbers on the left, the reading on the right."""

from __future__ import annotations

from tkinter import ttk

from digitpad.ui.camera.picture import BAR_GAP, CameraPicture
from digitpad.ui.camera.reading import CameraReading
from digitpad.ui.recorded.number_list import ReadingList
from digitpad.ui.widgets.theme import Theme

LEFT_SHARE, RIGHT_SHARE = 60, 42
EDGE, GUTTER = 20, 24  # px at scale 1, as are all sizes here
LOW = 560  # a page that is lower keeps to the few controls that are needed all the time, for the picture's sake
NARROW = 760  # and so does one that is narrower


class CameraLayout:
    """Gives the parts of a page their places, and tells them where there is little room."""

    def __init__(
        self, page: ttk.Frame, theme: Theme, *, picture: CameraPicture, numbers: ReadingList, reading: CameraReading
    ) -> None:
        self._theme, self._numbers = theme, numbers
        edge, gutter, below = theme.px(EDGE), theme.px(GUTTER), theme.px(BAR_GAP)
        page.columnconfigure(0, weight=LEFT_SHARE, uniform="half")
        page.columnconfigure(1, weight=RIGHT_SHARE, uniform="half")
        page.rowconfigure(0, weight=1)
        picture.grid(row=0, column=0, sticky="nsew", padx=(edge, gutter), pady=(edge, 0))
        numbers.grid(row=1, column=0, sticky="sew", padx=(edge, gutter), pady=(0, below))
        reading.grid(row=0, column=1, rowspan=2, sticky="nsew", padx=(0, edge), pady=(edge, below))
        page.bind("<Configure>", lambda event: self._fit(event.width, event.height), add="+")

    def _fit(self, width: int, height: int) -> None:
        self._numbers.fit(low=height < self._theme.px(LOW), narrow=width < self._theme.px(NARROW))

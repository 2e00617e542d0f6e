"""Reading a part of the screen: the window steps aside, the user chooses a part, the window comes back with it."""

from __future__ import annotations

import os
import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from digitpad.records import Rgb
from digitpad.tasks import Failed, Finished, Task
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.widgets.theme import Theme

if TYPE_CHECKING:
    from digitpad.ui.screen.screenshot import Screenshot

HIDDEN_MS = 300  # for the desktop to paint what lay behind the window


class ScreenReading:
    """`on_part` gets the part of the screen (H, W, 3) that was chosen."""

    def __init__(self, root: tk.Tk, bridge: Bridge, on_part: Callable[[Rgb], None], *, theme: Theme) -> None:
        self._root, self._bridge, self._on_part, self._theme = root, bridge, on_part, theme
        self._deliver = bridge.listen("screen", self._ended)
        self._busy = False

    def begin(self, take: Callable[[], Screenshot] | None = None) -> None:
        """Hide the window and take the screen, by `take` or this desktop's way.

        Raises DigitPadError where this desktop has no way to.
        """
        shoot = take or desktop_way()
        if not self._busy:
            task = Task(lambda report: shoot(), deliver=self._deliver, name="screen")
            self._busy = True
            self._geometry = "" if is_zoomed(self._root) else self._root.geometry()
            self._root.withdraw()
            self._root.after(HIDDEN_MS, task.start)

    def _ended(self, outcome: Any) -> None:
        if isinstance(outcome, Finished):
            self._choose(outcome.result)
            return
        self._come_back()
        if isinstance(outcome, Failed):
            self._bridge.notices.failed(outcome.sentence, outcome.traceback)

    def _choose(self, shot: Screenshot) -> None:
        from digitpad.ui.screen.selection import ScreenSelection

        ScreenSelection(self._root, shot, theme=self._theme, on_chosen=self._chosen, on_cancel=self._come_back)

    def _chosen(self, part: Rgb) -> None:
        from digitpad.ui.screen.surround import without_surround

        self._come_back()
        self._on_part(without_surround(part))

    def _come_back(self) -> None:
        self._busy = False
        if self._geometry:  # some desktops would choose another place
            self._root.geometry(self._geometry)
        self._root.deiconify()
        self._root.lift()


def desktop_way() -> Callable[[], Screenshot]:
    """Return what takes the screen of this desktop. Raises DigitPadError where it has no way to."""
    from digitpad.ui.screen.screenshot import screen_way, take_screenshot

    screen_way(os.environ)
    return lambda: take_screenshot(os.environ)


def is_zoomed(root: tk.Tk) -> bool:
    """Return whether the window fills the screen, which the desktop remembers while it is hidden."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        return bool(root.attributes("-zoomed"))
    return root.state() == "zoomed"

"""The user's choices about the live picture: mirrored, a part of it, the ruler. They act, and are written, at once."""

from __future__ import annotations

from collections.abc import Callable

from digitpad.ui.camera.words import DRAG
from digitpad.ui.core.preferences import Preferences
from digitpad.vision.render.display import Share


class PictureSettings:
    """`on_change` is called after each change; `explain` shows a sentence about what to do."""

    def __init__(
        self, preferences: Preferences, *, on_change: Callable[[], None], explain: Callable[[str], None]
    ) -> None:
        self._preferences, self._on_change, self._explain = preferences, on_change, explain
        self.ruler = False  # shown, whatever the picture is like

    @property
    def mirrored(self) -> bool:
        return self._preferences.settings.mirrored

    @property
    def region(self) -> Share | None:
        """The part of the picture that is read; None: all of it."""
        return self._preferences.settings.region

    def switch_mirror(self) -> None:
        self._change(mirrored=not self.mirrored)

    def switch_region(self) -> None:
        """Read all of the picture again; where that is done already, say how a part is chosen."""
        if self.region is None:
            self._explain(DRAG)
        else:
            self.set_region(None)

    def set_region(self, region: Share | None) -> None:
        self._change(region=region)

    def switch_ruler(self) -> None:
        """Show the ruler of the smallest digit always, or only where it helps."""
        self.ruler = not self.ruler
        self._on_change()

    def _change(self, **values: bool | Share | None) -> None:
        try:
            self._preferences.change(**values)
        finally:  # it holds until the window closes where the disk refuses
            self._on_change()

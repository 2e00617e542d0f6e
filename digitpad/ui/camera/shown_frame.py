"""The frame on the screen: saved as a file, or taken to the pad's page."""

from __future__ import annotations

from collections.abc import Callable

from digitpad.records import Rgb
from digitpad.ui.camera.live import Live
from digitpad.ui.recorded.snapshots import Snapshots
from digitpad.vision.capture.sources import Source


class ShownFrame:
    """`on_take` gets a picture and its name for the pad's page."""

    def __init__(self, live: Live, snapshots: Snapshots, *, on_take: Callable[[Rgb, str], None]) -> None:
        self._live, self.snapshots, self._on_take = live, snapshots, on_take
        self.source: Source | None = None  # that it comes from

    @property
    def there(self) -> bool:
        return self._live.has_picture

    def save(self) -> None:
        """Save it as it was read, in the folder of snapshots."""
        if self._live.shown is not None and self.source is not None:
            self.snapshots.save(self._live.shown.picture, self.source.name)

    def take_away(self) -> None:
        """Take it to the pad's page, where digits can be joined and split."""
        if self._live.shown is not None and self.source is not None:
            self._on_take(self._live.shown.picture, self.source.name)

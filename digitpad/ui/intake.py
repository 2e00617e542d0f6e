"""Commands that bring numbers in from outside the window: from a phone, and from a part of the screen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial

from digitpad.languages import _
from digitpad.records import Rgb, Stroke
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import Command
from digitpad.ui.draw.open_document import OpenDocument
from digitpad.ui.screen.screen_reading import ScreenReading
from digitpad.ui.widgets.theme import Theme

FROM_PHONE, FROM_SCREEN = _("Phone"), _("Part of the screen")


class Intake:
    """`on_draw` brings up the page with the pad and does what it is given, such as to show a picture there."""

    def __init__(
        self,
        root: tk.Tk,
        bridge: Bridge,
        document: OpenDocument,
        on_draw: Callable[[Callable[[], None]], None],
        *,
        theme: Theme,
    ) -> None:
        self._root, self._bridge, self._theme = root, bridge, theme
        self._document, self._on_draw = document, on_draw
        self.screen_reading = ScreenReading(root, bridge, partial(self.take, FROM_SCREEN), theme=theme)

    @property
    def screen(self) -> Command:
        return Command(_("Draw"), _("Read from screen…"), ("Mod+Shift+S",), self.screen_reading.begin, place=10)

    @property
    def phone(self) -> Command:
        return Command(_("Camera"), _("Phone…"), (), self.show_phone, place=30)

    def show_phone(self, addresses: Callable[[], tuple[str, ...]] | None = None) -> None:
        """Show the code that a phone scans. `addresses`: those to choose from, in place of this computer's own."""
        from digitpad.phone.addresses import own_addresses
        from digitpad.ui.phone.dialog import show_phone

        on_take = partial(self.take, FROM_PHONE)
        show_phone(self._root, self._bridge, on_take, addresses or own_addresses, theme=self._theme)

    def take(self, name: str, content: Rgb | tuple[Stroke, ...]) -> None:
        """Open a picture (H, W, 3) or strokes on the page with the pad."""
        document = self._document
        if isinstance(content, tuple):
            self._on_draw(partial(document.show_strokes, content))
        else:
            self._on_draw(partial(document.show_picture, content, name))

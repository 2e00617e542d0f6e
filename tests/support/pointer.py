"""The pointer and keys of an X screen, moved as by hand: every program sees them, whichever window lies in front."""

from __future__ import annotations

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from tests.support.hand import Hand

PAUSE_S = 0.05


class Pointer:
    def __init__(self, hand: Hand) -> None:
        self._hand, self._display = hand, Display()

    def move(self, x: int, y: int) -> None:
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._go_on()

    def press(self, button: int = 1) -> None:
        xtest.fake_input(self._display, X.ButtonPress, button)
        self._go_on()

    def let_go(self, button: int = 1) -> None:
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._go_on()

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 5) -> None:
        self.move(*start)
        self.press()
        for step in range(1, steps + 1):
            self.move(*(a + (b - a) * step // steps for a, b in zip(start, end, strict=True)))
        self.let_go()

    def key(self, name: str) -> None:
        code = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        for kind in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(self._display, kind, code)
        self._go_on()

    def close(self) -> None:
        self._display.close()

    def _go_on(self) -> None:
        self._display.sync()
        self._hand.rest(PAUSE_S)

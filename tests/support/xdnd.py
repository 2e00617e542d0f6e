"""A program that drops files on another program's window, as file managers do: XDND, version 5, of X11.

    python -m tests.support.xdnd X Y PATH...    drops at a place of the screen, px

https://www.freedesktop.org/wiki/Specifications/XDND
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from Xlib import X, display
from Xlib.protocol import event

VERSION, PATIENCE_S = 5, 20.0


class Source:
    """A window that owns the dragged files."""

    def __init__(self, paths: list[Path]) -> None:
        self._display = display.Display()
        self._window = self._display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._data = "".join(f"{path.absolute().as_uri()}\r\n" for path in paths).encode()
        self._window.set_selection_owner(self._atom("XdndSelection"), X.CurrentTime)

    def drop_at(self, x: int, y: int) -> bool:
        """Move into the window at this place and let go; True where it took the files."""
        target = self._target(x, y)
        self._send(target, "XdndEnter", VERSION << 24, self._atom("text/uri-list"))
        self._send(target, "XdndPosition", 0, x << 16 | y, X.CurrentTime, self._atom("XdndActionCopy"))
        accepted = self._heard("XdndStatus")
        if not accepted & 1:
            self._send(target, "XdndLeave")
            return False
        self._send(target, "XdndDrop", 0, X.CurrentTime)
        self._heard("XdndFinished")
        return True

    def _target(self, x: int, y: int):  # type: ignore[no-untyped-def]
        """Return the window at this place that says it takes drops."""
        window = self._display.screen().root
        while window and not window.get_full_property(self._atom("XdndAware"), X.AnyPropertyType):
            window = self._child(window, x, y)
        assert window, "no window there takes drops"
        return window

    def _child(self, window, x: int, y: int):  # type: ignore[no-untyped-def]
        """Return the topmost window inside another at a place of the screen."""
        for child in reversed(window.query_tree().children):
            place, size = self._display.screen().root.translate_coords(child, 0, 0), child.get_geometry()
            inside = place.x <= x < place.x + size.width and place.y <= y < place.y + size.height
            if inside and child.get_attributes().map_state == X.IsViewable:
                return child
        return None

    def _send(self, target, kind: str, *rest: int) -> None:  # type: ignore[no-untyped-def]
        data = (self._window.id, *rest, *(0,) * (4 - len(rest)))
        message = event.ClientMessage(window=target, client_type=self._atom(kind), data=(32, data))
        target.send_event(message)
        self._display.flush()

    def _heard(self, kind: str) -> int:
        """Wait for an answer, and hand the files over meanwhile; return its second number."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if not self._display.pending_events():
                time.sleep(0.01)
                continue
            came = self._display.next_event()
            if came.type == X.SelectionRequest:
                self._hand_over(came)
            elif came.type == X.ClientMessage and came.client_type == self._atom(kind):
                return int(came.data[1][1])
        raise AssertionError(f"no {kind} came")

    def _hand_over(self, asked) -> None:  # type: ignore[no-untyped-def]
        asked.requestor.change_property(asked.property or asked.target, asked.target, 8, self._data)
        answer = event.SelectionNotify(
            time=asked.time,
            requestor=asked.requestor,
            selection=asked.selection,
            target=asked.target,
            property=asked.property or asked.target,
        )
        asked.requestor.send_event(answer)
        self._display.flush()

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))


if __name__ == "__main__":
    x, y, *names = sys.argv[1:]
    sys.exit(0 if Source([Path(name) for name in names]).drop_at(int(x), int(y)) else 1)

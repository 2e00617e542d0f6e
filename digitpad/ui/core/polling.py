"""The way from threads to Tk: threads put records into a queue and ring a bell, at which Tk looks into the queue.

Where Tk cannot wait for the bell, on Windows, it looks at intervals instead.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import tkinter as tk
from collections.abc import Callable
from typing import Any

BUSY_MS = 4  # between looks while an answer is awaited
IDLE_MS = 40
RESTING_MS = 200  # once nothing has come for RESTS_AFTER looks: an idle window is to take no processor
RESTS_AFTER = 50
BELL_MS = 1000  # where the bell wakes Tk
MOST_A_TICK = 64
RINGS = 4096  # bytes read at once; those that are left ring again
Handler = Callable[[Any], None]


class Bell:
    """Rung by any thread, heard by Tk's loop."""

    def __init__(self) -> None:
        self.hears, self._rings = socket.socketpair()
        for end in (self.hears, self._rings):
            end.setblocking(False)

    def ring(self) -> None:
        with contextlib.suppress(OSError):  # full: it rings already; closed: nobody listens any more
            self._rings.send(b"!")

    def silence(self) -> None:
        with contextlib.suppress(OSError):
            self.hears.recv(RINGS)

    def close(self) -> None:
        for end in (self.hears, self._rings):
            end.close()


class Mailbox:
    """A queue of addressed records; threads hold it and nothing of Tk."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.bell: Bell | None = None  # of whoever reads the records

    def to(self, address: str) -> Handler:
        """Return a function, for any thread, that puts a record into the queue for `address`."""
        return lambda record: self._put(address, record)

    def next(self) -> tuple[str, Any] | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def _put(self, address: str, record: Any) -> None:
        self._queue.put((address, record))
        if self.bell is not None:
            self.bell.ring()


class Polling:
    """Hands the mailbox's records to their handlers in the Tk thread, a bounded number a tick.

    `busy` says whether an answer is awaited: without a bell it then looks every BUSY_MS, else more and more seldom.
    """

    def __init__(self, root: tk.Misc, mailbox: Mailbox, *, busy: Callable[[], bool], bell: bool = True) -> None:
        """`bell`: be woken by one where Tk can wait for it."""
        self._root, self._mailbox, self._busy = root, mailbox, busy
        self._handlers: dict[str, Handler] = {}
        self._timer: str | None = None
        self._has_bell = bell and hasattr(root.tk, "createfilehandler")
        self._bell: Bell | None = None
        self._looks_in_vain = 0
        self._woken = False  # and about to look

    def handle(self, address: str, handler: Handler) -> None:
        self._handlers[address] = handler

    def hurry(self) -> None:
        """Look more often, for an answer is awaited from now on."""
        if self._timer is not None and self._bell is None:
            self._looks_in_vain = 0
            self._arm(BUSY_MS)

    def start(self) -> None:
        if self._has_bell:
            self._bell = self._mailbox.bell = Bell()
            self._root.tk.createfilehandler(self._bell.hears, tk.READABLE, lambda file, mask: self._wake())
        self._timer = self._root.after(0, self.tick)

    def stop(self) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None
        if self._bell is not None:
            self._root.tk.deletefilehandler(self._bell.hears)
            self._bell.close()
            self._bell = self._mailbox.bell = None

    def tick(self) -> None:
        if self._timer is None:
            return
        self._woken, handled = False, 0
        try:
            while handled < MOST_A_TICK and (item := self._mailbox.next()) is not None:
                handled += 1
                self._handlers[item[0]](item[1])
        finally:
            self._looks_in_vain = 0 if handled else self._looks_in_vain + 1
            if self._timer is not None:
                self._arm(BUSY_MS if handled else self._pause_ms())

    def _wake(self) -> None:
        """Look soon, in a callback whose errors are reported, as those of this one would not be."""
        if self._bell is not None:
            self._bell.silence()  # before the look: what comes later rings again
            if not self._woken:
                self._woken = True
                self._arm(0)

    def _arm(self, pause_ms: int) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)  # a handler that hurried has armed it already
        self._timer = self._root.after(pause_ms, self.tick)

    def _pause_ms(self) -> int:
        if self._bell is not None:
            return BELL_MS
        if self._busy():
            return BUSY_MS
        return IDLE_MS if self._looks_in_vain < RESTS_AFTER else RESTING_MS

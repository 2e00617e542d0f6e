"""The one bridge from threads to Tk: threads put records into a queue, Tk looks into it now and then."""

from __future__ import annotations

import queue
import tkinter as tk
from collections.abc import Callable
from typing import Any

IDLE_MS = 40
BUSY_MS = 4
MOST_A_TICK = 64
Handler = Callable[[Any], None]


class Mailbox:
    """A queue of addressed records; threads hold it and nothing of Tk."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def to(self, address: str) -> Handler:
        """A function, for any thread, that puts a record into the queue for `address`."""
        waiting = self._queue
        return lambda record: waiting.put((address, record))

    def next(self) -> tuple[str, Any] | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None


class Polling:
    """Hands the mailbox's records to their handlers in the Tk thread, a bounded number a tick.

    `busy` says whether an answer is awaited: then it looks every BUSY_MS, else every IDLE_MS.
    """

    def __init__(self, root: tk.Misc, mailbox: Mailbox, *, busy: Callable[[], bool]) -> None:
        self._root, self._mailbox, self._busy = root, mailbox, busy
        self._handlers: dict[str, Handler] = {}
        self._timer: str | None = None

    def handle(self, address: str, handler: Handler) -> None:
        self._handlers[address] = handler

    def hurry(self) -> None:
        """An answer is awaited from now on."""
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = self._root.after(BUSY_MS, self.tick)

    def start(self) -> None:
        self._timer = self._root.after(0, self.tick)

    def stop(self) -> None:
        if self._timer is not None:
            self._root.after_cancel(self._timer)
            self._timer = None

    def tick(self) -> None:
        if self._timer is None:
            return
        try:
            for _ in range(MOST_A_TICK):
                item = self._mailbox.next()
                if item is None:
                    break
                self._handlers[item[0]](item[1])
        finally:
            if self._timer is not None:
                self._root.after_cancel(self._timer)  # a handler that hurried has armed it already
                self._timer = self._root.after(BUSY_MS if self._busy() else IDLE_MS, self.tick)

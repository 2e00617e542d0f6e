"""The thread that owns a store and carries out requests in order, off the Tk thread."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from digitpad.background import CallFailed, Deliver, carry_out
from digitpad.errors import DigitPadError
from digitpad.faults import Fault, outcome_of


class Closes(Protocol):
    def close(self) -> None: ...


Store = TypeVar("Store", bound=Closes)


class StoreWorker(Generic[Store]):
    """Opens the store in its own thread with the first work, and tries again with the next where that fails."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._works: queue.SimpleQueue[tuple[Callable[[Store], Any], Deliver] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, work: Callable[[Store], Any], deliver: Deliver) -> None:
        """Do `work` after all earlier requests; `deliver` gets its Done or CallFailed, in the worker's thread.

        `work` must take what it needs out of the store and never hand on the store itself.
        """
        self._works.put((work, deliver))

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Carry out all requests, close the store, end; False where it is still at work when the time is over."""
        self._works.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        store: Store | None = None
        while (request := self._works.get()) is not None:
            work, deliver = request
            store = store or self._opened(deliver)
            if store is not None:
                carry_out(store, work, deliver)
        if store is not None:
            with contextlib.suppress(DigitPadError):  # all is on the disk already
                store.close()

    def _opened(self, deliver: Deliver) -> Store | None:
        """Return the store; None, once `deliver` has got the reason, where it cannot be opened."""
        store = outcome_of(self._open_store, "The samples could not be opened")
        if not isinstance(store, Fault):
            return store
        deliver(CallFailed(store.sentence, store.traceback))
        return None

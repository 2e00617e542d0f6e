"""The thread that owns a store: what it is asked is done in order, off the Tk thread."""

from __future__ import annotations

import contextlib
import queue
import threading
import traceback
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from digitpad.background import Deliver, Undone, carry_out
from digitpad.errors import DigitPadError


class Closes(Protocol):
    def close(self) -> None: ...


Store = TypeVar("Store", bound=Closes)


class Clerk(Generic[Store]):
    """Opens the store in its own thread with the first work, and tries again with the next where that fails."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._works: queue.SimpleQueue[tuple[Callable[[Store], Any], Deliver] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="clerk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, work: Callable[[Store], Any], deliver: Deliver) -> None:
        """Have `work` done after all that was asked before; `deliver` gets its Done or Undone, in the clerk's thread.

        `work` must take what it needs out of the store and never hand on the store itself.
        """
        self._works.put((work, deliver))

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Do what was asked, close the store, end; False where it is still at work when the time is over."""
        self._works.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        store: Store | None = None
        while (asked := self._works.get()) is not None:
            work, deliver = asked
            store = store or self._opened(deliver)
            if store is not None:
                carry_out(store, work, deliver)
        if store is not None:
            with contextlib.suppress(DigitPadError):  # all is on the disk already
                store.close()

    def _opened(self, deliver: Deliver) -> Store | None:
        """None, once `deliver` has got the reason, where the store cannot be opened."""
        try:
            return self._open_store()
        except DigitPadError as error:
            deliver(Undone(str(error)))
        except Exception as error:
            sentence = f"The samples could not be opened ({type(error).__name__}); the details are in the log."
            deliver(Undone(sentence, traceback.format_exc()))
        return None

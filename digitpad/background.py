"""Work off the Tk thread: a one-slot box, and the thread that reads.

Threads here never touch a window: they hand frozen records to a `deliver` function that only puts them into a queue.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from digitpad.faults import Fault, outcome_of
from digitpad.languages import _
from digitpad.records import Reading

T = TypeVar("T")
Engine = TypeVar("Engine")
Deliver = Callable[[Any], None]
NO_CARD = _("The graphics card could not be used")
UNREADABLE = _("This could not be read")


class Latest(Generic[T]):
    """A one-slot box between threads: a newer value replaces the one that nobody has taken yet."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._value: T | None = None
        self._closed = False

    def put(self, value: T) -> None:
        with self._filled:
            self._value = value
            self._filled.notify()

    def take(self, timeout_s: float | None = None) -> T | None:
        """Wait for the newest value and return it; None once the box is closed or the time is over."""
        with self._filled:
            self._filled.wait_for(lambda: self._closed or self._value is not None, timeout_s)
            value, self._value = self._value, None
            return None if self._closed else value

    def close(self) -> None:
        """Close the box: threads that wait in `take` get None, and a value that lies in it is dropped."""
        with self._filled:
            self._closed = True
            self._filled.notify_all()

    @property
    def closed(self) -> bool:
        return self._closed


@dataclass(frozen=True)
class Loaded:
    """The engine is there and can read."""

    model: str
    device_name: str


@dataclass(frozen=True)
class NotMoved:
    """The engine stays on the device where it is, although another one was asked for by name."""

    sentence: str
    traceback: str = ""  # empty where the sentence says all


@dataclass(frozen=True)
class NotLoaded:
    """An engine could not be loaded; `final`: no other one follows. The traceback only where it is a bug."""

    sentence: str
    final: bool
    traceback: str = ""


@dataclass(frozen=True, eq=False)
class Answer:
    serial: int  # of the request
    reading: Reading
    seconds: float  # the engine alone


@dataclass(frozen=True)
class Unanswered:
    """A request that failed: a sentence for the user, and the traceback where it is a bug."""

    serial: int
    sentence: str
    traceback: str = ""


@dataclass(frozen=True)
class Done:
    """A command of `tell`, or a question of `query`, that was carried out."""

    result: Any
    seconds: float  # the engine alone


@dataclass(frozen=True)
class CallFailed:
    """A command or question that failed: a sentence for the user, and the traceback where it is a bug."""

    sentence: str
    traceback: str = ""


class Reader(Generic[Engine]):
    """The thread that owns the engine. The newest question of each kind wins; commands are never dropped.

    `loaders` are tried in turn until one gives an engine. `deliver` gets, in order: a NotLoaded for each loader that
    failed, then Loaded, then one Answer or Unanswered for each question of `ask` that was taken.

    `prepare_move` is called in a thread of its own while the engine reads already. It may take long, and gives a
    function that moves the engine to a faster device, or None. That runs between two readings; then comes a second
    Loaded with the new device's name, or a NotMoved.
    """

    def __init__(
        self,
        *,
        loaders: tuple[Callable[[], Engine], ...],
        describe: Callable[[Engine], Loaded],
        deliver: Deliver,
        prepare_move: Callable[[Engine], Callable[[], None] | None] | None = None,
    ) -> None:
        """Without `prepare_move` the engine is asked: those that can move have a method of this name."""
        self._loaders, self._describe, self._deliver = loaders, describe, deliver
        self._prepare_move = prepare_move or _prepared_by_engine
        self._mover: threading.Thread | None = None
        self._work: _WorkQueue[Engine] = _WorkQueue()
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, serial: int, question: Callable[[Engine], Reading]) -> None:
        """Have `question` answered in the thread, unless a newer one comes before it is begun."""
        self._work.put("ask", lambda engine: self._answer(engine, serial, question))

    def query(self, question: Callable[[Engine], Any], deliver: Deliver) -> None:
        """Have any question answered: `deliver` gets Done or CallFailed, or nothing where a newer one replaced it."""
        self._work.put("query", lambda engine: carry_out(engine, question, deliver))

    def tell(self, command: Callable[[Engine], Any], deliver: Deliver) -> None:
        """Run `command` before the next question, after all earlier ones; `deliver` gets its Done or CallFailed."""
        self._work.queue(lambda engine: carry_out(engine, command, deliver))

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End the threads after what they are doing now; False where one still runs when the time is over."""
        self._work.close()
        end_s = time.monotonic() + timeout_s
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        if self._mover is not None:
            self._mover.join(max(0.0, end_s - time.monotonic()))
        return not self._thread.is_alive() and (self._mover is None or not self._mover.is_alive())

    def _run(self) -> None:
        engine = self._load()
        if engine is None:
            return
        self._mover = threading.Thread(target=self._prepare, args=(engine,), name="mover", daemon=True)
        self._mover.start()
        while (work := self._work.take()) is not None:
            work(engine)

    def _load(self) -> Engine | None:
        for number, loader in enumerate(self._loaders, 1):
            if self._work.closed:
                return None
            engine = outcome_of(loader, _("The network could not be loaded"))
            if not isinstance(engine, Fault):
                self._deliver(self._describe(engine))
                return engine
            self._deliver(NotLoaded(engine.sentence, number == len(self._loaders), engine.traceback))
        return None

    def _prepare(self, engine: Engine) -> None:
        move = outcome_of(lambda: self._prepare_move(engine), NO_CARD)
        if isinstance(move, Fault):
            self._deliver(NotMoved(move.sentence, move.traceback))
        elif move is not None:
            self._work.queue(partial(self._move, move))

    def _move(self, move: Callable[[], None], engine: Engine) -> None:
        fault = outcome_of(move, NO_CARD)
        self._deliver(NotMoved(fault.sentence, fault.traceback) if fault else self._describe(engine))

    def _answer(self, engine: Engine, serial: int, question: Callable[[Engine], Reading]) -> None:
        start_s = time.perf_counter()
        reading = outcome_of(lambda: question(engine), UNREADABLE)
        if isinstance(reading, Fault):
            self._deliver(Unanswered(serial, reading.sentence, reading.traceback))
        else:
            self._deliver(Answer(serial, reading, time.perf_counter() - start_s))


def _prepared_by_engine(engine: Any) -> Callable[[], None] | None:
    prepare = getattr(engine, "prepare_move", None)
    move: Callable[[], None] | None = prepare() if prepare is not None else None
    return move


def carry_out(engine: Engine, work: Callable[[Engine], Any], deliver: Deliver) -> None:
    """Do `work` and deliver its Done or CallFailed."""
    start_s = time.perf_counter()
    result = outcome_of(lambda: work(engine))
    if isinstance(result, Fault):
        deliver(CallFailed(result.sentence, result.traceback))
    else:
        deliver(Done(result, time.perf_counter() - start_s))


class _WorkQueue(Generic[Engine]):
    """Work that waits for the engine: commands in order, then the newest question of each kind, oldest kind first."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._commands: deque[Callable[[Engine], None]] = deque()
        self._questions: dict[str, Callable[[Engine], None]] = {}
        self.closed = False

    def put(self, kind: str, question: Callable[[Engine], None]) -> None:
        with self._filled:
            self._questions[kind] = question
            self._filled.notify()

    def queue(self, command: Callable[[Engine], None]) -> None:
        with self._filled:
            self._commands.append(command)
            self._filled.notify()

    def take(self) -> Callable[[Engine], None] | None:
        """Wait for the next piece of work; None once it is closed and no command is left."""
        with self._filled:
            self._filled.wait_for(lambda: self.closed or self._commands or self._questions)
            if self._commands:
                return self._commands.popleft()
            return None if self.closed else self._questions.pop(next(iter(self._questions)))

    def close(self) -> None:
        """Take no more work; questions that were not begun are dropped, commands are still carried out."""
        with self._filled:
            self.closed = True
            self._filled.notify_all()

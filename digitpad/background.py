"""Work off the Tk thread: a one-slot box, the thread that reads, and a task that reports and can be cancelled.

Threads here never touch a window: they hand frozen records to a `deliver` function that only puts them into a queue.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from digitpad.errors import CancelRequested, DigitPadError
from digitpad.records import Reading

T = TypeVar("T")
Engine = TypeVar("Engine")
Deliver = Callable[[Any], None]


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
        """The newest value, waited for; None once the box is closed or the time is over."""
        with self._filled:
            self._filled.wait_for(lambda: self._closed or self._value is not None, timeout_s)
            value, self._value = self._value, None
            return None if self._closed else value

    def close(self) -> None:
        """Let go of whoever waits. What lies in the box is dropped."""
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
    """A command or question of `tell` and `wonder` that was carried out."""

    result: Any
    seconds: float  # the engine alone


@dataclass(frozen=True)
class Undone:
    """One that failed: a sentence for the user, and the traceback where it is a bug."""

    sentence: str
    traceback: str = ""


class Reader(Generic[Engine]):
    """The thread that owns the engine. The newest question of each kind wins; commands are never dropped.

    `loaders` are tried in turn until one gives an engine. `deliver` gets, in order: a NotLoaded for each loader that
    failed, then Loaded, then one Answer or Unanswered for each question of `ask` that was taken.
    """

    def __init__(
        self,
        *,
        loaders: tuple[Callable[[], Engine], ...],
        describe: Callable[[Engine], Loaded],
        deliver: Deliver,
    ) -> None:
        self._loaders, self._describe, self._deliver = loaders, describe, deliver
        self._desk: _Desk[Engine] = _Desk()
        self._thread = threading.Thread(target=self._run, name="reader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask(self, serial: int, question: Callable[[Engine], Reading]) -> None:
        """Have `question` answered in the thread, unless a newer one comes before it is begun."""
        self._desk.lay("ask", lambda engine: self._answer(engine, serial, question))

    def wonder(self, question: Callable[[Engine], Any], deliver: Deliver) -> None:
        """The same for any question: `deliver` gets Done or Undone, or nothing where a newer one took its place."""
        self._desk.lay("wonder", lambda engine: carry_out(engine, question, deliver))

    def tell(self, command: Callable[[Engine], Any], deliver: Deliver) -> None:
        """Have `command` run before the next question, after all earlier ones; `deliver` gets its Done or Undone."""
        self._desk.queue(lambda engine: carry_out(engine, command, deliver))

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End the thread after what it is doing now; False where it is still running when the time is over."""
        self._desk.close()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        engine = self._load()
        if engine is None:
            return
        while (work := self._desk.take()) is not None:
            work(engine)

    def _load(self) -> Engine | None:
        for number, loader in enumerate(self._loaders, 1):
            if self._desk.closed:
                return None
            try:
                engine = loader()
            except DigitPadError as error:
                self._deliver(NotLoaded(str(error), final=number == len(self._loaders)))
            except Exception as error:
                sentence = f"The network could not be loaded ({type(error).__name__}); the details are in the log."
                self._deliver(NotLoaded(sentence, number == len(self._loaders), traceback.format_exc()))
            else:
                self._deliver(self._describe(engine))
                return engine
        return None

    def _answer(self, engine: Engine, serial: int, question: Callable[[Engine], Reading]) -> None:
        begun = time.perf_counter()
        try:
            reading = question(engine)
        except DigitPadError as error:
            self._deliver(Unanswered(serial, str(error)))
        except Exception as error:
            sentence = f"This could not be read ({type(error).__name__}); the details are in the log."
            self._deliver(Unanswered(serial, sentence, traceback.format_exc()))
        else:
            self._deliver(Answer(serial, reading, time.perf_counter() - begun))


def carry_out(engine: Engine, work: Callable[[Engine], Any], deliver: Deliver) -> None:
    """Do `work` and deliver its Done or Undone."""
    begun = time.perf_counter()
    try:
        result = work(engine)
    except DigitPadError as error:
        deliver(Undone(str(error)))
    except Exception as error:
        sentence = f"Something unexpected went wrong ({type(error).__name__}); the details are in the log."
        deliver(Undone(sentence, traceback.format_exc()))
    else:
        deliver(Done(result, time.perf_counter() - begun))


class _Desk(Generic[Engine]):
    """Work that waits for the engine: commands in order, then the newest question of each kind, oldest kind first."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._commands: deque[Callable[[Engine], None]] = deque()
        self._questions: dict[str, Callable[[Engine], None]] = {}
        self.closed = False

    def lay(self, kind: str, question: Callable[[Engine], None]) -> None:
        with self._filled:
            self._questions[kind] = question
            self._filled.notify()

    def queue(self, command: Callable[[Engine], None]) -> None:
        with self._filled:
            self._commands.append(command)
            self._filled.notify()

    def take(self) -> Callable[[Engine], None] | None:
        """What comes next, waited for; None once the desk is closed and no command is left."""
        with self._filled:
            self._filled.wait_for(lambda: self.closed or self._commands or self._questions)
            if self._commands:
                return self._commands.popleft()
            return None if self.closed else self._questions.pop(next(iter(self._questions)))

    def close(self) -> None:
        """Questions that were not begun are dropped."""
        with self._filled:
            self.closed = True
            self._filled.notify_all()


@dataclass(frozen=True)
class Progressed:
    value: Any


@dataclass(frozen=True)
class Finished:
    result: Any


@dataclass(frozen=True)
class Failed:
    sentence: str
    traceback: str = ""  # empty where the sentence says all


@dataclass(frozen=True)
class Cancelled:
    pass


class Task:
    """Work on a thread of its own: `deliver` gets Progressed…, then exactly one of Finished, Failed, Cancelled.

    `work` is called with `report`; reporting is where cancelling takes effect.
    """

    def __init__(self, work: Callable[[Callable[[Any], None]], Any], *, deliver: Deliver, name: str = "task") -> None:
        self._work, self._deliver = work, deliver
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> Task:
        self._thread.start()
        return self

    def cancel(self) -> None:
        self._cancelled.set()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; False where it still runs when the time is over."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self.running

    def _run(self) -> None:
        try:
            result = self._work(self._report)
        except CancelRequested:
            self._deliver(Cancelled())
        except DigitPadError as error:
            self._deliver(Failed(str(error)))
        except Exception as error:
            sentence = f"Something unexpected went wrong ({type(error).__name__}); the details are in the log."
            self._deliver(Failed(sentence, traceback.format_exc()))
        else:
            self._deliver(Finished(result))

    def _report(self, value: Any) -> None:
        if self._cancelled.is_set():
            raise CancelRequested
        self._deliver(Progressed(value))

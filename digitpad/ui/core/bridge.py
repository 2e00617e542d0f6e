"""The bridge between the window and the reader's thread: questions go over, answers come back in Tk's thread."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any, Protocol

from digitpad.background import Answer, CallFailed, Done, Loaded, NotLoaded, NotMoved, Reader, Unanswered
from digitpad.languages import _
from digitpad.records import Reading
from digitpad.ui.core.notices import READY, Notices
from digitpad.ui.core.pen_clock import PenClock
from digitpad.ui.core.polling import Mailbox, Polling
from digitpad.ui.core.readings import Reads

STOP_S = 10.0
OnDone = Callable[[Done], None]
OnFailed = Callable[[str], None]


class HearsReadings(Protocol):
    """Gets the answers to `Bridge.read`."""

    @property
    def waiting(self) -> bool: ...
    def answered(self, answer: Answer) -> None: ...
    def unanswered(self, failure: Unanswered) -> None: ...


class Bridge:
    """Lives as long as the window; for the Tk thread unless a method says otherwise."""

    def __init__(self, root: tk.Misc, loaders: tuple[Callable[[], Reads], ...], *, notices: Notices) -> None:
        """`loaders` are tried in turn in the reader's thread; `root` gives the timer that looks for answers."""
        self.notices, self.loaders = notices, loaders
        self.pen_clock = PenClock()
        self._mailbox = mailbox = Mailbox()
        self._reader: Reader[Reads] = Reader(loaders=loaders, describe=_described, deliver=mailbox.to("reader"))
        self._awaited: dict[int, tuple[OnDone, OnFailed]] = {}  # by serial: whom to call; known in this thread only
        self._asked = 0
        self._question = 0  # serial of the page's newest question
        self._readings: HearsReadings | None = None
        self._on_reader_changed: list[Callable[[], None]] = []
        self._polling = Polling(root, mailbox, busy=self._is_waiting)
        self._polling.handle("reader", self._reader_answered)
        self._polling.handle("called", self._called)

    def start(self) -> None:
        """Look into the mailbox from now on."""
        self._polling.start()

    def load(self) -> None:
        """Begin to load the network, in the reader's thread."""
        self._reader.start()

    def stop(self) -> None:
        """End the thread; nothing reaches the window any more."""
        self._polling.stop()
        self._reader.stop(STOP_S)

    def listen(self, address: str, handler: Callable[[Any], None]) -> Callable[[Any], None]:
        """Return a function for any thread; what it is given comes to `handler` in this one."""
        self._polling.handle(address, handler)
        return self._mailbox.to(address)

    def read_for(self, readings: HearsReadings) -> None:
        """Hand the answers to all requests of `read` to `readings`."""
        self._readings = readings

    def read(self, serial: int, question: Callable[[Reads], Reading]) -> None:
        """Have a reading made in the reader's thread, unless a newer one is asked for before it is begun."""
        self._reader.ask(serial, question)
        self._polling.hurry()

    def ask(self, question: Callable[[Reads], Any], on_answer: OnDone, on_failed: OnFailed | None = None) -> None:
        """Have the page's question answered in the reader's thread; of several, only the newest is answered.

        `on_failed` gets the sentence (None: it is shown across the top).
        """
        self._awaited.pop(self._question, None)
        deliver = self.awaiting(on_answer, on_failed)
        self._question = self._asked
        self._reader.query(question, deliver)

    def tell(self, command: Callable[[Reads], Any], on_done: OnDone, on_failed: OnFailed | None = None) -> None:
        """Have `command` run in the reader's thread, before the next question and after all earlier commands."""
        self._reader.tell(command, self.awaiting(on_done, on_failed))

    def awaiting(self, on_done: OnDone, on_failed: OnFailed | None = None) -> Callable[[Any], None]:
        """Return a function for any thread that holds nothing of Tk; a Done or CallFailed given to it comes here.

        `on_failed` gets the sentence (None: it is shown across the top).
        """
        self._asked += 1
        self._awaited[self._asked] = (on_done, on_failed or self.notices.failed)
        self._polling.hurry()
        serial, put = self._asked, self._mailbox.to("called")
        return lambda outcome: put((serial, outcome))

    def on_reader_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever the same ink may be read otherwise from now on."""
        self._on_reader_changed.append(listener)

    def reader_changed(self, model: str = "") -> None:
        """Say that the reader reads otherwise from now on; `model`: with another version of this name."""
        if model:
            self.notices.stand(model=model)
        for listener in self._on_reader_changed:
            listener()

    def _is_waiting(self) -> bool:
        return bool(self._awaited) or (self._readings is not None and self._readings.waiting)

    def _called(self, event: tuple[int, Done | CallFailed]) -> None:
        serial, outcome = event
        failed = self.notices.failed
        if isinstance(outcome, CallFailed) and outcome.traceback:
            failed(outcome.sentence, outcome.traceback)
        on_done, on_failed = self._awaited.pop(serial, (None, None))
        if isinstance(outcome, Done):
            if on_done is not None:
                on_done(outcome)
        elif on_failed is not None and not (outcome.traceback and on_failed == failed):
            on_failed(outcome.sentence)

    def _reader_answered(self, event: object) -> None:
        if isinstance(event, Answer) and self._readings is not None:
            self._readings.answered(event)
        elif isinstance(event, Unanswered) and self._readings is not None:
            self._readings.unanswered(event)
        elif isinstance(event, Loaded):
            self.notices.stand(state=READY, device=event.device_name, model=event.model)
        elif isinstance(event, NotLoaded):
            self._not_loaded(event)
        elif isinstance(event, NotMoved):
            self.notices.failed(event.sentence, event.traceback)

    def _not_loaded(self, event: NotLoaded) -> None:
        if event.final:
            self.notices.stand(state=_("No usable weights: drawings are not read"))
        sentence = (
            event.sentence
            if event.final
            else _("{sentence} Until then the shipped weights are used.").format(sentence=event.sentence)
        )
        self.notices.failed(sentence, event.traceback)


def _described(engine: Reads) -> Loaded:
    return Loaded(engine.model, engine.device_name)

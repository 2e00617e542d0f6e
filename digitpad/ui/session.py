"""What happens between the pad, the reader and the files: contents come in, readings go out to the page."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from digitpad.background import Answer, Done, Failed, Loaded, NotLoaded, Reader, Unanswered, Undone
from digitpad.records import Reading
from digitpad.ui.document import Content, Document, Picture
from digitpad.ui.draw_page import DrawPage
from digitpad.ui.files import Files, Opened
from digitpad.ui.geometry import placed
from digitpad.ui.notes import wholes, with_notes
from digitpad.ui.pad import Strokes
from digitpad.ui.pen_clock import PenClock
from digitpad.ui.polling import Mailbox, Polling
from digitpad.ui.readings import Readings, Reads
from digitpad.ui.report import Report
from digitpad.ui.status_line import READY, Standing, StatusLine

STOP_S = 10.0
NOTHING_FOUND = "No digits found"
OnDone = Callable[[Done], None]
OnFailed = Callable[[str], None]


class Follows(Protocol):
    def content_changed(self, before: Content, now: Content) -> None: ...
    def put_away(self, reading: Reading) -> None: ...
    def reading_shown(self) -> None: ...


class Session:
    """Lives as long as the window. `connect` gives it the page and the status line, which need its functions first."""

    def __init__(
        self,
        root: tk.Tk,
        loaders: tuple[Callable[[], Reads], ...],
        *,
        report: Report,
        folder: str,
        on_good_news: Callable[[], None],
    ) -> None:
        """`folder`: where files were last opened; `on_good_news`: earlier complaints are out of date."""
        self._root, self._report, self._on_good_news = root, report, on_good_news
        self._mailbox = mailbox = Mailbox()
        self._reader: Reader[Reads] = Reader(loaders=loaders, describe=_described, deliver=mailbox.to("reader"))
        self.document = Document(self._content_changed)
        self.reading = Reading()  # as it is shown: with what the user said
        self.read_strokes: Strokes | None = ()  # of which it is; None: of the picture
        self._as_read = Reading()
        self._content = Content()
        self._follower: Follows | None = None
        self._readings = Readings(
            ask=self._ask, on_reading=self._answered, on_empty=self._nothing_to_read, on_failed=self._not_read
        )
        self.files = Files(
            root,
            deliver=mailbox.to("files"),
            folder=folder,
            on_opened=self._opened,
            on_said=lambda text: self._status.news(text),
            on_failed=self._failed,
        )
        self._asked = 0
        self.pen_clock = PenClock()
        self._awaited: dict[int, tuple[OnDone, OnFailed]] = {}  # by serial: whom to call; known in this thread only
        self._question = 0  # serial of the page's newest question
        self._polling = Polling(root, mailbox, busy=self._busy)
        self._polling.handle("reader", self._reader_said)
        self._polling.handle("called", self._called)
        self._polling.handle("files", self.files.handle)
        self._standing = Standing()

    def connect(self, page: DrawPage, status: StatusLine) -> None:
        self._page, self._status = page, status
        self._stand()
        self._show("Nothing to read yet")

    def follow(self, follower: Follows) -> None:
        """Have it hear of every change of the content, and of every reading that is shown."""
        self._follower = follower

    def start(self) -> None:
        """Look into the mailbox from now on."""
        self._polling.start()

    def load(self) -> None:
        """Begin to load the network, in the reader's thread."""
        self._reader.start()

    def stop(self) -> None:
        """End the threads; nothing reaches the window any more."""
        self._polling.stop()
        self._reader.stop(STOP_S)
        self.files.stop(STOP_S)

    def listen(self, address: str, handler: Callable[[Any], None]) -> Callable[[Any], None]:
        """A function for any thread; what it is given comes to `handler` in this one."""
        self._polling.handle(address, handler)
        return self._mailbox.to(address)

    def ask(self, question: Callable[[Reads], Any], on_answer: OnDone, on_failed: OnFailed | None = None) -> None:
        """Have the page's question answered in the reader's thread; where a newer one is asked, only that is heard of.

        `on_failed` gets the sentence (None: it is shown across the top).
        """
        self._awaited.pop(self._question, None)
        deliver = self.awaiting(on_answer, on_failed)
        self._question = self._asked
        self._reader.wonder(question, deliver)

    def tell(self, command: Callable[[Reads], Any], on_done: OnDone, on_failed: OnFailed | None = None) -> None:
        """Have `command` run in the reader's thread, before the next question and after all earlier commands."""
        self._reader.tell(command, self.awaiting(on_done, on_failed))

    def awaiting(self, on_done: OnDone, on_failed: OnFailed | None = None) -> Callable[[Any], None]:
        """A function for any thread, that holds nothing of Tk: a Done or Undone given to it is heard of in this one.

        `on_failed` gets the sentence (None: it is shown across the top).
        """
        self._asked += 1
        self._awaited[self._asked] = (on_done, on_failed or self.failed)
        self._polling.hurry()
        serial, put = self._asked, self._mailbox.to("called")
        return lambda outcome: put((serial, outcome))

    def failed(self, sentence: str, traceback: str = "") -> None:
        """Show a sentence across the top; with a traceback, a bug, that goes to the log."""
        self._failed(Failed(sentence, traceback))

    def news(self, text: str, act: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say in the status line, for some seconds, what was just done; `act`: what can be done about it, in a word."""
        self._status.news(text, act)

    def good_news(self) -> None:
        """What was complained of is over."""
        self._on_good_news()

    def say_state(self, *parts: str) -> None:
        """What the status line says of the page that is shown, before device and model; nothing: as on Draw."""
        self._stand(page=parts)

    @property
    def model(self) -> str:
        """The version that reads, in words; "" before there is one."""
        return self._standing.model

    def model_changed(self, model: str) -> None:
        """Another version reads from now on; so what lies on the pad is read again."""
        self._stand(model=model)
        self.read_again()

    def read_again(self) -> None:
        """Read what lies on the pad once more, with what the reader was told meanwhile."""
        content = self.document.content
        if content.picture is not None or (content.strokes and not self._page.pad.drawing):
            self._read(content)

    def growing(self, strokes: Strokes) -> None:
        """The pen is down."""
        self.pen_clock.moved()
        self._readings.grow(strokes, wholes(self.document.content.stroke_notes, strokes))

    def open(self) -> None:
        self.files.open()
        self._polling.hurry()

    def paste(self) -> None:
        self.files.paste()
        self._polling.hurry()

    def save(self) -> None:
        pad = self._page.pad
        self.files.save(self.document.content.strokes, pad.winfo_width(), pad.winfo_height())

    def clear(self) -> None:
        """Put away what was read."""
        if self._follower is not None:
            self._follower.put_away(self.reading)
        self.document.clear()

    def copy(self) -> None:
        """Put the number on the clipboard."""
        text = self.reading.text
        self._root.clipboard_clear()
        self._root.clipboard_append(text)
        self._status.news(f"Copied {' / '.join(text.split())}")

    def _busy(self) -> bool:
        return self._readings.waiting or self.files.busy or bool(self._awaited)

    def _called(self, event: tuple[int, Done | Undone]) -> None:
        serial, outcome = event
        if isinstance(outcome, Undone) and outcome.traceback:
            self.failed(outcome.sentence, outcome.traceback)
        on_done, on_failed = self._awaited.pop(serial, (None, None))
        if isinstance(outcome, Done):
            if on_done is not None:
                on_done(outcome)
        elif on_failed is not None and not (outcome.traceback and on_failed == self.failed):
            on_failed(outcome.sentence)

    def _ask(self, serial: int, question: Callable[[Reads], Reading]) -> None:
        self._reader.ask(serial, question)
        self._polling.hurry()

    def _content_changed(self, content: Content) -> None:
        self.pen_clock.moved()
        before, self._content = self._content, content
        self._page.show(content, can_undo=self.document.can_undo, can_redo=self.document.can_redo)
        if content.same_ink(before):
            self._show(NOTHING_FOUND)
        elif content.picture is not None:
            self._forget_reading("Reading…")
        if content.picture is None or not content.same_ink(before) or content.mends != before.mends:
            self._read(content)
        if self._follower is not None:
            self._follower.content_changed(before, content)

    def _read(self, content: Content) -> None:
        if content.picture is not None:
            self._readings.picture(content.picture.pixels, content.mends)
        else:
            self._readings.settle(content.strokes, wholes(content.stroke_notes, content.strokes))

    def _answered(self, answer: Answer, strokes: Strokes | None) -> None:
        self._as_read, self.read_strokes = answer.reading, strokes
        self._stand(took=f"{answer.seconds * 1000:.0f} ms")
        self._show(NOTHING_FOUND)

    def _nothing_to_read(self) -> None:
        self._stand(took="")
        self._forget_reading("Nothing to read yet")

    def _forget_reading(self, waiting: str) -> None:
        self._as_read, self.read_strokes = Reading(), ()
        self._show(waiting)

    def _show(self, waiting: str) -> None:
        self.reading = with_notes(self._as_read, self.document.content.notes, self.read_strokes)
        self._page.show_reading(self.reading, waiting)
        if self._follower is not None:
            self._follower.reading_shown()

    def _reader_said(self, event: object) -> None:
        if isinstance(event, Answer):
            self._readings.answered(event)
        elif isinstance(event, Unanswered):
            self._readings.unanswered(event)
        elif isinstance(event, Loaded):
            self._stand(state=READY, device=event.device_name, model=event.model)
        elif isinstance(event, NotLoaded):
            self._not_loaded(event)

    def _not_loaded(self, event: NotLoaded) -> None:
        if event.final:
            self._stand(state="No usable weights: drawings are not read")
        sentence = event.sentence if event.final else f"{event.sentence} Until then the shipped weights are used."
        self._failed(Failed(sentence, event.traceback))

    def _not_read(self, failure: Unanswered) -> None:
        self._forget_reading("Could not be read")
        self._failed(Failed(failure.sentence, failure.traceback))

    def _failed(self, failure: Failed) -> None:
        if failure.traceback:
            self._report.unexpected(failure.sentence, failure.traceback)
        else:
            self._report.sentence(failure.sentence)

    def _opened(self, opened: Opened) -> None:
        self._on_good_news()
        if isinstance(opened, Picture):
            self.document.show(opened)
        else:
            pad = self._page.pad
            self.document.draw(placed(opened, pad.winfo_width(), pad.winfo_height(), pad.pen_width))

    def _stand(self, **words: Any) -> None:
        self._standing = replace(self._standing, **words)
        self._status.show(*self._standing.parts)


def _described(engine: Reads) -> Loaded:
    return Loaded(engine.model, engine.device_name)

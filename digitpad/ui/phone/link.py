"""The way from the phone's server, whose threads wait, to the reader's thread, and back by the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.phone.host import PhoneContent
from digitpad.records import Reading
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.readings import Reads

READING_S = 20.0
TOO_LONG = _("Reading took longer than {seconds:.0f} s; send a smaller picture.").format(seconds=READING_S)
CLOSED = _("DigitPad's window with the code was closed; open it again for a new one.")


class PhoneLink:
    """A PhoneHost; the callbacks come in Tk's thread. `on_reading` gets what was read, too."""

    def __init__(
        self,
        bridge: Bridge,
        *,
        on_greeted: Callable[[], None],
        on_reading: Callable[[PhoneContent, Reading], None],
        on_shut: Callable[[], None],
    ) -> None:
        self._bridge, self._on_reading = bridge, on_reading
        self._deliver = bridge.listen("phone", lambda act: act())
        self._on_greeted, self._on_shut = on_greeted, on_shut
        self._awaited: set[Future[Reading]] = set()
        self._closed = False

    def read(self, content: PhoneContent) -> Reading:
        future: Future[Reading] = Future()
        self._deliver(lambda: self._ask(content, future))
        try:
            return future.result(READING_S)
        except TimeoutError:
            raise DigitPadError(TOO_LONG) from None
        except CancelledError:
            raise DigitPadError(CLOSED) from None

    def greeted(self) -> None:
        self._deliver(self._hearing(self._on_greeted))

    def shut(self) -> None:
        self._deliver(self._hearing(self._on_shut))

    def failed(self, traceback: str) -> None:
        sentence = _("Something unexpected went wrong with the phone; the details are in the log.")
        self._deliver(lambda: self._bridge.notices.failed(sentence, traceback))

    def close(self) -> None:
        """Let go of whoever waits; nothing is called any more."""
        self._closed = True
        for future in list(self._awaited):
            future.cancel()

    def _hearing(self, act: Callable[[], None]) -> Callable[[], None]:
        return lambda: None if self._closed else act()

    def _ask(self, content: PhoneContent, future: Future[Reading]) -> None:
        if self._closed:
            future.cancel()
            return
        self._awaited.add(future)
        future.add_done_callback(self._awaited.discard)
        self._bridge.tell(
            lambda engine: read_with(engine, content),
            lambda done: self._answered(content, future, done.result),
            lambda sentence: self._refused(future, sentence),
        )

    def _answered(self, content: PhoneContent, future: Future[Reading], reading: Reading) -> None:
        if not self._closed:
            future.set_result(reading)
            self._on_reading(content, reading)

    def _refused(self, future: Future[Reading], sentence: str) -> None:
        if not self._closed:
            future.set_exception(DigitPadError(sentence))


def read_with(engine: Reads, content: PhoneContent) -> Reading:
    return engine.read_strokes(content) if isinstance(content, tuple) else engine.read_image(content)

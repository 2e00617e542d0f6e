"""Access to the server: for one phone, which shows the token, and a bounded number of requests."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from http import HTTPStatus

from digitpad.languages import _

TOKEN_BYTES = 12
MOST_WRONG = 3  # tokens; then nobody may ask any more
MOST_REQUESTS, WITHIN_S = 40, 10.0  # of the phone, and of all others together
NO_TOKEN = _("Scan the code in DigitPad's window; this address is not whole without it.")
WRONG = _("This code is not valid; scan the one in DigitPad's window.")
TAKEN = _("Another device uses this code already; ask for a new one in DigitPad's window.")
TOO_OFTEN = _("That was too often; wait a few seconds and try again.")


class TurnedAway(Exception):
    """A request that is not answered; the text is a sentence for whoever sent it."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Gate:
    """The access of one run of the server, with a token of its own; the first address that shows it is the phone's."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._lock = threading.Lock()
        self._phone = ""  # its address, once it has shown the token
        self._wrong = 0
        self._phone_times: deque[float] = deque(maxlen=MOST_REQUESTS)  # s, of its newest requests
        self._other_times: deque[float] = deque(maxlen=MOST_REQUESTS)

    @property
    def closed(self) -> bool:
        """True once too many wrong tokens were tried."""
        return self._wrong >= MOST_WRONG

    def admit(self, address: str, token: str) -> None:
        """Let a request of this address pass, or raise TurnedAway."""
        with self._lock:
            self._count(self._phone_times if address == self._phone else self._other_times)
            if not token:
                raise TurnedAway(HTTPStatus.FORBIDDEN, NO_TOKEN)
            if self.closed or not secrets.compare_digest(token.encode(errors="replace"), self.token.encode()):
                self._wrong += 1
                raise TurnedAway(HTTPStatus.FORBIDDEN, WRONG)
            if self._phone not in ("", address):
                raise TurnedAway(HTTPStatus.FORBIDDEN, TAKEN)
            self._phone = address

    def _count(self, times: deque[float]) -> None:
        now = time.monotonic()
        if len(times) == MOST_REQUESTS and now - times[0] < WITHIN_S:
            raise TurnedAway(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN)
        times.append(now)

"""The server that a phone's browser asks: at one address, for one phone, with bounds on all that it accepts."""

from __future__ import annotations

import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from socketserver import ThreadingTCPServer
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.phone.gate import Gate, TurnedAway
from digitpad.phone.host import PhoneHost
from digitpad.phone.visit import TOKEN, Visit

MOST_OPEN, MOST_OF_ONE = 24, 8  # connections, of all addresses and of one
LONGEST_S = 45.0  # of a connection, from its first byte to its last
MOST_TURNS = 2  # bodies that arrive or are read at once
LOOK_S = 0.1  # between looks for connections that take too long, and for the end


class PhoneServer(ThreadingTCPServer):
    """A server that starts at once, at a free port of an address. Raises DigitPadError where it cannot listen there."""

    daemon_threads = True
    request_queue_size = 16

    def __init__(self, host: PhoneHost, address: str, longest_s: float = LONGEST_S) -> None:
        self.host, self.gate, self._longest_s = host, Gate(), longest_s
        self._lock = threading.Lock()
        self._open: dict[socket.socket, tuple[str, float]] = {}  # connections: of which address, since when (s)
        self._turns = threading.BoundedSemaphore(MOST_TURNS)
        self._ending = False
        try:
            super().__init__((address, 0), Visit)
        except OSError as error:
            raise DigitPadError(
                _("No phone can be served at {address} ({reason}); look at the network and try again.").format(
                    address=address, reason=error.strerror or error
                )
            ) from error
        threading.Thread(target=self.serve_forever, args=(LOOK_S,), name="phone", daemon=True).start()

    @property
    def address(self) -> str:
        """The address that the phone opens, with the token."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/?{TOKEN}={self.gate.token}"

    def end(self) -> bool:
        """Stop listening, and cut all connections; False where that was done before. Not for the listening thread."""
        with self._lock:
            ended, self._ending = self._ending, True
        if ended:
            return False
        self.shutdown()
        self.server_close()
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            _cut(connection)
        return True

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the few places in which a body is taken and read. Raises TurnedAway where none is free."""
        if not self._turns.acquire(blocking=False):
            raise TurnedAway(HTTPStatus.TOO_MANY_REQUESTS, "One after the other; wait for the last reading.")
        try:
            yield
        finally:
            self._turns.release()

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Return True where a connection is accepted: unless too many are open."""
        with self._lock:
            addresses = [address for address, _ in self._open.values()]
            welcome = len(addresses) < MOST_OPEN and addresses.count(client_address[0]) < MOST_OF_ONE
            if welcome:
                self._open[request] = (client_address[0], time.monotonic())
        return welcome

    def service_actions(self) -> None:
        """Cut connections that take too long."""
        with self._lock:
            late = [each for each, (_, since) in self._open.items() if time.monotonic() - since > self._longest_s]
        for connection in late:
            _cut(connection)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a request, and end the server where the gate has closed with it."""
        super().process_request_thread(request, client_address)
        if self.gate.closed and self.end():
            self.host.shut()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report a bug; a connection that is lost is none."""
        if not isinstance(sys.exc_info()[1], OSError):
            self.host.failed(traceback.format_exc())


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)

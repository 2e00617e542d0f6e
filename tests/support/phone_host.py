"""A program that a phone asks, without a window, and a client that speaks HTTP by the letter."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from digitpad.phone.host import PhoneContent
from digitpad.phone.server import PhoneServer
from digitpad.records import Reading

PATIENCE_S = 20.0
JSON = "Content-Type: application/json"


class PhoneAnswers:
    """Implements PhoneHost: notes what comes, and reads nothing in it."""

    def __init__(self) -> None:
        self.contents: list[PhoneContent] = []
        self.greetings = self.ends = 0
        self.bugs: list[str] = []

    def read(self, content: PhoneContent) -> Reading:
        self.contents.append(content)
        return Reading()

    def greeted(self) -> None:
        self.greetings += 1

    def shut(self) -> None:
        self.ends += 1

    def failed(self, traceback: str) -> None:
        self.bugs.append(traceback)


@contextlib.contextmanager
def serving(host: PhoneAnswers, longest_s: float = 45.0) -> Iterator[PhoneServer]:
    """A server of this computer alone; it must not have met a bug at its end."""
    server = PhoneServer(host, "127.0.0.1", longest_s)
    yield server
    server.end()
    assert host.bugs == []


def connected(server: PhoneServer) -> socket.socket:
    address = urlsplit(server.address)
    return socket.create_connection((address.hostname, address.port), PATIENCE_S)


def asked(server: PhoneServer, head: str | bytes, body: bytes = b"") -> tuple[int, str]:
    """Send this head and body, and return status and text of the answer; 0 where the connection is cut without one."""
    with connected(server) as line:
        with contextlib.suppress(ConnectionError):  # an answer may come before all is sent
            line.sendall((head.encode() if isinstance(head, str) else head) + body)
        return answer_on(line)


def answer_on(line: socket.socket) -> tuple[int, str]:
    answer = b""
    with contextlib.suppress(ConnectionError):
        while piece := line.recv(65536):
            answer += piece
    head, _, text = answer.decode("utf-8", "replace").partition("\r\n\r\n")
    words = head.split()
    return (int(words[1]), text) if len(words) > 1 and words[1].isdigit() else (0, text)


def head(method: str, address: str, *lines: str) -> str:
    return "\r\n".join((f"{method} {address} HTTP/1.1", "Host: x", *lines, "", ""))


def reads(server: PhoneServer, body: bytes, *lines: str, token: str | None = None) -> tuple[int, str]:
    """Send a body to be read."""
    place = f"/read?code={server.gate.token if token is None else token}"
    return asked(server, head("POST", place, f"Content-Length: {len(body)}", *lines), body)


def strokes_json(strokes: Sequence[object]) -> bytes:
    return json.dumps({"strokes": strokes}).encode()

"""`digitpad serve` in a process of its own, and a plain HTTP client."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

START_S, END_S = 60, 20


@dataclass(frozen=True)
class Answer:
    status: int
    values: dict
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            return answer_to(connection)


def answer_to(connection: http.client.HTTPConnection) -> Answer:
    """Return what comes next on a connection."""
    response = connection.getresponse()
    text = response.read().decode()
    values = json.loads(text) if "json" in response.headers.get("content-type", "") else {}
    return Answer(response.status, values, dict(response.headers), text)


@contextlib.contextmanager
def served(*options: str) -> Iterator[Server]:
    """Run the server at a free port; it must end by Ctrl+C in time, without a traceback."""
    command = [sys.executable, "-u", "-m", "digitpad", "serve", "--port", "0", "--device", "cpu", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        assert found, process.stderr.read() if process.stderr else ""
        yield Server(int(found[1]), process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=END_S)
        assert process.returncode == 130 and "Traceback" not in said, said
    finally:
        process.kill()
        process.wait(END_S)

"""A network camera on 127.0.0.1 that the tests can make stall, lie, hang up, change and come back.

By hand: `python -m tests.support.mjpeg_server` prints its address and plays until Ctrl+C.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, Self

import cv2
import numpy as np

Mood = Literal["play", "stall", "garbage", "freeze", "drop", "silent", "page", "missing"]
BOUNDARY = b"digitpadframe"
SCENES = 12  # pictures that are encoded once and then repeated
TICK_S = 0.02


class MjpegServer:
    """Plays `scene(number)`, RGB or grey, as JPEG. Every public attribute may be changed while it plays."""

    def __init__(
        self,
        *,
        size: tuple[int, int] = (320, 240),
        fps: float = 30,
        login: str = "",
        scene: Callable[[int, tuple[int, int]], np.ndarray] | None = None,
    ) -> None:
        self.size, self.fps, self.login = size, fps, login  # login: "name:password"; "": anybody may look
        self.mood: Mood = "play"
        self.served = 0  # pictures sent, to anybody
        self.asked = 0  # connections
        self._scene = scene or moving_card
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self.port = 0
        self.come_back()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def come_back(self) -> None:
        """Listen (again), at the same port."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen()
        listening.settimeout(0.2)
        self.port = listening.getsockname()[1]
        self._listening = listening
        self._begin(self._accept, listening)

    def go_away(self) -> None:
        """Hang up and listen no more."""
        if self._listening:
            self._listening.close()
            self._listening = None
        self.hang_up()

    def hang_up(self) -> None:
        """End what is being played; who calls again is answered."""
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.go_away()
        for thread in self._threads:
            thread.join(5)

    def _begin(self, work: Callable[[socket.socket], None], connection: socket.socket) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(threading.Thread(target=work, args=(connection,), name="mjpeg", daemon=True))
        self._threads[-1].start()

    def _accept(self, listening: socket.socket) -> None:
        while self._listening is listening:
            with contextlib.suppress(TimeoutError):
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                connection.settimeout(5)
                self._open.add(connection)
                self.asked += 1
                self._begin(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            self._answer(connection, connection.recv(4096).decode("latin-1"))
        except OSError:
            pass  # whoever looked has gone
        finally:
            self._open.discard(connection)
            connection.close()

    def _answer(self, connection: socket.socket, request: str) -> None:
        wanted = "Authorization: Basic " + base64.b64encode(self.login.encode()).decode()
        if self.mood == "silent":
            self._linger(connection, "silent")
        elif self.login and wanted not in request:
            connection.sendall(
                b'HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm="cam"\r\nContent-Length: 0\r\n\r\n'
            )
        elif self.mood == "missing":
            connection.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        elif self.mood == "page":
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Welcome to my camera</html>\n")
        else:
            kind = b"multipart/x-mixed-replace; boundary=" + BOUNDARY
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: " + kind + b"\r\n\r\n")
            self._play(connection)

    def _play(self, connection: socket.socket) -> None:
        due, first = time.monotonic(), self.served
        for number in itertools.count(first):
            if self.mood == "stall":
                self._linger(connection, "stall")
                due = time.monotonic()
            if self.mood in ("drop", "silent", "page", "missing"):
                return
            if self.mood == "garbage":
                connection.sendall(np.random.default_rng(number).bytes(20_000))
            else:
                picture = encoded(self._scene, first if self.mood == "freeze" else number % SCENES, self.size)
                head = b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % (BOUNDARY, len(picture))
                connection.sendall(head + picture + b"\r\n")
            self.served += 1
            due += 1 / self.fps
            time.sleep(max(0.0, due - time.monotonic()))

    def _linger(self, connection: socket.socket, mood: Mood) -> None:
        """Send nothing as long as the mood lasts and the other side holds on."""
        while self.mood == mood and self._listening and connection.fileno() >= 0:
            time.sleep(TICK_S)


@lru_cache(maxsize=64)
def encoded(scene: Callable[[int, tuple[int, int]], np.ndarray], number: int, size: tuple[int, int]) -> bytes:
    picture = scene(number, size)
    return cv2.imencode(".jpg", picture[..., ::-1] if picture.ndim == 3 else picture)[1].tobytes()


def moving_card(number: int, size: tuple[int, int]) -> np.ndarray:
    """(H, W, 3): a white card that wanders over a brown desk, red to the left and blue to the right."""
    width, height = size
    picture = np.full((height, width, 3), (120, 90, 60), np.uint8)
    picture[:, : width // 8] = (220, 30, 30)
    picture[:, -(width // 8) :] = (30, 30, 220)
    left = width // 8 + (number * width // 40) % max(1, width // 2)
    picture[height // 4 : height // 2, left : left + width // 5] = 245
    return picture


def main() -> None:
    with MjpegServer(size=(1280, 720)) as server:
        print(server.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()

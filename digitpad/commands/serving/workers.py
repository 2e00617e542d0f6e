"""Processes that read what the server was sent; one that is lost is replaced."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from digitpad.commands.reading.bulk import Work, begin, end, interrupts_blocked
from digitpad.commands.reading.values import FileAnswer, answer_of
from digitpad.rules import Rule


class Workers:
    """A pool of processes, each with a network in memory."""

    def __init__(self, weights: Path, device: str, count: int) -> None:
        self._weights, self._device, self.count = weights, device, count
        self._lock = threading.Lock()
        self._pool = self._new_pool()
        self._running: set[Future[FileAnswer]] = set()

    def read(self, body: bytes, rule: Rule | None = None) -> Future[FileAnswer]:
        """Have the picture, document or strokes in `body` read, with the numbers that obey a rule."""
        others = rule is not None
        work = Work(partial(answer_of, body, rule=rule), self._weights, self._device, others=others)
        with self._lock, interrupts_blocked():
            try:
                future = self._pool.submit(work, "-")
            except BrokenProcessPool:
                self._pool = self._new_pool()
                future = self._pool.submit(work, "-")
            self._running.add(future)
        future.add_done_callback(self._running.discard)
        return future

    def end(self) -> None:
        """End the processes, after the last answers or two seconds."""
        end(self._pool, list(self._running))

    def _new_pool(self) -> ProcessPoolExecutor:
        ready = Work(partial(answer_of, b""), self._weights, self._device)
        spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        return ProcessPoolExecutor(self.count, spawn, initializer=begin, initargs=(ready,))

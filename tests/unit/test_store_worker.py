"""The worker does what it is asked in order, off the asker's thread, and says how it ended."""

import threading

from digitpad.background import CallFailed, Done
from digitpad.errors import DigitPadError
from digitpad.store.worker import StoreWorker

SOON_S = 10.0


class Box:
    """A store that remembers which threads touched it."""

    def __init__(self) -> None:
        self.held: list[int] = []
        self.threads = {threading.current_thread().name}
        self.closed = False

    def put(self, value: int) -> int:
        self.threads.add(threading.current_thread().name)
        self.held.append(value)
        return len(self.held)

    def close(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.closed = True


def fail(error):
    raise error


def test_all_that_was_asked_is_done_in_order_before_it_stops():
    opened: list[Box] = []
    said: list[Done] = []
    worker = StoreWorker(lambda: opened.append(Box()) or opened[0])
    for value in range(100):
        worker.ask(lambda box, value=value: box.put(value), said.append)
    assert opened == []
    worker.start()
    assert worker.stop(SOON_S)
    (box,) = opened
    assert box.held == list(range(100)) and box.closed
    assert box.threads == {"store worker"}
    assert [done.result for done in said] == list(range(1, 101))


def test_a_failure_is_told_and_the_next_is_done():
    said: list[Done | CallFailed] = []
    worker = StoreWorker(Box)
    worker.start()
    worker.ask(lambda box: fail(DigitPadError("The disk is full.")), said.append)
    worker.ask(lambda box: fail(ZeroDivisionError()), said.append)
    worker.ask(lambda box: box.put(1), said.append)
    assert worker.stop(SOON_S)
    told, bug, done = said
    assert told == CallFailed("The disk is full.")
    assert "ZeroDivisionError" in bug.sentence and "Traceback" in bug.traceback
    assert done.result == 1


def test_a_store_that_could_not_be_opened_is_tried_again():
    tries = [DigitPadError("Held."), ValueError("bug")]
    said: list[Done | CallFailed] = []
    worker = StoreWorker(lambda: fail(tries.pop(0)) if tries else Box())
    worker.start()
    for _ in range(3):
        worker.ask(lambda box: box.put(1), said.append)
    assert worker.stop(SOON_S)
    assert said[0] == CallFailed("Held.")
    assert "could not be opened" in said[1].sentence and said[1].traceback
    assert said[2].result == 1


def test_a_worker_that_was_never_started_can_be_stopped():
    assert StoreWorker(Box).stop(SOON_S)

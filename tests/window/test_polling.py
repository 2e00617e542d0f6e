import resource
import threading
import time
import tkinter as tk

import pytest

from digitpad.errors import DigitPadError
from digitpad.log import NAME as LOG_NAME
from digitpad.ui.core.polling import BELL_MS, MOST_A_TICK, Mailbox, Polling
from digitpad.ui.core.report import Report

pytestmark = pytest.mark.usefixtures("tk_ends_here")


@pytest.fixture
def root():
    window = tk.Tk()
    yield window
    window.destroy()


def wait_until(root, come):
    end = time.monotonic() + 10
    while not come():
        assert time.monotonic() < end
        root.update()


def _put_fifty(put):
    for number in range(50):
        put(number)


def test_records_of_threads_arrive_in_order_at_their_address(root):
    mailbox, seen = Mailbox(), {"a": [], "b": []}
    polling = Polling(root, mailbox, busy=lambda: True)
    for address in seen:
        polling.handle(address, seen[address].append)
    polling.start()
    threads = [threading.Thread(target=_put_fifty, args=(mailbox.to(address),)) for address in seen]
    for thread in threads:
        thread.start()
    wait_until(root, lambda: len(seen["a"]) == len(seen["b"]) == 50)
    assert seen == {"a": list(range(50)), "b": list(range(50))}
    polling.stop()


def test_a_handler_that_breaks_does_not_end_the_polling(root, tmp_path):
    mailbox, seen, told = Mailbox(), [], []
    Report(tmp_path, told.append).install(root)
    polling = Polling(root, mailbox, busy=lambda: True)
    polling.handle("good", seen.append)
    polling.handle("bad", lambda record: 1 / 0)
    polling.start()
    mailbox.to("bad")("x")
    mailbox.to("good")("y")
    wait_until(root, lambda: seen)
    polling.stop()
    assert "ZeroDivisionError" in told[0] and "\n" not in told[0]
    assert "1 / 0" in (tmp_path / LOG_NAME).read_text()


def test_a_flood_leaves_room_for_the_pointer(root):
    mailbox, seen = Mailbox(), []
    polling = Polling(root, mailbox, busy=lambda: True)
    polling.handle("a", seen.append)
    for number in range(10 * MOST_A_TICK):
        mailbox.to("a")(number)
    polling.start()
    before = []
    root.after(1, lambda: before.append(len(seen)))
    wait_until(root, lambda: before)
    assert before[0] < 10 * MOST_A_TICK
    polling.stop()


def test_nothing_arrives_once_it_is_stopped(root):
    mailbox, seen = Mailbox(), []
    polling = Polling(root, mailbox, busy=lambda: True)
    polling.handle("a", seen.append)
    polling.start()
    polling.stop()
    mailbox.to("a")(1)
    for _ in range(20):
        root.update()
        time.sleep(0.005)
    assert not seen


def test_a_sentence_for_the_user_is_shown_and_not_logged(root, tmp_path):
    told = []
    Report(tmp_path, told.append).install(root)

    def refuse():
        raise DigitPadError("The disk is full.")

    root.after(0, refuse)
    wait_until(root, lambda: told)
    assert told == ["The disk is full."] and not (tmp_path / LOG_NAME).exists()


def test_a_handler_that_hurries_does_not_set_off_a_second_round(root):
    mailbox = Mailbox()
    polling = Polling(root, mailbox, busy=lambda: False)
    polling.handle("x", lambda record: polling.hurry())
    polling.start()
    for number in range(5):
        mailbox.to("x")(number)
    root.update()
    time.sleep(0.1)
    root.update()
    armed = [
        timer
        for timer in root.tk.splitlist(root.tk.call("after", "info"))
        if "tick" in str(root.tk.call("after", "info", timer))
    ]
    assert len(armed) == 1
    polling.stop()


IDLE_S = 2.0
TRIALS = 4
MOST_WAKES = 20  # in that time; the looks of before were 50
MOST_SHARE = 0.003  # of a processor


def test_a_record_wakes_a_window_that_waits(root):
    mailbox, arrived = Mailbox(), []
    polling = Polling(root, mailbox, busy=lambda: False)
    polling.handle("a", lambda begun: (arrived.append(time.monotonic() - begun), root.quit()))
    polling.start()
    thread = threading.Timer(0.2, lambda: mailbox.to("a")(time.monotonic()))
    thread.start()
    root.mainloop()
    thread.join()
    polling.stop()
    assert arrived[0] < BELL_MS / 1000 / 2


def test_a_thread_that_never_rests_does_not_keep_its_records_from_arriving(root):
    mailbox, seen, ended = Mailbox(), [], threading.Event()
    polling = Polling(root, mailbox, busy=lambda: False)
    polling.handle("a", seen.append)
    polling.start()
    put = mailbox.to("a")

    def flood() -> None:
        while not ended.is_set():
            put(1)
            time.sleep(0.0005)

    thread = threading.Thread(target=flood)
    thread.start()
    try:
        wait_until(root, lambda: len(seen) > 4 * MOST_A_TICK)
    finally:
        ended.set()
        thread.join()
        polling.stop()


def test_records_arrive_where_tk_cannot_wait_for_a_bell(root):
    mailbox, seen = Mailbox(), []
    polling = Polling(root, mailbox, busy=lambda: False, bell=False)
    polling.handle("a", seen.append)
    polling.start()
    for number in range(3):
        mailbox.to("a")(number)
        wait_until(root, lambda number=number: seen == list(range(number + 1)))
    polling.stop()


def test_a_thread_may_put_a_record_after_the_end(root):
    mailbox = Mailbox()
    put = mailbox.to("a")
    polling = Polling(root, mailbox, busy=lambda: False)
    polling.start()
    root.update()
    polling.stop()
    put(1)


def test_a_window_that_nobody_uses_takes_no_processor(opens):
    hand = opens()
    hand.wait_ready()
    hand.rest(1.0)
    trials = [_idle_cost(hand) for _ in range(TRIALS)]  # the least of them: a busy machine adds to each
    assert min(wakes for wakes, _ in trials) < MOST_WAKES
    assert min(spent_s for _, spent_s in trials) < MOST_SHARE * IDLE_S


def _idle_cost(hand):
    """How often the process was woken, and the seconds of a processor that it took, while nobody used the window."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    hand.root.after(round(1000 * IDLE_S), hand.root.quit)
    hand.root.mainloop()
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return after.ru_nvcsw - before.ru_nvcsw, spent_s

import queue
import threading
import time

import pytest

from digitpad.background import Answer, CallFailed, Done, Latest, Loaded, NotLoaded, NotMoved, Reader, Unanswered
from digitpad.errors import DigitPadError
from digitpad.records import Reading
from digitpad.tasks import Cancelled, Failed, Finished, Progressed, Task

PATIENCE_S = 10


def reader(*loaders):
    events = queue.SimpleQueue()
    return Reader(loaders=loaders, describe=lambda engine: Loaded(engine, "CPU"), deliver=events.put), events


def refuse():
    raise DigitPadError("The weights are cut short.")


def break_down():
    raise ZeroDivisionError("oh")


def test_the_newest_value_takes_the_place_of_the_one_nobody_took():
    box = Latest()
    box.put(1)
    box.put(2)
    assert box.take(0) == 2
    assert box.take(0) is None


def test_closing_the_box_lets_go_of_whoever_waits():
    box, taken = Latest(), []
    waiting = threading.Thread(target=lambda: taken.append(box.take()))
    waiting.start()
    box.close()
    waiting.join(PATIENCE_S)
    assert taken == [None]


def test_the_reader_answers_the_newest_question_only():
    begun, go = threading.Event(), threading.Event()

    def first(engine):
        begun.set()
        go.wait(PATIENCE_S)
        return Reading()

    reading, events = reader(lambda: "engine")
    reading.start()
    assert events.get(timeout=PATIENCE_S) == Loaded("engine", "CPU")
    reading.ask(1, first)
    assert begun.wait(PATIENCE_S)
    for serial in range(2, 50):
        reading.ask(serial, lambda engine: Reading())
    go.set()
    assert [events.get(timeout=PATIENCE_S).serial for _ in range(2)] == [1, 49]
    assert reading.stop()
    assert events.empty()


def test_a_question_asked_before_the_engine_is_there_is_answered_after():
    reading, events = reader(lambda: time.sleep(0.05) or "engine")
    reading.start()
    reading.ask(7, lambda engine: Reading())
    assert isinstance(events.get(timeout=PATIENCE_S), Loaded)
    answer = events.get(timeout=PATIENCE_S)
    assert isinstance(answer, Answer) and answer.serial == 7
    assert reading.stop()


def test_the_second_loader_takes_over_and_the_first_ones_sentence_is_told():
    reading, events = reader(refuse, lambda: "shipped")
    reading.start()
    assert events.get(timeout=PATIENCE_S) == NotLoaded("The weights are cut short.", final=False)
    assert events.get(timeout=PATIENCE_S) == Loaded("shipped", "CPU")
    assert reading.stop()


def test_where_no_engine_can_be_loaded_the_last_word_says_so():
    reading, events = reader(break_down, refuse)
    reading.start()
    first, last = events.get(timeout=PATIENCE_S), events.get(timeout=PATIENCE_S)
    assert not first.final and "ZeroDivisionError" in first.traceback
    assert last.final and not last.traceback
    assert reading.stop()


def test_a_question_that_breaks_does_not_end_the_reader():
    reading, events = reader(lambda: "engine")
    reading.start()
    events.get(timeout=PATIENCE_S)
    for serial, question in ((1, lambda engine: break_down()), (2, lambda engine: refuse())):
        reading.ask(serial, question)
        failure = events.get(timeout=PATIENCE_S)
        assert isinstance(failure, Unanswered) and failure.serial == serial
        assert bool(failure.traceback) == (serial == 1)
    reading.ask(3, lambda engine: Reading())
    assert events.get(timeout=PATIENCE_S).serial == 3
    assert reading.stop()


def held_reader():
    """A reader whose engine is busy until the event is set."""
    begun, go = threading.Event(), threading.Event()
    reading, events = reader(list)
    reading.start()
    events.get(timeout=PATIENCE_S)
    reading.tell(lambda engine: (begun.set(), go.wait(PATIENCE_S)), lambda outcome: None)
    assert begun.wait(PATIENCE_S)
    return reading, events, go


def test_commands_are_all_carried_out_in_order_and_before_the_next_question():
    reading, _, go = held_reader()
    outcomes = queue.SimpleQueue()
    reading.query(list, outcomes.put)
    for number in range(20):
        reading.tell(lambda engine, number=number: engine.append(number), lambda outcome: None)
    go.set()
    assert outcomes.get(timeout=PATIENCE_S).result == list(range(20))
    assert reading.stop()


def test_commands_given_before_the_end_are_still_carried_out():
    reading, _, go = held_reader()
    outcomes = queue.SimpleQueue()
    for number in range(3):
        reading.tell(lambda engine, number=number: number, outcomes.put)
    threading.Timer(0.05, go.set).start()
    assert reading.stop()
    assert [outcomes.get(timeout=PATIENCE_S).result for _ in range(3)] == [0, 1, 2]


def test_questions_of_two_kinds_do_not_push_each_other_out():
    reading, events, go = held_reader()
    outcomes = queue.SimpleQueue()
    for number in range(5):
        reading.query(lambda engine, number=number: number, outcomes.put)
        reading.ask(number, lambda engine: Reading())
    go.set()
    assert outcomes.get(timeout=PATIENCE_S).result == 4
    assert events.get(timeout=PATIENCE_S).serial == 4
    assert reading.stop() and events.empty() and outcomes.empty()


def test_a_command_that_fails_says_so_to_its_own_caller():
    reading, _ = reader(lambda: "engine")
    outcomes = queue.SimpleQueue()
    reading.start()
    reading.tell(lambda engine: refuse(), outcomes.put)
    reading.tell(lambda engine: break_down(), outcomes.put)
    reading.tell(lambda engine: engine.upper(), outcomes.put)
    assert outcomes.get(timeout=PATIENCE_S) == CallFailed("The weights are cut short.")
    assert "break_down" in outcomes.get(timeout=PATIENCE_S).traceback
    done = outcomes.get(timeout=PATIENCE_S)
    assert isinstance(done, Done) and done.result == "ENGINE"
    assert reading.stop()


def test_a_reader_that_never_started_can_be_stopped():
    assert reader(lambda: "engine")[0].stop()


@pytest.mark.parametrize(
    ("work", "last"),
    [
        (lambda report: 5, Finished(5)),
        (lambda report: refuse(), Failed("The weights are cut short.")),
    ],
)
def test_a_task_ends_with_one_word(work, last):
    events = queue.SimpleQueue()
    task = Task(work, deliver=events.put)
    task.start()
    assert task.join(PATIENCE_S)
    assert events.get(timeout=PATIENCE_S) == last and events.empty()


def test_a_bug_in_a_task_comes_with_its_traceback():
    events = queue.SimpleQueue()
    Task(lambda report: break_down(), deliver=events.put).start()
    failed = events.get(timeout=PATIENCE_S)
    assert isinstance(failed, Failed) and "break_down" in failed.traceback


def test_cancelling_takes_effect_at_the_next_report():
    events, go = queue.SimpleQueue(), threading.Event()

    def work(report):
        report("begun")
        go.wait(PATIENCE_S)
        report("never")
        return "done"

    task = Task(work, deliver=events.put).start()
    assert events.get(timeout=PATIENCE_S) == Progressed("begun")
    task.cancel()
    go.set()
    assert events.get(timeout=PATIENCE_S) == Cancelled()
    assert task.join(PATIENCE_S) and events.empty()


class Movable:
    """An engine that reads on the CPU until it is moved."""

    def __init__(self) -> None:
        self.device = "CPU"
        self.go = threading.Event()
        self.threads: list[str] = []

    def prepare_move(self):
        self.threads.append(threading.current_thread().name)
        assert self.go.wait(PATIENCE_S)
        return self._move

    def _move(self) -> None:
        self.threads.append(threading.current_thread().name)
        self.device = "Test card"


def moving(engine, **more):
    events = queue.SimpleQueue()
    made = Reader(
        loaders=(lambda: engine,), describe=lambda engine: Loaded("m", engine.device), deliver=events.put, **more
    )
    made.start()
    return made, events


def test_it_reads_at_once_and_moves_between_two_readings_once_the_card_is_ready():
    engine = Movable()
    reading, events = moving(engine)
    assert events.get(timeout=PATIENCE_S) == Loaded("m", "CPU")
    seen = []
    reading.ask(1, lambda engine: seen.append(engine.device) or Reading())
    assert events.get(timeout=PATIENCE_S).serial == 1
    begun, go = threading.Event(), threading.Event()

    def long_reading(engine):
        begun.set()
        assert go.wait(PATIENCE_S)
        seen.append(engine.device)
        return Reading()

    reading.ask(2, long_reading)
    assert begun.wait(PATIENCE_S)
    engine.go.set()  # the card is ready while a reading is under way
    time.sleep(0.05)
    assert engine.device == "CPU"
    go.set()
    assert events.get(timeout=PATIENCE_S).serial == 2
    assert events.get(timeout=PATIENCE_S) == Loaded("m", "Test card")
    assert seen == ["CPU", "CPU"]
    reading.ask(3, lambda engine: seen.append(engine.device) or Reading())
    assert events.get(timeout=PATIENCE_S).serial == 3 and seen[-1] == "Test card"
    assert engine.threads == ["mover", "reader"]
    assert reading.stop(PATIENCE_S)


def test_where_there_is_nothing_to_move_to_nothing_more_is_said():
    reading, events = moving(Movable(), prepare_move=lambda engine: None)
    assert events.get(timeout=PATIENCE_S) == Loaded("m", "CPU")
    assert reading.stop(PATIENCE_S) and events.empty()


def no_card(engine):
    raise DigitPadError("This computer has no CUDA device.")


def broken_driver(engine):
    raise OSError("driver")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [(no_card, "no CUDA device"), (broken_driver, "could not be used"), (lambda engine: break_down, "ZeroDivision")],
)
def test_a_card_that_cannot_be_used_is_told_and_reading_goes_on(prepare, words):
    reading, events = moving(Movable(), prepare_move=prepare)
    assert events.get(timeout=PATIENCE_S) == Loaded("m", "CPU")
    failure = events.get(timeout=PATIENCE_S)
    assert isinstance(failure, NotMoved) and words in failure.sentence
    reading.ask(1, lambda engine: Reading())
    assert events.get(timeout=PATIENCE_S).serial == 1
    assert reading.stop(PATIENCE_S)

"""Many files read at once: by worker processes of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.commands.reading.bulk_output import Form, written_files
from digitpad.commands.reading.values import FileAnswer, Values
from digitpad.commands.terminal import bar, complain, say
from digitpad.errors import DigitPadError
from digitpad.inference.cores import usable_cores

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

# Files that a process must have for its start, half a second, to be worth it: of drawings, 15 ms each, it hardly is, of
# amounts, 0.1 s each, it is soon.
FILES_EACH = 20
LAST_FILES_S = 2.0  # for files that are being read when the user stops; then they are given up
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}  # a worker has one: the others have theirs


Read = Callable[[str, "Recognizer"], FileAnswer]


@dataclass(frozen=True)
class Work:
    """Reads one file, by its name, in any process and thread."""

    read: Read
    weights: Path
    device: str
    marks: bool = True  # beside the digits
    others: bool = False  # ways to take the ink apart, for a rule to choose from

    def __call__(self, file: str) -> FileAnswer:
        return self.read(file, self.recognizer())

    def recognizer(self) -> Recognizer:
        return _recognizer(self.weights, self.device, self.marks, self.others, threading.get_ident())


@cache
def _recognizer(weights: Path, device: str, marks: bool, others: bool, _thread: int) -> Recognizer:
    """Load a network once for each thread: a Recognizer serves one at a time."""
    from digitpad.recognizer import Recognizer

    return Recognizer.load(weights, device, marks=marks, others=others)


def read_all(
    files: Sequence[str], arguments: argparse.Namespace, work: Work, show: Callable[[Values], None], form: Form | None
) -> int:
    """Read files in order; give each result to `show`, or write it to --out; return 1 where one cannot be read, else 0.

    `form`: how results are written to --out. Files that it has already are left out. Raises DigitPadError where it
    cannot be written or nothing can read.
    """
    rejected: list[str] = []
    try:
        if arguments.out:
            _write_all(files, arguments, work, rejected, form)
        else:
            with contextlib.closing(_answers(files, arguments, work, rejected)) as answers:
                for values in (values for answer in answers for values in answer.results):
                    show(values)
    finally:  # also where Ctrl+C ends it
        for sentence in rejected:
            complain(sentence)
    return 1 if rejected else 0


def _write_all(
    files: Sequence[str], arguments: argparse.Namespace, work: Work, rejected: list[str], form: Form | None
) -> None:
    count = 0
    with written_files(arguments.out, form) as output:
        missing = [file for file in files if file not in output]
        with contextlib.closing(_answers(missing, arguments, work, rejected)) as answers:
            for answer in answers:
                output.write(answer.results)
                count += bool(answer.results)
    earlier = len(files) - len(missing)
    say(f"{arguments.out}: files written: {count}" + (f", in it already: {earlier}" if earlier else ""))


def _answers(
    files: Sequence[str], arguments: argparse.Namespace, work: Work, rejected: list[str]
) -> Generator[FileAnswer, None, None]:
    """Yield the answer to each file, in order, while a bar moves; sentences about what failed go to `rejected`."""
    with bar("reading", "files") as progress, _asked(files, arguments, work) as answers:
        for number, answer in enumerate(answers, 1):
            yield answer
            rejected.extend(answer.rejected)
            progress(number, len(files))


def _asked(
    files: Sequence[str], arguments: argparse.Namespace, work: Work
) -> contextlib.AbstractContextManager[Iterable[FileAnswer]]:
    """Give the answers, in order, from where the arguments say; leaving the context ends all that still read."""
    processes = processes_for(files, arguments)
    if arguments.dask and files:
        from digitpad.commands.reading.cluster import on_cluster

        return on_cluster(arguments.dask, work, files)
    if processes == 1:
        return contextlib.nullcontext(map(work, files))
    return _in_processes(work, files, processes)


def processes_for(files: Sequence[str], arguments: argparse.Namespace) -> int:
    """Return the number of processes to read with; 1: this one, which is soonest ready for a few files."""
    if "-" in files:
        return 1
    jobs: int | None = arguments.jobs
    if jobs:
        return max(1, min(jobs, len(files)))
    if arguments.device not in ("auto", "cpu"):
        return 1  # each process would take memory of the graphics card for itself
    return max(1, min(usable_cores(), len(files) // FILES_EACH))


@contextlib.contextmanager
def _in_processes(work: Work, files: Sequence[str], processes: int) -> Iterator[Iterable[FileAnswer]]:
    """Give the answers of worker processes in the order of the files; leaving the context ends the processes."""
    spawn = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    pool = ProcessPoolExecutor(processes, spawn, initializer=begin, initargs=(work,))
    futures: deque[Future[FileAnswer]] = deque()
    try:
        with interrupts_blocked():  # the workers start here, and never hear of Ctrl+C: this process ends them
            futures.extend(pool.submit(work, file) for file in files)
        yield _results(futures)
    finally:
        end(pool, futures)


def begin(work: Work) -> None:
    """Make a new worker ready: its network in memory, one core, and an end when its parent ends."""
    os.environ.update(ONE_CORE)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(DigitPadError):  # the first file meets it again, and its answer can tell it
        work.recognizer()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _results(futures: deque[Future[FileAnswer]]) -> Iterator[FileAnswer]:
    """Yield the results in order, each as soon as it is there. Raises DigitPadError where a process was lost."""
    try:
        while futures:
            yield futures[0].result()
            futures.popleft()
    except BrokenProcessPool as error:
        raise DigitPadError(
            "A process that reads was ended from outside, perhaps for want of memory; "
            "start again with fewer --jobs, and with --out to go on where it stopped."
        ) from error


def end(pool: ProcessPoolExecutor, futures: Iterable[Future[FileAnswer]]) -> None:
    """End the workers: at once where all is done, else after the files that they are reading."""
    if all(future.done() for future in futures):
        pool.shutdown(wait=True)  # its thread is waited for, or it may be closed twice as the program ends
        return
    pool.shutdown(wait=False, cancel_futures=True)
    try:
        wait([future for future in futures if future.running()], LAST_FILES_S)
    finally:  # also where Ctrl+C is pressed again
        if any(future.running() for future in futures):
            for child in multiprocessing.active_children():
                child.terminate()
        pool.shutdown(wait=True)


@contextlib.contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Keep Ctrl+C for later; processes that start meanwhile never get it. Windows has no such thing."""
    block = getattr(signal, "pthread_sigmask", None)
    if block is None:
        yield
        return
    before = block(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        block(signal.SIG_SETMASK, before)

"""Batches of scenes, the same for a seed and a step in whatever process they are made."""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.learning.ink.dice import Dice
from digitpad.learning.ink.handwriting import HandwritingBank
from digitpad.learning.ink.scene import Preparation, make_scene

AHEAD = 8  # batches that a process makes beforehand
PATIENCE_S = 10.0  # between two looks at a process that gives no batch


@dataclass(frozen=True, eq=False)
class Batch:
    """The inputs and targets of one step, of N scenes."""

    contrast: NDArray[np.float16]  # (N, 3, 160, 160)
    masks: NDArray[np.uint8]  # (N, 160, 160), 255 is ink
    heights: NDArray[np.float16]  # (N, 40, 40), octaves of 32 px


@dataclass(frozen=True, eq=False)
class BatchMaker:
    """Makes the batch of any step."""

    bank: HandwritingBank
    preparation: Preparation
    seed: int
    size: int  # scenes in a batch

    def make(self, step: int, kind: str = "") -> Batch:
        """Return the batch of a step; all scenes with one kind of lines where it is given."""
        scenes = [
            make_scene(self.bank, self.preparation, Dice(self.seed, step, number), kind) for number in range(self.size)
        ]
        return Batch(
            np.stack([self.preparation.normalize(scene.picture) for scene in scenes]).astype(np.float16),
            np.stack([scene.mask for scene in scenes]),
            np.stack([scene.heights for scene in scenes]).astype(np.float16),
        )


@contextmanager
def batches(maker: BatchMaker, start: int, workers: int) -> Iterator[Iterator[Batch]]:
    """Yield the batches of the steps from `start` on, made by `workers` processes; 0: by this one."""
    if workers == 0:
        yield (maker.make(step) for step in _count(start, 1))
        return
    context = multiprocessing.get_context("spawn")  # a fork would copy torch's threads in the middle of their work
    queues: list[Queue[Batch]] = [context.Queue(AHEAD) for _ in range(workers)]
    processes: list[BaseProcess] = []
    try:
        for number, its_queue in enumerate(queues):
            arguments = (maker, start + number, workers, its_queue)
            processes.append(context.Process(target=_fill, args=arguments, daemon=True, name=f"scenes-{number}"))
            processes[-1].start()
        yield _received(queues, processes)
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _received(queues: list[Queue[Batch]], processes: list[BaseProcess]) -> Iterator[Batch]:
    while True:
        for its_queue, process in zip(queues, processes, strict=True):
            yield _next(its_queue, process)


def _next(its_queue: Queue[Batch], process: BaseProcess) -> Batch:
    while True:
        try:
            return its_queue.get(timeout=PATIENCE_S)
        except queue.Empty:
            if not process.is_alive():
                raise DigitPadError("The process that makes scenes has ended; go on with --resume.") from None


def _fill(maker: BatchMaker, start: int, stride: int, filled: Queue[Batch]) -> None:
    import signal

    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that trains; it ends this one
    cv2.setNumThreads(1)
    for step in _count(start, stride):
        filled.put(maker.make(step))


def _count(start: int, stride: int) -> Iterator[int]:
    while True:
        yield start
        start += stride

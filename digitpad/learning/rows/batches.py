"""Batches of made strings: the same ones for the same seed, made here or in a process beside the training."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.queues import Queue
from queue import Empty, Full

import cv2
import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.inference.rows.row_strip import HEIGHT, strip_of
from digitpad.learning.rows.grounds import PATTERNS
from digitpad.learning.rows.hands import Sources
from digitpad.learning.rows.layout import layout_of
from digitpad.learning.rows.pens import draw
from digitpad.learning.rows.photographs import Darkroom
from digitpad.learning.rows.row_config import RowConfig
from digitpad.records import Floats

BLOCK = 32  # batches made together, so that strings of like length share a batch
TAKES = 2  # photographs of each drawn string, on different grounds
PASSES = 3  # over a block, shuffled anew each time: making strings costs more than learning from them
MIXED = 0.1  # of a strip's width: standard deviation of its place when strips are sorted
GAIN = 0.15  # most that a pass makes a strip's ink paler or darker
HELD_OUT = 10  # batches on which a training is measured
AHEAD = 96  # batches that the process beside makes in advance
WAIT_S = 5.0  # between two checks that this process is alive
MadeString = tuple[Floats, str]  # a strip (32, w) and its text


@dataclass(frozen=True, eq=False)
class RowBatch:
    """N strips, as wide as the widest, and the digits drawn on each."""

    strips: Floats  # (N, 32, W), 0 beyond a strip's end
    widths: NDArray[np.int64]  # (N,) px
    texts: tuple[str, ...]


class StringMaker:
    """Makes any block of a training's batches from its seed and the block's number alone."""

    def __init__(self, sources: Sources, config: RowConfig, patterns: int = PATTERNS) -> None:
        """`patterns`: that grounds are cut from; fewer are sooner made."""
        self._sources = sources
        self._config = config
        self._darkroom = Darkroom(config.seed, patterns)

    def block(self, number: int) -> Iterator[RowBatch]:
        """Yield BLOCK * PASSES batches, each of strings of similar length, in random order."""
        random = np.random.default_rng([self._config.seed, number])
        size = self._config.batch_size
        strings: list[MadeString] = []
        while len(strings) < BLOCK * size:
            strings += self.takes(random)
        del strings[BLOCK * size :]
        widths = np.array([strip.shape[1] for strip, _ in strings])
        for _ in range(PASSES):
            order = np.argsort(widths * np.exp(random.normal(0, MIXED, len(widths))))
            for place in random.permutation(BLOCK):
                texts = [strings[string] for string in order[place * size : (place + 1) * size]]
                yield batch_of([(varied(strip, random), text) for strip, text in texts])

    def takes(self, random: np.random.Generator) -> list[MadeString]:
        """Return photographs of one made string."""
        layout = layout_of(self._sources, self._config.pen_share, random)
        ink = draw(layout, random)
        return [(strip_of(self._darkroom.photograph(ink, random)), layout.text) for _ in range(TAKES)]


def batch_of(strings: Sequence[MadeString]) -> RowBatch:
    """Return strips (32, w) of any width with their texts as one batch."""
    widths = np.array([strip.shape[1] for strip, _ in strings], np.int64)
    strips = np.zeros((len(strings), HEIGHT, int(widths.max())), np.float32)
    for place, (strip, _) in enumerate(strings):
        strips[place, :, : strip.shape[1]] = strip
    return RowBatch(strips, widths, tuple(text for _, text in strings))


def varied(strip: Floats, random: np.random.Generator) -> Floats:
    """Return a strip (32, w) a little paler or darker, moved up or down by at most a px."""
    shifted = np.zeros_like(strip)
    down, gain = int(random.integers(-1, 2)), np.float32(1 + random.uniform(-GAIN, GAIN))
    shifted[max(down, 0) : HEIGHT + min(down, 0)] = strip[max(-down, 0) : HEIGHT - max(down, 0)] * gain
    return shifted


def batches_from(maker: StringMaker, step: int) -> Iterator[RowBatch]:
    """Yield the batches of step number `step` and all later ones."""
    number, skipped = divmod(step, BLOCK * PASSES)
    while True:
        yield from islice(maker.block(number), skipped, None)
        number, skipped = number + 1, 0


def held_out_batches(sources: Sources, config: RowConfig) -> list[RowBatch]:
    """Return batches to measure a training on; `sources` and the recipe's seed are not those of the training."""
    return list(islice(StringMaker(sources, config).block(0), HELD_OUT))


@contextmanager
def batches_beside(sources: Sources, config: RowConfig, step: int) -> Iterator[Iterator[RowBatch]]:
    """Give the batches of `batches_from`, made by a process of its own that ends with the context."""
    context = multiprocessing.get_context("spawn")  # a fork of a process with torch's threads can hang
    queue: Queue[RowBatch] = context.Queue(AHEAD)
    process = context.Process(target=_serve, args=(queue, sources, config, step), daemon=True)
    process.start()
    try:
        yield _received(queue, process)
    finally:
        process.terminate()
        process.join()
        queue.close()


def _serve(queue: Queue[RowBatch], sources: Sources, config: RowConfig, step: int) -> None:
    cv2.setNumThreads(1)
    for batch in batches_from(StringMaker(sources, config), step):
        if not _put(queue, batch):
            queue.cancel_join_thread()  # nobody takes what is still on its way
            return


def _put(queue: Queue[RowBatch], batch: RowBatch) -> bool:
    """Put a batch into the queue once there is room; return False where the training's process is gone."""
    training = multiprocessing.parent_process()
    while training is not None and training.is_alive():
        try:
            queue.put(batch, timeout=WAIT_S)
            return True
        except Full:
            continue
    return False


def _received(queue: Queue[RowBatch], process: multiprocessing.process.BaseProcess) -> Iterator[RowBatch]:
    while True:
        try:
            yield queue.get(timeout=WAIT_S)
        except Empty:
            if not process.is_alive():
                raise DigitPadError("The process that makes strings ended; train again with --resume.") from None

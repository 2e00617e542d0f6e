"""Makes a row reader better at the user's numbers without forgetting the others: on copies that may be thrown away."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from digitpad.errors import DigitPadError
from digitpad.inference.rows.row_weights import load_row_weights, row_weights_of, shipped_row_weights
from digitpad.languages import _
from digitpad.learning.finetune.before_after import FEWEST
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.learning.finetune.own_strings import OwnString, own_strings
from digitpad.learning.finetune.progress import FinetuneProgress, Report
from digitpad.learning.finetune.row_comparison import RowsBeforeAfter, RowScores
from digitpad.learning.finetune.row_replay import RowReplay
from digitpad.learning.finetune.weight_average import WeightAverage
from digitpad.learning.rows.batches import MadeString, RowBatch, batch_of
from digitpad.learning.rows.row_net import RowNet, folded_weights, net_of
from digitpad.learning.rows.row_run import losses_of
from digitpad.learning.rows.row_scores import edit_distance, likeliest_path
from digitpad.learning.training.adam import Adam
from digitpad.records import Sample

RowArrays = dict[str, NDArray[np.float32]]
Random = np.random.Generator

FOLDS = 3  # each of the user's numbers is held out from one of so many students
STEPS = 40  # in an epoch
REPLAYED, OWN = 24, 8  # strings in a step
RATE = 0.6  # times the learning rate of the retraining
OWN_SHARE = 0.6  # of the loss that is the user's numbers
GUARD = 0.8  # of replay's loss that is "read it as before"
AVERAGING = 0.96  # a step's decay in the average of the weights
WAY = 0.7  # from the old weights to the new ones
STEEPEST = 5.0  # norm of a gradient
PART = 64  # strings read at a time
REMEMBERED = 30  # steps whose time tells how long the others will take
DIGITS_SPAN, ROWS_SPAN = (0.0, 0.5), (0.5, 1.0)  # of the work, where both networks are trained


def begin_rows(
    weights: Path, samples: Sequence[Sample], config: FinetuneConfig, report: Report, data: Path | None
) -> RowTuning | None:
    """Prepare a retraining of the row reader of the version in `weights`, else of the shipped one.

    None where no sample has a row, or no row reader can be used.
    """
    numbers = own_strings(samples)
    if not numbers:
        return None
    try:
        arrays = row_weights_of(weights) or load_row_weights(shipped_row_weights())
    except DigitPadError:
        return None
    return RowTuning(arrays, numbers, config, report, data)


def before_rows(report: Report, rows: RowTuning | None) -> Report:
    """Return `report` for the network of digits, whose work comes before that of the row reader."""
    if rows is None:
        return report

    def report_first(progress: FinetuneProgress) -> None:
        seconds = None if progress.seconds_left is None else progress.seconds_left + rows.seconds_left
        report(replace(progress, seconds_left=seconds, span=DIGITS_SPAN))

    return report_first


class RowStudent:
    """A copy of the row reader that learns from some of the user's numbers."""

    def __init__(self, parent: RowNet, numbers: Sequence[OwnString]) -> None:
        self.net, self._average = deepcopy(parent), WeightAverage(parent, AVERAGING)
        self.numbers = numbers
        self._optimizer = Adam(self.net.parameters())

    def step(self, replay: RowBatch, targets: Tensor, lr: float, random: Random) -> None:
        """Take one step on replay, with distillation `targets` (T, N, 11), and on variations of some of the numbers.

        Raises DigitPadError where the loss is no number.
        """
        places = random.integers(0, len(self.numbers), OWN)
        own = batch_of([self.numbers[number].anew(random) for number in places])
        scores = _scores(self.net, replay)
        guard = functional.kl_div(scores, targets, reduction="none", log_target=True).sum(dim=(0, 2)).mean()
        replay_loss = GUARD * guard + (1 - GUARD) * losses_of(scores, replay).mean()
        loss = OWN_SHARE * losses_of(_scores(self.net, own), own).mean() + (1 - OWN_SHARE) * replay_loss
        if not math.isfinite(loss.item()):
            raise DigitPadError(_("The loss became no number, so nothing was changed; retrain with a smaller --lr."))
        self.net.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), STEEPEST)
        self._optimizer.step(lr)
        self._average.add(self.net)

    def result(self) -> RowNet:
        return self._average.on_the_way(WAY)


class RowTuning:
    """A retraining of the row reader: students that see all numbers but one fold, and one that sees all."""

    def __init__(
        self,
        weights: RowArrays,
        numbers: Sequence[OwnString],
        config: FinetuneConfig,
        report: Report,
        data: Path | None,
    ) -> None:
        """`weights`: of the row reader that it starts from; `data`: the folder with MNIST/raw and strokes.

        `report` is called often and may raise.
        """
        self._report, self._steps = report, config.epochs * STEPS
        self._done, self._times, self._trains = 0, deque[float](maxlen=REMEMBERED), False
        self._lr, self._random = config.lr * RATE, np.random.default_rng(config.seed)
        self.parent = net_of(weights)
        self._tell(0)
        self._replay = RowReplay.load(data, config.seed, lambda: self._tell(0))
        shuffled = [numbers[place] for place in self._random.permutation(len(numbers))]
        self._fair = len(numbers) >= FEWEST
        self._folds = [shuffled[first::FOLDS] for first in range(FOLDS)] if self._fair else [shuffled]
        rest = [[one for one in shuffled if one not in fold] for fold in self._folds] if self._fair else []
        self._students = [RowStudent(self.parent, part) for part in (*rest, shuffled)]
        self._step()  # so that it is known how long the others will take

    @property
    def seconds_left(self) -> float:
        """The estimated seconds of all remaining steps, from the median of those taken."""
        return median(self._times or [0.0]) * (self._steps - self._done)

    def train(self) -> None:
        """Take all steps."""
        self._trains = True
        while self._done < self._steps:
            self._step()
            self._tell(self._done)

    def compare(self) -> RowsBeforeAfter:
        """Compare the parent with the students on what was held out."""
        made_strings = [
            batch_of(self._replay.held_out[at : at + PART]) for at in range(0, len(self._replay.held_out), PART)
        ]
        final = self._students[-1].result()
        folds = [_batches([number.plain() for number in fold]) for fold in self._folds if fold]
        before = [self._scored(self.parent, fold) for fold in folds]
        students = self._students if self._fair else self._students[-1:]
        after = [self._scored(one.result(), fold) for one, fold in zip(students, folds, strict=False)]
        return RowsBeforeAfter(
            _joined(before),
            _joined(after),
            self._fair,
            self._scored(self.parent, made_strings),
            self._scored(final, made_strings),
        )

    def score(self, numbers: Sequence[OwnString], *, parent: bool) -> RowScores:
        """Let the parent, or the student that saw all numbers, read other ones."""
        net = self.parent if parent else self._students[-1].result()
        return self._scored(net, _batches([number.plain() for number in numbers]))

    def result(self) -> RowArrays:
        """Return the folded weights of the student that saw all numbers."""
        return folded_weights(self._students[-1].result())

    def _step(self) -> None:
        replay = self._replay.batch(REPLAYED, self._random)
        with torch.inference_mode():
            targets = _scores(self.parent, replay)
        seconds, remainder = 0.0, 1 - self._done / self._steps
        for student in self._students:
            begun_s = time.monotonic()
            student.step(replay, targets.clone(), self._lr * remainder, self._random)
            seconds += time.monotonic() - begun_s
            self._tell(self._done)  # which may wait
        self._done += 1
        self._times.append(seconds)

    def _scored(self, net: RowNet, batches: Sequence[RowBatch]) -> RowScores:
        """Let a network read batches, with a breath after each."""
        parts = []
        for batch in batches:
            parts.append(_read(net, batch))
            self._tell(self._done)
        return _joined(parts)

    def _tell(self, done: int) -> None:
        preparing = FinetuneProgress("preparing", 0, 3)
        now = FinetuneProgress("rows", done, self._steps, seconds_left=self.seconds_left, span=ROWS_SPAN)
        self._report(now if self._trains else preparing)


def _scores(net: RowNet, batch: RowBatch) -> Tensor:
    scores: Tensor = net(torch.from_numpy(batch.strips))
    return scores


def _batches(strings: Sequence[MadeString]) -> list[RowBatch]:
    in_order = sorted(strings, key=lambda string: string[0].shape[1])
    return [batch_of(in_order[at : at + PART]) for at in range(0, len(in_order), PART)]


@torch.inference_mode()
def _read(net: RowNet, batch: RowBatch) -> RowScores:
    answers = likeliest_path(net, batch)
    mistakes = [edit_distance(text, answer) for text, answer in zip(batch.texts, answers, strict=True)]
    loss = float(losses_of(_scores(net, batch), batch).mean())
    return RowScores(len(mistakes), sum(map(bool, mistakes)), sum(mistakes), loss)


def _joined(parts: Sequence[RowScores]) -> RowScores:
    strings = sum(part.strings for part in parts)
    loss = sum(part.loss * part.strings for part in parts) / max(strings, 1)
    return RowScores(strings, sum(part.wrong for part in parts), sum(part.mistakes for part in parts), loss)

"""A training of the row reader under way: one step, one line of its history, the average of its weights."""

from __future__ import annotations

import math
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn import functional

from digitpad.errors import DigitPadError
from digitpad.inference.rows.row_columns import BLANK, columns_of
from digitpad.learning.rows.batches import RowBatch
from digitpad.learning.rows.row_config import RowConfig, RowScore
from digitpad.learning.rows.row_net import RowNet
from digitpad.learning.rows.row_scores import score_rows

STEEPEST_GRADIENT = 5.0  # norm; CTC's first steps are steep


class RowRun:
    """A training under way: the live network, its optimiser, the average of its weights, and the history."""

    def __init__(self, config: RowConfig, device: torch.device, sources: dict[str, int] | None = None) -> None:
        """`sources`: checksums of the training data, for the checkpoint."""
        torch.manual_seed(config.seed)
        self.config = config
        self.device = device
        self.sources = sources or {}
        self.net = RowNet().to(device).to(memory_format=torch.channels_last)
        self.average = deepcopy(self.net).eval()
        self.optimizer = torch.optim.AdamW(self.net.parameters(), config.lr, weight_decay=config.weight_decay)
        self.history: list[RowScore] = []
        self.done = 0  # steps
        self.total_loss = 0.0  # of the steps since the last line of the history

    def step(self, batch: RowBatch) -> float:
        """Take one step and return its loss. Raises RowsDiverged where it is no number."""
        rate = self.config.rate(self.done)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.net.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.amp):
            scores = self.net(torch.from_numpy(batch.strips).to(self.device))
        loss = losses_of(scores.float(), batch).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), STEEPEST_GRADIENT)
        self.optimizer.step()
        value = float(loss.item())
        if not math.isfinite(value):
            raise RowsDiverged(f"The loss became {value} in step {self.done + 1}; train again with a smaller --lr.")
        self._average()
        self.done, self.total_loss = self.done + 1, self.total_loss + value
        return value

    def score(self, held_out: list[RowBatch]) -> RowScore:
        """Let the average read the held-out strings and add a line to the history."""
        since = self.done - (self.history[-1].step if self.history else 0)
        exact, errors = score_rows(self.average, held_out)
        loss = self.total_loss / max(since, 1)
        line = RowScore(self.done, loss, exact, errors, self.config.rate(self.done - 1))
        self.history.append(line)
        self.total_loss = 0.0
        return line

    @torch.no_grad()
    def _average(self) -> None:
        """Update the average with a smaller decay in the first steps."""
        decay = min(self.config.averaging, (1 + self.done) / (10 + self.done))
        live = self.net.state_dict()
        for name, tensor in self.average.state_dict().items():
            if tensor.is_floating_point():
                tensor.lerp_(live[name], 1 - decay)
            else:
                tensor.copy_(live[name])


class RowsDiverged(DigitPadError):
    """The loss is no longer a number."""


def losses_of(scores: Tensor, batch: RowBatch) -> Tensor:
    """Return -log p(text) of each string (N,), nats, from scores (T, N, 11); 0 where the strip is too short for it."""
    columns = torch.tensor([columns_of(int(width)) for width in batch.widths])
    classes = torch.tensor([int(digit) + 1 for text in batch.texts for digit in text], dtype=torch.int64)
    lengths = torch.tensor([len(text) for text in batch.texts])
    return functional.ctc_loss(scores, classes, columns, lengths, blank=BLANK, reduction="none", zero_infinity=True)

"""Scores of a network on strings whose text is known: without a mistake, and mistakes by character."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from digitpad.inference.rows.row_columns import BLANK, columns_of
from digitpad.learning.rows.batches import RowBatch
from digitpad.learning.rows.row_net import RowNet


@torch.inference_mode()
def score_rows(net: RowNet, batches: Sequence[RowBatch]) -> tuple[float, float]:
    """Return (share read without a mistake, characters to change as a share of all), 0..1 each."""
    net.eval()
    exact = strings = mistakes = characters = 0
    for batch in batches:
        for text, answer in zip(batch.texts, likeliest_path(net, batch), strict=True):
            exact, strings = exact + (text == answer), strings + 1
            mistakes, characters = mistakes + edit_distance(text, answer), characters + len(text)
    return exact / max(strings, 1), mistakes / max(characters, 1)


def likeliest_path(net: RowNet, batch: RowBatch) -> list[str]:
    """Return the text of each strip by its likeliest class in every column."""
    device = next(net.parameters()).device
    classes = net(torch.from_numpy(batch.strips).to(device)).argmax(dim=2).T.tolist()  # N lists of T
    return [collapsed(row[: columns_of(int(width))]) for row, width in zip(classes, batch.widths, strict=True)]


def collapsed(classes: Sequence[int]) -> str:
    """Return the text of one class a column: equal neighbours are one, blanks are none."""
    pairs = zip([BLANK, *classes], classes, strict=False)
    return "".join(str(this - 1) for before, this in pairs if this not in (before, BLANK))


def edit_distance(truth: str, answer: str) -> int:
    """Return the least number of characters to insert, delete or replace."""
    line = list(range(len(answer) + 1))
    for i, letter in enumerate(truth, 1):
        corner, line[0] = line[0], i
        for j, got in enumerate(answer, 1):
            corner, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, corner + (letter != got))
    return line[-1]

"""A network's readings of a labelled set with all their figures, as a table for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitpad.learning.data.labelled import Images, LabelledSet
from digitpad.learning.evaluation import metrics
from digitpad.records import Floats, Labels

CHUNK = 2048  # glyphs between two movements of the bar
Classify = Callable[[Images], tuple[Labels, Floats, Floats]]  # glyphs -> labels, probabilities (N, 10), confidences
Progress = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A network's readings of N labelled digits, with their figures."""

    digits: LabelledSet
    read: Labels  # (N,)
    confidences: Floats  # (N,) 0..1
    scores: metrics.Scores
    auroc: float | None = None  # of confidence, digits against non-digits; None: not measured
    fooled: float | None = None  # share of non-digits with a confidence of 0.9 or more

    @property
    def misread(self) -> NDArray[np.int64]:
        """Indices of the digits read wrongly, the most confident first."""
        wrong = np.flatnonzero(self.read != self.digits.labels)
        return wrong[np.argsort(-self.confidences[wrong], kind="stable")]


def evaluate(digits: LabelledSet, classify: Classify, progress: Progress, others: Images | None = None) -> Evaluation:
    """Read every digit; with `others` (M, 28, 28), non-digits, measure how well confidence separates the two."""
    total = len(digits.glyphs) + (0 if others is None else len(others))
    answers, confidences = _classify_all(digits.glyphs, classify, lambda done: progress(done, total))
    scores = metrics.scores(digits.labels, answers, confidences)
    if others is None:
        return Evaluation(digits, answers, confidences, scores)
    done_before = len(digits.glyphs)
    _, doubts = _classify_all(others, classify, lambda done: progress(done_before + done, total))
    auroc, fooled = metrics.auroc(confidences, doubts), float((doubts >= 0.9).mean())
    return Evaluation(digits, answers, confidences, scores, auroc, fooled)


def as_text(evaluation: Evaluation) -> str:
    """Return the figures as a table of plain text."""
    scores, digits = evaluation.scores, evaluation.digits
    accuracy = scores.accuracy
    lines = [
        f"{digits.name}: {len(digits.labels):,} digits, {len(evaluation.misread):,} misread",
        f"accuracy {accuracy.value:.2%} (95 % interval {accuracy.low:.2%} to {accuracy.high:.2%})",
        f"expected calibration error {scores.calibration_error:.2%}",
    ]
    if evaluation.auroc is not None and evaluation.fooled is not None:
        lines += [f"digits against what is none: AUROC {evaluation.auroc:.4f}, {evaluation.fooled:.2%} taken for one"]
    lines += ["", "digit  precision  recall      F1  support"]
    lines += [_score_line(str(one.label), one) for one in scores.classes]
    lines += [_score_line("mean", scores.macro), "", *_confusion_lines(scores.confusion)]
    return "\n".join(lines) + "\n"


def as_json(evaluation: Evaluation) -> dict[str, object]:
    """Return the figures as plain values; rates are 0..1."""
    scores, accuracy = evaluation.scores, evaluation.scores.accuracy
    return {
        "set": evaluation.digits.name,
        "digits": len(evaluation.digits.labels),
        "misread": len(evaluation.misread),
        "accuracy": accuracy.value,
        "accuracy_95": [accuracy.low, accuracy.high],
        "calibration_error": scores.calibration_error,
        "auroc": evaluation.auroc,
        "not_digits_taken_for_one": evaluation.fooled,
        "classes": [{"digit": one.label, **_score_values(one)} for one in scores.classes],
        "macro": _score_values(scores.macro),
        "confusion": scores.confusion.tolist(),
    }


def comparison_text(first_name: str, second_name: str, comparison: metrics.Comparison) -> str:
    """Return sentences on which of two networks is better, and if the difference is more than chance."""
    lines = [
        f"{first_name}: {comparison.first:.2%} right, {comparison.only_first:,} digits that only it reads right",
        f"{second_name}: {comparison.second:.2%} right, {comparison.only_second:,} digits that only it reads right",
    ]
    chance = f"McNemar's exact test: p = {comparison.chance:.2g}"
    if comparison.ahead is None:
        return "\n".join([*lines, f"Neither is better ({chance})."]) + "\n"
    ahead = (first_name, second_name)[comparison.ahead]
    if comparison.more_than_chance:
        return "\n".join([*lines, f"{ahead} is better, and that is more than chance ({chance})."]) + "\n"
    return "\n".join([*lines, f"{ahead} is ahead, but that may well be chance ({chance})."]) + "\n"


def comparison_json(name: str, paths: Sequence[str], comparison: metrics.Comparison) -> dict[str, object]:
    """Return the figures of two networks on the set `name` as plain values."""
    ahead = None if comparison.ahead is None else paths[comparison.ahead]
    verdict = {"ahead": ahead, "more_than_chance": comparison.more_than_chance}
    return {"set": name, "a": paths[0], "b": paths[1], **vars(comparison), **verdict}


def _classify_all(glyphs: Images, classify: Classify, progress: Callable[[int], None]) -> tuple[Labels, Floats]:
    answers = np.empty(len(glyphs), np.int64)
    confidences = np.empty(len(glyphs), np.float32)
    for start in range(0, len(glyphs), CHUNK):
        part = slice(start, start + CHUNK)
        answers[part], _, confidences[part] = classify(glyphs[part])
        progress(min(start + CHUNK, len(glyphs)))
    return answers, confidences


def _score_line(name: str, one: metrics.ClassScore) -> str:
    return f"{name:>5} {one.precision:>10.2%} {one.recall:>7.2%} {one.f1:>7.2%} {one.support:>8,}"


def _score_values(one: metrics.ClassScore) -> dict[str, float]:
    return {"precision": one.precision, "recall": one.recall, "f1": one.f1, "support": one.support}


def _confusion_lines(matrix: NDArray[np.int64]) -> list[str]:
    width = max(5, len(str(matrix.max())) + 1)
    head = "true\\read" + "".join(f"{label:>{width}}" for label in range(len(matrix)))
    rows = [f"{label:>9}" + "".join(f"{n or '.':>{width}}" for n in row) for label, row in enumerate(matrix.tolist())]
    return [head, *rows]

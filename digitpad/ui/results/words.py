"""Sentences and words of the results."""

from __future__ import annotations

from datetime import datetime

from digitpad.learning.evaluation.metrics import Comparison, Interval
from digitpad.learning.evaluation.own_results import NOT_A_DIGIT, OwnResults
from digitpad.records import Sample
from digitpad.ui.core.wording import share

NO_DIGIT = "×"
SOURCES = {"pad": "Pad", "camera": "Camera", "picture": "Pictures", "import": "Imported"}
UNNAMED = "not named"
NO_SAMPLES = (
    "There are no results yet, for there are no samples: correct a digit that was misread, on Draw or before the "
    "camera, collect some, or import them on Samples. From five of each digit on, the figures begin to mean something."
)
NONE_NEWER = (
    "“{name}” was made after the newest of your samples, so that it may have learnt all of them. Samples that you give "
    "from now on show here how well it reads what it has never seen."
)
FLATTERED = "Samples that a model has learnt flatter it; “Never learnt” leaves them out."


def label_word(label: int) -> str:
    """Return a label 0..10 as it stands on the page."""
    return NO_DIGIT if label == NOT_A_DIGIT else str(label)


def day_of(moment: datetime) -> str:
    """Return a moment's day as "21 Nov 2026"."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y}"


def accuracy_words(accuracy: Interval, count: int) -> str:
    """Say what the large figure is of."""
    samples = f"your {count:,} samples" if count != 1 else "your one sample"
    return f"of {samples} read right (95 % interval {share(accuracy.low)} to {share(accuracy.high)})"


def comparison_words(name: str, rival: str, compared: Comparison) -> str:
    """Say whether the first of two versions reads more right than the second, and whether that may be chance."""
    chance = f"McNemar's exact test: p = {compared.chance:.2g}"
    counts = f"{compared.only_first:,} only by “{name}”, {compared.only_second:,} only by “{rival}”"
    if compared.ahead is None:
        return f"Neither reads more right than the other: {counts} ({chance})."
    ahead = (name, rival)[compared.ahead]
    if compared.more_than_chance:
        return f"“{ahead}” reads more right, and that is more than chance: {counts} ({chance})."
    return f"“{ahead}” is ahead, but that may well be chance: {counts} ({chance})."


def calibration_words(results: OwnResults) -> str:
    """Say how far confidence is from what is read right."""
    return (
        f"On average confidence is {share(results.calibration_error)} away from the share read right. Points above the "
        "slanting line: too modest; below it: too sure."
    )


def cell_words(label: int, read: int, count: int) -> str:
    """Name the samples of a cell of the confusion matrix."""
    samples = f"{count:,} sample{'s' * (count != 1)}"
    what = "that are no digit" if label == NOT_A_DIGIT else f"of {label}"
    as_what = "no digit" if read == NOT_A_DIGIT else str(read)
    return f"{samples} {what}, read as {as_what}"


def source_of(sample: Sample) -> str:
    return SOURCES[sample.source]


def writer_of(sample: Sample) -> str:
    """Return the writer's name, where samples have one."""
    return str(sample.writer) or UNNAMED

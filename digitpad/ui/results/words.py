"""Sentences and words of the results."""

from __future__ import annotations

from digitpad.languages import _, plural
from digitpad.learning.evaluation.metrics import Comparison, Interval
from digitpad.learning.evaluation.own_results import NOT_A_DIGIT, OwnResults
from digitpad.records import Sample
from digitpad.ui.core.wording import count_samples, share

NO_DIGIT = "×"
SOURCES = {"pad": _("Pad"), "camera": _("Camera"), "picture": _("Pictures"), "import": _("Imported")}
UNNAMED = _("not named")
NO_SAMPLES = _(
    "There are no results yet, for there are no samples: correct a digit that was misread, on Draw or before the "
    "camera, collect some, or import them on Samples. From five of each digit on, the figures begin to mean something."
)
NONE_NEWER = _(
    "“{name}” was made after the newest of your samples, so that it may have learnt all of them. Samples that you give "
    "from now on show here how well it reads what it has never seen."
)
FLATTERED = _("Samples that a model has learnt flatter it; “Never learnt” leaves them out.")


def label_word(label: int) -> str:
    """Return a label 0..10 as it stands on the page."""
    return NO_DIGIT if label == NOT_A_DIGIT else str(label)


def accuracy_words(accuracy: Interval, count: int) -> str:
    """Say what the large figure is of."""
    samples = plural("your one sample", "your {count:,} samples", count).format(count=count)
    return _("of {samples} read right (95 % interval {low} to {high})").format(
        samples=samples, low=share(accuracy.low), high=share(accuracy.high)
    )


def comparison_words(name: str, rival: str, compared: Comparison) -> str:
    """Say whether the first of two versions reads more right than the second, and whether that may be chance."""
    chance = _("McNemar's exact test: p = {chance:.2g}").format(chance=compared.chance)
    counts = _("{only_first:,} only by “{name}”, {only_second:,} only by “{rival}”").format(
        only_first=compared.only_first, name=name, only_second=compared.only_second, rival=rival
    )
    if compared.ahead is None:
        return _("Neither reads more right than the other: {counts} ({chance}).").format(counts=counts, chance=chance)
    ahead = (name, rival)[compared.ahead]
    if compared.more_than_chance:
        return _("“{ahead}” reads more right, and that is more than chance: {counts} ({chance}).").format(
            ahead=ahead, counts=counts, chance=chance
        )
    return _("“{ahead}” is ahead, but that may well be chance: {counts} ({chance}).").format(
        ahead=ahead, counts=counts, chance=chance
    )


def calibration_words(results: OwnResults) -> str:
    """Say how far confidence is from what is read right."""
    return _(
        "On average confidence is {share} away from the share read right. Points above the "
        "slanting line: too modest; below it: too sure."
    ).format(share=share(results.calibration_error))


def cell_words(label: int, read: int, count: int) -> str:
    """Name the samples of a cell of the confusion matrix."""
    samples = count_samples(count)
    what = _("that are no digit") if label == NOT_A_DIGIT else _("of {label}").format(label=label)
    as_what = _("no digit") if read == NOT_A_DIGIT else str(read)
    return _("{samples} {what}, read as {as_what}").format(samples=samples, what=what, as_what=as_what)


def source_of(sample: Sample) -> str:
    return SOURCES[sample.source]


def writer_of(sample: Sample) -> str:
    """Return the writer's name, where samples have one."""
    return str(sample.writer) or UNNAMED

"""Figures as PNG files: learning curves, a confusion matrix, a contact sheet. For files only, never a window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from digitpad.languages import _
from digitpad.learning.data.labelled import Images
from digitpad.learning.evaluation.evaluation import Evaluation
from digitpad.learning.evaluation.metrics import Interval
from digitpad.learning.evaluation.own_results import NOT_A_DIGIT, OwnResults
from digitpad.paths import replace_file

DPI = 120
ACCENT, AMBER, GREY = "#0a62c0", "#b35900", "#8a8a8a"
LINE_COLOURS = (ACCENT, AMBER, GREY, "#2e7d4f")
SHEET_COLUMNS = 12
FONTS = (  # the first that is there for each letter: Matplotlib's own, then those with Chinese ones
    *("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"),
    *("WenQuanYi Zen Hei", "Droid Sans Fallback", "Microsoft YaHei", "SimHei", "PingFang SC", "Heiti SC"),
)


def curves(path: Path, losses: Mapping[str, Sequence[float]], accuracies: Mapping[str, Sequence[float]]) -> None:
    """Losses above, accuracies (0..1) below, a value an epoch. Raises DigitPadError where the disk refuses."""
    figure = Figure(figsize=(7, 6), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    _lines(above, losses, "loss")
    _lines(below, {name: [100 * value for value in row] for name, row in accuracies.items()}, "accuracy, %")
    below.set_xlabel("epoch")
    below.xaxis.set_major_locator(MaxNLocator(integer=True))
    _save(figure, path)


def confusion_matrix(path: Path, matrix: NDArray[np.int64], title: str) -> None:
    """Counts (10, 10), rows true and columns read; the mistakes stand out, not the diagonal."""
    figure = Figure(figsize=(6.4, 6), layout="constrained")
    axes = figure.subplots()
    _counts(axes, matrix, range(len(matrix)))
    axes.set(xlabel="read as", ylabel="true digit")
    axes.set_title(title, fontsize=10)
    _save(figure, path)


def _counts(axes, matrix: NDArray[np.int64], names: Iterable[object]) -> None:  # type: ignore[no-untyped-def]
    """`names`: of the rows, which are those of the columns."""
    mistakes = matrix * ~np.eye(len(matrix), dtype=bool)
    axes.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(1, 1.6 * mistakes.max()))
    for (row, column), count in np.ndenumerate(matrix):
        colour = ACCENT if row == column else "#222222"
        axes.text(column, row, f"{count:,}" if count else "·", ha="center", va="center", color=colour, fontsize=8)
    words = [str(name) for name in names]
    axes.set_xticks(range(len(matrix)), words)
    axes.set_yticks(range(len(matrix)), words)


def own_figures(path: Path, results: OwnResults, models: Mapping[str, Interval], title: str) -> None:
    """Course over time, models, confusion and calibration of the user's samples, in the window's language.

    Raises DigitPadError as `curves`.
    """
    with rc_context({"font.family": [name for name in FONTS if name in fontManager.get_font_names()]}):
        figure = Figure(figsize=(12, 9), layout="constrained")
        figure.suptitle(title)
        (course, shares), (matrix, calibration) = figure.subplots(2, 2)
        periods = results.periods
        _intervals(course, [period.share for period in periods], [f"{period.last:%Y-%m-%d}" for period in periods])
        _intervals(shares, list(models.values()), list(models), line="none")
        for axes, name in ((course, _("Over time")), (shares, _("By model"))):
            axes.set(title=name, ylabel=f"{_('read right')}, %")
        _own_confusion(matrix, results)
        _calibration(calibration, results)
        _save(figure, path)


def _own_confusion(axes, results: OwnResults) -> None:  # type: ignore[no-untyped-def]
    there = results.known_classes
    names = ["×" if each == NOT_A_DIGIT else each for each in there]
    _counts(axes, results.confusion[np.ix_(there, there)], names)
    legend = f"  (×: {_('not a digit')})" if NOT_A_DIGIT in there else ""
    axes.set(title=_("Confusion matrix"), xlabel=_("read as") + legend, ylabel=_("Label"))


def _calibration(axes, results: OwnResults) -> None:  # type: ignore[no-untyped-def]
    bins = results.calibration
    axes.plot([0, 1], [0, 1], color=GREY, linestyle="--")
    axes.plot([it.confidence for it in bins], [it.share.value for it in bins], color=ACCENT, marker="o")
    axes.set(title=_("Confidence"), xlim=(0, 1.02), ylim=(0, 1.02), xlabel=_("confidence"), ylabel=_("read right"))


def worst_mistakes(path: Path, evaluation: Evaluation, most: int) -> None:
    """A contact sheet of the misread digits, the most confident first; no file, nor an older one, where none is."""
    digits, worst = evaluation.digits, evaluation.misread[:most]
    captions = [f"{digits.labels[i]} read {evaluation.read[i]}, {evaluation.confidences[i]:.0%}" for i in worst]
    if not captions:
        path.unlink(missing_ok=True)
    else:
        contact_sheet(path, digits.glyphs[worst], captions, f"misread of {digits.name}: {len(evaluation.misread):,}")


def contact_sheet(path: Path, glyphs: Images, captions: Sequence[str], title: str) -> None:
    """Glyphs (N, 28, 28), N >= 1, in rows of 12, a caption under each."""
    rows = -(-len(glyphs) // SHEET_COLUMNS)
    figure = Figure(figsize=(SHEET_COLUMNS * 0.85, rows * 1.1 + 0.4), layout="constrained")
    figure.suptitle(title, fontsize=10)
    grid = figure.subplots(rows, SHEET_COLUMNS, squeeze=False).ravel()
    for axes in grid:
        axes.axis("off")
    for axes, glyph, caption in zip(grid, glyphs, captions, strict=False):
        axes.imshow(glyph, cmap="gray", vmin=0, vmax=255)
        axes.set_title(caption, fontsize=7, pad=2)
    _save(figure, path)


def _intervals(axes, shares: Sequence[Interval], names: Sequence[str], line: str = "-") -> None:  # type: ignore[no-untyped-def]
    """Shares in per cent, each with its interval."""
    values = np.array([[100 * it.value, 100 * (it.value - it.low), 100 * (it.high - it.value)] for it in shares])
    spread = np.maximum(values[:, 1:].T, 0)  # an end of the interval that is the share itself is rounded
    axes.errorbar(range(len(shares)), values[:, 0], yerr=spread, color=ACCENT, marker="o", capsize=3, ls=line)
    axes.set_xticks(range(len(shares)), names, rotation=30, ha="right", fontsize=8)
    axes.grid(alpha=0.25)


def _lines(axes, rows: Mapping[str, Sequence[float]], title: str) -> None:  # type: ignore[no-untyped-def]
    for (name, row), colour in zip(rows.items(), LINE_COLOURS, strict=False):
        axes.plot(range(1, len(row) + 1), row, color=colour, label=name, marker="." if len(row) < 40 else "")
    axes.set_ylabel(title)
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    if rows:
        axes.legend(frameon=False)


def _save(figure: Figure, path: Path) -> None:
    FigureCanvasAgg(figure)
    replace_file(path, lambda part: figure.savefig(part, dpi=DPI, format="png"))

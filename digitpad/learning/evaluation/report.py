"""An evaluation as one HTML file that needs no other: figures, confusion matrix, the misread digits as pictures."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from digitpad.languages import _, code_in_use, number
from digitpad.learning.evaluation.evaluation import Evaluation
from digitpad.paths import replace_text
from digitpad.records import Glyph

MOST_MISREAD = 400  # shown; 200 bytes each
TEMPLATE = "report.html.j2"


Tables = Mapping[str, Sequence[Sequence[str]]]  # by title; the first row has the heads, a single one is a sentence


def write_report(path: Path, evaluation: Evaluation, title: str, tables: Tables = MappingProxyType({})) -> None:
    """Write the HTML file in the window's language; `tables` stand before the misread digits.

    Raises DigitPadError where the disk refuses.
    """
    folder = FileSystemLoader(Path(__file__).parent)
    templates = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
    templates.filters |= {"percent": _percent, "thousands": number}
    replace_text(path, templates.get_template(TEMPLATE).render(_values(evaluation, title, tables)))


def _values(evaluation: Evaluation, title: str, tables: Tables) -> dict[str, Any]:
    """Return all that the template asks for."""
    scores = evaluation.scores
    return {
        "language": code_in_use().replace("_", "-"),
        "title": title,
        "words": _words(evaluation),
        "scores": scores,
        "auroc": evaluation.auroc,
        "fooled": evaluation.fooled,
        "classes": [*((str(one.label), one) for one in scores.classes), (_("mean"), scores.macro)],
        "confusion": scores.confusion.tolist(),
        "worst": max(1, int((scores.confusion * ~np.eye(len(scores.confusion), dtype=bool)).max())),
        "tables": tables,
        "misread": len(evaluation.misread),
        "shown": [_shown(evaluation, int(index)) for index in evaluation.misread[:MOST_MISREAD]],
    }


def _words(evaluation: Evaluation) -> dict[str, str]:
    scores = evaluation.scores
    low, high = (_percent(end) for end in (scores.accuracy.low, scores.accuracy.high))
    return {
        "accuracy": _(
            "of {count:,} digits read right (95 % interval {low} to {high}); expected calibration error {error}"
        ).format(count=len(evaluation.read), low=low, high=high, error=_percent(scores.calibration_error)),
        "each": _("Each digit"),
        "digit": _("digit"),
        "precision": _("precision"),
        "recall": _("recall"),
        "support": _("samples"),
        "matrix": _("Confusion matrix"),
        "corner": f"{_('Label')} \\ {_('read as')}",
        "misread": _("Misread"),
        "none": _("None is misread."),
        "first": _("{count:,}, the most confident first").format(count=len(evaluation.misread)),
        "shown": _("{count:,} of them are shown").format(count=MOST_MISREAD),
        "read_as": _("read as"),
    }


def _percent(share: float) -> str:
    return f"{number(100 * share, '.2f')} %"


def _shown(evaluation: Evaluation, index: int) -> dict[str, Any]:
    return {
        "place": evaluation.digits.place(index),
        "label": int(evaluation.digits.labels[index]),
        "read": int(evaluation.read[index]),
        "confidence": f"{evaluation.confidences[index] * 100:.0f} %",
        "picture": _picture(evaluation.digits.glyphs[index]),
    }


def _picture(glyph: Glyph) -> str:
    file = io.BytesIO()
    Image.fromarray(glyph).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")

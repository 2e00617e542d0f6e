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

from digitpad.learning.evaluation.evaluation import Evaluation
from digitpad.paths import replace_text
from digitpad.records import Glyph

MOST_MISREAD = 400  # shown; 200 bytes each
TEMPLATE = "report.html.j2"


Tables = Mapping[str, Sequence[Sequence[str]]]  # by title; the first row has the heads, a single one is a sentence


def write_report(path: Path, evaluation: Evaluation, model: str, tables: Tables = MappingProxyType({})) -> None:
    """Write the HTML file; `tables` stand before the misread digits. Raises DigitPadError where the disk refuses."""
    folder = FileSystemLoader(Path(__file__).parent)
    templates = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
    templates.filters |= {"percent": "{:.2%}".format, "thousands": "{:,}".format}
    replace_text(path, templates.get_template(TEMPLATE).render(_values(evaluation, model, tables)))


def _values(evaluation: Evaluation, model: str, tables: Tables) -> dict[str, Any]:
    """Return all that the template asks for."""
    scores = evaluation.scores
    return {
        "title": f"{model} on {evaluation.digits.name}",
        "scores": scores,
        "count": len(evaluation.read),
        "auroc": evaluation.auroc,
        "fooled": evaluation.fooled,
        "classes": [*((str(one.label), one) for one in scores.classes), ("mean", scores.macro)],
        "confusion": scores.confusion.tolist(),
        "worst": max(1, int((scores.confusion * ~np.eye(len(scores.confusion), dtype=bool)).max())),
        "tables": tables,
        "misread": len(evaluation.misread),
        "shown": [_shown(evaluation, int(index)) for index in evaluation.misread[:MOST_MISREAD]],
    }


def _shown(evaluation: Evaluation, index: int) -> dict[str, Any]:
    return {
        "place": evaluation.digits.place(index),
        "label": int(evaluation.digits.labels[index]),
        "read": int(evaluation.read[index]),
        "confidence": f"{evaluation.confidences[index]:.0%}",
        "picture": _picture(evaluation.digits.glyphs[index]),
    }


def _picture(glyph: Glyph) -> str:
    file = io.BytesIO()
    Image.fromarray(glyph).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")

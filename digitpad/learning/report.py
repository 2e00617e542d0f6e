"""An evaluation as one HTML file that needs no other: figures, confusion matrix, the misread digits as pictures."""

from __future__ import annotations

import base64
import io
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitpad.learning.evaluation import Evaluation
from digitpad.learning.metrics import ClassScore
from digitpad.paths import replace_file
from digitpad.records import Glyph

MOST_MISREAD = 400  # shown; 200 bytes each

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1c1c1c, #ececec); --faint: light-dark(#6b6b6b, #a0a0a0);
  --line: light-dark(#e2e2e2, #3a3a3a); --accent: light-dark(#0a62c0, #6cb4ff); --amber: light-dark(#b35900, #ffb454); }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } .big { font-size: 3rem; font-weight: 700; }
.faint { color: var(--faint); } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { padding: .2rem .7rem; text-align: right; border-bottom: 1px solid var(--line); font-weight: 400; }
th { color: var(--faint); } td.right { color: var(--accent); }
.sheet { display: flex; flex-wrap: wrap; gap: 12px; } figure { margin: 0; text-align: center; font-size: .8rem; }
figure img { width: 84px; height: 84px; image-rendering: pixelated; display: block; } b { color: var(--amber); }
"""


def write_report(path: Path, evaluation: Evaluation, model: str) -> None:
    """Write the HTML file. Raises DigitPadError where the disk refuses."""
    replace_file(path, lambda part: _write(part, _page(evaluation, model)))


def _page(evaluation: Evaluation, model: str) -> str:
    name = escape(f"{model} on {evaluation.digits.name}")
    return "".join(
        [
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><style>{STYLE}</style>',
            f"<h1>{name}</h1>{_summary(evaluation)}",
            f"<h2>Each digit</h2>{_classes(evaluation)}",
            f"<h2>What was read as what</h2>{_confusion(evaluation.scores.confusion)}",
            f"<h2>Misread digits</h2>{_misread(evaluation)}</html>\n",
        ]
    )


def _summary(evaluation: Evaluation) -> str:
    scores, accuracy = evaluation.scores, evaluation.scores.accuracy
    text = (
        f'<p class="big">{accuracy.value:.2%}</p><p class="faint">of {len(evaluation.read):,} digits read right '
        f"(95&#8239;% interval {accuracy.low:.2%} to {accuracy.high:.2%}); "
        f"expected calibration error {scores.calibration_error:.2%}"
    )
    if evaluation.auroc is not None and evaluation.fooled is not None:
        text += f"; AUROC against what is no digit {evaluation.auroc:.4f}, {evaluation.fooled:.2%} of it taken for one"
    return text + ".</p>"


def _classes(evaluation: Evaluation) -> str:
    head = "<tr><th>digit<th>precision<th>recall<th>F1<th>support</tr>"
    rows = [_class_row(str(one.label), one) for one in evaluation.scores.classes]
    return f"<table>{head}{''.join(rows)}{_class_row('mean', evaluation.scores.macro)}</table>"


def _class_row(name: str, one: ClassScore) -> str:
    return f"<tr><th>{name}<td>{one.precision:.2%}<td>{one.recall:.2%}<td>{one.f1:.2%}<td>{one.support:,}</tr>"


def _confusion(matrix: NDArray[np.int64]) -> str:
    mistakes = matrix * ~np.eye(len(matrix), dtype=bool)
    worst = max(1, int(mistakes.max()))
    head = "<tr><th>true \\ read" + "".join(f"<th>{label}" for label in range(len(matrix))) + "</tr>"
    rows = []
    for label, counts in enumerate(matrix.tolist()):
        cells = [_cell(count, column == label, worst) for column, count in enumerate(counts)]
        rows.append(f"<tr><th>{label}{''.join(cells)}</tr>")
    return f"<table>{head}{''.join(rows)}</table>"


def _cell(count: int, right: bool, worst: int) -> str:
    if right:
        return f'<td class="right">{count:,}'
    return f'<td style="background: rgb(255 140 0 / {0.6 * count / worst:.2f})">{count:,}' if count else "<td>·"


def _misread(evaluation: Evaluation) -> str:
    misread = evaluation.misread
    if not len(misread):
        return "<p>None.</p>"
    shown = [_figure(evaluation, int(index)) for index in misread[:MOST_MISREAD]]
    note = "the most confident first"
    if len(misread) > MOST_MISREAD:
        note += f"; {MOST_MISREAD} of {len(misread):,} are shown"
    return f'<p class="faint">{len(misread):,}, {note}.</p><div class="sheet">{"".join(shown)}</div>'


def _figure(evaluation: Evaluation, index: int) -> str:
    place = escape(evaluation.digits.place(index), quote=True)
    label, read = int(evaluation.digits.labels[index]), int(evaluation.read[index])
    picture = _picture(evaluation.digits.glyphs[index])
    caption = f"{label} read as <b>{read}</b><br>{evaluation.confidences[index]:.0%}"
    return f'<figure title="{place}"><img src="{picture}" alt="{label}"><figcaption>{caption}</figcaption></figure>'


def _picture(glyph: Glyph) -> str:
    held = io.BytesIO()
    Image.fromarray(glyph).save(held, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(held.getvalue()).decode("ascii")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

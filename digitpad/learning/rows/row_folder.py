"""The result of a training of the row reader: one folder with weights, card and history."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from digitpad.learning.nets.storage import save_tensors
from digitpad.learning.rows.row_config import RowConfig, RowScore
from digitpad.learning.rows.row_net import RowNet, folded_weights, parameters_of
from digitpad.learning.rows.row_training import RowOutcome
from digitpad.paths import replace_file

FILE = "rows"  # rows.safetensors, rows.json


def write_row_run(out: Path, outcome: RowOutcome, config: RowConfig, data: dict[str, int]) -> None:
    """Write the folder. Raises DigitPadError where the disk refuses; files already written stay whole."""
    save_row_weights(out / f"{FILE}.safetensors", outcome.net, row_card(outcome, config, data))
    replace_file(out / "history.csv", lambda part: _write_history(part, outcome.history))


def save_row_weights(path: Path, net: RowNet, card: dict[str, Any]) -> None:
    """Write the folded weights to `path` and the card beside it, each replaced whole."""
    tensors = {name: torch.from_numpy(array) for name, array in folded_weights(net).items()}
    save_tensors(path, tensors, {"variant": "rows"})
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    replace_file(path.with_suffix(".json"), lambda part: _write(part, text))


def row_card(outcome: RowOutcome, config: RowConfig, data: dict[str, int]) -> dict[str, Any]:
    last = outcome.history[-1]
    return {
        "name": f"Row reader, seed {config.seed}",
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": parameters_of(outcome.net),
        "recipe": asdict(config),
        "steps_done": outcome.steps,
        "data": data,
        "held_out": {"strings_exact": round(last.exact, 4), "character_errors": round(last.errors, 4)},
    }


def _write_history(path: Path, history: list[RowScore]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.name for field in fields(RowScore)])
        writer.writerows(astuple(line) for line in history)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

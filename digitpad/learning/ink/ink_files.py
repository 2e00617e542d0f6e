"""Everything that an ink training leaves in its folder: weights, card, history."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitpad.learning.ink.handwriting import HandwritingBank
from digitpad.learning.ink.ink_config import InkConfig
from digitpad.learning.ink.ink_net import fold, parameter_count
from digitpad.learning.ink.ink_state import HistoryRow
from digitpad.learning.ink.ink_training import InkOutcome
from digitpad.learning.nets.storage import save_tensors
from digitpad.paths import replace_file

NAME = "ink"


def write_ink_run(out: Path, outcome: InkOutcome, config: InkConfig, bank: HandwritingBank) -> None:
    """Write ink.safetensors (folded), ink.json and history.csv, each whole. Raises DigitPadError on a full disk."""
    weights = fold(outcome.net)
    save_tensors(out / f"{NAME}.safetensors", weights, {"kind": NAME})
    text = json.dumps(_card(outcome, config, bank, parameter_count(weights)), indent=2) + "\n"
    replace_file(out / f"{NAME}.json", lambda part: _write(part, text))
    replace_file(out / "history.csv", lambda part: _write_history(part, outcome.history))


def _card(outcome: InkOutcome, config: InkConfig, bank: HandwritingBank, parameters: int) -> dict[str, Any]:
    return {
        "name": "DigitPad ink 1",
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "parameters": parameters,
        "recipe": asdict(config),
        "steps_done": outcome.step,
        "data": {
            "mnist_images": len(bank.images),
            "pen_digits": sum(map(len, bank.digits)),
            "letters": sum(map(len, bank.letters)),
            "fonts": [path.name for path in bank.fonts],
        },
        "held_out": {name: round(value, 4) for name, value in asdict(outcome.score).items()},
    }


def _write_history(path: Path, history: list[HistoryRow]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, [field.name for field in fields(HistoryRow)])
        rows.writeheader()
        for row in history:
            rows.writerow({name: "" if value is None else round(value, 6) for name, value in asdict(row).items()})


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

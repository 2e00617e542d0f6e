"""The row reader's network as a function, by the engine that the program reads with."""

from __future__ import annotations

from pathlib import Path

from digitpad.inference.engine import open_engine
from digitpad.inference.rows.row_reader import Predict
from digitpad.inference.rows.row_weights import load_row_weights
from digitpad.inference.rows.rows_onnx import COLUMNS, rows_onnx


def row_predict(weights: Path) -> Predict:
    engine = open_engine(rows_onnx(load_row_weights(weights)), [COLUMNS])
    return lambda strips: engine.predict(strips)[0]

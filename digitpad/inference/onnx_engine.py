"""ONNX Runtime on the CPU."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitpad.inference.chunks import in_chunks
from digitpad.inference.cores import usable_cores
from digitpad.records import Floats

# From 1.29 on the runtime keeps an identifier in the user's cache and reports to its makers, unless one of these (its
# name has changed) is set before it is loaded.
os.environ |= {"ORT_DISABLE_TELEMETRY": "1", "ORT_TELEMETRY_DISABLED": "1"}

import onnxruntime

onnxruntime.disable_telemetry_events()  # Windows: by another way

MOST_THREADS = 4  # more cores than these wait for each other: the networks are small
CHUNK = 128  # inputs at once: as fast as a thousand, in a tenth of the memory
SEVERE = 3  # errors only; warnings of the runtime mean nothing to a user


class OnnxEngine:
    """Runs an ONNX model. Its threads sleep between two calls."""

    device, device_name = "cpu", "CPU"

    def __init__(self, model: bytes, outputs: Sequence[str]) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(usable_cores(), MOST_THREADS, _asked_for())
        options.inter_op_num_threads = 1
        options.log_severity_level = SEVERE
        options.enable_cpu_mem_arena = False  # else it keeps what the largest picture took; no slower without
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._input, self._outputs = self._session.get_inputs()[0].name, list(outputs)

    def predict(self, batch: NDArray[Any]) -> tuple[Floats, ...]:
        """Return the outputs (N, ...) of a batch (N, ...)."""
        return in_chunks(self._run, np.ascontiguousarray(batch), CHUNK)

    def _run(self, batch: NDArray[Any]) -> list[Floats]:
        outputs: list[Floats] = self._session.run(self._outputs, {self._input: batch})
        return outputs


def _asked_for() -> int:
    """Return the threads that OMP_NUM_THREADS allows every library, as where processes share a machine."""
    text = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, int(text)) if text.isdecimal() else MOST_THREADS

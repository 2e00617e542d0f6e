"""DigitPad reads handwritten digits. Importing it loads neither torch nor tkinter, nor NumPy before it is needed."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer
    from digitpad.records import Box, Digit, Mark, Reading, Stroke
    from digitpad.rules import Rule

__version__ = "0.1.0"
__all__ = ["Box", "Digit", "Mark", "Reading", "Recognizer", "Rule", "Stroke", "__version__"]
MODULES = {"Recognizer": "digitpad.recognizer", "Rule": "digitpad.rules"}  # of the others: digitpad.records


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(MODULES.get(name, "digitpad.records")), name)
    raise AttributeError(f"module 'digitpad' has no attribute {name!r}")

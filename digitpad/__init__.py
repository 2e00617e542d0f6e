"""DigitPad reads handwritten digits. Importing it loads neither torch nor tkinter."""

from typing import TYPE_CHECKING, Any

from digitpad.records import Box, Digit, Mark, Reading, Stroke
from digitpad.rules import Rule

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

__version__ = "0.1.0"
__all__ = ["Box", "Digit", "Mark", "Reading", "Recognizer", "Rule", "Stroke", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Recognizer":  # loaded when first asked for: OpenCV is not needed to print a help text
        from digitpad.recognizer import Recognizer

        return Recognizer
    raise AttributeError(f"module 'digitpad' has no attribute {name!r}")

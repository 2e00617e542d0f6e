"""DigitPad reads handwritten digits. Importing it loads neither torch nor tkinter."""

from digitpad.records import Box, Digit, Reading, Stroke
from digitpad.recognizer import Recognizer

__version__ = "0.1.0"
__all__ = ["Box", "Digit", "Reading", "Recognizer", "Stroke", "__version__"]

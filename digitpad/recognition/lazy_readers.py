"""Readers that are loaded when they are first needed: drawings do without, and the window can read them sooner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.paths import bundled
from digitpad.recognition.learned_network import LearnedNetwork

if TYPE_CHECKING:
    from digitpad.inference.ink.ink_network import LazyInk
    from digitpad.recognition.picture_reader import PictureReader
    from digitpad.recognition.two_readers import OpenSecond, SecondReader
    from digitpad.vision.pipeline.parameters import VisionParams

SHIPPED_INK = "ink.safetensors"


def open_pictures(
    network: LearnedNetwork, params: VisionParams | None, second: OpenSecond, ink: LazyInk | None
) -> PictureReader:
    """Return the reader of pictures; without `params` and `ink` with those that came with the program."""
    from digitpad.inference.ink.ink_network import LazyInk
    from digitpad.recognition.picture_reader import PictureReader
    from digitpad.vision.pipeline.parameters import VISION

    return PictureReader(network, params or VISION, second, ink or LazyInk(bundled("models", SHIPPED_INK)))


def open_second(version: Path) -> SecondReader | None:
    """Return the reader of whole rows of a version, else the shipped one; None where its weights cannot be used."""
    from digitpad.recognition.two_readers import open_second

    return open_second(version)


def load_small_models() -> None:
    """Load the fitted models that marks, poses and the choice among readings need.

    Raises DigitPadError with the path of the first that is missing or damaged.
    """
    from digitpad.recognition.uprightness import shipped_model as load_upright
    from digitpad.vision.marks.cells import shipped_cells
    from digitpad.vision.marks.model import shipped_model as load_marks
    from digitpad.vision.pipeline.choice_network import shipped_choice_networks

    load_marks()
    shipped_cells()
    load_upright()
    shipped_choice_networks()


def no_second() -> None:
    """Return None in place of a reader of whole rows."""

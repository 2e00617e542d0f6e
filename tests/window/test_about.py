"""*About* shows what the program is made of and whose work it stands on."""

from __future__ import annotations

import tkinter as tk

from digitpad import __version__
from digitpad.ui.shell.about import versions
from tests.support.hand import Hand


def words(window: tk.Misc) -> str:
    """All that stands in a window."""
    found = []
    for widget in window.winfo_children():
        if "text" in widget.keys():  # noqa: SIM118 - a widget is no mapping
            found.append(str(widget.cget("text")))
        found.append(words(widget))
    return "\n".join(found)


def opened(hand: Hand) -> tk.Misc:
    hand.choose("About DigitPad")
    (window,) = (child for child in hand.root.winfo_children() if type(child).__name__ == "About")
    return window


def test_about_names_versions_data_and_licences(opens):
    text = words(opened(opens()))
    for part in (
        f"DigitPad {__version__}",
        "PyTorch",
        "ONNX Runtime",
        "DigitPad ink 1, 54,721 weights",
        "63,251 weights",
        "OpenCV",
        "Tcl/Tk",
        "MNIST",
        "UCI",
        "UNIPEN",
        "CC BY 4.0",
        "LGPL",
        "DigitPad model 3",
        "99.58 %",
        "Notices and licences stand in English",
    ):
        assert part in text


def test_the_versions_can_be_copied_for_a_report(opens):
    hand = opens()
    window = opened(hand)
    button = next(each for each in below(window) if isinstance(each, tk.Widget) and shown(each) == "Copy versions")
    button.invoke()
    copied = hand.root.clipboard_get().splitlines()
    assert copied[0] == f"DigitPad {__version__}"
    assert len(copied) == len(versions("8.6")) + 1


def below(widget: tk.Misc) -> list:
    return [each for child in widget.winfo_children() for each in (child, *below(child))]


def shown(widget: tk.Widget) -> str:
    return str(widget.cget("text")) if widget.winfo_class() == "TButton" else ""

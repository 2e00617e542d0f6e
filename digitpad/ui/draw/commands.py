"""Commands of the page with the pad, for its keys and menus."""

from __future__ import annotations

from collections.abc import Callable

from digitpad.languages import _
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import Command
from digitpad.ui.draw.open_document import OpenDocument
from digitpad.ui.draw.page import DrawPage


def draw_commands(page: DrawPage, document: OpenDocument, bridge: Bridge) -> tuple[Command, ...]:
    history, view = document.history, page.reading_view

    def read() -> bool:
        return bool(document.reading.digits)

    def cards_shown() -> bool:
        return read() and not page.explaining

    def can_step_back() -> bool:
        return bool(view.selected) or page.explaining

    def switch_explanation() -> None:
        if page.explaining:
            page.step_back()
        else:
            page.explain(bridge)

    def anything() -> bool:
        return bool(document.content.strokes) or document.content.picture is not None

    def may_turn(by: int) -> Callable[[], bool]:
        return lambda: (page := document.page) is not None and page.turned(by) is not None

    return (
        Command(
            _("File"), _("Save the pad…"), ("Mod+S",), document.save, lambda: bool(document.content.strokes), place=11
        ),
        Command(_("Edit"), _("Undo"), ("Mod+Z",), history.undo, lambda: history.can_undo, place=10),
        Command(_("Edit"), _("Redo"), ("Mod+Y", "Mod+Shift+Z"), history.redo, lambda: history.can_redo, place=11),
        Command(
            _("Edit"), _("Copy the number"), ("Mod+C",), page.copy, lambda: bool(document.reading.digits), place=20
        ),
        Command(_("Edit"), _("Rule for numbers…"), ("Mod+U",), page.open_rule, place=22),
        Command(_("Correct"), _("Type the right number…"), ("F2", "Mod+E"), view.type_number, cards_shown, place=10),
        Command(_("Correct"), _("Confirm what was read"), ("Mod+Return",), view.confirm, read, place=11),
        Command(_("Correct"), _("Not a digit"), ("X",), view.reject, lambda: bool(view.selected), place=12),
        Command(
            _("Correct"), _("Join the selected digits"), ("J",), view.join, lambda: len(view.selected) > 1, place=20
        ),
        Command(
            _("Correct"), _("Split the selected digit"), ("S",), view.split, lambda: len(view.selected) == 1, place=21
        ),
        Command(_("Correct"), _("What was learned…"), (), page.learned_line.open, place=30),
        Command(
            _("Edit"), _("Clear the pad, or put the picture away"), ("Delete",), document.clear, anything, place=30
        ),
        Command(_("View"), _("Next page"), ("Next",), lambda: document.turn_page(1), may_turn(1), place=21),
        Command(_("View"), _("Page before"), ("Prior",), lambda: document.turn_page(-1), may_turn(-1), place=20),
        Command(_("Edit"), _("Select nothing"), ("Escape",), page.step_back, can_step_back, place=31),
        Command(
            _("View"), _("The network's view"), ("Mod+L",), switch_explanation, on=lambda: page.explaining, place=25
        ),
        Command(_("Edit"), _("Eraser"), ("E",), page.toggle_eraser, place=40),
        Command(_("Edit"), _("Thinner pen"), ("[",), lambda: page.step_pen(-1), place=41),
        Command(_("Edit"), _("Thicker pen"), ("]",), lambda: page.step_pen(1), place=42),
    )

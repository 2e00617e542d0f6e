"""What can be done by key and menu on the page with the pad."""

from __future__ import annotations

from digitpad.ui.commands import Command
from digitpad.ui.draw_page import DrawPage
from digitpad.ui.session import Session


def draw_commands(page: DrawPage, session: Session) -> tuple[Command, ...]:
    document, view = session.document, page.reading_view

    def read() -> bool:
        return bool(session.reading.digits)

    return (
        Command("File", "Save the pad…", ("Mod+S",), session.save, lambda: bool(document.content.strokes)),
        Command("Edit", "Undo", ("Mod+Z",), document.undo, lambda: document.can_undo),
        Command("Edit", "Redo", ("Mod+Y", "Mod+Shift+Z"), document.redo, lambda: document.can_redo),
        Command("Edit", "Copy the number", ("Mod+C",), session.copy, lambda: bool(session.reading.digits)),
        Command("Correct", "Type the right number…", ("F2", "Mod+E"), view.type_number, read),
        Command("Correct", "Confirm what was read", ("Mod+Return",), view.confirm, read),
        Command("Correct", "Not a digit", (), view.reject, lambda: bool(view.selected)),
        Command("Correct", "Join the selected digits", (), view.join, lambda: len(view.selected) > 1),
        Command("Correct", "Split the selected digit", (), view.split, lambda: len(view.selected) == 1),
        Command("Edit", "Clear the pad, or put the picture away", ("Escape", "Delete"), session.clear),
        Command("Edit", "Eraser", ("E",), page.toggle_eraser),
        Command("Edit", "Thinner pen", ("[",), lambda: page.step_pen(-1)),
        Command("Edit", "Thicker pen", ("]",), lambda: page.step_pen(1)),
    )

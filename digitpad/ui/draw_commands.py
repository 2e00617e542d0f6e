"""What can be done by key and menu on the page with the pad."""

from __future__ import annotations

from digitpad.ui.commands import Command
from digitpad.ui.draw_page import DrawPage
from digitpad.ui.session import Session


def draw_commands(page: DrawPage, session: Session) -> tuple[Command, ...]:
    document = session.document
    return (
        Command("File", "Save the pad…", ("Mod+S",), session.save, lambda: bool(document.content.strokes)),
        Command("Edit", "Undo", ("Mod+Z",), document.undo, lambda: document.can_undo),
        Command("Edit", "Redo", ("Mod+Y", "Mod+Shift+Z"), document.redo, lambda: document.can_redo),
        Command("Edit", "Copy the number", ("Mod+C",), session.copy, lambda: bool(session.reading.digits)),
        Command("Edit", "Clear the pad, or put the picture away", ("Escape", "Delete"), document.clear),
        Command("Edit", "Eraser", ("E",), page.toggle_eraser),
        Command("Edit", "Thinner pen", ("[",), lambda: page.step_pen(-1)),
        Command("Edit", "Thicker pen", ("]",), lambda: page.step_pen(1)),
    )

"""What can be done by key and menu on the page with the samples."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from digitpad.ui.commands import Command
from digitpad.ui.sample_dialogs import FORMS

if TYPE_CHECKING:
    from digitpad.ui.samples_page import SamplesPage


def samples_commands(page: SamplesPage) -> tuple[Command, ...]:
    def idle() -> bool:
        return not page.working

    def can_export() -> bool:
        return idle() and page.has_samples

    def some() -> bool:
        return bool(page.selected)

    return (
        Command("File", "Import samples…", ("Mod+I",), page.import_file, idle),
        Command("File", "Import a folder of samples…", (), page.import_folder, idle),
        Command("File", "Export samples…", ("Mod+E",), partial(page.export, next(iter(FORMS))), can_export),
        Command("Edit", "Undo", ("Mod+Z",), page.changes.undo, lambda: page.changes.can_undo),
        Command("Edit", "Redo", ("Mod+Y", "Mod+Shift+Z"), page.changes.redo, lambda: page.changes.can_redo),
        Command("Edit", "Select all", ("Mod+A",), page.select_all, lambda: page.has_samples),
        Command("Edit", "Select nothing", ("Escape",), page.select_nothing, some),
        Command("Edit", "Delete the selected", ("Delete", "BackSpace"), page.delete, some),
        *(
            Command("Label", f"It is a {digit}", (str(digit), f"KP_{digit}"), partial(page.relabel, digit), some)
            for digit in range(10)
        ),
        Command("Label", "Not a digit", ("X",), partial(page.relabel, None), some),
    )

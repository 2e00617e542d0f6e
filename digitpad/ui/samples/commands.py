"""Commands of the page with the samples, for its keys and menus."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from digitpad.languages import _
from digitpad.ui.core.commands import Command
from digitpad.ui.core.wording import a_digit
from digitpad.ui.label_errors.strip import LabelErrorStrip
from digitpad.ui.samples.changes import SampleChanges
from digitpad.ui.samples.dialogs import FORMS
from digitpad.ui.samples.transfer import SampleTransfer


class SamplesActions(Protocol):
    """The parts and actions of the page with the samples that have a command."""

    changes: SampleChanges
    transfer: SampleTransfer
    strip: LabelErrorStrip

    @property
    def has_samples(self) -> bool: ...
    @property
    def selected(self) -> list[int]: ...
    def select_all(self) -> None: ...
    def select_nothing(self) -> None: ...
    def delete(self) -> None: ...
    def relabel(self, label: int | None) -> None: ...
    def collect(self) -> None: ...


def samples_commands(page: SamplesActions) -> tuple[Command, ...]:
    def idle() -> bool:
        return not page.transfer.busy

    def can_export() -> bool:
        return idle() and page.has_samples

    def export() -> None:
        page.transfer.export(next(iter(FORMS)))

    def some() -> bool:
        return bool(page.selected)

    return (
        Command(_("File"), _("Collect digits…"), ("Mod+Shift+C",), page.collect, place=19),
        Command(_("File"), _("Import samples…"), ("Mod+I",), page.transfer.import_file, idle, place=20),
        Command(_("File"), _("Import a folder of samples…"), (), page.transfer.import_folder, idle, place=21),
        Command(_("File"), _("Export samples…"), ("Mod+E",), export, can_export, place=22),
        Command(_("Edit"), _("Undo"), ("Mod+Z",), page.changes.undo, lambda: page.changes.can_undo, place=10),
        Command(
            _("Edit"), _("Redo"), ("Mod+Y", "Mod+Shift+Z"), page.changes.redo, lambda: page.changes.can_redo, place=11
        ),
        Command(_("Edit"), _("Select all"), ("Mod+A",), page.select_all, lambda: page.has_samples, place=30),
        Command(_("Edit"), _("Select nothing"), ("Escape",), page.select_nothing, some, place=31),
        Command(_("Edit"), _("Delete the selected"), ("Delete", "BackSpace"), page.delete, some, place=32),
        *(
            Command(
                _("Label"),
                _("It is {digit}").format(digit=a_digit(digit)),
                (str(digit), f"KP_{digit}"),
                partial(page.relabel, digit),
                some,
            )
            for digit in range(10)
        ),
        Command(_("Label"), _("Not a digit"), ("X",), partial(page.relabel, None), some, place=60),
        Command(
            _("Label"), _("As its neighbours say"), ("N",), page.strip.relabel, lambda: page.strip.suspecting, place=70
        ),
        Command(_("Label"), _("Keep it as labelled"), ("K",), page.strip.keep, lambda: page.strip.suspecting, place=71),
    )

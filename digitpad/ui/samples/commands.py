"""Commands of the page with the samples, for its keys and menus."""

from __future__ import annotations

from collections.abc import Callable
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
    def name_writer(self) -> None: ...
    def collect(self) -> None: ...


def samples_commands(page: SamplesActions) -> tuple[Command, ...]:
    return (*_file_commands(page), *_edit_commands(page), *_label_commands(page), *_doubt_commands(page.strip))


def _file_commands(page: SamplesActions) -> tuple[Command, ...]:
    def idle() -> bool:
        return not page.transfer.busy

    def can_export() -> bool:
        return idle() and page.has_samples

    def export() -> None:
        page.transfer.export(next(iter(FORMS)))

    menu = _("File")
    return (
        Command(menu, _("Collect digits…"), ("Mod+Shift+C",), page.collect, place=19),
        Command(menu, _("Import samples…"), ("Mod+I",), page.transfer.import_file, idle, place=20),
        Command(menu, _("Import a folder of samples…"), (), page.transfer.import_folder, idle, place=21),
        Command(menu, _("Export samples…"), ("Mod+E",), export, can_export, place=22),
    )


def _edit_commands(page: SamplesActions) -> tuple[Command, ...]:
    menu, changes, some = _("Edit"), page.changes, _some(page)
    return (
        Command(menu, _("Undo"), ("Mod+Z",), changes.undo, lambda: changes.can_undo, place=10),
        Command(menu, _("Redo"), ("Mod+Y", "Mod+Shift+Z"), changes.redo, lambda: changes.can_redo, place=11),
        Command(menu, _("Select all"), ("Mod+A",), page.select_all, lambda: page.has_samples, place=30),
        Command(menu, _("Select nothing"), ("Escape",), page.select_nothing, some, place=31),
        Command(menu, _("Delete the selected"), ("Delete", "BackSpace"), page.delete, some, place=32),
    )


def _label_commands(page: SamplesActions) -> tuple[Command, ...]:
    menu, some = _("Label"), _some(page)

    def of_digit(digit: int) -> Command:
        words = _("It is {digit}").format(digit=a_digit(digit))
        return Command(menu, words, (str(digit), f"KP_{digit}"), partial(page.relabel, digit), some)

    return (
        *(of_digit(digit) for digit in range(10)),
        Command(menu, _("Not a digit"), ("X",), partial(page.relabel, None), some, place=60),
        Command(menu, _("Writer of the selected…"), ("W",), page.name_writer, some, place=61),
    )


def _doubt_commands(strip: LabelErrorStrip) -> tuple[Command, ...]:
    menu = _("Label")
    return (
        Command(menu, _("As its neighbours say"), ("N",), strip.relabel, lambda: strip.suspecting, place=70),
        Command(menu, _("Keep it as labelled"), ("K",), strip.keep, lambda: strip.suspecting, place=71),
    )


def _some(page: SamplesActions) -> Callable[[], bool]:
    return lambda: bool(page.selected)

"""The page with every version of the network: which one reads, how well each does, and retraining."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.languages import _, in_context, plural
from digitpad.learning.registry.version import Version
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import Command
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.pages import Page
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.core.wording import moment_of
from digitpad.ui.models.catalogue import ListedVersions, ModelCatalogue
from digitpad.ui.models.header import ModelsHeader
from digitpad.ui.models.version_board import VersionBoard
from digitpad.ui.models.version_files import VersionFiles
from digitpad.ui.results.view import ResultsView
from digitpad.ui.retrain.retraining import Retraining, Tunes
from digitpad.ui.retrain.sheet import RetrainSheet
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toast import PassingNote

EDGE = 20  # px at scale 1, as are all sizes here
GAP = 12
HINTS = (
    ("↑ ↓", _("Choose a model in the list")),
    (in_context("key", "Enter"), _("Read with the chosen model")),
    (_("F2 or double click"), _("Rename it")),
    (in_context("key", "Delete"), _("Delete it; Ctrl+Z brings it back")),
)


class ModelsPage(Page):
    """Implements BoardCommands and ResultsPlace."""

    hints = HINTS

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        bridge: Bridge,
        service: SampleService,
        catalogue: ModelCatalogue,
        runner: Tunes,
        dialogs: FileDialogs,
        show_sample: Callable[[int], None],
    ) -> None:
        """`runner` does the work of retraining; `show_sample` gets the id of a sample that the user wants to see."""
        super().__init__(parent)
        self.open_sample = show_sample
        self._theme, self._bridge, self._service, self._catalogue = theme, bridge, service, catalogue
        self._notices, catalogue.on_change = bridge.notices, self._show
        self._files = VersionFiles(dialogs, catalogue, bridge.notices)
        self._versions: tuple[Version, ...] = ()
        self._listed: object = None  # all that the rows say
        self._shown = False
        self._undo: Callable[[], None] | None = None  # of the newest deletion
        self._make_parts()
        self._results, self._sheet = self._make_results(dialogs), self._make_sheet(runner, dialogs)
        service.on_changed(self._show_summary)
        self.commands = self._make_commands()

    def _make_parts(self) -> None:
        theme, edge, gap = self._theme, self._theme.px(EDGE), self._theme.px(GAP)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._header = ModelsHeader(
            self, theme=theme, on_results=self.open_results, on_import=self._files.bring, on_retrain=self.retrain
        )
        self._header.grid(row=0, column=0, sticky="ew", padx=edge)
        self._board = VersionBoard(self, theme=theme, commands=self)
        self._board.grid(row=1, column=0, sticky="nsew", padx=edge, pady=(gap, 0))
        self._note = PassingNote(self, theme=theme)

    def _make_results(self, dialogs: FileDialogs) -> ResultsView:
        return ResultsView(
            self,
            theme=self._theme,
            bridge=self._bridge,
            service=self._service,
            folder=self._catalogue.folder,
            dialogs=dialogs,
            place=self,
        )

    def _make_sheet(self, runner: Tunes, dialogs: FileDialogs) -> RetrainSheet:
        bridge, notices = self._bridge, self._notices
        work = Retraining(runner=runner, listen=bridge.listen, on_bug=notices.failed, pen_clock=bridge.pen_clock)
        return RetrainSheet(
            self,
            theme=self._theme,
            bridge=bridge,
            service=self._service,
            catalogue=self._catalogue,
            dialogs=dialogs,
            retraining=work,
        )

    def _make_commands(self) -> tuple[Command, ...]:
        sheet = self._sheet
        return (
            Command(_("Models"), _("Import a model…"), ("Mod+I",), self._files.bring, place=10),
            Command(
                _("Models"), _("Results"), ("Mod+Shift+R",), self._switch_results, lambda: not sheet.opened, place=11
            ),
            Command(_("Edit"), _("Undo"), ("Mod+Z",), self._bring_back, lambda: self._undo is not None, place=10),
            Command(
                _("Models"),
                _("Press the sheet's default button"),
                ("Return",),
                sheet.accept,
                lambda: sheet.opened,
                place=20,
            ),
            Command(
                _("Models"),
                _("Back to the models"),
                ("Escape",),
                self._close_top,
                lambda: self._on_top is not None,
                place=21,
            ),
            *self._results_commands,
        )

    @property
    def _results_commands(self) -> tuple[Command, ...]:
        results = self._results

        def shown() -> bool:
            return results.shown

        return (
            Command(_("Models"), _("Scroll the results up"), ("Prior",), lambda: results.turn(-1), shown, place=30),
            Command(_("Models"), _("Scroll the results down"), ("Next",), lambda: results.turn(1), shown, place=31),
        )

    @property
    def _on_top(self) -> Callable[[], None] | None:
        """The function that closes what lies over the models now; None where nothing does that may be closed."""
        if self._sheet.opened:
            return self._sheet.close if self._sheet.closable else None
        if self._results.shown:
            return self._results.close
        return self._board.close_comparison if self._board.compares else None

    def _close_top(self) -> None:
        close = self._on_top
        if close is not None:
            close()

    def arrive(self) -> None:
        self._shown = True
        self._catalogue.refresh()
        self._sheet.arrive()
        self._say_state()
        self._results.arrive()

    def leave(self) -> None:
        self._shown = False
        self._results.leave()
        self._note.clear()
        self._notices.say_state()

    def retrain(self) -> None:
        """Bring up the retraining sheet over the models."""
        if self._results.shown:
            self._results.close()
        self._sheet.open()

    def open_results(self) -> None:
        """Show the results in place of the models."""
        for part in (self._header, self._board):
            part.grid_remove()
        edge = self._theme.px(EDGE)
        self._results.grid(row=0, column=0, rowspan=2, sticky="nsew", padx=edge)
        self._results.open()

    def close_results(self) -> None:
        self._results.grid_remove()
        for part in (self._header, self._board):
            part.grid()
        self._board.table.take_focus()
        self._say_state()

    def _switch_results(self) -> None:
        if self._results.shown:
            self._results.close()
        else:
            self.open_results()

    def use(self, key: str) -> None:
        self._catalogue.use(key)

    def rename(self, key: str, name: str) -> None:
        self._catalogue.rename(key, name)

    @property
    def training(self) -> bool:
        """A retraining is under way, whose work would be lost."""
        return self._sheet.training

    def close(self) -> None:
        self._sheet.stop()
        self._results.stop()

    def _show(self, listed: ListedVersions) -> None:
        """Make the rows anew where they say something else: Tk never lets go of all that a widget took."""
        before, self._listed = self._listed, ([vars(version) for version in listed.versions], listed.broken)
        self._versions = listed.versions
        if self._listed != before:
            self._header.count(len(listed.versions))
            self._header.warn(listed.broken)
            self._board.show(listed.versions)
            self._results.refresh()
        self._show_summary()
        self._say_state()

    def _show_summary(self) -> None:
        """Name the version that reads, and the samples that it could learn."""
        reading = next((version for version in self._versions if version.active), None)
        if reading is None:
            return
        samples, moment = self._service.samples.values(), moment_of(reading.created_at)
        newer = sum(moment is None or sample.created_at > moment for sample in samples)
        newer_words = plural(
            "; {count:,} of your samples is newer than it", "; {count:,} of your samples are newer than it", newer
        )
        hint = newer_words.format(count=newer) if newer else ""
        self._header.say(_("“{name}” reads now").format(name=reading.name) + hint, learnable=len(samples))

    def _say_state(self) -> None:
        if self._shown and not self._results.shown:
            count = len(self._versions)
            models = plural("{count} model", "{count} models", count).format(count=count)
            self._notices.say_state(models if count else _("Looking for models…"))

    def remove(self, key: str) -> None:
        """At once, for it can be undone."""
        version = self._version(key)
        if version.shipped:
            self._notices.news(_("“{name}” came with DigitPad and always stays").format(name=version.name))
            return
        reads = _("; “{name}” reads now").format(name=self._versions[0].name) if version.active else ""

        def came_back() -> None:
            self._board.table.choose(key)
            self._notices.news(_("“{name}” is back").format(name=version.name))

        def back() -> None:
            self._catalogue.restore(key, came_back, use=version.active)

        def removed() -> None:
            self._undo = back
            self._note.say(_("“{name}” deleted").format(name=version.name) + reads, _("Undo"), self._bring_back)

        self._catalogue.remove(key, removed)

    def _bring_back(self) -> None:
        undo, self._undo = self._undo, None
        self._note.clear()
        if undo is not None:
            undo()

    def export(self, key: str) -> None:
        self._files.export(self._version(key))

    def compare(self, first: str, second: str) -> None:
        """Put two versions side by side."""
        both, samples = (self._version(first), self._version(second)), tuple(self._service.samples.values())
        self._catalogue.compare(first, second, samples, lambda contrast: self._board.show_comparison(both, contrast))

    def _version(self, key: str) -> Version:
        return next(version for version in self._versions if version.key == key)

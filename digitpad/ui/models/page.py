"""The page with every version of the network: which one reads, how well each does, and retraining."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog

from digitpad.learning.registry.version import Version
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import Command
from digitpad.ui.core.file_dialogs import hide_dot_files
from digitpad.ui.core.pages import Page
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.core.wording import moment_of
from digitpad.ui.models.catalogue import Contrast, ListedVersions, ModelCatalogue
from digitpad.ui.models.header import ModelsHeader
from digitpad.ui.models.version_comparison import VersionComparison
from digitpad.ui.models.version_order import VersionOrder
from digitpad.ui.models.version_row import VersionRow
from digitpad.ui.retrain.retraining import Retraining, Tunes
from digitpad.ui.retrain.sheet import RetrainSheet
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toast import PassingNote

EDGE = 20  # px at scale 1, as are all sizes here
GAP = 12
WEIGHTS = (("Weights (safetensors)", "*.safetensors"), ("All files", "*"))
EXPORTS = (("Weights (safetensors)", "*.safetensors"), ("For other programs (ONNX)", "*.onnx"))
EMPTY = (
    "Only the model that came with DigitPad is here; it always stays. Correct digits that it misreads, then retrain: "
    "a copy practises on your samples and on MNIST, you see both side by side, and keep the new one if it is better."
)


class ModelsPage(Page):
    """Implements RowActions. `runner` does the work of retraining."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        bridge: Bridge,
        service: SampleService,
        catalogue: ModelCatalogue,
        runner: Tunes,
    ) -> None:
        super().__init__(parent)
        self._theme, self._bridge, self._service = theme, bridge, service
        self._notices = bridge.notices
        self._catalogue = catalogue
        catalogue.on_change = self._show
        self._versions: tuple[Version, ...] = ()
        self._listed: object = None  # all that the rows say
        self._rows: list[VersionRow] = []
        self._first = ""  # key of the first of two that are to be compared
        self._shown = False
        self._undo: Callable[[], None] | None = None  # of the newest deletion
        self._make_parts()
        self._sheet = self._make_sheet(runner)
        service.on_changed(self._show_summary)
        self.commands = self._make_commands()

    def _make_parts(self) -> None:
        theme, edge, gap = self._theme, self._theme.px(EDGE), self._theme.px(GAP)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        self._header = ModelsHeader(self, theme=theme, on_import=self._bring, on_retrain=self.retrain)
        self._header.grid(row=0, column=0, sticky="ew", padx=edge)
        self._comparison = VersionComparison(self, theme=theme)
        self._order = VersionOrder(self, theme=theme, on_choose=self._place_rows)
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=3, column=0, sticky="nsew", padx=edge, pady=(gap, 0))
        self._scroller.inner.columnconfigure(0, weight=1)
        self._note = PassingNote(self, theme=theme)

    def _make_sheet(self, runner: Tunes) -> RetrainSheet:
        bridge, notices = self._bridge, self._notices
        work = Retraining(runner=runner, listen=bridge.listen, on_bug=notices.failed, pen_clock=bridge.pen_clock)
        return RetrainSheet(
            self, theme=self._theme, bridge=bridge, service=self._service, catalogue=self._catalogue, retraining=work
        )

    def _make_commands(self) -> tuple[Command, ...]:
        sheet = self._sheet
        return (
            Command("Models", "Import a model…", ("Mod+I",), self._bring, place=10),
            Command("Edit", "Undo", ("Mod+Z",), self._bring_back, lambda: self._undo is not None, place=10),
            Command(
                "Models", "Press the sheet's default button", ("Return",), sheet.accept, lambda: sheet.opened, place=20
            ),
            Command("Models", "Close the sheet", ("Escape",), sheet.close, lambda: sheet.closable, place=21),
        )

    def arrive(self) -> None:
        self._shown = True
        self._catalogue.refresh()
        self._sheet.arrive()
        self._say_state()

    def leave(self) -> None:
        self._shown = False
        self._note.clear()
        self._notices.say_state()

    def retrain(self) -> None:
        """Bring up the retraining sheet."""
        self._sheet.open()

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

    def _show(self, listed: ListedVersions) -> None:
        """Make the rows anew where they say something else: Tk never lets go of all that a widget took."""
        before, self._listed = self._listed, ([vars(version) for version in listed.versions], listed.broken)
        self._versions, self._first = listed.versions, ""
        if self._listed == before:
            self._name_compare()
            self._show_summary()
        else:
            self._make_rows(listed)
        self._say_state()

    def _make_rows(self, listed: ListedVersions) -> None:
        focused = next((row.version.key for row in self._rows if row.has_focus), "")
        for child in self._scroller.inner.winfo_children():
            child.destroy()
        count = len(listed.versions)
        self._header.count(count)
        self._show_summary()
        self._header.warn(listed.broken)
        keys = {version.name: version.key for version in listed.versions}
        self._rows = [self._row(version, keys.get(version.parent, "")) for version in listed.versions]
        self._place_rows()
        for row in self._rows:
            if row.version.key == focused:
                row.take_focus()
        if count > 1:
            self._order.grid(row=2, column=0, sticky="ew", padx=self._theme.px(EDGE), pady=(self._theme.px(GAP), 0))
        else:
            self._order.grid_remove()
            empty = QuietLabel(self._scroller.inner, theme=self._theme, text=EMPTY)
            empty.bind("<Configure>", lambda event: empty.configure(wraplength=max(1, event.width)))
            empty.grid(row=count, column=0, sticky="ew", pady=self._theme.px(8))

    def _place_rows(self) -> None:
        """Put the rows below each other in the chosen order; the Tab key goes the same way."""
        rows = {row.version.key: row for row in self._rows}
        for number, version in enumerate(self._order.sort(self._versions)):
            rows[version.key].grid(row=number, column=0, sticky="ew", pady=(0, self._theme.px(GAP)))
            rows[version.key].lift()

    def _row(self, version: Version, parent_key: str) -> VersionRow:
        return VersionRow(self._scroller.inner, version, parent_key=parent_key, theme=self._theme, actions=self)

    def _show_summary(self) -> None:
        """Name the version that reads, and the samples that it could learn."""
        reading = next((version for version in self._versions if version.active), None)
        if reading is None:
            return
        moment = moment_of(reading.created_at)
        newer = sum(moment is None or sample.created_at > moment for sample in self._service.samples.values())
        hint = f"; {newer:,} of your samples {'is' if newer == 1 else 'are'} newer than it" if newer else ""
        self._header.say(f"“{reading.name}” reads now{hint}")

    def _say_state(self) -> None:
        if self._shown:
            count = len(self._versions)
            self._notices.say_state(f"{count} model{'s' * (count != 1)}" if count else "Looking for models…")

    def remove(self, key: str) -> None:
        """At once, for it can be undone."""
        version = next(version for version in self._versions if version.key == key)
        reads = f"; “{self._versions[0].name}” reads now" if version.active else ""

        def back() -> None:
            self._catalogue.restore(key, lambda: self._notices.news(f"“{version.name}” is back"), use=version.active)

        def removed() -> None:
            self._undo = back
            self._note.say(f"“{version.name}” deleted{reads}", "Undo", self._bring_back)

        self._catalogue.remove(key, removed)

    def _bring_back(self) -> None:
        undo, self._undo = self._undo, None
        self._note.clear()
        if undo is not None:
            undo()

    def export(self, key: str) -> None:
        name = next(version.name for version in self._versions if version.key == key)
        hide_dot_files(self.winfo_toplevel())
        path = filedialog.asksaveasfilename(
            parent=self.winfo_toplevel(),
            title=f"Export {name}",
            initialfile=f"{_file_name(name)}.safetensors",
            defaultextension=".safetensors",
            filetypes=EXPORTS,
        )
        if path:
            self._catalogue.export(key, Path(path), lambda: self._notices.news(f"Exported {Path(path).name}"))

    def _bring(self) -> None:
        hide_dot_files(self.winfo_toplevel())
        path = filedialog.askopenfilename(parent=self.winfo_toplevel(), title="Import a model", filetypes=WEIGHTS)
        if path:
            self._catalogue.bring(Path(path), lambda: self._notices.news(f"Imported {Path(path).name}"))

    def compare(self, key: str) -> None:
        """The first click chooses one, the second the other."""
        first, self._first = self._first, "" if self._first else key
        if first and first != key:
            versions = {version.key: version for version in self._versions}
            both, samples = (versions[first], versions[key]), tuple(self._service.samples.values())
            self._catalogue.compare(first, key, samples, lambda contrast: self._show_comparison(both, contrast))
        self._name_compare()

    def _name_compare(self) -> None:
        for row in self._rows:
            is_first = row.version.key == self._first
            row.name_compare("Compare" if not self._first else "Stop comparing" if is_first else "Compare with this")

    def _show_comparison(self, both: tuple[Version, Version], contrast: Contrast) -> None:
        self._comparison.show(both, contrast)
        px = self._theme.px
        self._comparison.grid(row=1, column=0, sticky="ew", padx=px(EDGE), pady=(px(GAP), 0))


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip() or "model"

"""The results of the user's samples, by every version: shown over the page with the models."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _, plural
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.results.background_work import BackgroundWork
from digitpad.ui.results.board import ResultsBoard
from digitpad.ui.results.export import FORMS, ShownResults
from digitpad.ui.results.head import ResultsHead
from digitpad.ui.results.summary import ResultsSummary
from digitpad.ui.results.version_readings import VersionReadings, read_by_all
from digitpad.ui.results.words import NO_SAMPLES, NONE_NEWER
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme

GAP = 12  # px at scale 1
SETTLE_MS = 400  # after the last change of a sample


class ResultsPlace(Protocol):
    """The page that the results are shown over."""

    def close_results(self) -> None: ...
    def open_sample(self, id: int) -> None: ...


class ResultsView(ttk.Frame):
    """Implements HeadCommands. Figures are made when it is opened, and anew when samples or versions change."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        bridge: Bridge,
        service: SampleService,
        folder: Path,
        dialogs: FileDialogs,
        place: ResultsPlace,
    ) -> None:
        """`folder`: the user's, with the versions."""
        super().__init__(parent)
        self._notices, self._service, self._folder = bridge.notices, service, folder
        self._dialogs, self._place = dialogs, place
        self._work, self._writing = BackgroundWork(bridge, "results"), BackgroundWork(bridge, "results export")
        self._readings: VersionReadings | None = None
        self._key = self._rival = ""
        self._unseen = self._stale = False
        self._in_sight = False  # the page is the one that is shown, and these are on top of it
        self._timer: str | None = None
        self._make_parts(theme)
        service.on_changed(self._refresh_soon)

    def _make_parts(self, theme: Theme) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        gap = theme.px(GAP)
        self._head = ResultsHead(self, theme=theme, commands=self)
        self._head.grid(row=0, column=0, sticky="ew")
        self._empty = QuietLabel(self, theme=theme, wraps=True)
        self._empty.grid(row=1, column=0, sticky="ew", pady=(gap, 0))
        self._scroller = Scroller(self, theme=theme)
        self._summary = ResultsSummary(self._scroller.inner, theme=theme)
        self._summary.grid(row=0, column=0, sticky="ew", padx=(0, gap), pady=(0, gap))
        self._board = ResultsBoard(self._scroller, theme=theme, on_open=self._place.open_sample)
        self._board.grid(row=1, column=0, sticky="ew", padx=(0, gap))
        self._scroller_place = {"row": 2, "column": 0, "sticky": "nsew", "pady": (gap, 0)}

    @property
    def shown(self) -> bool:
        return bool(self.winfo_manager())

    def open(self) -> None:
        """Make the figures, for it is shown now."""
        self._in_sight = True
        self._head.take_focus()
        self._make_figures()

    def arrive(self) -> None:
        """The page is shown again: make the figures anew where they are out of date."""
        self._in_sight = self.shown
        if self._in_sight and self._stale:
            self._make_figures()
        self._say_state()

    def leave(self) -> None:
        """Another page is shown now: make no figures, and say nothing."""
        self._in_sight = False

    def turn(self, by: int) -> None:
        """Scroll down by most of what is in sight; up where `by` is -1."""
        self._scroller.turn(by)

    def close(self) -> None:
        """Go back to the models."""
        self._work.cancel()
        self._in_sight = False
        self._place.close_results()

    def stop(self) -> None:
        """End what runs, for the window closes."""
        self._work.stop()
        self._writing.stop()

    def refresh(self) -> None:
        """Make the figures anew where they are shown; while another page is, once the user comes back."""
        if self._in_sight:
            self._make_figures()
        else:
            self._stale = True

    def _make_figures(self) -> None:
        self._stale = False
        samples = tuple(self._service.samples.values())
        if not samples:
            self._work.cancel()
            self._readings = None
            self._show_nothing(NO_SAMPLES)
            return
        if self._readings is None:
            self._show_nothing(_("Reading your samples with every model…"))
        folder = self._folder
        self._work.begin(
            lambda report: read_by_all(folder, samples, report),
            on_done=self._take,
            on_step=lambda done: self._say(_("Reading your samples {done:.0f} %").format(done=done * 100)),
            on_failed=lambda: self._show_nothing(_("The figures could not be made.")),
        )

    def choose(self, *, key: str = "", rival: str = "", unseen: bool | None = None) -> None:
        """Show another version, compare with another one, or show other samples."""
        if self._readings is None:
            return
        if key:
            other = self._readings.rival(key)
            self._key, self._rival = key, other.key if other is not None else ""
        self._rival = rival or self._rival
        self._unseen = self._unseen if unseen is None else unseen
        self._show(self._readings)

    def export(self, form: str) -> None:
        """Ask where to, and write what is shown."""
        shown = self._shown_results
        if shown is None:
            return
        path = self._dialogs.ask_target(_("Export the results"), f"results.{form}", ((FORMS[form], f"*.{form}"),))
        if path is not None:
            self._writing.begin(
                lambda report: shown.write(path),
                on_done=lambda nothing: self._notices.news(_("Exported {name}").format(name=path.name)),
            )

    @property
    def _shown_results(self) -> ShownResults | None:
        readings = self._chosen_samples
        return None if readings is None else ShownResults(readings, self._key, self._rival)

    @property
    def _chosen_samples(self) -> VersionReadings | None:
        if self._readings is None or not self._unseen:
            return self._readings
        return self._readings.unseen_by(self._key)

    def _refresh_soon(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
        self._timer = self.after(SETTLE_MS, self._settled)

    def _settled(self) -> None:
        self._timer = None
        self.refresh()

    def _take(self, readings: VersionReadings) -> None:
        self._readings = readings
        keys = {version.key for version in readings.versions}
        if self._key not in keys:
            self._key = readings.active.key
        if self._rival not in keys - {self._key}:
            other = readings.rival(self._key)
            self._rival = other.key if other is not None else ""
        self._show(readings)
        self._say_state()

    def _say_state(self) -> None:
        count = len(self._readings.samples) if self._readings is not None else 0
        self._say(
            plural("Results of {count:,} sample", "Results of {count:,} samples", count).format(count=count)
            if count
            else _("No results yet")
        )

    def _say(self, state: str) -> None:
        """Show the state of the results, unless another page is shown."""
        if self._in_sight:
            self._notices.say_state(state)

    def _show(self, readings: VersionReadings) -> None:
        self._head.show(readings, self._key, self._rival, unseen=self._unseen)
        chosen = self._chosen_samples
        if chosen is None:
            self._show_nothing(NONE_NEWER.format(name=readings.version(self._key).name))
            return
        self._empty.grid_remove()
        self._scroller.grid(**self._scroller_place)  # type: ignore[arg-type]
        self._summary.show(chosen, self._key, self._rival, unseen=self._unseen)
        self._board.show(chosen, self._key)
        self._head.enable(on=True)

    def _show_nothing(self, words: str) -> None:
        """Say why there is nothing, in place of the figures."""
        self._scroller.grid_remove()
        self._empty.configure(text=words)
        self._empty.grid()
        self._head.enable(on=False)

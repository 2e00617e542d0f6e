"""The parts that all pages of the window share: the reader, the samples, notices, files and preferences."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path

from digitpad.settings import Settings
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.desktop.spoken_readings import SpokenReadings
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.mark_switch import MarkSwitch
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.preferences import Preferences
from digitpad.ui.core.readings import Reads
from digitpad.ui.core.recent_files import RecentFiles
from digitpad.ui.core.report import Report
from digitpad.ui.core.sample_service import SampleService, opened_in

Say = Callable[[str], None]


class Services:
    """They are there before the first page is, and until the window closes.

    `folder`: where settings, samples and the log are written.
    """

    def __init__(
        self,
        root: tk.Tk,
        loaders: tuple[Callable[[], Reads], ...],
        settings: Settings,
        folder: Path,
        *,
        say: Say,
        on_good_news: Callable[[], None],
        on_lasting: Say,
    ) -> None:
        """`say` gets failures for the user, `on_lasting` one that stays until `on_good_news`."""
        self.folder, self.preferences = folder, Preferences(settings, folder)
        report = Report(folder, say)
        report.install(root)
        self.notices = Notices(report, on_good_news=on_good_news, on_lasting=on_lasting)
        self.bridge = Bridge(root, loaders, notices=self.notices)
        self.marks = MarkSwitch(self.bridge, self.preferences)
        self.dialogs = FileDialogs(root, settings.last_folder)
        self.recent = RecentFiles(self.preferences)
        self.open_store = partial(opened_in, folder)  # one more store of the samples, for another thread
        self.samples = SampleService(self.bridge, self.open_store, learns=settings.learns)
        self.spoken = SpokenReadings(root, self.preferences, self.notices)

    def start(self) -> None:
        """Load the reader, and then the samples."""
        self.marks.load_reader()
        self.samples.start()

    def remember(self, **known: object) -> None:
        """Write what the next window begins with. Raises DigitPadError where the disk refuses."""
        self.preferences.change(last_folder=self.dialogs.folder, **known)

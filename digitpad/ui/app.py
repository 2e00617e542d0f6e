"""Builds the window's parts and connects them, nothing else."""

from __future__ import annotations

import signal
import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from digitpad import settings as settings_file
from digitpad.errors import DigitPadError
from digitpad.paths import user_folder
from digitpad.records import Rgb
from digitpad.settings import Settings, ThemeChoice
from digitpad.ui.about import show_about
from digitpad.ui.commands import Choice, Command
from digitpad.ui.correcting import Correcting
from digitpad.ui.document import Picture
from digitpad.ui.draw_commands import draw_commands
from digitpad.ui.draw_page import Actions, DrawPage
from digitpad.ui.icons import Icons
from digitpad.ui.key_help import show_keys
from digitpad.ui.leaving import Leaving
from digitpad.ui.loading import loaders
from digitpad.ui.pages import Builder, Page
from digitpad.ui.readings import Reads
from digitpad.ui.report import Report
from digitpad.ui.retrain_offer import RetrainOffer
from digitpad.ui.sample_desk import SampleDesk, opened_in
from digitpad.ui.session import Session
from digitpad.ui.shelf import Shelf
from digitpad.ui.theme import SystemLook, Theme, see_real_pixels
from digitpad.ui.window import Window, hidden_root

LOOKS = (("system", "Like the system"), ("light", "Light"), ("dark", "Dark"))
PAINT_MS = 30  # the window is painted before the network takes the processor
HAND_OVER_S = 0.0005  # so soon a thread that reads lets the pen go on
DRAW, CAMERA, SAMPLES, MODELS = "Draw", "Camera", "Samples", "Models"


def run(
    data_dir: Path | None = None,
    weights: Path | None = None,
    device: str | None = None,
    camera: str | None = None,
    file: Path | None = None,
) -> int:
    """Open the window and wait until it is closed; the exit code.

    `data_dir`: where settings and the log are kept; `weights`: read with these instead of the shipped ones;
    `camera`: open the page with the camera, with this source (a name, path or address); `file`: a drawing or picture.
    Raises DigitPadError where no window can be opened.
    """
    system = SystemLook()
    folder = data_dir or user_folder()
    settings, sentence = settings_file.load(folder)
    see_real_pixels()
    chosen = loaders(weights, device or settings.device, folder)
    app = App(chosen, settings, folder, system=system, camera=camera, weights=weights)
    if sentence:
        app.say(sentence)
    signal.signal(signal.SIGINT, lambda number, frame: app.quit())
    sys.setswitchinterval(HAND_OVER_S)
    app.start()
    if file is not None:
        app.root.after(PAINT_MS, app.open, file)
    app.root.mainloop()
    return 0


class App:
    """The window. `loaders` are tried in turn in the reader's thread, after the window is on screen."""

    def __init__(
        self,
        loaders: tuple[Callable[[], Reads], ...],
        settings: Settings,
        folder: Path,
        *,
        system: SystemLook | None = None,
        camera: str | None = None,
        weights: Path | None = None,
    ) -> None:
        """`folder`: where settings and the log are written; `camera`: a source that is shown at once.
        `weights`: those that `loaders` load, where that is not the chosen version.

        Raises DigitPadError where no window can be opened.
        """
        self._settings, self._folder = settings, folder
        self.root = hidden_root()
        self._camera, self._weights = camera, weights
        self._theme = Theme(self.root, settings.theme, system or SystemLook())
        self._icons = Icons(self._theme)
        report = Report(folder, self.say)
        report.install(self.root)
        last_folder = settings.last_folder
        self._session = Session(
            self.root, loaders, report=report, folder=last_folder, on_good_news=lambda: self._window.banner.clear()
        )
        self._desk = SampleDesk(self._session, partial(opened_in, folder), learns=settings.learns)
        self._leaving = Leaving(self.root, self._desk, say=self.say, on_leave=self._end)
        self._correcting = Correcting(self._session, self._desk, show_sample=self._show_sample)
        self._offer_retraining()
        self._window = Window(
            self.root,
            theme=self._theme,
            icons=self._icons,
            builders=self._builders(),
            switch_look=self._switch_theme,
        )
        looks = Choice("View", LOOKS, lambda: self._theme.choice, self._choose_theme)
        self._window.command(self._commands(), [looks])
        self._window.pages.show(DRAW)
        self._window.place(settings.window_width, settings.window_height)
        self.root.protocol("WM_DELETE_WINDOW", self.quit)

    def start(self) -> None:
        """Put the window on screen; the network is loaded once it is there."""
        self._session.start()
        self.root.deiconify()
        self.root.update_idletasks()
        self.root.after(PAINT_MS, self._load)
        if self._camera is not None:
            self._window.pages.show(CAMERA)

    def say(self, sentence: str) -> None:
        """Show a sentence that the user should read."""
        self._window.banner.say(sentence)

    def open(self, file: Path) -> None:
        """Show the drawing or picture in a file."""
        self._on_draw(partial(self._session.files.open_path, file))

    def _load(self) -> None:
        self._session.load()
        self._desk.start()

    def quit(self) -> None:
        """Close the window, as its close button does."""
        self._leaving.quit()

    def _end(self) -> None:
        self._keep_settings()
        self.root.withdraw()
        self.root.update_idletasks()
        self._window.pages.close()
        self._session.stop()
        self._desk.stop()
        self.root.destroy()

    def _builders(self) -> dict[str, Builder]:
        """The pages by name, in the order of their tabs; each is built when it is first shown."""
        return {
            DRAW: self._draw_page,
            CAMERA: self._camera_page,
            SAMPLES: self._samples_page,
            MODELS: self._models_page,
        }

    def _draw_page(self, parent: tk.Misc) -> Page:
        pen_width = self._settings.pen_width
        page = DrawPage(
            parent,
            theme=self._theme,
            icons=self._icons,
            pen_width=pen_width,
            actions=self._actions(),
            corrects=self._correcting.actions,
        )
        self._session.connect(page, self._window.status)
        self._correcting.connect(page.reading_view.select, page.reading_view.show_storing)
        page.commands = draw_commands(page, self._session)
        return page

    def _camera_page(self, parent: tk.Misc) -> Page:
        from digitpad.ui.camera_page import CameraPage
        from digitpad.ui.camera_state import Remembered
        from digitpad.vision.camera import Camera
        from digitpad.vision.sources import cameras

        kept = self._settings
        return CameraPage(
            parent,
            theme=self._theme,
            icons=self._icons,
            session=self._session,
            remembered=Remembered(kept.camera, kept.mirrored, kept.region),
            wanted=self._camera or kept.camera,
            on_remember=lambda it: self._change(camera=it.source, mirrored=it.mirrored, region=it.region),
            on_take=self._take_picture,
            desk=self._desk,
            show_sample=self._show_sample,
            open_camera=Camera,
            list_cameras=cameras,
        )

    def _samples_page(self, parent: tk.Misc) -> Page:
        from digitpad.ui.samples_page import SamplesPage

        page = SamplesPage(
            parent,
            theme=self._theme,
            session=self._session,
            desk=self._desk,
            open_store=partial(opened_in, self._folder),
            on_retrain=self._open_retraining,
        )
        self._select_sample = page.show_sample
        return page

    def _models_page(self, parent: tk.Misc) -> Page:
        from digitpad.ui.models_page import ModelsPage
        from digitpad.ui.tuner import Tuner

        shelf = Shelf(self._session, self._folder, given=self._weights)
        page = ModelsPage(parent, theme=self._theme, session=self._session, desk=self._desk, shelf=shelf, tuner=Tuner())
        self._retrain = page.retrain
        return page

    def _offer_retraining(self) -> None:
        RetrainOffer(
            self.root,
            self._session,
            self._desk,
            self._folder,
            offered_at=self._settings.offered_at,
            on_offer=lambda moment: self._change(offered_at=moment),
            on_retrain=self._open_retraining,
        )

    def _open_retraining(self) -> None:
        self._window.pages.show(MODELS)
        self._retrain()

    def _take_picture(self, pixels: Rgb, name: str) -> None:
        self._window.pages.show(DRAW)
        self._session.document.show(Picture(pixels, name))

    def _actions(self) -> Actions:
        session, document = self._session, self._session.document
        return Actions(
            growing=session.growing,
            edited=document.draw,
            undo=document.undo,
            redo=document.redo,
            clear=session.clear,
            open=session.open,
            save=session.save,
            copy=session.copy,
            back=document.back_to_drawing,
            pen_chosen=lambda width: self._change(pen_width=width),
        )

    def _commands(self) -> list[Command]:
        """What can be done on every page."""
        session, show = self._session, self._window.pages.show
        pages = [
            Command("View", name, (f"Mod+{place}",), partial(show, name))
            for place, name in enumerate(self._builders(), 1)
        ]
        return [
            Command("File", "Open…", ("Mod+O",), partial(self._on_draw, session.open)),
            Command("File", "Retrain…", ("Mod+R",), self._open_retraining),
            Command("File", "Quit", ("Mod+Q",), self.quit),
            Command("Edit", "Paste a picture", ("Mod+V",), partial(self._on_draw, session.paste)),
            *pages,
            Command("Edit", "Learn from corrections at once", (), self._switch_learning, on=lambda: self._desk.learns),
            Command("View", "Switch light and dark", ("Mod+T",), self._switch_theme),
            Command("Help", "Keys", ("F1",), lambda: show_keys(self.root, self._window.commands, theme=self._theme)),
            Command("Help", "About DigitPad", (), lambda: show_about(self.root, theme=self._theme)),
        ]

    def _on_draw(self, act: Callable[[], None]) -> None:
        """Do what only the page with the pad can do."""
        self._window.pages.show(DRAW)
        act()

    def _show_sample(self, id: int) -> None:
        self._window.pages.show(SAMPLES)
        self._select_sample(id)

    def _switch_learning(self) -> None:
        self._desk.learn(not self._desk.learns)
        self._session.news("Corrections count at once" if self._desk.learns else "Corrections are stored only")
        self._change(learns=self._desk.learns)

    def _switch_theme(self) -> None:
        self._choose_theme("light" if self._theme.dark else "dark")

    def _choose_theme(self, choice: str) -> None:
        self._theme.choose(cast(ThemeChoice, choice))
        self._window.look.change("sun" if self._theme.dark else "moon")
        self._change(theme=choice)

    def _change(self, **values: Any) -> None:
        self._settings = replace(self._settings, **values)
        settings_file.save(self._folder, self._settings)

    def _keep_settings(self) -> None:
        try:
            self._change(last_folder=self._session.files.folder, **(self._window.size or {}))
        except DigitPadError as error:
            print(error, file=sys.stderr)

"""Builds the window's parts and connects them, nothing else."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.settings import Settings
from digitpad.ui.choices import Choices, page_commands
from digitpad.ui.core.commands import Command
from digitpad.ui.core.pages import Page
from digitpad.ui.core.readings import Reads
from digitpad.ui.draw.commands import draw_commands
from digitpad.ui.draw.corrections import DrawCorrections
from digitpad.ui.draw.example import FirstStart
from digitpad.ui.draw.open_document import OpenDocument
from digitpad.ui.draw.page import DrawPage
from digitpad.ui.forms.command import form_command
from digitpad.ui.intake import Intake
from digitpad.ui.learned.learned import Learned
from digitpad.ui.retrain.offer import RetrainOffer
from digitpad.ui.services import Services
from digitpad.ui.shell.about import show_about
from digitpad.ui.shell.closing import Closing
from digitpad.ui.shell.drops import take_drops
from digitpad.ui.shell.key_help import show_keys
from digitpad.ui.shell.settings_sheet import show_settings
from digitpad.ui.shell.window import Window, hidden_root
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import SystemLook, Theme

PAINT_MS = 30  # the window is painted before the network takes the processor
STOP_S = 10.0  # for a file that is being opened
DRAW, CAMERA, SAMPLES, MODELS = PAGES = (_("Draw"), _("Camera"), _("Samples"), _("Models"))


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
        restores: bool = False,
    ) -> None:
        """`folder`: where settings and the log are written; `camera`: a source that is shown at once.
        `restores`: the last drawing is put on the pad; `weights`: those that `loaders` load, if not the chosen ones.

        Raises DigitPadError where no window can be opened.
        """
        self._folder, self.root = folder, hidden_root()
        self._camera, self._weights, self._restores = camera, weights, restores
        self._theme = Theme(self.root, settings.theme, system or SystemLook())
        self._icons = Icons(self._theme)
        self._services = services = Services(
            self.root,
            loaders,
            settings,
            folder,
            say=self.say,
            on_good_news=lambda: self._window.banner.clear(),
            on_lasting=lambda sentence: self._window.banner.say(sentence, lasting=True),
        )
        self._bridge, self._samples = services.bridge, services.samples
        self._make_choices()
        self._document = OpenDocument(self.root, self._bridge, services.dialogs, services.recent)
        self.intake = Intake(self.root, self._bridge, self._document, self._on_draw, theme=self._theme)
        self._corrections = DrawCorrections(self._document, self._bridge, self._samples, show_sample=self._show_sample)
        self._offer_retraining()
        self._make_window(settings)

    def _make_choices(self) -> None:
        services = self._services
        self._choices = Choices(
            services.preferences,
            theme=self._theme,
            service=self._samples,
            marks=services.marks,
            notices=services.notices,
            spoken=services.spoken,
            on_look=lambda: self._window.look.change("sun" if self._theme.dark else "moon"),
            lay_out=lambda left_handed: self._lay_out(left_handed=left_handed),
        )
        self._training: Callable[[], bool] = lambda: False
        self._closing = Closing(
            self.root,
            self._samples,
            theme=self._theme,
            training=lambda: self._training(),
            say=self.say,
            on_close=self._end,
        )

    def _make_window(self, settings: Settings) -> None:
        builders = (self._draw_page, self._camera_page, self._samples_page, self._models_page)
        self._window = Window(
            self.root,
            theme=self._theme,
            icons=self._icons,
            builders=dict(zip(PAGES, builders, strict=True)),
            switch_look=self._choices.switch_theme,
        )
        self._services.notices.show_in(self._window.status)
        recent = self._services.recent.submenu(lambda path: self._on_draw(partial(self._document.reopen, path)))
        self._window.command(self._commands(), [self._choices.looks], [recent])
        self._window.pages.show(DRAW)
        self._window.place(settings.window_width, settings.window_height, settings.window_corner)
        self.root.protocol("WM_DELETE_WINDOW", self.quit)

    def start(self) -> None:
        """Put the window on screen; the network is loaded once it is there."""
        self._bridge.start()
        self.root.deiconify()
        self.root.update_idletasks()
        self.root.after(PAINT_MS, self._load)
        if self._camera is not None:
            self._window.pages.show(CAMERA)

    def say(self, sentence: str) -> None:
        """Show a sentence that the user should read."""
        self._window.banner.say(sentence)

    def open(self, paths: Sequence[Path]) -> None:
        """Show the drawing or picture in a file, or several."""
        self._on_draw(partial(self._document.open_all, paths))

    def _load(self) -> None:
        self.root.after(PAINT_MS, take_drops, self.root, self._window.pages, self.open)
        self._services.start()
        if self._restores:
            self._document.restore(self._folder)
            self._first_start.begin()

    def quit(self) -> None:
        """Close the window, as its close button does."""
        self._closing.quit()

    def _end(self) -> None:
        self._keep()
        self.root.withdraw()
        self.root.update_idletasks()
        self._window.pages.close()
        self._bridge.stop()
        self._document.stop(STOP_S)
        self._samples.stop()
        self.root.destroy()

    def _draw_page(self, parent: tk.Misc) -> Page:
        page = DrawPage(
            parent,
            theme=self._theme,
            icons=self._icons,
            notices=self._services.notices,
            document=self._document,
            corrections=self._corrections,
            preferences=self._services.preferences,
            dialogs=self._services.dialogs,
            learned=Learned(self._bridge, self._samples),
        )
        self._document.connect(page)
        self._corrections.connect(page.reading_view)
        self._first_start = FirstStart(page.pad.example, page.reading_view, self._document, self._bridge, self._samples)
        self._lay_out = page.lay_out
        page.commands = (*draw_commands(page, self._document, self._bridge), self.intake.screen)
        return page

    def _camera_page(self, parent: tk.Misc) -> Page:
        from digitpad.ui.camera.page import CameraPage
        from digitpad.vision.capture.camera import Camera
        from digitpad.vision.capture.devices import opens_devices
        from digitpad.vision.capture.sources import cameras
        from digitpad.vision.picture.pictures import open_picture

        page = CameraPage(
            parent,
            theme=self._theme,
            icons=self._icons,
            bridge=self._bridge,
            preferences=self._services.preferences,
            dialogs=self._services.dialogs,
            wanted=self._camera or self._services.preferences.settings.camera,
            on_take=lambda pixels, name: self._on_draw(partial(self._document.show_picture, pixels, name)),
            service=self._samples,
            show_sample=self._show_sample,
            open_camera=partial(Camera, open_device=opens_devices(open_picture)),
            open_picture=open_picture,
            list_cameras=cameras,
        )
        page.commands = (*page.commands, self.intake.phone)
        self._choices.switch_mirror, page.on_drop = page.picture.switch_mirror, lambda path: page.watch(str(path))
        return page

    def _samples_page(self, parent: tk.Misc) -> Page:
        from digitpad.ui.samples.page import SamplesPage

        page = SamplesPage(
            parent,
            theme=self._theme,
            bridge=self._bridge,
            file_dialogs=self._services.dialogs,
            service=self._samples,
            open_store=self._services.open_store,
            on_retrain=self._open_retraining,
        )
        self._select_sample, page.on_drop = page.show_sample, page.transfer.bring
        return page

    def _models_page(self, parent: tk.Misc) -> Page:
        from digitpad.ui.models.catalogue import ModelCatalogue
        from digitpad.ui.models.page import ModelsPage
        from digitpad.ui.retrain.finetune_runner import FinetuneRunner

        page = ModelsPage(
            parent,
            theme=self._theme,
            bridge=self._bridge,
            service=self._samples,
            catalogue=ModelCatalogue(self._bridge, self._folder, weights=self._weights),
            runner=FinetuneRunner(),
            dialogs=self._services.dialogs,
            show_sample=self._show_sample,
        )
        self._retrain, self._training = page.retrain, lambda: page.training
        return page

    def _offer_retraining(self) -> None:
        RetrainOffer(
            self.root,
            self._bridge,
            self._samples,
            self._folder,
            offered_at=self._services.preferences.settings.offered_at,
            on_offer=lambda moment: self._services.preferences.change(offered_at=moment),
            on_retrain=self._open_retraining,
        )

    def _open_retraining(self) -> None:
        self._window.pages.show(MODELS)
        self._retrain()

    def _commands(self) -> list[Command]:
        """Return the commands that every page has."""
        document, root = self._document, self.root
        return [
            Command(_("File"), _("Open…"), ("Mod+O",), partial(self._on_draw, document.open), place=10),
            Command(_("File"), _("Retrain…"), ("Mod+R",), self._open_retraining, place=30),
            form_command(root, self._folder, self._theme, self._bridge, self._services.dialogs),
            Command(_("File"), _("Settings…"), ("Mod+,",), self._show_settings, place=80),
            Command(_("File"), _("Quit"), ("Mod+Q",), self.quit, place=90),
            Command(_("Edit"), _("Paste a picture"), ("Mod+V",), partial(self._on_draw, document.paste), place=21),
            *page_commands(PAGES, self._window.pages.show),
            *self._choices.commands,
            Command(_("Help"), _("Shortcuts"), ("F1",), self._show_keys, place=10),
            Command(
                _("Help"), _("About DigitPad"), (), lambda: show_about(root, self._folder, theme=self._theme), place=20
            ),
        ]

    def _show_keys(self) -> None:
        show_keys(self.root, self._window.commands, self._window.pages.hints, theme=self._theme)

    def _show_settings(self) -> None:
        show_settings(self.root, self._choices.groups, theme=self._theme, icons=self._icons)

    def _on_draw(self, act: Callable[[], None]) -> None:
        """Bring up the page with the pad, and do what it alone can do."""
        self._window.pages.show(DRAW)
        act()

    def _show_sample(self, id: int) -> None:
        self._window.pages.show(SAMPLES)
        self._select_sample(id)

    def _keep(self) -> None:
        """Write what the next window begins with."""
        try:
            self._services.remember(**(self._window.size or {}))
            self._document.keep(self._folder)
        except DigitPadError as error:  # as the window closes, nobody can read a sentence any more
            print(error, file=sys.stderr)

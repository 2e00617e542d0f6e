"""Builds the window's parts and connects them, nothing else."""

from __future__ import annotations

import signal
import sys
import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tkinter import ttk
from typing import TYPE_CHECKING, cast

from PIL import Image, ImageTk

from digitpad import settings as settings_file
from digitpad.background import Answer, Failed, Loaded, NotLoaded, Reader, Unanswered
from digitpad.errors import DigitPadError
from digitpad.paths import bundled, user_folder
from digitpad.records import Reading, Stroke
from digitpad.settings import Settings, ThemeChoice
from digitpad.ui.about import show_about
from digitpad.ui.banner import Banner
from digitpad.ui.commands import Choice, Command, bind_keys, menu_bar
from digitpad.ui.document import Content, Document, Picture
from digitpad.ui.draw_page import Actions, DrawPage
from digitpad.ui.files import Files, Opened
from digitpad.ui.geometry import placed
from digitpad.ui.icons import Icons
from digitpad.ui.key_help import KeyHelp
from digitpad.ui.pad import Strokes
from digitpad.ui.polling import Mailbox, Polling
from digitpad.ui.readings import Readings, Reads
from digitpad.ui.report import Report
from digitpad.ui.status_line import StatusLine
from digitpad.ui.theme import SystemLook, Theme, see_real_pixels
from digitpad.ui.toolbar import SignButton

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

LEAST_WIDTH, LEAST_HEIGHT = 760, 520  # px at scale 1
PAINT_MS = 30  # the window is painted before the network takes the processor
STOP_S = 10.0


class App:
    """The window. `loaders` are tried in turn in the reader's thread, after the window is on screen."""

    def __init__(
        self,
        loaders: tuple[Callable[[], Reads], ...],
        settings: Settings,
        folder: Path,
        *,
        system: SystemLook | None = None,
    ) -> None:
        """`folder`: where settings and the log are written."""
        self._settings, self._folder = settings, folder
        self.root = tk.Tk(className="DigitPad")
        self.root.withdraw()
        self.root.title("DigitPad")
        self._theme = Theme(self.root, settings.theme, system or SystemLook())
        self._icons = Icons(self._theme)
        self._report = Report(folder, self.say)
        self._report.install(self.root)
        self._device = self._model = ""
        self._state = "Loading the network…"
        self._mailbox = Mailbox()
        self._reader: Reader[Reads] = Reader(loaders=loaders, describe=_described, deliver=self._mailbox.to("reader"))
        self._document = Document(self._content_changed)
        self._readings = Readings(ask=self._ask, on_reading=self._show_reading, on_failed=self._not_read)
        self._files = Files(
            self.root,
            deliver=self._mailbox.to("files"),
            folder=settings.last_folder,
            on_opened=self._opened,
            on_said=self._news,
            on_failed=self._failed,
        )
        self._polling = Polling(self.root, self._mailbox, busy=lambda: self._readings.waiting or self._files.busy)
        self._polling.handle("reader", self._reader_said)
        self._polling.handle("files", self._files.handle)
        self._build()
        self._place_window()

    def run(self) -> None:
        """Show the window until it is closed."""
        self.start()
        self.root.mainloop()

    def start(self) -> None:
        """Put the window on screen; the network is loaded once it is there."""
        self._polling.start()
        self.root.deiconify()
        self.root.update_idletasks()
        self.root.after(PAINT_MS, self._reader.start)

    def say(self, sentence: str) -> None:
        """Show a sentence that the user should read."""
        self._banner.say(sentence)

    def quit(self) -> None:
        """Close the window at once, then end the threads."""
        self._keep_settings()
        self._polling.stop()
        self.root.withdraw()
        self.root.update_idletasks()
        self._reader.stop(STOP_S)
        self._files.stop(STOP_S)
        self.root.destroy()

    def _build(self) -> None:
        theme, icons, root = self._theme, self._icons, self.root
        root.columnconfigure(0, weight=1)
        root.rowconfigure(1, weight=1)
        self._banner = Banner(root, theme=theme, icons=icons, place=lambda it: it.grid(row=0, column=0, sticky="ew"))
        actions = Actions(
            growing=self._growing,
            edited=self._document.draw,
            undo=self._document.undo,
            redo=self._document.redo,
            clear=self._document.clear,
            open=self._open,
            save=self._save,
            copy=self._copy,
            back=self._document.back_to_drawing,
            pen_chosen=lambda width: self._change(pen_width=width),
        )
        self._page = DrawPage(root, theme=theme, icons=icons, pen_width=self._settings.pen_width, actions=actions)
        self._page.grid(row=1, column=0, sticky="nsew")
        self._make_bottom()
        self._commands = self._list_commands()
        bind_keys(root, self._commands)
        looks = (("system", "Like the system"), ("light", "Light"), ("dark", "Dark"))
        menu_bar(root, self._commands, [Choice("View", looks, lambda: theme.choice, self._choose_theme)])
        self._show_reading(Reading(), None)

    def _make_bottom(self) -> None:
        px = self._theme.px
        bottom = ttk.Frame(self.root)
        bottom.grid(row=2, column=0, sticky="ew", padx=px(20), pady=(0, px(8)))
        bottom.columnconfigure(0, weight=1)
        self._status = StatusLine(bottom, theme=self._theme)
        self._status.grid(row=0, column=0, sticky="ew")
        self._look_button = SignButton(
            bottom,
            theme=self._theme,
            icons=self._icons,
            sign="moon",
            tip="Light or dark  (Ctrl+T)",
            run=self._toggle_theme,
            style="Toolbutton",
        )
        self._look_button.grid(row=0, column=1, padx=(px(12), 0))
        self._look_button.change("sun" if self._theme.dark else "moon")

    def _list_commands(self) -> list[Command]:
        document, drawn = self._document, lambda: bool(self._document.content.strokes)
        return [
            Command("File", "Open…", ("Mod+O",), self._open),
            Command("File", "Save the pad…", ("Mod+S",), self._save, drawn),
            Command("File", "Quit", ("Mod+Q",), self.quit),
            Command("Edit", "Undo", ("Mod+Z",), document.undo, lambda: document.can_undo),
            Command("Edit", "Redo", ("Mod+Y", "Mod+Shift+Z"), document.redo, lambda: document.can_redo),
            Command("Edit", "Copy the number", ("Mod+C",), self._copy, lambda: bool(self._reading.digits)),
            Command("Edit", "Paste a picture", ("Mod+V",), self._paste),
            Command("Edit", "Clear the pad, or put the picture away", ("Escape", "Delete"), document.clear),
            Command("Edit", "Eraser", ("E",), self._page.toggle_eraser),
            Command("Edit", "Thinner pen", ("[",), lambda: self._page.step_pen(-1)),
            Command("Edit", "Thicker pen", ("]",), lambda: self._page.step_pen(1)),
            Command("View", "Switch light and dark", ("Mod+T",), self._toggle_theme),
            Command("Help", "Keys", ("F1",), lambda: KeyHelp(self.root, self._commands, theme=self._theme)),
            Command("Help", "About DigitPad", (), lambda: show_about(self.root)),
        ]

    def _place_window(self) -> None:
        px, root = self._theme.px, self.root
        width = min(px(self._settings.window_width), root.winfo_screenwidth())
        height = min(px(self._settings.window_height), root.winfo_screenheight())
        root.geometry(f"{width}x{height}")
        root.minsize(min(px(LEAST_WIDTH), root.winfo_screenwidth()), min(px(LEAST_HEIGHT), root.winfo_screenheight()))
        root.protocol("WM_DELETE_WINDOW", self.quit)
        with Image.open(bundled("assets", "icon-64.png")) as icon:
            self._icon = ImageTk.PhotoImage(icon)
        root.iconphoto(True, cast(tk.PhotoImage, self._icon))

    def _ask(self, serial: int, question: Callable[[Reads], Reading]) -> None:
        self._reader.ask(serial, question)
        self._polling.hurry()

    def _growing(self, strokes: Strokes) -> None:
        self._readings.grow(strokes)

    def _content_changed(self, content: Content) -> None:
        self._page.show(content, can_undo=self._document.can_undo, can_redo=self._document.can_redo)
        if content.picture is not None:
            self._page.show_reading(Reading(), "Reading…")
            self._readings.picture(content.picture.pixels)
        else:
            self._readings.settle(content.strokes)

    def _show_reading(self, reading: Reading, seconds: float | None) -> None:
        self._reading = reading
        nothing = "No digits found" if seconds is not None else "Nothing to read yet"
        self._page.show_reading(reading, nothing)
        self._show_state(f"{seconds * 1000:.0f} ms" if seconds is not None else "")

    def _reader_said(self, event: object) -> None:
        if isinstance(event, Answer):
            self._readings.answered(event)
        elif isinstance(event, Unanswered):
            self._readings.unanswered(event)
        elif isinstance(event, Loaded):
            self._state, self._device, self._model = "Ready", event.device_name, event.model
            self._show_state()
        elif isinstance(event, NotLoaded):
            self._report.sentence(event.sentence if event.final else f"{event.sentence} The shipped weights are used.")
            if event.final:
                self._state = "No network: drawings are not read"
            self._show_state()

    def _not_read(self, failure: Unanswered) -> None:
        self._failed(Failed(failure.sentence, failure.traceback))
        self._page.show_reading(Reading(), "Could not be read")

    def _failed(self, failure: Failed) -> None:
        if failure.traceback:
            self._report.unexpected(failure.sentence, failure.traceback)
        else:
            self._report.sentence(failure.sentence)

    def _opened(self, opened: Opened) -> None:
        self._banner.clear()
        if isinstance(opened, Picture):
            self._document.show(opened)
            return
        pad = self._page.pad
        strokes: Strokes = placed(opened, pad.winfo_width(), pad.winfo_height(), pad.pen_width)
        self._document.draw(strokes)

    def _open(self) -> None:
        self._files.open()
        self._polling.hurry()

    def _paste(self) -> None:
        self._files.paste()
        self._polling.hurry()

    def _save(self) -> None:
        strokes: tuple[Stroke, ...] = self._document.content.strokes
        self._files.save(strokes, self._page.pad.winfo_width(), self._page.pad.winfo_height())

    def _copy(self) -> None:
        self.root.clipboard_clear()
        self.root.clipboard_append(self._reading.text)
        self._news(f"Copied {self._reading.text.replace(chr(10), ' / ')}")

    def _toggle_theme(self) -> None:
        self._choose_theme("light" if self._theme.dark else "dark")

    def _choose_theme(self, choice: str) -> None:
        self._theme.choose(cast(ThemeChoice, choice))
        self._look_button.change("sun" if self._theme.dark else "moon")
        self._change(theme=cast(ThemeChoice, choice))

    def _change(self, **values: object) -> None:
        self._settings = replace(self._settings, **values)  # type: ignore[arg-type]
        settings_file.save(self._folder, self._settings)

    def _keep_settings(self) -> None:
        scale, root = self._theme.scale, self.root
        large = root.winfo_width() > 1
        try:
            self._change(
                window_width=round(root.winfo_width() / scale) if large else self._settings.window_width,
                window_height=round(root.winfo_height() / scale) if large else self._settings.window_height,
                last_folder=self._files.folder,
            )
        except DigitPadError as error:
            print(error, file=sys.stderr)

    def _news(self, text: str) -> None:
        self._status.news(text)

    def _show_state(self, took: str = "") -> None:
        self._status.show(self._state, self._device, self._model, took)


def run(data_dir: Path | None = None, weights: Path | None = None, device: str | None = None) -> int:
    """Open the window and wait until it is closed; the exit code.

    `data_dir`: where settings and the log are kept; `weights`: read with these instead of the shipped ones.
    Raises DigitPadError where no window can be opened.
    """
    system = SystemLook()
    folder = data_dir or user_folder()
    settings, sentence = settings_file.load(folder)
    see_real_pixels()
    try:
        app = App(_loaders(weights, device or settings.device), settings, folder, system=system)
    except tk.TclError as error:
        raise DigitPadError(f"No window can be opened ({error}); without a screen use digitpad read.") from error
    if sentence:
        app.say(sentence)
    signal.signal(signal.SIGINT, lambda number, frame: app.quit())
    app.run()
    return 0


def _loaders(weights: Path | None, device: str) -> tuple[Callable[[], Recognizer], ...]:
    """What was asked for; then, where that is something else, the shipped weights on whatever device there is."""

    def load(from_file: Path | None, on: str) -> Recognizer:
        from digitpad.recognizer import Recognizer

        return Recognizer.load(from_file, on)

    attempts = [(weights, device)] if (weights, device) == (None, "auto") else [(weights, device), (None, "auto")]
    return tuple(partial(load, *attempt) for attempt in attempts)


def _described(engine: Reads) -> Loaded:
    return Loaded(engine.model, engine.device_name)

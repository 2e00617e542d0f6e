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
from typing import TYPE_CHECKING, Any, cast

from PIL import Image, ImageTk

from digitpad import settings as settings_file
from digitpad.errors import DigitPadError
from digitpad.paths import bundled, user_folder
from digitpad.settings import Settings, ThemeChoice
from digitpad.ui.about import show_about
from digitpad.ui.banner import Banner
from digitpad.ui.commands import Choice, Command, bind_keys, menu_bar
from digitpad.ui.draw_page import Actions, DrawPage
from digitpad.ui.icons import Icons
from digitpad.ui.key_help import show_keys
from digitpad.ui.readings import Reads
from digitpad.ui.report import Report
from digitpad.ui.session import Session
from digitpad.ui.status_line import StatusLine
from digitpad.ui.theme import SystemLook, Theme, see_real_pixels
from digitpad.ui.toolbar import SignButton

if TYPE_CHECKING:
    from digitpad.recognizer import Recognizer

LEAST_WIDTH, LEAST_HEIGHT = 760, 520  # px at scale 1
LOOKS = (("system", "Like the system"), ("light", "Light"), ("dark", "Dark"))
PAINT_MS = 30  # the window is painted before the network takes the processor
UNWIND_MS = 20  # so soon after a dialog is cancelled its function has returned
HAND_OVER_S = 0.0005  # so soon a thread that reads lets the pen go on


def run(data_dir: Path | None = None, weights: Path | None = None, device: str | None = None) -> int:
    """Open the window and wait until it is closed; the exit code.

    `data_dir`: where settings and the log are kept; `weights`: read with these instead of the shipped ones.
    Raises DigitPadError where no window can be opened.
    """
    system = SystemLook()
    folder = data_dir or user_folder()
    settings, sentence = settings_file.load(folder)
    see_real_pixels()
    app = App(loaders(weights, device or settings.device), settings, folder, system=system)
    if sentence:
        app.say(sentence)
    signal.signal(signal.SIGINT, lambda number, frame: app.quit())
    sys.setswitchinterval(HAND_OVER_S)
    app.start()
    app.root.mainloop()
    return 0


def loaders(weights: Path | None, device: str) -> tuple[Callable[[], Recognizer], ...]:
    """What was asked for; then, where that is something else, the shipped weights on whatever device there is."""

    def load(from_file: Path | None, on: str) -> Recognizer:
        from digitpad.learning.network import use_one_core
        from digitpad.recognizer import Recognizer

        use_one_core()
        return Recognizer.load(from_file, on)

    asked, shipped = (weights, device), (None, "auto")
    return tuple(partial(load, *attempt) for attempt in ([shipped] if asked == shipped else [asked, shipped]))


def _hidden_root() -> tk.Tk:
    try:
        root = tk.Tk(className="DigitPad")
    except tk.TclError as error:
        raise DigitPadError(f"No window can be opened ({error}); without a screen, use `digitpad read`.") from error
    root.withdraw()
    return root


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
        """`folder`: where settings and the log are written. Raises DigitPadError where no window can be opened."""
        self._settings, self._folder = settings, folder
        self.root = _hidden_root()
        self._closing = False
        self.root.title("DigitPad")
        self._theme = Theme(self.root, settings.theme, system or SystemLook())
        self._icons = Icons(self._theme)
        report = Report(folder, self.say)
        report.install(self.root)
        last_folder = settings.last_folder
        self._session = Session(
            self.root, loaders, report=report, folder=last_folder, on_good_news=lambda: self._banner.clear()
        )
        self._build()
        self._place_window()

    def start(self) -> None:
        """Put the window on screen; the network is loaded once it is there."""
        self._session.start()
        self.root.deiconify()
        self.root.update_idletasks()
        self.root.after(PAINT_MS, self._session.load)

    def say(self, sentence: str) -> None:
        """Show a sentence that the user should read."""
        self._banner.say(sentence)

    def quit(self) -> None:
        """Take the window away at once, then end the threads."""
        if not self._closing:
            self._closing = True
            self._end()

    def _end(self) -> None:
        if self._dialog_cancelled():
            self.root.after(UNWIND_MS, self._end)
            return
        self._keep_settings()
        self.root.withdraw()
        self.root.update_idletasks()
        self._session.stop()
        self.root.destroy()

    def _dialog_cancelled(self) -> bool:
        """Whether one of Tk's own dialogs was open: it waits in an event loop of its own, which must end first."""
        call = self.root.tk.call
        holder = call("grab", "current", self.root)
        window = str(call("winfo", "toplevel", holder)) if holder else "."
        cancel = "" if window == "." else call("wm", "protocol", window, "WM_DELETE_WINDOW")
        if cancel:
            self.root.tk.eval(str(cancel))
        return bool(cancel)

    def _build(self) -> None:
        theme, icons, root, session = self._theme, self._icons, self.root, self._session
        root.columnconfigure(0, weight=1)
        root.rowconfigure(1, weight=1)
        self._banner = Banner(root, theme=theme, icons=icons, place=lambda it: it.grid(row=0, column=0, sticky="ew"))
        pen_width = self._settings.pen_width
        self._page = DrawPage(root, theme=theme, icons=icons, pen_width=pen_width, actions=self._actions())
        self._page.grid(row=1, column=0, sticky="nsew")
        session.connect(self._page, self._make_bottom())
        self._commands = self._list_commands()
        bind_keys(root, self._commands)
        menu_bar(root, self._commands, [Choice("View", LOOKS, lambda: theme.choice, self._choose_theme)])

    def _actions(self) -> Actions:
        session, document = self._session, self._session.document
        return Actions(
            growing=session.growing,
            edited=document.draw,
            undo=document.undo,
            redo=document.redo,
            clear=document.clear,
            open=session.open,
            save=session.save,
            copy=session.copy,
            back=document.back_to_drawing,
            pen_chosen=lambda width: self._change(pen_width=width),
        )

    def _make_bottom(self) -> StatusLine:
        theme, px = self._theme, self._theme.px
        bottom = ttk.Frame(self.root)
        bottom.grid(row=2, column=0, sticky="ew", padx=px(20), pady=(0, px(8)))
        bottom.columnconfigure(0, weight=1)
        status = StatusLine(bottom, theme=theme)
        status.grid(row=0, column=0, sticky="ew")
        self._look = SignButton(
            bottom,
            theme=theme,
            icons=self._icons,
            sign="sun" if theme.dark else "moon",
            tip="Light or dark  (Ctrl+T)",
            run=self._switch_theme,
            style="Toolbutton",
        )
        self._look.grid(row=0, column=1, padx=(px(12), 0))
        return status

    def _list_commands(self) -> list[Command]:
        session, document, page = self._session, self._session.document, self._page
        return [
            Command("File", "Open…", ("Mod+O",), session.open),
            Command("File", "Save the pad…", ("Mod+S",), session.save, lambda: bool(document.content.strokes)),
            Command("File", "Quit", ("Mod+Q",), self.quit),
            Command("Edit", "Undo", ("Mod+Z",), document.undo, lambda: document.can_undo),
            Command("Edit", "Redo", ("Mod+Y", "Mod+Shift+Z"), document.redo, lambda: document.can_redo),
            Command("Edit", "Copy the number", ("Mod+C",), session.copy, lambda: bool(session.reading.digits)),
            Command("Edit", "Paste a picture", ("Mod+V",), session.paste),
            Command("Edit", "Clear the pad, or put the picture away", ("Escape", "Delete"), document.clear),
            Command("Edit", "Eraser", ("E",), page.toggle_eraser),
            Command("Edit", "Thinner pen", ("[",), lambda: page.step_pen(-1)),
            Command("Edit", "Thicker pen", ("]",), lambda: page.step_pen(1)),
            Command("View", "Switch light and dark", ("Mod+T",), self._switch_theme),
            Command("Help", "Keys", ("F1",), lambda: show_keys(self.root, self._commands, theme=self._theme)),
            Command("Help", "About DigitPad", (), lambda: show_about(self.root)),
        ]

    def _place_window(self) -> None:
        px, root, settings = self._theme.px, self.root, self._settings
        screen_width, screen_height = root.winfo_screenwidth(), root.winfo_screenheight()
        width, height = min(px(settings.window_width), screen_width), min(px(settings.window_height), screen_height)
        root.geometry(f"{width}x{height}")
        root.minsize(min(px(LEAST_WIDTH), screen_width), min(px(LEAST_HEIGHT), screen_height))
        root.protocol("WM_DELETE_WINDOW", self.quit)
        with Image.open(bundled("assets", "icon-64.png")) as icon:
            self._icon = ImageTk.PhotoImage(icon)
        root.iconphoto(True, cast(tk.PhotoImage, self._icon))

    def _switch_theme(self) -> None:
        self._choose_theme("light" if self._theme.dark else "dark")

    def _choose_theme(self, choice: str) -> None:
        self._theme.choose(cast(ThemeChoice, choice))
        self._look.change("sun" if self._theme.dark else "moon")
        self._change(theme=choice)

    def _change(self, **values: Any) -> None:
        self._settings = replace(self._settings, **values)
        settings_file.save(self._folder, self._settings)

    def _keep_settings(self) -> None:
        scale, root = self._theme.scale, self.root
        seen = bool(root.winfo_ismapped())
        size = {
            "window_width": round(root.winfo_width() / scale),
            "window_height": round(root.winfo_height() / scale),
        }
        try:
            self._change(last_folder=self._session.files.folder, **(size if seen else {}))
        except DigitPadError as error:
            print(error, file=sys.stderr)

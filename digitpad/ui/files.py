"""Opening, pasting and saving: dialogs in the Tk thread, the work in a task."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog
from typing import Any

from PIL import Image

from digitpad.background import Failed, Finished, Task
from digitpad.errors import DigitPadError
from digitpad.paths import replace_file
from digitpad.records import Stroke
from digitpad.strokes_file import ENDINGS, load_strokes, save_strokes
from digitpad.ui.clipboard import pasted, text_of
from digitpad.ui.document import Picture
from digitpad.ui.theme import LIGHT, colour
from digitpad.vision.pictures import as_rgb, open_picture
from digitpad.vision.sheet import picture_of

PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.gif"
OPEN_TYPES = (
    ("Pictures and strokes", f"{PICTURES} *.json *.strokes"),
    ("Pictures", PICTURES),
    ("Strokes", "*.json *.strokes"),
    ("All files", "*"),
)
SAVE_TYPES = (("Picture (PNG)", "*.png"), ("Strokes", "*.strokes *.json"))
Opened = Picture | list[Stroke]


class Files:
    """`on_opened` gets what was opened or pasted, `on_failed` a sentence, `on_said` news of success."""

    def __init__(
        self,
        root: tk.Tk,
        *,
        deliver: Callable[[Any], None],
        folder: str,
        on_opened: Callable[[Opened], None],
        on_said: Callable[[str], None],
        on_failed: Callable[[Failed], None],
    ) -> None:
        """`deliver`: thread-safe; what it takes must come back through `handle` in the Tk thread."""
        self._root, self._deliver, self.folder = root, deliver, folder
        self._on_opened, self._on_said, self._on_failed = on_opened, on_said, on_failed
        self._task: Task | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def open(self) -> None:
        hide_dot_files(self._root)
        name = filedialog.askopenfilename(
            parent=self._root, title="Open", initialdir=self._known_folder(), filetypes=OPEN_TYPES
        )
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        self.folder = str(path.parent)
        self._begin(lambda report: opened(path))

    def paste(self) -> None:
        text = text_of(self._root)
        self._begin(lambda report: opened_from_clipboard(text))

    def save(self, strokes: tuple[Stroke, ...], width: int, height: int) -> None:
        """Ask where to, and write the pad (px) as a picture or as strokes, by the name's ending."""
        hide_dot_files(self._root)
        name = filedialog.asksaveasfilename(
            parent=self._root,
            title="Save",
            initialdir=self._known_folder(),
            initialfile="digits.png",
            defaultextension=".png",
            filetypes=SAVE_TYPES,
        )
        if name:
            path = Path(name)
            self.folder = str(path.parent)
            save(path, strokes, width, height)
            self._on_said(f"Saved {path.name}")

    def handle(self, event: object) -> None:
        """What the task delivered; of a task that was given up for a newer one nothing comes through."""
        task, outcome = event if isinstance(event, tuple) else (None, event)
        if task is not self._task:
            return
        self._task = None
        if isinstance(outcome, Finished):
            self._on_opened(outcome.result)
        elif isinstance(outcome, Failed):
            self._on_failed(outcome)

    def stop(self, timeout_s: float) -> bool:
        return self._task.join(timeout_s) if self._task is not None else True

    def _begin(self, work: Callable[[Callable[[Any], None]], Opened]) -> None:
        if self._task is not None:
            self._task.cancel()
        deliver = self._deliver
        task = Task(work, deliver=lambda event: deliver((task, event)), name="open")
        self._task = task
        task.start()

    def _known_folder(self) -> str:
        return self.folder if Path(self.folder).is_dir() else str(Path.home())


def hide_dot_files(root: tk.Misc) -> None:
    """In Tk's own dialog on X11; other desktops have dialogs of their own."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.tk.eval("catch {tk_getOpenFile -nothing}")  # only then are the dialog's variables there
        root.tk.eval("set ::tk::dialog::file::showHiddenVar 0; set ::tk::dialog::file::showHiddenBtn 1")


def opened(path: Path) -> Opened:
    """A picture, or the strokes of a JSON file. Raises DigitPadError naming the file."""
    if path.suffix.lower() in ENDINGS:
        return load_strokes(path)
    if path.suffix.lower() == ".jsonl":
        raise DigitPadError(f"{path} holds a drawing on each line; read them all with `digitpad read`.")
    return Picture(open_picture(path), path.name)


def opened_from_clipboard(text: str) -> Opened:
    held = pasted(text)
    return opened(held) if isinstance(held, Path) else Picture(as_rgb(held), "Pasted picture")


def save(path: Path, strokes: tuple[Stroke, ...], width: int, height: int) -> None:
    """The pad as .png, .strokes or .json. Raises DigitPadError where the ending is another one or the disk refuses."""
    ending = path.suffix.lower()
    if ending in ENDINGS:
        save_strokes(path, strokes, width, height)
    elif ending == ".png":
        pixels = picture_of(strokes, width, height, paper=colour(LIGHT.surface), ink=colour(LIGHT.ink))
        replace_file(path, lambda part: Image.fromarray(pixels).save(part, format="PNG"))
    else:
        raise DigitPadError(f"{path.name} ends neither in .png nor in .strokes or .json; choose one of them.")

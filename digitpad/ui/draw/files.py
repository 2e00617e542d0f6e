"""Opening, pasting and saving on the Draw page: dialogs in the Tk thread, the work in a task."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.formats.stroke_json import ENDINGS, load_strokes, save_strokes
from digitpad.languages import _
from digitpad.paths import DOCUMENTS, files_in
from digitpad.paths import PICTURES as PICTURE_ENDINGS
from digitpad.records import Stroke
from digitpad.tasks import Failed, Finished, Task
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.recent_files import RecentFiles
from digitpad.ui.draw.clipboard import pasted, text_of
from digitpad.ui.draw.drawing_png import save_drawing_png, strokes_inside
from digitpad.ui.draw.history import DocumentPage, Picture
from digitpad.vision.picture.pictures import open_page

PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.gif *.pdf *.heic *.heif"
OPEN_TYPES = (
    (_("Pictures and strokes"), f"{PICTURES} *.json *.strokes"),
    (_("Pictures"), PICTURES),
    (_("Strokes"), "*.json *.strokes"),
    (_("All files"), "*"),
)
SAVE_TYPES = ((_("Picture (PNG)"), "*.png"), (_("Strokes"), "*.strokes *.json"))
LAST_DRAWING = "last-drawing.strokes"  # in the user's folder: what lay on the pad when the window was closed
GONE = _("{} is not there any more and was taken off the list; open it from where it lies now.")
Opened = Picture | list[Stroke]


@dataclass(frozen=True, eq=False)
class FileContent:
    content: Opened | None  # None: the file is not there any more
    path: Path | None = None  # None: of no file that is to be listed


class DrawFiles:
    """`on_opened` gets what was opened or pasted; failures and news go to the notices."""

    def __init__(
        self,
        root: tk.Tk,
        bridge: Bridge,
        dialogs: FileDialogs,
        recent: RecentFiles,
        *,
        on_opened: Callable[[Opened], None],
    ) -> None:
        self._root, self._dialogs, self._notices, self._on_opened = root, dialogs, bridge.notices, on_opened
        self._recent = recent
        self._deliver = bridge.listen("files", self._ended)
        self._task: Task | None = None

    def open(self) -> None:
        paths = self._dialogs.ask_files(_("Open"), OPEN_TYPES)
        if paths:
            self.open_all(paths)

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first of these files; the others, and the pictures of folders, are turned to like pages."""
        self._dialogs.remember(paths[0])
        if len(paths) == 1 and paths[0].is_file():
            self._begin(lambda report: FileContent(opened(paths[0]), paths[0]))
        else:
            self._begin(lambda report: first_of(pictures_among(paths)))

    def reopen(self, path: Path) -> None:
        """Open a file of the list; one that is gone leaves it."""
        self._dialogs.remember(path)
        self._begin(lambda report: reopened(path))

    def turn(self, page: DocumentPage, by: int) -> None:
        """Open the page that lies `by` pages after this one, where there is one."""
        place = page.turned(by)
        if place is not None:
            self._begin(lambda report: FileContent(opened_page(page.files, *place)))

    def paste(self) -> None:
        text = text_of(self._root)
        self._begin(lambda report: opened_from_clipboard(text))

    def save(self, strokes: tuple[Stroke, ...], width: int, height: int) -> None:
        """Ask where to, and write the pad (px) as a picture or as strokes, by the name's ending."""
        path = self._dialogs.ask_target(_("Save"), "digits.png", SAVE_TYPES)
        if path is not None:
            save(path, strokes, width, height)
            self._notices.news(_("Saved {name}").format(name=path.name))
            self._recent.add(path)

    def stop(self, timeout_s: float) -> bool:
        """Wait for the end of what is opened; False where it still runs when the time is over."""
        return self._task.join(timeout_s) if self._task is not None else True

    def _begin(self, work: Callable[[Callable[[Any], None]], FileContent]) -> None:
        if self._task is not None:
            self._task.cancel()
        deliver = self._deliver
        task = Task(work, deliver=lambda event: deliver((task, event)), name="open")
        self._task = task
        task.start()

    def _ended(self, event: tuple[Task, object]) -> None:
        """Use the result of the newest task; one that was given up for a newer one is not heard."""
        task, outcome = event
        if task is not self._task:
            return
        self._task = None
        if isinstance(outcome, Finished):
            self._take(outcome.result)
        elif isinstance(outcome, Failed):
            self._notices.failed(outcome.sentence, outcome.traceback)

    def _take(self, found: FileContent) -> None:
        """Show what a file holds and list the file, or say that it is gone."""
        if found.content is not None:
            self._on_opened(found.content)
            if found.path is not None:
                self._recent.add(found.path)
        elif found.path is not None:
            self._notices.failed(GONE.format(found.path.name))
            self._recent.forget(found.path)


def opened(path: Path) -> Opened:
    """Return a picture, or the strokes of a JSON file or inside a picture. Raises DigitPadError naming the file."""
    if path.suffix.lower() in ENDINGS:
        return load_strokes(path)
    if path.suffix.lower() == ".jsonl":
        raise DigitPadError(
            _("{path} holds a drawing on each line; read them all with `digitpad read`.").format(path=path)
        )
    strokes = strokes_inside(path) if path.suffix.lower() == ".png" else None
    return opened_page((path,), 0, 1) if strokes is None else strokes


def reopened(path: Path) -> FileContent:
    """Return what a file holds, and nothing where it is gone. Raises DigitPadError naming the file."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return FileContent(None, path)
    except OSError as error:
        raise DigitPadError(
            _("{path} cannot be opened ({reason}); look whether you may read it.").format(
                path=path, reason=error.strerror
            )
        ) from error
    return FileContent(opened(path), path)


def pictures_among(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return pictures and documents among files and in folders, in order. Raises DigitPadError where there are none."""
    endings = PICTURE_ENDINGS | DOCUMENTS
    inside = (files_in(path, endings) if path.is_dir() else [path] for path in paths)
    pictures = tuple(path for each in inside for path in each if path.suffix.lower() in endings)
    if not pictures:
        raise DigitPadError(
            _("{name} holds no picture; drop pictures, PDFs, or a folder of them.").format(name=paths[0].name)
        )
    return pictures


def opened_page(files: tuple[Path, ...], file: int, number: int) -> Picture:
    """Return page `number`, 1 .., of one of several pictures or documents. Raises DigitPadError naming the file."""
    name, page = files[file].name, open_page(files[file], number)
    if page.number is None and len(files) == 1:
        return Picture(page.pixels, name)
    title = name if page.number is None else _("{name}, page {number}").format(name=name, number=page.number)
    return Picture(page.pixels, title, page=DocumentPage(files, file, number, page.is_last))


def first_of(files: tuple[Path, ...]) -> FileContent:
    """Return the first page of the first of several files. Raises DigitPadError naming the file."""
    return FileContent(opened_page(files, 0, 1), files[0])


def opened_from_clipboard(text: str) -> FileContent:
    """Return the file that `text` names, the strokes that it is, else the picture on the clipboard."""
    content = pasted(text)
    if isinstance(content, Path):
        return FileContent(opened(content), content)
    return FileContent(content if isinstance(content, list) else Picture(content, _("Pasted picture")))


def save(path: Path, strokes: tuple[Stroke, ...], width: int, height: int) -> None:
    """The pad as .png, .strokes or .json. Raises DigitPadError where the ending is another one or the disk refuses."""
    ending = path.suffix.lower()
    if ending in ENDINGS:
        save_strokes(path, strokes, width, height)
    elif ending == ".png":
        save_drawing_png(path, strokes, width, height)
    else:
        raise DigitPadError(
            _("{name} ends neither in .png nor in .strokes or .json; choose one of them.").format(name=path.name)
        )


def keep_drawing(folder: Path, strokes: Sequence[Stroke], width: int, height: int) -> None:
    """Store the strokes of a pad of this size, px, for the next start; with none, forget the earlier ones.

    Raises DigitPadError where the disk refuses.
    """
    if strokes:
        save_strokes(folder / LAST_DRAWING, strokes, width, height)
    else:
        (folder / LAST_DRAWING).unlink(missing_ok=True)


def kept_drawing(folder: Path) -> list[Stroke]:
    """Return the strokes that were stored for this start, none where there are none.

    Raises DigitPadError where they cannot be understood; the file is set aside as .bad then.
    """
    path = folder / LAST_DRAWING
    if not path.exists():
        return []
    try:
        return load_strokes(path)
    except DigitPadError:
        path.replace(path.with_name(f"{LAST_DRAWING}.bad"))
        raise

"""Dialogs for files and folders: the desktop's own, else Tk's; each begins where the last one ended."""

from __future__ import annotations

import contextlib
import threading
import tkinter as tk
from collections.abc import Iterator, Sequence
from pathlib import Path
from tkinter import filedialog, messagebox
from typing import Any, Protocol

from digitpad.languages import _
from digitpad.ui.core.desktop.file_choosers import FileRequest, Types, program_choosers

LOOK_MS = 30  # between two looks at whether a dialog of the desktop has ended
LOOKED = "digitpad_looked"  # Tcl's variable that is set then


class Chooser(Protocol):
    """A dialog of the desktop."""

    def ask(self, request: FileRequest) -> tuple[Path, ...] | None: ...  # none chosen: cancelled; None: no dialog
    def cancel(self) -> None: ...


class FileDialogs:
    """Remembers the folder; every answer is None where the dialog was cancelled."""

    def __init__(self, root: tk.Misc, folder: str, choosers: Sequence[Chooser] | None = None) -> None:
        """`choosers` are tried in turn before Tk's own dialog; None: those that the desktop has."""
        self._root, self.folder = root, folder
        self._choosers = program_choosers() if choosers is None else choosers

    def ask_file(self, title: str, types: Types) -> Path | None:
        """Return a file to read."""
        return next(iter(self._ask(FileRequest("file", title, self._start, types=types))), None)

    def ask_files(self, title: str, types: Types) -> tuple[Path, ...]:
        """Return one file or several to read; none where the dialog was cancelled."""
        return self._ask(FileRequest("files", title, self._start, types=types))

    def ask_folder(self, title: str) -> Path | None:
        """Return a folder that exists."""
        return next(iter(self._ask(FileRequest("folder", title, self._start))), None)

    def ask_target(self, title: str, name: str, types: Types, *, overwrites: bool = True) -> Path | None:
        """Return a file to write; `name` is offered, and its ending is added where none is typed.

        A file that is there is asked about, unless it is only added to: then `overwrites` is False.
        """
        request = FileRequest("target", title, self._start, name, types, overwrites)
        return next(iter(self._ask(request)), None)

    def remember(self, path: Path) -> None:
        """Begin where this file or folder lies next time."""
        self.folder = str(path.parent)

    @property
    def _start(self) -> str:
        return f"{self.folder if Path(self.folder).is_dir() else Path.home()}/"

    def _ask(self, request: FileRequest) -> tuple[Path, ...]:
        for chooser in self._choosers:
            chosen = self._waited_for(chooser, request)
            if chosen is not None:
                break
        else:
            chosen = _asked_by_tk(self._root, request)
        if request.kind == "target":
            chosen = tuple(path for each in chosen if (path := self._with_ending(each, request)))
        if chosen:
            self.remember(chosen[0])
        return chosen

    def _waited_for(self, chooser: Chooser, request: FileRequest) -> tuple[Path, ...] | None:
        """Let the desktop ask, while the window is painted but takes no keys and clicks."""
        answers: list[tuple[Path, ...] | None] = []
        asking = threading.Thread(target=lambda: answers.append(chooser.ask(request)), name="dialog", daemon=True)
        with _deaf(self._root) as closed:
            asking.start()
            while asking.is_alive() and not closed:
                self._root.after(LOOK_MS, self._root.setvar, LOOKED, "1")
                self._root.wait_variable(LOOKED)
        if closed:
            chooser.cancel()
            return ()
        return answers[0] if answers else None

    def _with_ending(self, path: Path, request: FileRequest) -> Path | None:
        """Return the path with the ending of the offered name where it has none; None where that file is to stay."""
        ending = Path(request.name).suffix
        if path.suffix or not ending:
            return path
        whole = path.with_name(path.name + ending)
        question = _("{name} is there already. Replace it?").format(name=whole.name)
        replaces = request.overwrites and whole.exists()
        return whole if not replaces or messagebox.askokcancel(request.title, question, parent=self._root) else None


@contextlib.contextmanager
def _deaf(root: tk.Misc) -> Iterator[list[str]]:
    """Hold keys and clicks away from the window; yields a list that is filled once the window is closed."""
    before, holder, closed = root.focus_get(), tk.Frame(root), list[str]()
    holder.place(x=0, y=0, width=1, height=1)

    def close(event: tk.Event[tk.Misc]) -> None:
        closed.append("closed")
        root.setvar(LOOKED, "1")

    holder.bind("<Destroy>", close)
    root.update()
    holder.grab_set()
    holder.focus_set()
    yield closed
    if not closed:
        holder.unbind("<Destroy>")
        holder.destroy()
        (before or root).focus_set()


def _asked_by_tk(root: tk.Misc, request: FileRequest) -> tuple[Path, ...]:
    hide_dot_files(root)
    where: dict[str, Any] = {"parent": root, "title": request.title, "initialdir": request.start}
    if request.kind == "folder":
        return _paths(filedialog.askdirectory(mustexist=True, **where))
    if request.kind == "target":
        ending = Path(request.name).suffix
        name = filedialog.asksaveasfilename(
            initialfile=request.name,
            defaultextension=ending,
            filetypes=request.types,
            confirmoverwrite=request.overwrites,
            **where,
        )
        return _paths(name)
    if request.kind == "files" and root.tk.call("tk", "windowingsystem") != "x11":  # there, a space parts names
        return _paths(*filedialog.askopenfilenames(filetypes=request.types, **where))
    return _paths(filedialog.askopenfilename(filetypes=request.types, **where))


def _paths(*names: str) -> tuple[Path, ...]:
    return tuple(Path(name) for name in names if name)


def hide_dot_files(root: tk.Misc) -> None:
    """Hide them in Tk's own dialog on X11; other desktops have dialogs of their own."""
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.tk.eval("catch {tk_getOpenFile -nothing}")  # only then are the dialog's variables there
        root.tk.eval("set ::tk::dialog::file::showHiddenVar 0; set ::tk::dialog::file::showHiddenBtn 1")

"""The desktop's own dialogs for files: its portal, and programs that print what was chosen, zenity and kdialog."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from digitpad.ui.core.desktop.file_request import Chooser, FileRequest
from digitpad.ui.core.desktop.portal_chooser import PortalChooser

TK_ALONE = "DIGITPAD_TK_DIALOGS"  # set to anything: Tk's own dialogs
CANCELLED = 1  # exit code of both programs
PARTED = "//"  # between two names of zenity: no path has it inside


class ProgramChooser:
    """A program that shows the dialog. For any thread, one dialog at a time."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: FileRequest) -> tuple[Path, ...] | None:
        """Return what was chosen, nothing where the dialog was cancelled; None where there was no dialog."""
        arguments = _zenity(request) if Path(self._program).name == "zenity" else _kdialog(request)
        try:
            with subprocess.Popen(
                [self._program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as self._process:
                printed, _ = self._process.communicate()
        except OSError:
            return None
        if self._process.returncode:
            return () if self._process.returncode == CANCELLED else None
        return paths_in(os.fsdecode(printed), several=request.kind == "files")

    def cancel(self) -> None:
        """Take the dialog away."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


def desktop_choosers() -> tuple[Chooser, ...]:
    """Return those to try, the likeliest first; none where Tk's dialogs are the desktop's, or are wished."""
    if sys.platform in ("win32", "darwin") or os.environ.get(TK_ALONE):
        return ()
    return (PortalChooser(), *program_choosers())


def program_choosers() -> tuple[ProgramChooser, ...]:
    """Return the programs that are installed, the desktop's own first."""
    names = ("kdialog", "zenity") if "KDE" in os.environ.get("XDG_CURRENT_DESKTOP", "") else ("zenity", "kdialog")
    found = [shutil.which(name) for name in names]
    return tuple(ProgramChooser(program) for program in found if program)


def paths_in(printed: str, *, several: bool) -> tuple[Path, ...]:
    """Return the absolute paths that a program printed, also where names hold line breaks."""
    text = printed.removesuffix("\n")
    if not several:
        return (Path(text),) if text else ()
    names = [name for part in re.split(f"{PARTED}(?=/)", text) for name in _lines_of(part)]
    return tuple(Path(name) for name in names if name)


def _lines_of(text: str) -> list[str]:
    """Return one name for each line, but of lines that make one name together, that name."""
    names: list[str] = []
    for line in text.split("\n"):
        goes_on = names and (not line.startswith("/") or not Path(names[-1]).exists())
        if goes_on:
            names[-1] += "\n" + line
        else:
            names.append(line)
    return names


def _zenity(request: FileRequest) -> list[str]:
    start = os.path.join(request.start, request.name)  # noqa: PTH118  ends with a stroke where no name is offered
    arguments = ["--file-selection", f"--title={request.title}", f"--filename={start}"]
    arguments += {
        "file": [],
        "files": ["--multiple", f"--separator={PARTED}"],
        "folder": ["--directory"],
        "target": ["--save", *(["--confirm-overwrite"] if request.overwrites else [])],
    }[request.kind]
    return arguments + [f"--file-filter={words} | {patterns}" for words, patterns in request.types]


def _kdialog(request: FileRequest) -> list[str]:
    start = str(Path(request.start, request.name))
    if request.kind == "folder":
        return ["--title", request.title, "--getexistingdirectory", start]
    filters = "|".join(f"{words} ({patterns})" for words, patterns in request.types)
    if request.kind == "target":
        return ["--title", request.title, "--getsavefilename", start, filters]
    several = ["--multiple", "--separate-output"] if request.kind == "files" else []
    return ["--title", request.title, *several, "--getopenfilename", start, filters]

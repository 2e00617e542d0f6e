"""A wish for files, as every dialog of the desktop gets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Types = Sequence[tuple[str, str]]  # words, and patterns with spaces between


@dataclass(frozen=True)
class FileRequest:
    """A wish for files."""

    kind: Literal["file", "files", "folder", "target"]  # the last is written
    title: str
    start: str  # the folder that is shown first
    name: str = ""  # offered for a target
    types: Types = ()
    overwrites: bool = True  # a target that is there is replaced, which the dialog asks about


class Chooser(Protocol):
    """A dialog of the desktop, asked in any thread, one request at a time."""

    def ask(self, request: FileRequest) -> tuple[Path, ...] | None: ...  # none chosen: cancelled; None: no dialog
    def cancel(self) -> None: ...

"""The ink on the Draw page with its past and future: every change can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.records import Origin, Rgb, Stroke
from digitpad.ui.draw.notes import Note, corrections_of, edits_of
from digitpad.vision.segmentation.edits import NO_EDITS, Cut, SegmentationEdits

if TYPE_CHECKING:
    from digitpad.ui.core.pending_corrections import PendingCorrection

MOST_STEPS = 500
MOST_PICTURES = 4  # kept in the past; pictures are large


@dataclass(frozen=True)
class DocumentPage:
    """A page of a PDF or TIFF, or of one of several files."""

    files: tuple[Path, ...]
    file: int  # which of them, 0 ..
    number: int  # 1 ..
    is_last: bool  # of its file

    def turned(self, by: int) -> tuple[int, int] | None:
        """Return file and number of the page `by`, 1 or -1, pages further; None where there is none."""
        if by > 0:
            number, file = (1, self.file + 1) if self.is_last else (self.number + 1, self.file)
        else:
            number, file = (1, self.file - 1) if self.number == 1 else (self.number - 1, self.file)
        return (file, number) if 0 <= file < len(self.files) else None


@dataclass(frozen=True, eq=False)
class Picture:
    pixels: Rgb
    name: str  # for the eyes
    notes: tuple[Note, ...] = ()  # what the user said of its digits
    cuts: tuple[Cut, ...] = ()  # and where he cut them
    page: DocumentPage | None = None  # where it is one of several


@dataclass(frozen=True, eq=False)
class Content:
    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None  # shown in the pad's place
    stroke_notes: tuple[Note, ...] = ()  # what the user said of digits of the pad
    corrections: frozenset[PendingCorrection] = frozenset()  # stored, or on their way, of what `chapter` is about
    chapter: object = field(default_factory=object)  # corrections of another chapter stay as they are

    @property
    def notes(self) -> tuple[Note, ...]:
        """On what is shown."""
        return self.stroke_notes if self.picture is None else self.picture.notes

    @property
    def origin(self) -> Origin:
        return "pad" if self.picture is None else "picture"

    @property
    def edits(self) -> SegmentationEdits:
        """Of the picture."""
        return NO_EDITS if self.picture is None else edits_of(self.picture.notes, self.picture.cuts)

    def with_notes(self, notes: tuple[Note, ...], corrections: frozenset[PendingCorrection]) -> Content:
        """The same with other notes on what is shown."""
        if self.picture is None:
            return replace(self, stroke_notes=notes, corrections=corrections)
        return replace(self, picture=replace(self.picture, notes=notes), corrections=corrections)

    def in_a_new_chapter(self) -> Content:
        """The same without the corrections that none of its notes can take back any more.

        Otherwise each step of the history would know all corrections that were ever made.
        """
        notes = self.stroke_notes if self.picture is None else (*self.stroke_notes, *self.picture.notes)
        corrections = corrections_of(notes)
        return self if corrections == self.corrections else replace(self, corrections=corrections, chapter=object())

    def same_ink(self, other: Content) -> bool:
        """True where the other shows the same strokes, or the same picture."""
        if self.picture is None or other.picture is None:
            return self.picture is other.picture and self.strokes is other.strokes
        return self.picture.pixels is other.picture.pixels


class History:
    """The content and its history; `on_change` hears of every new content."""

    def __init__(self, on_change: Callable[[Content], None]) -> None:
        self.content = Content()
        self._past: list[Content] = []
        self._future: list[Content] = []
        self._on_change = on_change

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def draw(self, strokes: tuple[Stroke, ...]) -> None:
        """The pad holds `strokes` now."""
        there = frozenset(strokes)
        notes = tuple(note for note in self.content.stroke_notes if note.parts & there)
        self.become(replace(self.content, strokes=strokes, picture=None, stroke_notes=notes).in_a_new_chapter())

    def show(self, picture: Picture) -> None:
        self.become(replace(self.content, picture=picture).in_a_new_chapter())

    def back_to_drawing(self) -> None:
        if self.content.picture is not None:
            self.become(replace(self.content, picture=None))

    def clear(self) -> None:
        """A picture is put away; without one the strokes go."""
        if self.content.picture is not None:
            self.back_to_drawing()
        elif self.content.strokes:
            self.become(Content())

    def undo(self) -> None:
        if self._past:
            self._future.append(self.content)
            self._turn_to(self._past.pop())

    def redo(self) -> None:
        if self._future:
            self._past.append(self.content)
            self._turn_to(self._future.pop())

    def become(self, content: Content) -> None:
        """Change to `content`; `undo` comes back to what is there now."""
        self._past.append(self.content)
        self._future.clear()
        self._forget()
        self._turn_to(content)

    def _turn_to(self, content: Content) -> None:
        self.content = content
        self._on_change(content)

    def _forget(self) -> None:
        del self._past[:-MOST_STEPS]
        with_picture = [index for index, content in enumerate(self._past) if content.picture is not None]
        for index in with_picture[:-MOST_PICTURES]:
            self._past[index] = replace(self._past[index], picture=None)

"""What lies on the pad, with its past and future: every change can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from digitpad.records import Rgb, Stroke

MOST_STEPS = 500
MOST_PICTURES = 4  # kept in the past; pictures are large


@dataclass(frozen=True, eq=False)
class Picture:
    pixels: Rgb
    name: str  # for the eyes


@dataclass(frozen=True, eq=False)
class Content:
    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None  # shown in the pad's place


class Document:
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
        self._become(replace(self.content, strokes=strokes, picture=None))

    def show(self, picture: Picture) -> None:
        self._become(replace(self.content, picture=picture))

    def back_to_drawing(self) -> None:
        if self.content.picture is not None:
            self._become(replace(self.content, picture=None))

    def clear(self) -> None:
        """A picture is put away; without one the strokes go."""
        if self.content.picture is not None:
            self.back_to_drawing()
        elif self.content.strokes:
            self._become(Content())

    def undo(self) -> None:
        if self._past:
            self._future.append(self.content)
            self._turn_to(self._past.pop())

    def redo(self) -> None:
        if self._future:
            self._past.append(self.content)
            self._turn_to(self._future.pop())

    def _become(self, content: Content) -> None:
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

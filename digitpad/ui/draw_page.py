"""The page with the pad: pad or picture on the left, the reading on the right, and how they light each other."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from digitpad.records import Reading
from digitpad.ui.corrects import Corrects
from digitpad.ui.document import Content
from digitpad.ui.icons import Icons
from digitpad.ui.labels import QuietLabel
from digitpad.ui.pad import Pad, Strokes
from digitpad.ui.pages import Page
from digitpad.ui.pen_choice import PenChoice
from digitpad.ui.picture_view import PictureView
from digitpad.ui.reading_view import ReadingView
from digitpad.ui.theme import Theme
from digitpad.ui.toolbar import Toolbar

LEFT_SHARE, RIGHT_SHARE = 56, 46
EDGE, GUTTER = 20, 24  # px at scale 1


@dataclass(frozen=True)
class Actions:
    """What the page's buttons do; `growing` and `edited` hear of strokes, `pen_chosen` of a width at scale 1."""

    growing: Callable[[Strokes], None]
    edited: Callable[[Strokes], None]
    undo: Callable[[], None]
    redo: Callable[[], None]
    clear: Callable[[], None]
    open: Callable[[], None]
    save: Callable[[], None]
    copy: Callable[[], None]
    back: Callable[[], None]
    pen_chosen: Callable[[float], None]


class DrawPage(Page):
    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        pen_width: float,
        actions: Actions,
        corrects: Corrects,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._actions = theme, icons, actions
        self._content = Content()
        self.columnconfigure(0, weight=LEFT_SHARE, uniform="half")
        self.columnconfigure(1, weight=RIGHT_SHARE, uniform="half")
        self.rowconfigure(0, weight=1)
        self._make_left(pen_width)
        self.reading_view = ReadingView(
            self,
            theme=theme,
            icons=icons,
            on_hover=self._card_hovered,
            on_copy=actions.copy,
            corrects=corrects,
        )
        edge = theme.px(EDGE)
        self.reading_view.grid(row=0, column=1, rowspan=2, sticky="nsew", padx=(0, edge), pady=(edge, 0))
        self._show_buttons(can_undo=False, can_redo=False)

    def show(self, content: Content, *, can_undo: bool, can_redo: bool) -> None:
        self._content = content
        self.pad.show(content.strokes)
        if content.picture is not None:
            self._picture.show(content.picture.pixels)
            self._picture_name.configure(text=content.picture.name)
            self._bring_up(self._picture, self._picture_bar, away=(self.pad, self._pad_bar))
        else:
            self._bring_up(self.pad, self._pad_bar, away=(self._picture, self._picture_bar))
        self._show_buttons(can_undo, can_redo)

    def show_reading(self, reading: Reading, waiting: str) -> None:
        """`waiting`: the words where there is no number."""
        self.reading_view.show(reading, waiting)
        if self._content.picture is not None:
            self._picture.mark(reading.digits)
            self._picture.select(self.reading_view.selected)

    def toggle_eraser(self) -> None:
        self.pad.eraser = not self.pad.eraser
        self._eraser.press_in(self.pad.eraser)

    def step_pen(self, by: int) -> None:
        self._pens.step(by)

    def _make_left(self, pen_width: float) -> None:
        theme, edge = self._theme, self._theme.px(EDGE)
        self.pad = Pad(
            self,
            theme=theme,
            pen_width=pen_width * theme.scale,
            on_growing=self._growing,
            on_edit=self._actions.edited,
            on_hover=self._stroke_hovered,
        )
        self._picture = PictureView(
            self, theme=theme, on_hover=self.reading_hovered, on_pick=lambda index: self.reading_view.select((index,))
        )
        for view in (self.pad, self._picture):
            view.grid(row=0, column=0, sticky="nsew", padx=(edge, theme.px(GUTTER)), pady=(edge, 0))
        self._pad_bar = self._make_pad_bar(pen_width)
        self._picture_bar = self._make_picture_bar()
        for bar in (self._pad_bar, self._picture_bar):
            bar.grid(row=1, column=0, sticky="ew", padx=(edge, theme.px(GUTTER)), pady=theme.px(12))
        self._bring_up(self.pad, self._pad_bar, away=(self._picture, self._picture_bar))

    def _make_pad_bar(self, pen_width: float) -> Toolbar:
        bar, do = Toolbar(self, theme=self._theme, icons=self._icons), self._actions
        self._undo = bar.button("undo", "", "Undo  (Ctrl+Z)", do.undo)
        self._redo = bar.button("redo", "", "Redo  (Ctrl+Y)", do.redo)
        self._eraser = bar.button("eraser", "Eraser", "Erase strokes  (E, or the right button)", self.toggle_eraser)
        self._clear = bar.button("clear", "Clear", "Clear the pad  (Esc)", do.clear)
        self._pens = PenChoice(bar, theme=self._theme, icons=self._icons, width=pen_width, on_choose=self._pen_chosen)
        bar.put(self._pens)
        bar.stretch()
        bar.button("open", "", "Open a picture or strokes  (Ctrl+O)", do.open)
        self._save = bar.button("save", "", "Save the pad as a picture or as strokes  (Ctrl+S)", do.save)
        return bar

    def _make_picture_bar(self) -> Toolbar:
        bar = Toolbar(self, theme=self._theme, icons=self._icons)
        bar.button("back", "Back to drawing", "Put the picture away  (Esc)", self._actions.back)
        self._picture_name = QuietLabel(bar, theme=self._theme)
        bar.put(self._picture_name)
        bar.stretch()
        bar.button("open", "", "Open another picture  (Ctrl+O)", self._actions.open)
        return bar

    def _bring_up(self, *widgets: tk.Widget, away: tuple[tk.Widget, ...]) -> None:
        for widget in away:
            widget.grid_remove()
        for widget in widgets:
            widget.grid()

    def _show_buttons(self, can_undo: bool, can_redo: bool) -> None:
        drawn = bool(self._content.strokes)
        for button, on in ((self._undo, can_undo), (self._redo, can_redo), (self._clear, drawn), (self._save, drawn)):
            button.enable(on)

    def _growing(self, strokes: Strokes) -> None:
        self._actions.growing(strokes)

    def _pen_chosen(self, width: float) -> None:
        self.pad.pen_width = width * self._theme.scale
        self._actions.pen_chosen(width)

    def _card_hovered(self, index: int | None) -> None:
        selected = self.reading_view.selected
        if self._content.picture is not None:
            self._picture.light(index)
            self._picture.select(selected)
        else:
            self._light_strokes(selected if index is None or index in selected else (index,))

    def _light_strokes(self, places: Sequence[int]) -> None:
        """Those of the digits at these places."""
        digits = self.reading_view.reading.digits
        self.pad.light([stroke for place in places if place < len(digits) for stroke in digits[place].strokes])

    def _stroke_hovered(self, stroke: int | None) -> None:
        digits = self.reading_view.reading.digits
        owner = next((number for number, digit in enumerate(digits) if stroke in digit.strokes), None)
        self._light_strokes(self.reading_view.selected if owner is None else (owner,))
        self.reading_hovered(owner)

    def reading_hovered(self, index: int | None) -> None:
        """The digit under the pointer on the left; its card is lit."""
        self.reading_view.light(index)
        if self._content.picture is not None:
            self._picture.light(index)

"""The page with the pad: pad or picture on one side, the reading on the other, and how they light each other."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.records import Digit, Reading, Sign
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.pages import Page
from digitpad.ui.core.preferences import Preferences
from digitpad.ui.draw.bars import PadBar, PictureBar
from digitpad.ui.draw.history import Content
from digitpad.ui.draw.open_document import OpenDocument
from digitpad.ui.draw.pad import Pad
from digitpad.ui.draw.picture_view import PictureView
from digitpad.ui.explain.panel import ExplanationPanel
from digitpad.ui.learned.learned import Learned
from digitpad.ui.learned.learned_line import LearnedLine
from digitpad.ui.reading.correction_actions import CorrectionActions
from digitpad.ui.reading.reading_view import ABOVE_NUMBER, CARD_KEYS, ReadingView
from digitpad.ui.rules.page_rule import PageRule
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

PAD_SHARE, READING_SHARE = 56, 46  # of the width
EDGE, GUTTER, LEARNED_ABOVE, LEARNED_BELOW = 20, 24, 4, 4  # px at scale 1


class DrawPage(Page):
    hints = (
        *(hint for hint in CARD_KEYS if hint[0] != "X"),  # that is a command here
        (_("Right button"), _("Erase while it is held")),
    )

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        notices: Notices,
        document: OpenDocument,
        corrections: CorrectionActions,
        preferences: Preferences,
        dialogs: FileDialogs,
        learned: Learned,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._notices, self._document = theme, icons, notices, document
        self._preferences = preferences
        self._content = Content()
        self._explanation: ExplanationPanel | None = None  # made when it is first opened
        self.rowconfigure(0, weight=1)
        self._make_pad_side(preferences.settings.pen_width)
        self._make_reading_side(learned)
        self.reading_view = self._make_reading_view(corrections)
        self.rule = PageRule(
            self.reading_view,
            ABOVE_NUMBER,
            theme=theme,
            icons=icons,
            dialogs=dialogs,
            preferences=preferences,
            on_rule=document.obey,
        )
        self._left_handed = preferences.settings.left_handed
        self._lay_out()
        self._show_buttons(can_undo=False, can_redo=False)

    def _make_reading_view(self, corrections: CorrectionActions) -> ReadingView:
        return ReadingView(
            self._reading_side,
            theme=self._theme,
            icons=self._icons,
            on_hover=self._card_hovered,
            on_copy=self.copy,
            corrections=corrections,
            on_rule=lambda: self.rule.open(),
        )

    def show(self, content: Content, *, can_undo: bool, can_redo: bool) -> None:
        self._content = content
        self.pad.show(content.strokes)
        if content.picture is not None:
            self.pad.example.wipe()
            self._picture.show(content.picture.pixels)
            self._picture_bar.show(content.picture.name)
            self._bring_up(self._picture, self._picture_bar, away=(self.pad, self._pad_bar))
        else:
            self._bring_up(self.pad, self._pad_bar, away=(self._picture, self._picture_bar))
        self._show_buttons(can_undo, can_redo)
        self.winfo_toplevel().event_generate("<<MovedOn>>")

    def show_reading(self, reading: Reading, waiting: str) -> None:
        """`waiting`: the words where there is no number."""
        self.reading_view.show(reading, waiting)
        if self._explanation is not None and self.explaining:
            self._explanation.show(reading)
        if self._content.picture is not None:
            self._picture.mark(reading.sequence)
            self._picture.select(self.reading_view.selected)

    def arrive(self) -> None:
        self.rule.arrive()

    def show_rule(self, words: str) -> None:
        """Show words about what was read without the rule."""
        self.rule.say(words)

    @property
    def drawing(self) -> bool:
        """True while the pen or the eraser is down."""
        return self.pad.drawing

    @property
    def sheet(self) -> tuple[int, int, float]:
        """Width and height of the pad and width of the pen, px."""
        return self.pad.winfo_width(), self.pad.winfo_height(), self.pad.pen_width

    def copy(self) -> None:
        """Put the number on the clipboard."""
        text = self._document.reading.text
        self.clipboard_clear()
        self.clipboard_append(text)
        self._document.use()
        self._notices.news(_("Copied {text}").format(text=" / ".join(text.split())))

    @property
    def explaining(self) -> bool:
        """True while the cards make room for the network's view."""
        return self._explanation is not None and bool(self._explanation.winfo_manager())

    def explain(self, bridge: Bridge) -> None:
        """Show what the network sees in the selected digit, or in the one that was written last."""
        if self._explanation is None:
            self._explanation = ExplanationPanel(
                self._reading_side,
                theme=self._theme,
                icons=self._icons,
                bridge=bridge,
                on_place=lambda place: self._point_out(self._sequence_place(place)),
                on_close=self.step_back,
            )
        digits = self.reading_view.reading.digits
        selected = [digits.index(sign) for sign in self._selected_signs if isinstance(sign, Digit)]
        self.reading_view.grid_remove()
        self._place_reading(self._explanation)
        self._explanation.open(self.reading_view.reading, selected[-1] if selected else None)
        self.reading_view.select(())

    def step_back(self) -> None:
        """Bring the cards back where they made room; otherwise select nothing."""
        if self._explanation is not None and self.explaining:
            shown = self._explanation.shown
            self._explanation.grid_remove()
            self._place_reading(self.reading_view)
            self.reading_view.select(() if shown is None else (self._sequence_place(shown),))
        else:
            self.reading_view.select(())

    def toggle_eraser(self) -> None:
        self.pad.eraser = not self.pad.eraser
        self._pad_bar.press_eraser(self.pad.eraser)

    def step_pen(self, by: int) -> None:
        self._pad_bar.step_pen(by)

    @property
    def _selected_signs(self) -> list[Sign]:
        return [self.reading_view.reading.sequence[place] for place in self.reading_view.selected]

    def _point_out(self, place: int) -> None:
        """Show on the pad or picture which digit it is."""
        if self._content.picture is not None:
            self._picture.select((place,))
        else:
            self._light_strokes((place,))

    def _pick(self, place: int) -> None:
        """Select a digit of the picture, by its place among digits and marks, or show it in the network's view."""
        sign = self.reading_view.reading.sequence[place]
        if self._explanation is None or not self.explaining:
            self.reading_view.select((place,))
        elif isinstance(sign, Digit):
            self._explanation.look_at(self.reading_view.reading.digits.index(sign))

    def lay_out(self, *, left_handed: bool) -> None:
        """Put the pad at the right for a left hand, which would hide the reading otherwise; else at the left."""
        self._left_handed = left_handed
        self._lay_out()

    def _lay_out(self) -> None:
        px, column = self._theme.px, int(self._left_handed)
        self.columnconfigure(column, weight=PAD_SHARE, uniform="half")
        self.columnconfigure(1 - column, weight=READING_SHARE, uniform="half")
        beside = (px(GUTTER), px(EDGE)) if self._left_handed else (px(EDGE), px(GUTTER))
        for view, bar in ((self.pad, self._pad_bar), (self._picture, self._picture_bar)):
            view.grid(row=0, column=column, sticky="nsew", padx=beside, pady=(px(EDGE), 0))
            bar.grid(row=1, column=column, sticky="ew", padx=beside, pady=px(12))
        has_picture = self._content.picture is not None
        for widget in (self.pad, self._pad_bar) if has_picture else (self._picture, self._picture_bar):
            widget.grid_remove()
        self._place_reading(self._explanation if self._explanation and self.explaining else self.reading_view)
        beside = (px(EDGE), 0) if self._left_handed else (0, px(EDGE))
        above = (px(EDGE), px(LEARNED_BELOW))
        self._reading_side.grid(row=0, column=1 - column, rowspan=2, sticky="nsew", padx=beside, pady=above)

    def _make_reading_side(self, learned: Learned) -> None:
        """Make the column of the reading, with the line about what was learned at its foot."""
        self._reading_side = side = ttk.Frame(self)
        side.columnconfigure(0, weight=1)
        side.rowconfigure(0, weight=1)
        self.learned_line = LearnedLine(side, learned, theme=self._theme)
        self.learned_line.grid(row=1, column=0, sticky="ew", pady=(self._theme.px(LEARNED_ABOVE), 0))

    def _place_reading(self, view: tk.Widget) -> None:
        view.grid(row=0, column=0, sticky="nsew")

    def _sequence_place(self, place: int) -> int:
        """Return the place of a digit among digits and marks."""
        signs = self.reading_view.reading.sequence
        return [number for number, sign in enumerate(signs) if isinstance(sign, Digit)][place]

    def _make_pad_side(self, pen_width: float) -> None:
        theme = self._theme
        self.pad = Pad(
            self,
            theme=theme,
            pen_width=pen_width * theme.scale,
            on_growing=self._document.grow,
            on_edit=self._document.history.draw,
            on_hover=self._stroke_hovered,
        )
        self._picture = PictureView(self, theme=theme, on_hover=self.reading_hovered, on_pick=self._pick)
        self._pad_bar = PadBar(
            self,
            self._document,
            theme=theme,
            icons=self._icons,
            pen_width=pen_width,
            on_pen=self._pen_chosen,
            on_eraser=self.toggle_eraser,
        )
        self._picture_bar = PictureBar(self, self._document, theme=theme, icons=self._icons)

    def _bring_up(self, *widgets: tk.Widget, away: tuple[tk.Widget, ...]) -> None:
        for widget in away:
            widget.grid_remove()
        for widget in widgets:
            widget.grid()

    def _show_buttons(self, can_undo: bool, can_redo: bool) -> None:
        self._pad_bar.show(can_undo=can_undo, can_redo=can_redo, has_strokes=bool(self._content.strokes))

    def _pen_chosen(self, width: float) -> None:
        self.pad.pen_width = width * self._theme.scale
        self._preferences.change(pen_width=width)

    def _card_hovered(self, index: int | None) -> None:
        selected = self.reading_view.selected
        if self._content.picture is not None:
            self._picture.light(index)
            self._picture.select(selected)
        else:
            self._light_strokes(selected if index is None or index in selected else (index,))

    def _light_strokes(self, places: Sequence[int]) -> None:
        """Those of the digits and marks at these places."""
        signs = self.reading_view.reading.sequence
        self.pad.light([stroke for place in places if place < len(signs) for stroke in signs[place].strokes])

    def _stroke_hovered(self, stroke: int | None) -> None:
        signs = self.reading_view.reading.sequence
        owner = next((number for number, sign in enumerate(signs) if stroke in sign.strokes), None)
        self._light_strokes(self.reading_view.selected if owner is None else (owner,))
        self.reading_hovered(owner)

    def reading_hovered(self, index: int | None) -> None:
        """The digit under the pointer on pad or picture; its card is lit."""
        self.reading_view.light(index)
        if self._content.picture is not None:
            self._picture.light(index)

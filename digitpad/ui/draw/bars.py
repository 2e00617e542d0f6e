"""The buttons below the pad, and those below a picture."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.draw.open_document import OpenDocument
from digitpad.ui.draw.pen_choice import PenChoice
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import Toolbar

NAME_WIDTH = 140  # px at scale 1, of most pictures' names


class PadBar(Toolbar):
    """`pen_width` is at scale 1, and so is what `on_pen` gets of a pen that was chosen."""

    def __init__(
        self,
        parent: ttk.Frame,
        document: OpenDocument,
        *,
        theme: Theme,
        icons: Icons,
        pen_width: float,
        on_pen: Callable[[float], None],
        on_eraser: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme=theme, icons=icons)
        self._undo = self.button("undo", "", _("Undo  (Ctrl+Z)"), document.history.undo)
        self._redo = self.button("redo", "", _("Redo  (Ctrl+Y)"), document.history.redo)
        self._eraser = self.button("eraser", "", _("Erase strokes  (E, or the right button)"), on_eraser)
        self._clear = self.button("clear", "", _("Clear the pad  (Delete)"), document.clear)
        self._pens = PenChoice(self, theme=theme, icons=icons, width=pen_width, on_choose=on_pen)
        self.put(self._pens)
        self.count(self._pens)
        opening = self.button("open", "", _("Open a picture or strokes  (Ctrl+O)"), document.open, right=True)
        self._save = self.button(
            "save", "", _("Save the pad, picture and strokes  (Ctrl+S)"), document.save, right=True
        )
        self.word((self._eraser, _("Eraser")), (self._clear, _("Clear")))
        self.word((opening, _("Open")), (self._save, _("Save")))
        self.word((self._undo, _("Undo")), (self._redo, _("Redo")))

    def show(self, *, can_undo: bool, can_redo: bool, has_strokes: bool) -> None:
        """Enable the buttons that have something to do."""
        enabled = (
            (self._undo, can_undo),
            (self._redo, can_redo),
            (self._clear, has_strokes),
            (self._save, has_strokes),
        )
        for button, on in enabled:
            button.enable(on)

    def press_eraser(self, on: bool) -> None:
        self._eraser.press_in(on)

    def step_pen(self, by: int) -> None:
        self._pens.step(by)


class PictureBar(Toolbar):
    """With buttons for the pages of a document, or the pictures of a folder, where it has several."""

    def __init__(self, parent: ttk.Frame, document: OpenDocument, *, theme: Theme, icons: Icons) -> None:
        super().__init__(parent, theme=theme, icons=icons, left_free=NAME_WIDTH)
        self._document = document
        self._back = self.button("back", _("Back to drawing"), _("Put the picture away  (Delete)"), document.clear)
        self.earlier = self.button("back", "", _("Page before  (Page up)"), lambda: document.turn_page(-1))
        self.later = self.button("forward", "", _("Next page  (Page down)"), lambda: document.turn_page(1))
        self._name = QuietLabel(self, theme=theme)
        self.put(self._name)
        opening = self.button("open", "", _("Open another picture  (Ctrl+O)"), document.open, right=True)
        self.word((opening, _("Open")))

    def show(self, name: str) -> None:
        """Show the picture's name, and the buttons for its pages."""
        self._name.configure(text=name)
        page = self._document.page
        turning = (self.earlier, self.later) if page is not None else ()
        self.show_only(self._back, *turning, self._name)
        for button, by in ((self.earlier, -1), (self.later, 1)):
            button.enable(page is not None and page.turned(by) is not None)

"""The results of a folder: the table, and below it the selected value, to be looked at and put right."""

from __future__ import annotations

import io
import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from PIL import Image, ImageTk

from digitpad.forms.template import FormTemplate
from digitpad.languages import _
from digitpad.ui.forms.results import ResultCell, ResultRow
from digitpad.ui.forms.value_table import Place, ValueTable
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme

CROP_HIGH, CROP_WIDE = 76, 330  # px at scale 1, at most
NOTHING = _("Click a value to see it as it was written.")
REVIEW = _("Type the right value; Enter takes it and goes on to the next doubtful one.")


class FormResultsView(ttk.Frame):
    """`on_change` is called after each value that a person decided."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_change: Callable[[], None]) -> None:
        super().__init__(parent)
        self._theme, self._on_change = theme, on_change
        self._names: Sequence[str] = ()
        self.rows: list[ResultRow] = []
        self.decided = False  # a person decided a value that is not saved yet
        self.table = ValueTable(self, theme=theme, on_select=self._show_cell, on_enter=self._begin_typing)
        self.table.grid(row=0, column=0, sticky="nsew")
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._make_review()

    def begin(self, template: FormTemplate) -> None:
        """Show an empty table of these fields."""
        self._names, self.rows, self.decided = template.names, [], False
        self.table.selected = None
        self.table.show(self._names, self.rows)
        self._show_nothing()

    def add(self, rows: Sequence[ResultRow]) -> None:
        self.rows.extend(rows)
        self.table.show(self._names, self.rows)
        if self.table.selected is None:
            self.go_on()

    @property
    def doubtful(self) -> int:
        """The number of values that nobody has looked at."""
        return sum(cell.doubtful for row in self.rows for cell in row.cells)

    def go_on(self) -> bool:
        """Select the next doubtful value, round and round; False where there is none."""
        places = [(r, c) for r, row in enumerate(self.rows) for c, cell in enumerate(row.cells) if cell.doubtful]
        if not places:
            return False
        at = self.table.selected or (-1, -1)
        self.table.select(next((place for place in places if place > at), places[0]))
        return True

    def _make_review(self) -> None:
        px, pane = self._theme.px, ttk.Frame(self)
        pane.grid(row=1, column=0, sticky="ew", pady=(px(10), 0))
        pane.columnconfigure(1, weight=1)
        self._crop = ttk.Label(pane)
        self._crop.grid(row=0, column=0, rowspan=3, sticky="w", padx=(0, px(12)))
        self._title = ttk.Label(pane, style="Strong.TLabel", width=1)
        self._title.grid(row=0, column=1, columnspan=3, sticky="ew")
        self._text = tk.StringVar(self)
        self.entry = ttk.Entry(pane, textvariable=self._text, font=self._theme.body, width=12)
        self.entry.grid(row=1, column=1, sticky="ew", pady=px(4))
        self._take = ttk.Button(pane, text=_("Take"), command=self._decide)
        self._take.grid(row=1, column=2, padx=(px(8), 0))
        self._next = ttk.Button(pane, text=_("Next doubtful"), command=self._skip)
        self._next.grid(row=1, column=3, padx=(px(8), 0))
        self._words = QuietLabel(pane, theme=self._theme, wraps=True)
        self._words.grid(row=2, column=1, columnspan=3, sticky="ew")
        for key in ("<Return>", "<KP_Enter>"):
            self.entry.bind(key, lambda event: self._decide())
        self.entry.bind("<Escape>", lambda event: self._leave())
        for key, step in (("<Up>", "Up"), ("<Down>", "Down")):
            self.entry.bind(key, lambda event, step=step: self.table.canvas.event_generate(f"<{step}>"))  # type: ignore[misc]
        self._show_nothing()

    def _cell(self) -> ResultCell | None:
        place = self.table.selected
        cells = self.rows[place[0]].cells if place is not None else ()
        return cells[place[1]] if place is not None and place[1] < len(cells) else None

    def _show_cell(self, place: Place) -> None:
        cell = self._cell()
        if cell is None:
            self._show_nothing(self.rows[place[0]].sentence)
            return
        self._photo = ImageTk.PhotoImage(self._enlarged(cell.picture))
        self._crop.configure(image=self._photo)
        self._title.configure(text=f"{self._names[place[1]]}  ·  {self.rows[place[0]].name}")
        was = (
            " " + _("It was read as {number}.").format(number=cell.read or _("nothing"))
            if cell.text != cell.read
            else ""
        )
        self._words.configure(
            text=(REVIEW if cell.doubtful else _("It is taken as it stands; type to change it.")) + was
        )
        self._enable(True)
        self._text.set(cell.text)
        self.entry.select_range(0, "end")
        self.entry.icursor("end")

    def _enlarged(self, picture: bytes) -> Image.Image:
        image, px = Image.open(io.BytesIO(picture), formats=("JPEG",)), self._theme.px
        factor = min(px(CROP_HIGH) / image.height, px(CROP_WIDE) / image.width, (self.winfo_width() / 2) / image.width)
        return image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))))

    def _show_nothing(self, sentence: str = "") -> None:
        self._crop.configure(image="")
        self._title.configure(text="")
        self._text.set("")
        self._words.configure(text=sentence or NOTHING)
        self._enable(False)

    def _enable(self, on: bool) -> None:
        for widget in (self.entry, self._take):
            widget.state(["!disabled" if on else "disabled"])

    def _begin_typing(self, first: str) -> None:
        """Take the keys for the value; `first` is what was typed on the table already."""
        if self._cell() is not None:
            self.entry.focus_set()
            if first:
                self._text.set(first)
            else:
                self.entry.select_range(0, "end")
            self.entry.icursor("end")

    def _decide(self) -> str:
        """Take the value as it is typed, and go on."""
        place, cell = self.table.selected, self._cell()
        if place is not None and cell is not None:
            row, column = place
            self.rows[row] = self.rows[row].with_cell(column, cell.decided(self._text.get().strip()))
            self.decided = True
            self.table.show(self._names, self.rows)
            if not self.go_on():
                self._show_cell(place)
            self._on_change()
        return "break"

    def _skip(self) -> None:
        self.go_on()
        self.entry.focus_set()

    def _leave(self) -> str:
        """Give the keys back to the table, the value as it was."""
        if self.table.selected is not None:
            self._show_cell(self.table.selected)
        self.table.canvas.focus_set()
        return "break"

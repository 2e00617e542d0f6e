"""A table of values on a canvas: only what is in sight is drawn; doubtful values stand out, one is selected."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.forms.results import ResultRow
from digitpad.ui.widgets.theme import Theme

ROW, PAD, LEAST, MOST = 28, 8, 60, 200  # px at scale 1: height, beside text, widths of columns
MEASURED = 200  # rows by whose texts a column's width is chosen
STEPS = {"Up": (-1, 0), "Down": (1, 0), "Left": (0, -1), "Right": (0, 1), "Prior": (-8, 0), "Next": (8, 0)}
Place = tuple[int, int]  # row, column of the values, from 0


class ValueTable(ttk.Frame):
    """`on_select` gets the place that is selected; `on_enter` is called for Enter and letters typed on it."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        on_select: Callable[[Place], None],
        on_enter: Callable[[str], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_select, self._on_enter = theme, on_select, on_enter
        self._heads: Sequence[str] = ()
        self._rows: Sequence[ResultRow] = ()
        self._widths: list[int] = []
        self._left = self._top = 0  # px scrolled
        self.selected: Place | None = None
        self._make_canvas()
        self._bind_keys()

    def show(self, heads: Sequence[str], rows: Sequence[ResultRow]) -> None:
        """Show these rows under the names of the fields; the selection stays."""
        if len(rows) <= MEASURED or tuple(heads) != tuple(self._heads):
            self._measure(heads, rows)
        self._heads, self._rows = heads, rows
        if self.selected is not None and not self._has(self.selected):
            self.selected = None
        self._draw()

    def select(self, place: Place) -> None:
        """Select a value and bring it into sight."""
        self.selected = place
        self._reveal(place)
        self._draw()
        self._on_select(place)

    def cell_box(self, place: Place) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of a value, px of the canvas."""
        row, column = place
        left = sum(self._widths[: column + 1]) - self._left
        top = self._row_height * (row + 1) - self._top
        return left, top, left + self._widths[column + 1], top + self._row_height

    @property
    def _row_height(self) -> int:
        return self._theme.px(ROW)

    def _make_canvas(self) -> None:
        self.canvas = tk.Canvas(self, highlightthickness=2, borderwidth=0, width=200, height=120, takefocus=True)
        self._across = ttk.Scrollbar(self, orient="horizontal", command=lambda *words: self._scroll(0, *words))
        self._down = ttk.Scrollbar(self, orient="vertical", command=lambda *words: self._scroll(1, *words))
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self._down.grid(row=0, column=1, sticky="ns")
        self._across.grid(row=1, column=0, sticky="ew")
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.canvas.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self.canvas.bind("<ButtonPress-1>", lambda event: self._press(event.x, event.y))
        for sequence, by in (("<Button-4>", -2), ("<Button-5>", 2)):
            self.canvas.bind(sequence, lambda event, by=by: self._scroll(1, "scroll", by, "units"))  # type: ignore[misc]
        self.canvas.bind("<MouseWheel>", lambda event: self._scroll(1, "scroll", -2 if event.delta > 0 else 2, "units"))

    def _bind_keys(self) -> None:
        for key, by in STEPS.items():
            self.canvas.bind(f"<{key}>", lambda event, by=by: self._step(*by))  # type: ignore[misc]
        for key in ("<Return>", "<KP_Enter>", "<F2>"):
            self.canvas.bind(key, lambda event: self._on_enter(""))
        self.canvas.bind("<Key>", lambda event: self._on_enter(event.char) if event.char.isdigit() else None)

    def _measure(self, heads: Sequence[str], rows: Sequence[ResultRow]) -> None:
        px, font = self._theme.px, self._theme.small
        columns = [[_("Scan"), *(row.name for row in rows[:MEASURED])]]
        for place, head in enumerate(heads):
            columns.append([head, *(row.cells[place].text for row in rows[:MEASURED] if row.cells)])
        widest = [max(map(font.measure, column)) + 2 * px(PAD) for column in columns]
        self._widths = [min(max(width, px(LEAST)), px(MOST)) for width in widest]

    def _has(self, place: Place) -> bool:
        return place[0] < len(self._rows) and place[1] < len(self._rows[place[0]].cells)

    def _step(self, down: int, right: int) -> str:
        if self._rows:
            row, column = self.selected or (-1 if down > 0 else 0, 0)
            row = min(max(row + down, 0), len(self._rows) - 1)
            if self._rows[row].cells or down:
                self.select((row, min(max(column + right, 0), max(len(self._heads) - 1, 0))))
        return "break"

    def _press(self, x: int, y: int) -> None:
        self.canvas.focus_set()
        row = (y + self._top) // self._row_height - 1
        if y < self._row_height or not 0 <= row < len(self._rows):
            return
        edge = -self._left
        for column, width in enumerate(self._widths):
            if edge <= x < edge + width:
                self.select((row, max(column - 1, 0)))
                return
            edge += width

    def _scroll(self, down: int, *words: object) -> None:
        """Take the words of a scrollbar: moveto SHARE, or scroll N units or pages."""
        whole, room = self._extent(down), self._room(down)
        now = self._top if down else self._left
        if words[0] == "moveto":
            to = float(str(words[1])) * whole
        else:
            to = now + int(str(words[1])) * (room if words[2] == "pages" else self._row_height)
        self._set(down, to)
        self._draw()

    def _set(self, down: int, to: float) -> None:
        value = round(min(max(to, 0), max(self._extent(down) - self._room(down), 0)))
        if down:
            self._top = value
        else:
            self._left = value

    def _extent(self, down: int) -> int:
        return self._row_height * (len(self._rows) + 1) if down else sum(self._widths)

    def _room(self, down: int) -> int:
        return self.canvas.winfo_height() if down else self.canvas.winfo_width()

    def _reveal(self, place: Place) -> None:
        left, top, right, bottom = self.cell_box(place)
        if top < self._row_height:
            self._set(1, self._top + top - self._row_height)
        elif bottom > self._room(1):
            self._set(1, self._top + bottom - self._room(1))
        if left < 0:
            self._set(0, self._left + left)
        elif right > self._room(0):
            self._set(0, self._left + right - self._room(0))

    def _draw(self) -> None:
        colours, high = self._theme.palette, self._row_height
        self.canvas.delete("all")
        self.canvas.configure(
            background=colours.surface, highlightbackground=colours.line, highlightcolor=colours.accent
        )
        for down, bar in ((0, self._across), (1, self._down)):
            self._set(down, self._top if down else self._left)
            whole, at = max(self._extent(down), 1), self._top if down else self._left
            bar.set(at / whole, min(1.0, (at + self._room(down)) / whole))
        first = self._top // high
        for row in range(first, min(len(self._rows), first + self._room(1) // high + 2)):
            self._draw_row(row)
        self._draw_heads()

    def _draw_row(self, row: int) -> None:
        colours, shown, high = self._theme.palette, self._rows[row], self._row_height
        top, left = high * (row + 1) - self._top, -self._left
        self._write(left, top, self._widths[0], shown.name, colours.text)
        if shown.sentence:
            self._write(left + self._widths[0], top, self._extent(0), shown.sentence, colours.unsure)
        for column, cell in enumerate(shown.cells):
            left, top, right, bottom = self.cell_box((row, column))
            if right < 0 or left > self._room(0):
                continue
            if cell.doubtful:
                self.canvas.create_rectangle(left + 1, top + 1, right - 1, bottom - 1, fill=colours.warning, width=0)
            colour = colours.unsure if cell.doubtful else colours.text
            self._write(left, top, right - left, cell.text or ("?" if cell.doubtful else ""), colour)
            if (row, column) == self.selected:
                self.canvas.create_rectangle(left + 1, top + 1, right - 2, bottom - 2, outline=colours.accent, width=2)
        edge = max(self._room(0), self._extent(0))
        self.canvas.create_line(0, top + high, edge, top + high, fill=colours.line)

    def _draw_heads(self) -> None:
        colours, high, left = self._theme.palette, self._row_height, -self._left
        edge = max(self._room(0), self._extent(0))
        self.canvas.create_rectangle(0, 0, edge, high, fill=colours.window, outline=colours.line)
        for head, width in zip((_("Scan"), *self._heads), self._widths, strict=False):
            self._write(left, 0, width, head, colours.quiet)
            left += width

    def _write(self, left: int, top: int, width: int, text: str, colour: str) -> None:
        font, room = self._theme.small, width - 2 * self._theme.px(PAD)
        while text and font.measure(text) > room:
            text = text[:-2].rstrip("…") + "…" if len(text) > 2 else ""
        x, y = left + self._theme.px(PAD), top + self._row_height // 2
        self.canvas.create_text(x, y, text=text, anchor="w", font=font, fill=colour)

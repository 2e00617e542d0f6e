"""The choice of the columns that a table of recorded numbers has, and of their order."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.recorded.saved_number import COLUMNS
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name, put_over

MOVE = _("The arrows move a column; so do Alt and the arrow keys.")


class ColumnsDialog(tk.Toplevel):
    """Gives `on_chosen` the names of the columns when Use or Enter is pressed; Esc and Cancel close it without."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        chosen: Sequence[str],
        on_chosen: Callable[[tuple[str, ...]], None],
    ) -> None:
        super().__init__(parent, background=theme.palette.window)
        self.title(_("Columns of the CSV file"))
        self.transient(parent.winfo_toplevel())
        self.resizable(False, False)
        self._theme, self._on_chosen = theme, on_chosen
        self._order = [*chosen, *(name for name in COLUMNS if name not in chosen)]
        self._on = {name: tk.BooleanVar(self, name in chosen) for name in COLUMNS}
        self._frame = ttk.Frame(self, padding=theme.px(20))
        self._frame.grid()
        self._frame.columnconfigure(0, weight=1)
        self._rows = {name: self._row(name) for name in COLUMNS}
        words = QuietLabel(self._frame, theme=theme, text=MOVE)
        words.grid(row=len(COLUMNS), column=0, columnspan=3, sticky="w", pady=(theme.px(8), theme.px(12)))
        self._make_buttons()
        self.bind("<Escape>", lambda event: self.destroy())
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda event: self._give())
        self._place_rows()
        put_over(self, parent.winfo_toplevel())
        self._rows[self._order[0]][0].focus_set()

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that are ticked, in their order."""
        return tuple(name for name in self._order if self._on[name].get())

    def move(self, name: str, by: int) -> None:
        """Put a column so many places further down."""
        place = self._order.index(name)
        self._order.insert(max(0, place + by), self._order.pop(place))
        self._place_rows()

    def _row(self, name: str) -> tuple[ttk.Widget, ...]:
        tick = ttk.Checkbutton(self._frame, text=COLUMNS[name][0], variable=self._on[name], command=self._can_use)
        arrows = [
            ttk.Button(
                self._frame,
                text=sign,
                style="Icon.TButton",
                width=2,
                command=lambda by=by: self.move(name, by),  # type: ignore[misc]
            )
            for sign, by in (("↑", -1), ("↓", 1))
        ]
        for arrow, way in zip(arrows, (_("Move {column} up"), _("Move {column} down")), strict=True):
            give_name(arrow, way.format(column=COLUMNS[name][0]))
        for key, by in (("<Alt-Up>", -1), ("<Alt-Down>", 1)):
            tick.bind(key, lambda event, by=by: self.move(name, by))  # type: ignore[misc]
        for key, by in (("<Up>", -1), ("<Down>", 1)):
            tick.bind(key, lambda event, by=by: self._focus_beside(name, by))  # type: ignore[misc]
        return (tick, *arrows)

    def _focus_beside(self, name: str, by: int) -> None:
        place = (self._order.index(name) + by) % len(self._order)
        self._rows[self._order[place]][0].focus_set()

    def _place_rows(self) -> None:
        for row, name in enumerate(self._order):
            for column, widget in enumerate(self._rows[name]):
                widget.grid(row=row, column=column, sticky="w", padx=(self._theme.px(4 if column else 0), 0), pady=1)
                widget.lift()  # Tab goes from above down

    def _make_buttons(self) -> None:
        px, buttons = self._theme.px, ttk.Frame(self._frame)
        buttons.grid(row=len(COLUMNS) + 1, column=0, columnspan=3, sticky="e")
        ttk.Button(buttons, text=_("Cancel"), command=self.destroy).grid(row=0, column=0, padx=(0, px(8)))
        self._use = ttk.Button(buttons, text=_("Use"), style="Accent.TButton", command=self._give)
        self._use.grid(row=0, column=1)
        buttons.lift()

    def _can_use(self) -> None:
        self._use.state(["!disabled" if self.columns else "disabled"])

    def _give(self) -> None:
        if columns := self.columns:
            self.destroy()
            self._on_chosen(columns)

"""One version of the network as a row of the list: its words below the heads of the columns."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.models.columns import COLUMNS, NAME, VersionColumn, places_of
from digitpad.ui.widgets.surface import fitted
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

HEIGHT, DOT, RING = 42, 8, 2  # px at scale 1, as are all sizes here
IN_USE, IN_USE_GAP = _("in use"), 8
MOST_NAME = 80  # characters


class RowActions(Protocol):
    """Functions of the list behind the keys and clicks of a row."""

    def choose(self, key: str) -> None: ...
    def step(self, by: int) -> None: ...
    def use(self, key: str) -> None: ...
    def rename(self, key: str, name: str) -> None: ...
    def remove(self, key: str) -> None: ...


class VersionRow(tk.Canvas):
    """The chosen row alone is a stop of the Tab key; a click chooses, a double click renames."""

    def __init__(self, parent: tk.Misc, version: Version, *, theme: Theme, actions: RowActions) -> None:
        super().__init__(parent, height=theme.px(HEIGHT), width=1, borderwidth=0, highlightthickness=theme.px(RING))
        self.version, self.chosen = version, False
        self._theme, self._actions = theme, actions
        self._field: ttk.Entry | None = None
        give_name(self, version.name, "Row")
        self._listen(version.key)
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self._draw()

    def _listen(self, key: str) -> None:
        do, turn = self._actions, self._turn
        turn("<ButtonPress-1>", self._clicked)
        turn("<Double-Button-1>", self.rename)
        turn("<F2>", self.rename)
        turn("<Up>", lambda: do.step(-1))
        turn("<Down>", lambda: do.step(1))
        turn("<Delete>", lambda: do.remove(key))
        for sequence in ("<Return>", "<KP_Enter>"):
            turn(sequence, lambda: do.use(key))

    def _turn(self, sequence: str, run: Callable[[], object]) -> None:
        """Bind keys or clicks that nothing else may hear."""

        def act(event: tk.Event[tk.Misc]) -> str:
            run()
            return "break"

        self.bind(sequence, act)

    def _clicked(self) -> None:
        self.focus_set()
        self._actions.choose(self.version.key)

    def choose(self, on: bool) -> None:
        """Show whether the buttons act on this one."""
        self.chosen = on
        self.configure(takefocus=on)
        self._draw()

    @property
    def has_focus(self) -> bool:
        focus = str(self.tk.call("focus"))
        return focus == str(self) or focus.startswith(f"{self}.")

    def _draw(self) -> None:
        colours, px = self._theme.palette, self._theme.px
        back = colours.raised if self.chosen else colours.surface
        self.configure(background=back, highlightbackground=back, highlightcolor=colours.text)
        self.delete("all")
        if self.chosen:
            self.create_rectangle(0, 0, px(RING) + px(4), px(HEIGHT) * 2, fill=colours.accent, width=0, tags="chosen")
        if self.version.active:
            self._draw_dot()
        for column, (left, right) in zip(COLUMNS, self._places, strict=True):
            self._draw_cell(column, left, right)

    @property
    def _places(self) -> list[tuple[int, int]]:
        return places_of(self.winfo_width(), self._theme)

    @property
    def _middle(self) -> float:
        return self._theme.px(HEIGHT) / 2 + self._theme.px(RING)

    def _draw_dot(self) -> None:
        """Mark the version that reads."""
        px, middle = self._theme.px, self._middle
        left = px(RING) + px(10)
        box = (left, middle - px(DOT) / 2, left + px(DOT), middle + px(DOT) / 2)
        self.create_oval(*box, fill=self._theme.palette.accent, width=0, tags="reads")

    def _draw_cell(self, column: VersionColumn, left: int, right: int) -> None:
        colours, theme = self._theme.palette, self._theme
        named = column is NAME or column.right
        font = theme.strong if column is NAME and self.version.active else theme.body if named else theme.small
        words = fitted(column.words(self.version), font, right - left)
        shade = colours.text if named else colours.quiet
        self._say(words, right if column.right else left, "e" if column.right else "w", font, shade)
        if column is NAME and self.version.active:
            self._draw_in_use(left + theme.strong.measure(words), right)

    def _draw_in_use(self, left: int, right: int) -> None:
        """Say so behind the name that ends at `left`, where there is room; the dot and the bold name say it, too."""
        if left + self._theme.px(IN_USE_GAP) + self._theme.small.measure(IN_USE) <= right:
            colour = self._theme.palette.accent
            self._say(IN_USE, left + self._theme.px(IN_USE_GAP), "w", self._theme.small, colour)

    def _say(self, words: str, x: int, anchor: str, font: object, shade: str) -> None:
        self.create_text(x, self._middle, text=words, anchor=anchor, font=font, fill=shade, tags="words")  # type: ignore[call-overload]

    def rename(self) -> None:
        """Have the name typed anew in its place: Enter keeps it, Esc does not."""
        if self.version.shipped or self._field is not None:
            return
        left, right = self._places[COLUMNS.index(NAME)]
        self._field = field = ttk.Entry(self, font=self._theme.body)
        give_name(field, _("Name of the model"))
        field.insert(0, self.version.name)
        field.select_range(0, "end")
        field.place(x=left - self._theme.px(6), rely=0.5, anchor="w", width=right - left + self._theme.px(6))
        for key in ("<Return>", "<KP_Enter>", "<FocusOut>"):
            field.bind(key, lambda event: self._renamed(field.get()))
        field.bind("<Escape>", lambda event: self._renamed(self.version.name))
        field.focus_set()

    def _renamed(self, name: str) -> str:
        field, self._field = self._field, None
        if field is None:  # it loses the focus once more as it goes
            return "break"
        new_name, by_key = " ".join(name.split())[:MOST_NAME], self.has_focus
        field.destroy()
        if by_key:
            self.focus_set()
        if new_name and new_name != self.version.name:
            self._actions.rename(self.version.key, new_name)
        return "break"

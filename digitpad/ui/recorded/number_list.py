"""The list of recorded numbers, each with the time at which it was read: edited, deleted, brought back."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from tkinter import ttk
from typing import Protocol

from digitpad.languages import _, plural
from digitpad.ui.recorded.line_entry import LineEntry
from digitpad.ui.recorded.saved_number import SavedNumber, in_one_line
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import SignButton
from digitpad.ui.widgets.tooltip import Tooltip
from digitpad.ui.widgets.windowing import give_name, is_mac

GAP = 8  # px at scale 1, between what stands in the head
SHOWN, SHOWN_LOW = 4, 2  # lines; fewer where the page is low
SAVE_TIP = _("Save it with its time  (Enter)")
EMPTY = _("Enter saves the number with its time.")
BEFORE, BEFORE_THAT = " {at:%H:%M:%S}   ", " {at:%d %b %H:%M:%S}   "  # each line begins so
LIST_KEYS = (
    (_("F2 in the list"), _("Type a saved number anew")),
    (_("Delete in the list"), _("Delete a saved number")),
    (_("Ctrl+Z in the list"), _("Bring it back as it was")),
)


class ListActions(Protocol):
    """The recorder around the list."""

    def keep(self) -> None: ...  # the number that is shown now
    def save_list(self) -> None: ...
    def choose_columns(self) -> None: ...
    def switch_append(self) -> None: ...  # each number to a file, from now on or no longer
    @property
    def appending(self) -> bool: ...
    def always(self, on: bool) -> None: ...  # record all numbers, or by hand alone
    def changed(self, words: str, undo: Callable[[], None]) -> None: ...  # lines were deleted or edited
    def undone(self) -> None: ...  # the last such change
    def store(self, numbers: Sequence[SavedNumber]) -> None: ...  # all there are now


class ReadingList(ttk.Frame):
    """Delete, F2 and Undo act on its lines while it has the focus."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, icons: Icons, actions: ListActions) -> None:
        super().__init__(parent)
        self._theme, self._actions = theme, actions
        self.numbers: tuple[SavedNumber, ...] = ()
        self._stored: tuple[SavedNumber, ...] = ()  # handed on last
        self._undo: list[Callable[[], None]] = []
        self._always = self._narrow = False
        self._keeps = self._titled = True  # these stand in the head
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._make_head(icons)
        self._lines = tk.Listbox(self, height=SHOWN, borderwidth=0, highlightthickness=theme.px(1), activestyle="none")
        self._lines.configure(font=theme.body, exportselection=False)
        give_name(self._lines, _("Recorded numbers"))
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._lines.yview)
        self._lines.configure(yscrollcommand=self._bar.set)
        self._empty = QuietLabel(self, theme=theme, text=EMPTY)
        self._listen()
        self._repaint()
        self._show()

    def keep(self, number: SavedNumber) -> None:
        self._stored = self.numbers = (*self.numbers, number)
        self._actions.store(self.numbers)
        self._lines.insert("end", _line_of(number))
        self._lines.see("end")
        self._place_lines()

    def begin_with(self, numbers: Sequence[SavedNumber]) -> None:
        """Show the numbers of an earlier time."""
        self._stored = self.numbers = tuple(numbers)
        self._show()

    def clear(self) -> None:
        self._reduce_to(())

    def delete(self) -> None:
        """Delete the chosen line; it can be brought back."""
        chosen = self._chosen
        self._reduce_to(tuple(one for one in self.numbers if one is not chosen))

    def edit(self) -> None:
        """Let the number in the chosen line be typed anew."""
        chosen = self._chosen
        if chosen is not None:
            place = self.numbers.index(chosen)
            self._lines.see(place)
            before = _before(chosen)
            LineEntry(
                self._lines, place, before=before, text=in_one_line(chosen.text), theme=self._theme, give=self._type
            )

    def undo(self) -> None:
        """Take the last deletion or edit back."""
        if self._undo:
            self._undo.pop()()
            self._show()
            self._actions.undone()

    def fit(self, *, low: bool, narrow: bool) -> None:
        """Show fewer lines where the page is low, and only buttons in the head where it is narrow."""
        self._narrow = narrow
        self._fit_head()
        lines = SHOWN_LOW if low else SHOWN
        if lines != self._lines.cget("height"):
            self._lines.configure(height=lines)
            self._place_lines()

    def _fit_head(self) -> None:
        """Leave out the words, and then the button that "More" has as well, where they cost a further line."""
        head, gap = self._head, self._theme.px(GAP)
        parts = (self._title, self._each, self._keep, self._more)
        title, each, keep, more = (it.winfo_reqwidth() + gap for it in parts)
        room = head.winfo_width() + gap - each - more
        keeps, titled = room >= keep, not self._narrow and room >= keep + title
        if (keeps, titled) != (self._keeps, self._titled):
            self._keeps, self._titled = keeps, titled
            head.show_only(*((self._title,) if titled else ()))
            head.show_only(self._each, *((self._keep,) if keeps else ()), self._more, right=True)

    def can_keep(self, on: bool) -> None:
        self._keep.enable(on)

    @property
    def _chosen(self) -> SavedNumber | None:
        selection = self._lines.curselection()  # type: ignore[no-untyped-call]
        return self.numbers[selection[0]] if selection and selection[0] < len(self.numbers) else None

    def _make_head(self, icons: Icons) -> None:
        theme, actions = self._theme, self._actions
        self._head = head = Flow(self, theme=theme)
        head.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, theme.px(8)))
        self._title = QuietLabel(head, theme=theme, text=_("Saved numbers"))
        head.put(self._title)
        self._each = ttk.Button(head, text=_("Record automatically"), command=self._switch_always)
        Tooltip(self._each, _("Save every number that stands still for a moment, once"), theme=theme)
        self._keep = SignButton(head, theme=theme, icons=icons, sign="keep", tip=SAVE_TIP, run=actions.keep)
        self._more = DropButton(head, text=_("More"), on_open=self._fill_menu)
        for button in (self._each, self._keep, self._more):
            head.put(button, right=True)
        head.bind("<Configure>", lambda event: self._fit_head(), add=True)

    def _fill_menu(self) -> None:
        actions, menu = self._actions, self._more.menu
        save = SAVE_TIP.partition("  (")[0], actions.keep, self._keep.instate(["!disabled"])
        append = _("Stop appending") if actions.appending else _("Append to a CSV file…")
        entries: tuple[tuple[str, Callable[[], None], object] | None, ...] = (
            *(() if self._keeps else (save, None)),
            (_("Save as CSV…"), actions.save_list, self.numbers),
            (append, actions.switch_append, True),
            (_("Columns of the CSV…"), actions.choose_columns, True),
            None,
            (_("Edit the number…"), self.edit, self._chosen),
            (_("Delete"), self.delete, self._chosen),
            (_("Undo"), self.undo, self._undo),
            (_("Empty the list"), self.clear, self.numbers),
        )
        menu.delete(0, "end")
        for entry in entries:
            if entry is None:
                menu.add_separator()
            else:
                label, run, on = entry
                menu.add_command(label=label, command=run, state="normal" if on else "disabled")

    def _listen(self) -> None:
        keys = {"<Delete>": self.delete, "<F2>": self.edit, "<Double-Button-1>": self.edit}
        keys["<Command-z>" if is_mac(self) else "<Control-z>"] = self.undo
        for sequence, run in keys.items():
            self._lines.bind(sequence, lambda event, run=run: (run(), "break")[1])  # type: ignore[misc]
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())

    def _switch_always(self) -> None:
        self._always = not self._always
        self._each.configure(style="Accent.TButton" if self._always else "TButton")
        self._actions.always(self._always)

    def _type(self, place: int, text: str) -> None:
        """Give the line at this place another number."""
        before, rows = self.numbers[place], text.replace("/", " ").split()
        typed = replace(before, text="\n".join(rows))
        if rows and typed.text != before.text:
            self._put(typed)
            self._changed(
                _("{before} is now {after}").format(before=in_one_line(before.text), after=in_one_line(typed.text)),
                lambda: self._put(before),
            )

    def _put(self, number: SavedNumber) -> None:
        """Put a number in the place of the one that was recorded with it."""
        self.numbers = tuple(number if one.key == number.key else one for one in self.numbers)
        self._show()

    def _reduce_to(self, left: tuple[SavedNumber, ...]) -> None:
        removed = [one for one in self.numbers if one not in left]
        self.numbers = left
        self._show()
        if removed:
            count = len(removed)
            self._changed(
                plural("{count:,} saved number deleted", "{count:,} saved numbers deleted", count).format(count=count),
                lambda: self._restore(removed),
            )

    def _changed(self, words: str, undo: Callable[[], None]) -> None:
        self._undo.append(undo)
        self._actions.changed(words, self.undo)

    def _restore(self, removed: Sequence[SavedNumber]) -> None:
        self.numbers = tuple(sorted((*removed, *self.numbers), key=lambda one: one.key))

    def _show(self) -> None:
        if self.numbers is not self._stored:
            self._stored = self.numbers
            self._actions.store(self.numbers)
        chosen, focused = self._lines.curselection(), self.focus_get() is self._lines  # type: ignore[no-untyped-call]
        self._lines.delete(0, "end")
        for one in self.numbers:
            self._lines.insert("end", _line_of(one))
        if chosen and focused and self.numbers:
            place = min(chosen[0], len(self.numbers) - 1)
            self._lines.selection_set(place)
            self._lines.activate(place)
            self._lines.see(place)
        else:
            self._lines.see("end")
        self._place_lines()

    def _place_lines(self) -> None:
        if self.numbers:
            self._empty.grid_remove()
            self._lines.grid(row=1, column=0, sticky="nsew")
            if len(self.numbers) > self._lines.cget("height"):
                self._bar.grid(row=1, column=1, sticky="ns")
        else:
            self._lines.grid_remove()
            self._bar.grid_remove()
            self._empty.grid(row=1, column=0, sticky="nw", padx=self._theme.px(2))

    def _repaint(self) -> None:
        colours = self._theme.palette
        self._lines.configure(background=colours.surface, foreground=colours.text, selectbackground=colours.raised)
        self._lines.configure(selectforeground=colours.text, highlightbackground=colours.edge)
        self._lines.configure(highlightcolor=colours.text)


def _line_of(number: SavedNumber) -> str:
    return _before(number) + in_one_line(number.text)


def _before(number: SavedNumber) -> str:
    """Return the time that stands before a number, with the day unless that is today."""
    today = number.at.date() == datetime.now().astimezone().date()
    return (BEFORE if today else BEFORE_THAT).format(at=number.at)

"""The list of shortcuts (F1), grouped and searched, in a small window of its own."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.core.commands import Command, words
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name, is_mac, put_over

MOST_COLUMNS = 2  # of groups; one where the screen is narrow
AROUND, BESIDE = 200, 80  # px at scale 1, of the screen above and below the list, and beside it
NOTHING = _("No shortcut has this in its name.")
Hint = tuple[str, str]  # keys or a button, and what they do


def show_keys(root: tk.Tk, commands: Sequence[Command], hints: Sequence[Hint], *, theme: Theme) -> None:
    """Open the list for the page that is shown, in place of one that is open."""
    for child in root.winfo_children():
        if isinstance(child, KeyHelp):
            child.destroy()
    KeyHelp(root, groups_of(commands, hints, mac=is_mac(root)), theme=theme).lift()


def groups_of(commands: Sequence[Command], hints: Sequence[Hint], *, mac: bool) -> dict[str, list[Hint]]:
    """The keys of the commands by the name of their menu, then those of the page's own things."""
    groups: dict[str, list[Hint]] = {command.menu: [] for command in commands if command.keys}
    for command in sorted(commands, key=lambda command: command.place):
        if command.keys:
            keys = _(" or ").join(words(key, mac=mac) for key in command.keys)
            groups[command.menu].append((keys, command.label.rstrip("…")))
    return groups | ({_("On the page"): list(hints)} if hints else {})


def matching(groups: Mapping[str, Sequence[Hint]], words: str) -> dict[str, list[Hint]]:
    """Return the shortcuts in which each of the words stands: in their keys, their meaning or their group's name."""
    needles = words.lower().split()
    matches = {
        name: [hint for hint in hints if all(word in f"{name} {' '.join(hint)}".lower() for word in needles)]
        for name, hints in groups.items()
    }
    return {name: hints for name, hints in matches.items() if hints}


class KeyHelp(tk.Toplevel):
    """Closed by Esc, F1 or its button; what is typed leaves those shortcuts alone that have it in their words."""

    def __init__(self, root: tk.Tk, groups: Mapping[str, Sequence[Hint]], *, theme: Theme) -> None:
        super().__init__(root, background=theme.palette.window, highlightthickness=1)
        self.title(_("Shortcuts"))
        self.transient(root)
        self.resizable(False, False)
        self._groups, self._theme, self._columns = groups, theme, MOST_COLUMNS
        px = theme.px
        frame = self._make_frame()
        field = self._search_field(frame)
        self._scroller = Scroller(frame, theme=theme)
        self._scroller.grid(row=1, column=0, columnspan=2, sticky="nsew", pady=(px(12), 0))
        self._list = ttk.Frame(self._scroller.inner)
        self._list.grid(sticky="nw")
        self._fit()
        close = ttk.Button(frame, text=_("Close"), command=self.destroy)
        close.grid(row=2, column=0, columnspan=2, sticky="e", pady=(px(16), 0))
        for key in ("<Escape>", "<F1>"):
            self.bind(key, lambda event: self._close())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint(theme))
        self._repaint(theme)
        put_over(self, root)
        field.focus_set()

    def _make_frame(self) -> ttk.Frame:
        """Return a frame that fills the window; what stands in its second row and column grows with it."""
        frame = ttk.Frame(self, padding=self._theme.px(20))
        frame.grid(sticky="nsew")
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        frame.rowconfigure(1, weight=1)
        frame.columnconfigure(1, weight=1)
        return frame

    def _fit(self) -> None:
        """Show all, in one column where two are wider than the screen, and keep this size while it is searched."""
        self._show(self._groups)
        self.update_idletasks()
        if self._list.winfo_reqwidth() > self.winfo_screenwidth() - self._theme.px(BESIDE):
            self._columns = 1
            self._show(self._groups)
        self._scroller.turn_by_keys(self)
        self._scroller.hold_all(self.winfo_screenheight() - self._theme.px(AROUND))

    def _search_field(self, frame: ttk.Frame) -> ttk.Entry:
        ttk.Label(frame, text=_("Search")).grid(row=0, column=0, sticky="w", padx=(0, self._theme.px(12)))
        self._sought = tk.StringVar(self)
        self._sought.trace_add("write", lambda *event: self._show(matching(self._groups, self._sought.get())))
        field = ttk.Entry(frame, textvariable=self._sought, font=self._theme.body)
        give_name(field, _("Search the shortcuts"))
        field.grid(row=0, column=1, sticky="ew")
        return field

    def _show(self, groups: Mapping[str, Sequence[Hint]]) -> None:
        """Fill the columns, each group into the one that is shorter so far."""
        px = self._theme.px
        for child in self._list.winfo_children():
            child.destroy()
        if not groups:
            ttk.Label(self._list, text=NOTHING).grid()
        columns = [ttk.Frame(self._list) for _ in range(self._columns)]
        for place, column in enumerate(columns):
            column.grid(row=0, column=place, sticky="n", padx=(px(40) if place else 0, 0))
        high = [0] * self._columns
        for name, rows in groups.items():
            place = high.index(min(high))
            self._fill(columns[place], high[place], name, rows, px)
            high[place] += len(rows) + 1

    def _fill(self, column: ttk.Frame, top: int, name: str, rows: Sequence[Hint], px: Callable[[float], int]) -> None:
        """Put a group into a column, from row `top` on."""
        head = ttk.Label(column, text=name, style="Strong.TLabel")
        head.grid(row=top, column=0, columnspan=2, sticky="w", pady=(px(12) if top else 0, px(4)))
        for row, (keys, meaning) in enumerate(rows, top + 1):
            ttk.Label(column, text=keys).grid(row=row, column=0, sticky="w", pady=px(1))
            ttk.Label(column, text=meaning).grid(row=row, column=1, sticky="w", padx=(px(20), 0), pady=px(1))

    def _repaint(self, theme: Theme) -> None:
        line = theme.palette.line
        self.configure(background=theme.palette.window, highlightbackground=line, highlightcolor=line)

    def _close(self) -> str:
        self.destroy()
        return "break"

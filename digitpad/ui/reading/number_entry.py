"""A line over the large number, into which the right one is typed."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

SIZE = 54  # px at scale 1, as are all sizes here
TIP = _("Type the whole number, then Enter. Esc leaves it as it was.")


class NumberEntry(ttk.Frame):
    """`on_accept` gets what was typed, and `answer` is called in return; `on_leave`: the line is closed."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, on_accept: Callable[[str], None], on_leave: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_accept, self._on_leave = theme, on_accept, on_leave
        self._open = self._refused = False
        self.columnconfigure(0, weight=1)
        self._text = tk.StringVar(self)
        self._text.trace_add("write", lambda *event: self._show_tip())
        self._line = tk.Entry(self, textvariable=self._text, font=theme.number_font(SIZE), relief="flat", width=1)
        give_name(self._line, _("The whole number"))
        self._line.configure(borderwidth=0, highlightthickness=theme.px(2))
        self._line.grid(row=0, column=0, sticky="ew")
        self._tip = ttk.Label(self, text=TIP, font=theme.small, justify="left")
        self._tip.grid(row=1, column=0, sticky="ew", pady=(theme.px(4), 0))
        for key in ("<Return>", "<KP_Enter>"):
            self._line.bind(key, lambda event: self._accept())
        self._line.bind("<Escape>", lambda event: self._leave())
        self._line.bind("<FocusOut>", lambda event: self.after_idle(self._look_for_focus))
        self.bind("<Configure>", lambda event: self._tip.configure(wraplength=max(1, event.width)))
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    def begin(self, text: str) -> None:
        """Take the keys, with `text` to type over."""
        self._open = True
        self._text.set(text)
        self._line.select_range(0, "end")
        self._line.icursor("end")
        self._line.focus_set()

    def answer(self, refusal: str) -> None:
        """Close the line; where what was typed is refused, with a sentence, keep both until it is typed otherwise."""
        if not refusal:
            self._leave()
        elif self._open:
            self._refused = True
            self._tip.configure(text=refusal)
            self._repaint()

    def _accept(self) -> str:
        typed = self._text.get().strip()
        if typed:
            self._on_accept(typed)
        else:
            self._leave()
        return "break"

    def _leave(self) -> str:
        if self._open:
            self._open = False
            self._on_leave()
        return "break"

    def _look_for_focus(self) -> None:
        """Close where another widget has the focus now; while another program has it, what was typed waits here."""
        focused = str(self.tk.call("focus")) if self.winfo_exists() else ""
        if focused and focused != str(self._line):
            self._leave()

    def _show_tip(self) -> None:
        if self._refused:
            self._refused = False
            self._tip.configure(text=TIP)
            self._repaint()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self._line.configure(background=colours.surface, foreground=colours.text, insertbackground=colours.accent)
        self._line.configure(selectbackground=colours.accent, selectforeground=colours.on_accent)
        self._line.configure(highlightcolor=colours.accent, highlightbackground=colours.edge)
        self._tip.configure(foreground=colours.unsure if self._refused else colours.quiet)

"""The names of the pages as a row of flat text, the one that is shown underlined."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk

from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

HEIGHT = 49  # px at scale 1, as are all sizes here
UNDERLINE_TOP, UNDERLINE = 40, 3
INSET = 4  # of the underline beyond the words, on both sides
RING_TOP, RING = 10, 2  # around the words of the tab that has the focus
GAP = 24  # between two tabs


class Tab(tk.Canvas):
    """One name. Click, Enter or space choose it; the arrow keys go to its neighbours."""

    def __init__(
        self, parent: tk.Misc, *, name: str, theme: Theme, on_choose: Callable[[], None], on_step: Callable[[int], None]
    ) -> None:
        self._width = theme.strong.measure(name) + 2 * theme.px(INSET)
        super().__init__(parent, width=self._width, height=theme.px(HEIGHT), borderwidth=0, takefocus=True)
        self.configure(cursor="hand2", highlightthickness=0)
        self.name, self._theme = name, theme
        give_name(self, name, "Notebook")
        self._chosen = self._pointed = self._focused = False
        top, bottom = theme.px(UNDERLINE_TOP), theme.px(UNDERLINE_TOP) + theme.px(UNDERLINE)
        self._words = self.create_text(self._width / 2, theme.px(HEIGHT) / 2, text=name)
        self._line = self.create_rectangle(0, top, self._width, bottom, width=0)
        ring = theme.px(RING)
        self._ring = self.create_rectangle(0, theme.px(RING_TOP), self._width - 1, top - ring, width=ring)
        self.tag_lower(self._ring)
        for sequence in ("<ButtonPress-1>", "<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: on_choose())
        for sequence, step in (("<Left>", -1), ("<Right>", 1)):
            self.bind(sequence, lambda event, step=step: on_step(step))  # type: ignore[misc]
        for sequence, part, on in (
            ("<Enter>", "_pointed", True),
            ("<Leave>", "_pointed", False),
            ("<FocusIn>", "_focused", True),
            ("<FocusOut>", "_focused", False),
        ):
            self.bind(sequence, lambda event, part=part, on=on: self._note(part, on))  # type: ignore[misc]
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    def choose(self, on: bool) -> None:
        """Show whether this is the page that is shown; Tab comes to it alone, arrow keys to the others."""
        self.configure(takefocus=on)
        self._note("_chosen", on)

    def _note(self, part: str, on: bool) -> None:
        setattr(self, part, on)
        self._repaint()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window)
        words = colours.text if self._chosen or self._pointed or self._focused else colours.quiet
        self.itemconfigure(self._words, fill=words, font=self._theme.strong if self._chosen else self._theme.body)
        self.itemconfigure(self._line, fill=colours.accent if self._chosen else colours.window)
        self.itemconfigure(self._ring, outline=colours.text if self._focused else colours.window)


class Tabs(ttk.Frame):
    """`on_choose` gets the name of a tab that was chosen. `corner` lies at the right-hand end."""

    def __init__(
        self, parent: tk.Misc, *, names: Sequence[str], theme: Theme, on_choose: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self._theme, self._on_choose = theme, on_choose
        self._tabs = [self._tab(name, place) for place, name in enumerate(names)]
        self.columnconfigure(len(names), weight=1)
        self.corner = ttk.Frame(self)
        self.corner.grid(row=0, column=len(names) + 1, padx=(0, theme.px(20)))
        self._rule = tk.Frame(self, height=max(1, theme.px(1)), borderwidth=0)
        self._rule.grid(row=1, column=0, columnspan=len(names) + 2, sticky="ew")
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()

    def show(self, name: str) -> None:
        for tab in self._tabs:
            tab.choose(tab.name == name)

    def _tab(self, name: str, place: int) -> Tab:
        tab = Tab(
            self,
            name=name,
            theme=self._theme,
            on_choose=lambda: self._on_choose(name),
            on_step=lambda step: self._step(place + step),
        )
        tab.grid(row=0, column=place, padx=(self._theme.px(20 if place == 0 else GAP), 0))
        return tab

    def _step(self, place: int) -> None:
        tab = self._tabs[place % len(self._tabs)]
        tab.focus_set()
        self._on_choose(tab.name)

    def _repaint(self) -> None:
        self._rule.configure(background=self._theme.palette.line)

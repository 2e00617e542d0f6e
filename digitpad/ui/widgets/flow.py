"""A row of widgets that goes on in a next line where there is no room for all, so that none is cut off."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.ui.widgets.theme import Theme

GAP = 8  # px at scale 1, between widgets and between lines
SHIFT, CONTROL = 0x1, 0x4  # in the state of an event


class Flow(ttk.Frame):
    """Give it the width of its place (sticky "ew"); its height follows. Its children are shown by `put` alone.

    The arrow keys go from button to button.
    """

    def __init__(self, parent: tk.Misc, *, theme: Theme, style: str = "TFrame", gap: float = GAP) -> None:
        super().__init__(parent, style=style)
        self._gap = theme.px(gap)
        self._left: list[tk.Widget] = []
        self._right: list[tk.Widget] = []  # stand at the right-hand edge of the first line, where there is room
        self._least: dict[tk.Widget, int] = {}  # px
        self._arranged: object = None  # all that the arrangement hangs on
        self.bind("<Configure>", lambda event: self._arrange(), add=True)

    def put(self, widget: tk.Widget, *, right: bool = False, least: int = 0) -> None:
        """Show a child after those that are shown on its side, at least `least` px wide."""
        side = self._right if right else self._left
        self._least[widget] = least
        if widget not in side:
            side.append(widget)
            widget.bind("<Configure>", lambda event: self._arrange(), add=True)
            if isinstance(widget, ttk.Button | ttk.Menubutton):
                widget.bind("<Left>", lambda event: self._step(event, -1), add=True)
                widget.bind("<Right>", lambda event: self._step(event, 1), add=True)
        self._arrange()

    def show_only(self, *widgets: tk.Widget, right: bool = False) -> None:
        """Show these of the children that were put on a side, in this order, and no others there."""
        side = self._right if right else self._left
        for widget in side:
            if widget not in widgets:
                widget.place_forget()
        side[:] = widgets
        self._arrange()

    def _step(self, event: tk.Event[tk.Widget], by: int) -> None:
        """Give the focus to the button beside; keys with Shift or Control mean something else."""
        buttons = [it for it in (*self._left, *self._right) if isinstance(it, ttk.Button | ttk.Menubutton)]
        usable = [it for it in buttons if it.winfo_viewable() and it.instate(["!disabled"])]
        if event.widget in usable and not int(event.state) & (SHIFT | CONTROL):
            usable[(usable.index(event.widget) + by) % len(usable)].focus_set()

    def _arrange(self) -> None:
        widgets, width = [*self._left, *self._right], self.winfo_width()
        sizes = [(max(it.winfo_reqwidth(), self._least[it]), it.winfo_reqheight()) for it in widgets]
        if (width, widgets, sizes) == self._arranged:
            return
        self._arranged = (width, widgets, sizes)
        self.configure(width=max((wide for wide, _ in sizes), default=1))
        lines = lines_of([wide for wide, _ in sizes], width, self._gap) if width > 1 else [list(range(len(sizes)))]
        top = 0
        for line in lines:
            high = max(sizes[place][1] for place in line)
            self._fill(line, widgets, sizes, top + high / 2)
            top += high + self._gap
        self.configure(height=max(1, top - self._gap))

    def _fill(self, line: list[int], widgets: list[tk.Widget], sizes: list[tuple[int, int]], middle: float) -> None:
        """Place the widgets of one line, those of the right-hand side against its edge."""
        room = max(0, self.winfo_width() - sum(sizes[place][0] + self._gap for place in line) + self._gap)
        left, moved = 0, False
        for place in line:
            if place >= len(self._left) and not moved:
                left, moved = left + room, True
            wide, high = sizes[place]
            fitting = min(wide, max(1, self.winfo_width()))
            widgets[place].place(x=left, y=round(middle - high / 2), width=fitting, height=high)
            left += wide + self._gap


def lines_of(widths: list[int], room: int, gap: int) -> list[list[int]]:
    """Return the widgets of each line, by place, as many as fit; one that is too wide stands alone."""
    lines: list[list[int]] = []
    used = 0
    for place, width in enumerate(widths):
        if lines and used + gap + width <= room:
            lines[-1].append(place)
            used += gap + width
        else:
            lines.append([place])
            used = width
    return lines

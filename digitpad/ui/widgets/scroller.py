"""A column that scrolls when it is higher than its place, and shows a scroll bar only then."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

from digitpad.ui.widgets.theme import Theme

WHEEL_STEP = 48  # px at scale 1


class Scroller(ttk.Frame):
    """Put widgets into `inner`, whose first column is as wide as there is room."""

    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, width=1, height=1)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._canvas.yview)
        self._canvas.configure(yscrollcommand=self._place_bar, yscrollincrement=1)
        self.inner = ttk.Frame(self._canvas)
        self.inner.columnconfigure(0, weight=1)
        self._window = self._canvas.create_window(0, 0, window=self.inner, anchor="nw")
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.inner.bind("<Configure>", lambda event: self._measure())
        self._canvas.bind("<Configure>", lambda event: self._widen())
        self.bind("<<ThemeChanged>>", lambda event: self._canvas.configure(background=theme.palette.window))
        for sequence in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            self.winfo_toplevel().bind(sequence, self._wheel, add=True)

    def hold(self, height: int) -> None:
        """Be `height` px high, whatever is in it."""
        self._canvas.configure(height=height)

    def hold_all(self, most_height: int) -> None:
        """Be as wide as what is in it, and as high, at most `most_height` px."""
        self.update_idletasks()
        self._canvas.configure(width=self.inner.winfo_reqwidth() + self._bar.winfo_reqwidth())
        self.hold(min(self.inner.winfo_reqheight(), most_height))

    def turn_by_keys(self, window: tk.Misc) -> None:
        """Let Page Up and Page Down in a window of its own scroll by most of what is in sight."""
        for key, by in (("<Prior>", -1), ("<Next>", 1)):
            window.bind(key, lambda event, by=by: self.turn(by))  # type: ignore[misc]

    def reveal(self, widget: tk.Misc, part: tuple[int, int] | None = None) -> None:
        """Scroll until `widget`, somewhere inside, is in sight; `part`: top and bottom of what of it is, px."""
        first, last = part or (0, widget.winfo_height())
        top = widget.winfo_rooty() - self.inner.winfo_rooty() + first
        bottom = top + last - first
        top_in_sight, height = self._canvas.canvasy(0), self._canvas.winfo_height()
        if top < top_in_sight:
            self._scroll_to(top - self._theme.px(8))
        elif bottom > top_in_sight + height:
            self._scroll_to(bottom + self._theme.px(8) - height)

    def _scroll_to(self, top: float) -> None:
        self._canvas.yview_moveto(max(0.0, top / max(1, self.inner.winfo_height())))

    def _measure(self) -> None:
        height = self.inner.winfo_reqheight()
        self._canvas.configure(scrollregion=(0, 0, 1, height))
        if height <= self._canvas.winfo_height():
            self._canvas.yview_moveto(0)

    def _widen(self) -> None:
        self._canvas.itemconfigure(self._window, width=self._canvas.winfo_width())

    def _place_bar(self, first: float | str, last: float | str) -> None:
        self._bar.set(first, last)
        if float(first) > 0 or float(last) < 1:
            self._bar.grid(row=0, column=1, sticky="ns")
        elif self._bar.winfo_manager():
            self._bar.grid_remove()
            self.after_idle(self._close_gap)

    def _close_gap(self) -> None:
        """Tk keeps the bar's place free where it was taken away in the middle of a layout."""
        if self.winfo_exists():
            self._canvas.grid_configure(sticky="nsew")

    def turn(self, by: int) -> None:
        """Scroll by most of what is in sight: down, or up where `by` is -1."""
        if self._bar.winfo_ismapped():
            step = self._canvas.winfo_height() - self._theme.px(WHEEL_STEP)
            self._canvas.yview_scroll(by * max(1, step), "units")

    def _wheel(self, event: tk.Event[tk.Misc]) -> None:
        under = self.winfo_containing(event.x_root, event.y_root)
        if under is None or not str(under).startswith(str(self)) or not self._bar.winfo_ismapped():
            return
        up = event.num == 4 or event.delta > 0
        self._canvas.yview_scroll((-1 if up else 1) * self._theme.px(WHEEL_STEP), "units")

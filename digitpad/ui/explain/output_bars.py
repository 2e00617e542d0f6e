"""The eleven outputs as bars, of which a digit is chosen to see what it would need."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from digitpad.languages import _
from digitpad.records import DIGITS, Explanation
from digitpad.ui.core.wording import share
from digitpad.ui.explain.words import output_words
from digitpad.ui.widgets.canvas_items import Items
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

STEP, BAR_HEIGHT, BAR_LEFT, PERCENT_WIDTH, BETWEEN = 22, 8, 22, 50, 20  # px at scale 1, as are all sizes here
RING, INSET = 2, 4
WORDS_GAP = 8  # between the words "no digit" and their bar, which are longer in other languages
LEAST_BAR = 20  # beside those words, with two columns
OUTPUTS = 11
LEAST_SHOWN = 0.005


class OutputBars(tk.Canvas):
    """Click, arrow keys and 0 to 9 choose; `on_wish` gets the digit. The chosen one stands in a frame."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, on_wish: Callable[[int], None]) -> None:
        super().__init__(parent, width=1, height=1, borderwidth=0, takefocus=True, cursor="hand2")
        self.configure(highlightthickness=theme.px(RING))
        give_name(self, _("Outputs of the network"))
        self._theme, self._items, self._on_wish = theme, Items(self), on_wish
        self._explanation: Explanation | None = None
        self._frame = self.create_rectangle(0, 0, 0, 0)
        self._names = [self.create_text(0, 0, anchor="w", tags="output") for _ in range(OUTPUTS)]
        self._troughs = [self.create_rectangle(0, 0, 0, 0, width=0, tags="trough") for _ in range(OUTPUTS)]
        self._bars = [self.create_rectangle(0, 0, 0, 0, width=0, tags="bar") for _ in range(OUTPUTS)]
        self._shares = [self.create_text(0, 0, anchor="e", tags="share") for _ in range(OUTPUTS)]
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self.bind("<ButtonPress-1>", lambda event: self._press(event.x, event.y))

    def show(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._draw()

    def _press(self, x: int, y: int) -> None:
        self.focus_set()
        for label in range(len(DIGITS)):
            left, top, right, bottom = self._box(label)
            if left <= x < right and top <= y < bottom:
                self._on_wish(label)

    def press(self, key: str, character: str) -> bool:
        """Choose as a key says; return whether it says anything."""
        step = {"Up": -1, "Down": 1}.get(key)
        if step is not None and self._explanation is not None:
            self._on_wish((self._explanation.wish + step) % len(DIGITS))
        elif character and character in DIGITS:
            self._on_wish(int(character))
        else:
            return False
        return True

    def _draw(self) -> None:
        its, colours, px = self._explanation, self._theme.palette, self._theme.px
        self.configure(background=colours.window, highlightbackground=colours.window, highlightcolor=colours.accent)
        if its is None or self.winfo_width() <= 1:
            return
        lines = -(-OUTPUTS // self._columns)
        height = lines * px(STEP)
        if int(float(self.cget("height"))) != height:
            self.configure(height=height)
        for label, part in enumerate(its.probabilities):
            self._draw_output(label, float(part), its)
        left, top, right, bottom = self._box(its.wish)
        self._items.place(self._frame, left, top, right - 1, bottom - 1)
        self._items.configure(self._frame, outline=colours.edge, fill=colours.surface)

    def _draw_output(self, label: int, part: float, its: Explanation) -> None:
        colours, px = self._theme.palette, self._theme.px
        left, top, right, bottom = self._box(label)
        left, right, middle = left + px(INSET), right - px(INSET), (top + bottom) // 2
        best = label == its.label
        font, ink = (self._theme.strong, colours.text) if best else (self._theme.small, colours.quiet)
        name, trough = self._names[label], self._troughs[label]
        self._items.place(name, left + px(1), middle)
        self._items.configure(name, text=output_words(label), font=font, fill=ink)
        words_end = self.bbox(name)[2] + px(WORDS_GAP) if label >= len(DIGITS) else 0
        start = max(left + px(BAR_LEFT), words_end)
        end, half = max(start, right - px(PERCENT_WIDTH)), px(BAR_HEIGHT) // 2
        self._items.place(trough, start, middle - half, end, middle + half)
        self._items.configure(trough, fill=colours.trough)
        shown = part if part >= LEAST_SHOWN else 0.0
        self._items.place(self._bars[label], start, middle - half, start + round((end - start) * shown), middle + half)
        state = "normal" if shown else "hidden"
        self._items.configure(self._bars[label], fill=colours.accent if best else colours.quiet, state=state)
        self._items.place(self._shares[label], right, middle)
        self._items.configure(self._shares[label], text=share(part, 0) if shown else "–", font=font, fill=ink)

    @property
    def _columns(self) -> int:
        px = self._theme.px
        beside = px(2 * INSET + WORDS_GAP + LEAST_BAR + PERCENT_WIDTH)
        needed = self._theme.small.measure(output_words(len(DIGITS))) + beside
        return 2 if self.winfo_width() >= 2 * (needed + px(RING)) + px(BETWEEN) else 1

    def _box(self, label: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of an output's place, px."""
        px, ring = self._theme.px, self._theme.px(RING)
        lines = -(-OUTPUTS // self._columns)
        column, line = divmod(label, lines)
        gap = px(BETWEEN) if self._columns > 1 else 0
        width = (self.winfo_width() - 2 * ring - gap) // self._columns
        left, top = ring + column * (width + gap), ring + line * px(STEP)
        return left, top, left + width, top + px(STEP)

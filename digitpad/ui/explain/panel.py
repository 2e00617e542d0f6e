"""The network's view of one digit, in place of the cards; live while the pen moves."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.background import Done
from digitpad.languages import _
from digitpad.records import Digit, Explanation, Reading
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.explain.evidence_tiles import EvidenceTiles
from digitpad.ui.explain.layer_maps import LayerMaps
from digitpad.ui.explain.output_bars import OutputBars
from digitpad.ui.explain.words import verdict_words
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import SignButton

TITLE = _("The network's view")
EMPTY = _("Draw a digit, or open a picture with one: here you see it on its way through the network.")
OUTPUTS = _("The eleven outputs. Choose one to see what the ink would need for it.")
MODIFIED = 0x4 | 0x20000 | 0x40000  # Control, and Alt on Windows and on a Mac, in the state of an event
SECTION = 16  # px at scale 1, above each part


class ExplanationPanel(ttk.Frame):
    """`on_place` hears which digit of the reading is shown, by its place among the digits."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        bridge: Bridge,
        on_place: Callable[[int], None],
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent, takefocus=False)  # its keys need no stop of their own for Tab
        self._theme, self._icons, self._bridge, self._on_place = theme, icons, bridge, on_place
        self._reading = Reading()
        self._place = 0  # of the digit, among the digits
        self._wish: int | None = None  # None: the likeliest other digit
        self._asking = self._outdated = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._make_head(on_close)
        self._words = ttk.Label(self, style="Strong.TLabel", width=1)
        self._words.bind("<Configure>", lambda event: self._words.configure(wraplength=max(1, event.width)))
        self._words.grid(row=1, column=0, sticky="ew", padx=theme.px(2), pady=(theme.px(4), theme.px(8)))
        self._empty = QuietLabel(self, theme=theme, text=EMPTY, wraps=True)
        self._empty.grid(row=2, column=0, sticky="new", padx=theme.px(2))
        self._make_parts()

    @property
    def shown(self) -> int | None:
        """The digit that is shown, by its place among the digits; None where there is none."""
        return None if self._digit is None else self._place

    def open(self, reading: Reading, place: int | None) -> None:
        """Show this digit of a reading; None: the one that was written last."""
        self._reading = reading
        self._place = _newest(reading) if place is None else place
        self._wish = None
        self._update()
        self.focus_set()

    def show(self, reading: Reading) -> None:
        """Show a newer reading; where digits came or went, the digit that was written last."""
        if len(reading.digits) != len(self._reading.digits):
            self._place = _newest(reading)
        self._reading = reading
        self._update()

    def look_at(self, place: int) -> None:
        """Show another digit of the reading."""
        self._place, self._wish = place, None
        self._update()
        self._on_place(place)

    def _make_head(self, on_close: Callable[[], None]) -> None:
        theme = self._theme
        head = ttk.Frame(self)
        head.grid(row=0, column=0, sticky="ew")
        head.columnconfigure(0, weight=1)
        QuietLabel(head, theme=theme, text=TITLE).grid(row=0, column=0, sticky="w", padx=theme.px(2))
        self._earlier = self._button(head, "back", _("The digit before  (Left)"), lambda: self._step(-1))
        self._later = self._button(head, "forward", _("The next digit  (Right)"), lambda: self._step(1))
        close = self._button(head, "close", _("Close  (Esc)"), on_close, "Toolbutton")
        for column, widget in enumerate((self._earlier, self._later, close), 1):
            widget.grid(row=0, column=column, padx=(theme.px(6), 0))

    def _button(
        self, head: ttk.Frame, sign: str, tip: str, run: Callable[[], None], style: str = "Icon.TButton"
    ) -> SignButton:
        return SignButton(head, theme=self._theme, icons=self._icons, sign=sign, tip=tip, run=run, style=style)

    def _make_parts(self) -> None:
        theme = self._theme
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=2, column=0, sticky="nsew")
        inner = self._scroller.inner
        self._tiles = EvidenceTiles(inner, theme=theme)
        self._outputs = OutputBars(inner, theme=theme, on_wish=self._wish_for)
        self._maps = LayerMaps(inner, theme=theme)
        words = QuietLabel(inner, theme=theme, text=OUTPUTS, wraps=True)
        for row, (part, above) in enumerate(
            ((self._tiles, 0), (words, SECTION), (self._outputs, 4), (self._maps, SECTION))
        ):
            part.grid(row=row, column=0, sticky="ew", padx=theme.px(2), pady=(theme.px(above), 0))
        for widget in (self, self._outputs):
            widget.bind("<Key>", self._key)
        self._outputs.bind("<FocusIn>", lambda event: self._scroller.reveal(self._outputs))

    def _key(self, event: tk.Event[tk.Misc]) -> str | None:
        step = {"Left": -1, "Right": 1}.get(event.keysym)
        if int(event.state) & MODIFIED:
            return None
        if step is not None:
            self._step(step)
            return "break"
        return "break" if self._digit is not None and self._outputs.press(event.keysym, event.char) else None

    def _step(self, by: int) -> None:
        if 0 <= self._place + by < len(self._reading.digits):
            self.look_at(self._place + by)

    def _wish_for(self, label: int) -> None:
        self._wish = label
        self._update()

    @property
    def _digit(self) -> Digit | None:
        digits = self._reading.digits
        return digits[self._place] if self._place < len(digits) else None

    def _update(self) -> None:
        """Ask for the explanation of the digit; of all that changes while one is made, only the last is explained."""
        digit, count = self._digit, len(self._reading.digits)
        for button, there in ((self._earlier, self._place > 0), (self._later, self._place + 1 < count)):
            button.enable(there)
        if digit is None:
            self._words.configure(text="")
            self._scroller.grid_remove()
            self._empty.grid()
            return
        self._empty.grid_remove()
        if self._asking:
            self._outdated = True
        else:
            self._ask(digit)

    def _ask(self, digit: Digit) -> None:
        glyph, wish = digit.glyph, self._wish
        self._asking, self._outdated = True, False
        self._bridge.tell(
            lambda engine: engine.explain(glyph, wish), lambda done: self._explained(digit, done), self._failed
        )

    def _explained(self, digit: Digit, done: Done) -> None:
        self._asking = False
        if self._digit is not None and self.winfo_manager():
            self._show(digit, done.result)
        if self._outdated:
            self._update()

    def _failed(self, sentence: str) -> None:
        self._asking = False
        self._words.configure(text=sentence)
        self._scroller.grid_remove()

    def _show(self, digit: Digit, explanation: Explanation) -> None:
        count = len(self._reading.digits)
        place = _("Digit {place} of {count}").format(place=self._place + 1, count=count) + ": " if count > 1 else ""
        words = f"{place}{verdict_words(digit, explanation)}"
        self._words.configure(text=f"{words[:1].upper()}{words[1:]}")
        for part in (self._tiles, self._outputs, self._maps):
            part.show(explanation)
        self._scroller.grid()


def _newest(reading: Reading) -> int:
    """Return the place of the digit with the newest ink; 0 where there is none."""
    newest = [max(digit.strokes, default=0) for digit in reading.digits]
    return newest.index(max(newest)) if newest else 0

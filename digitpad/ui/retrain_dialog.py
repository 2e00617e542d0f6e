"""The retraining sheet: what it will do and how long that takes, live curves, and what came of it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from digitpad.ui.comparison_view import ComparisonView
from digitpad.ui.curves import Curves
from digitpad.ui.retrain_options import OptionFields
from digitpad.ui.retrain_state import (
    Compared,
    Fetching,
    Looking,
    MnistMissing,
    Offer,
    Options,
    Refused,
    Running,
    State,
)
from digitpad.ui.surface import ACCENT, BUTTON, FLAT, Bar, Shade, Surface, Words
from digitpad.ui.theme import Theme
from digitpad.ui.wording import megabytes, offer_words, seconds_words

PADDING = 28  # px at scale 1, as are all sizes here
GAP = 8
BUTTONS_ABOVE = 20
CURVES_ROW, CURVES_ABOVE = 5, 16
LEAST, LEAST_RUNNING = 220, 440  # heights


@dataclass(frozen=True)
class Actions:
    """What the sheet's buttons do."""

    fetch: Callable[[], None]  # MNIST, from the network
    choose_folder: Callable[[], None]  # that holds MNIST
    without_mnist: Callable[[], None]
    again: Callable[[], None]  # look once more
    time: Callable[[Options], None]  # how long it takes with these
    start: Callable[[Options], None]
    pause: Callable[[], None]  # or go on
    cancel: Callable[[], None]  # what is running
    keep: Callable[[], None]
    discard: Callable[[], None]
    close: Callable[[], None]


class RetrainDialog(Surface):
    """Shows one State at a time. `on_fit` hears when it may need another height."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: Actions, on_fit: Callable[[], None]) -> None:
        super().__init__(parent, theme=theme, edged=True)
        self._theme, self._actions, self._on_fit = theme, actions, on_fit
        self._unfolded = self._insists = self._tight = False
        self._state: State = Looking("")
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._make_body()
        self._make_buttons()
        self.show(self._state)

    @property
    def state_shown(self) -> State:
        return self._state

    def show(self, state: State) -> None:
        if not isinstance(state, Looking | Offer):
            self._unfolded = self._insists = False
        if isinstance(state, Offer):
            self._fields.show(state.options)
        changes = type(state) is not type(self._state)
        self._state = state
        self._words.say(_words(state))
        self._show_progress(state)
        self._show_curves(state)
        if isinstance(state, Compared):
            self._comparison.show(state)
        self._verdict.say(state.verdict if isinstance(state, Compared) else "", _shade(state))
        if changes or not isinstance(state, Running):
            self._place_parts()
        self._show_buttons()

    def wanted_height(self, room: int) -> int:
        """In px, at most `room`; where that is too little for all, the curves of a comparison are left out."""
        self.update_idletasks()
        wanted = self.winfo_reqheight()
        if isinstance(self._state, Compared):
            curves = self._curves.winfo_reqheight() + self._theme.px(CURVES_ABOVE)
            whole = wanted + (curves if self._tight else 0)
            if self._tight != (whole > room):
                self._tight = whole > room
                self._place_parts()
            wanted = whole - (curves if self._tight else 0)
        least = LEAST_RUNNING if isinstance(self._state, Running) else LEAST
        return min(room, max(self._theme.px(least), wanted))

    def _make_body(self) -> None:
        theme, edge = self._theme, self._theme.px(PADDING)
        body = Surface(self, theme=theme)
        body.grid(row=0, column=0, sticky="nsew", padx=edge, pady=(edge - theme.px(4), 0))
        body.columnconfigure(0, weight=1)
        body.rowconfigure(CURVES_ROW, weight=1)
        Words(body, theme=theme, font=theme.number_font(20), text="Retraining").grid(sticky="w")
        self._words = Words(body, theme=theme, shade="quiet", wraps=True)
        self._progress = Surface(body, theme=theme)
        self._progress.columnconfigure(1, weight=1)
        self._bar = Bar(self._progress, theme=theme)
        self._bar.grid(row=0, column=0, columnspan=2, sticky="ew")
        self._percent = Words(self._progress, theme=theme, font=theme.strong)
        self._percent.grid(row=1, column=0, pady=(theme.px(8), 0))
        self._left = Words(self._progress, theme=theme, shade="quiet")
        self._left.grid(row=1, column=1, sticky="w", padx=theme.px(10), pady=(theme.px(8), 0))
        self._curves = Curves(body, theme=theme)
        self._verdict = Words(body, theme=theme, font=theme.strong, wraps=True)
        self._comparison = ComparisonView(body, theme=theme)
        self._fields = OptionFields(body, theme=theme, on_type=self._options_typed, on_device=self._actions.time)
        for words in (self._words, self._verdict):
            words.bind("<Configure>", lambda event: self._on_fit(), add=True)

    def _make_buttons(self) -> None:
        theme, edge = self._theme, self._theme.px(PADDING)
        row = Surface(self, theme=theme)
        row.grid(row=2, column=0, sticky="sew", padx=edge, pady=(theme.px(BUTTONS_ABOVE), edge - theme.px(4)))
        self._left_buttons, self._right_buttons = Surface(row, theme=theme), Surface(row, theme=theme)
        row.columnconfigure(0, weight=1)
        self._left_buttons.grid(row=0, column=0, sticky="w")
        self._right_buttons.grid(row=0, column=1, sticky="e")
        self._buttons: list[ttk.Button] = []

    def _show_progress(self, state: State) -> None:
        if isinstance(state, Fetching):
            self._bar.show(state.done / max(1, state.total))
            self._percent.say(f"{state.done * 100 // max(1, state.total)} %")
            self._left.say(f"{megabytes(state.done)} of {megabytes(state.total)}")
        elif isinstance(state, Running):
            self._bar.show(state.at)
            self._percent.say(f"{state.at * 100:.0f} %")
            self._left.say(_progress_words(state))

    def _show_curves(self, state: State) -> None:
        if isinstance(state, Running | Compared):
            self._curves.show(state.points)

    def _place_parts(self) -> None:
        state, px = self._state, self._theme.px
        compared = isinstance(state, Compared)
        parts: tuple[tuple[tk.Widget, bool, int], ...] = (
            (self._words, not compared, 6),
            (self._progress, isinstance(state, Fetching | Running), 16),
            (self._verdict, compared, 8),
            (self._comparison, compared, 16),
            (
                self._curves,
                isinstance(state, Running) or (compared and not self._tight),
                CURVES_ABOVE,
            ),
            (self._fields, isinstance(state, Offer) and self._unfolded, 24),
        )
        for row, (part, shown, above) in enumerate(parts, 1):
            if shown:
                part.grid(row=row, column=0, sticky="nsew" if part is self._curves else "new", pady=(px(above), 0))
            else:
                part.grid_remove()

    def _show_buttons(self) -> None:
        wanted = self._wanted_buttons()
        if [str(button.cget("text")) for button in self._buttons] == [text for _, text, _, _, _ in wanted]:
            for button, (_, _, _, run, enabled) in zip(self._buttons, wanted, strict=True):
                button.configure(command=run, state="normal" if enabled else "disabled")
            return
        focused = any(button == self.focus_get() for button in self._buttons)
        for button in self._buttons:
            button.destroy()
        self._buttons = [self._button(*each) for each in wanted]
        if focused and self._buttons:
            self._buttons[-1].focus_set()

    def _button(self, left: bool, text: str, style: str, run: Callable[[], None], enabled: bool) -> ttk.Button:
        row = self._left_buttons if left else self._right_buttons
        button = ttk.Button(row, text=text, style=style, command=run, state="normal" if enabled else "disabled")
        beside = (0, self._theme.px(GAP)) if left else (self._theme.px(GAP), 0)
        button.grid(row=0, column=row.grid_size()[0], padx=beside)
        return button

    def _wanted_buttons(self) -> list[tuple[bool, str, str, Callable[[], None], bool]]:
        """(at the left, words, style, what it does, whether it can be used) of each button in this state."""
        do, state = self._actions, self._state
        close = (False, "Close", BUTTON, do.close, True)
        if isinstance(state, Looking):
            return [(False, "Cancel", BUTTON, do.close, True)]
        if isinstance(state, Refused):
            return [close, (False, "Try again", ACCENT, do.again, True)] if state.again else [close]
        if isinstance(state, MnistMissing):
            return [
                (True, "Choose a folder…", BUTTON, do.choose_folder, True),
                (True, "Go on without MNIST", FLAT, do.without_mnist, True),
                (False, "Later", BUTTON, do.close, True),
                (False, "Fetch MNIST", ACCENT, do.fetch, True),
            ]
        if isinstance(state, Fetching):
            return [(False, "Cancel", BUTTON, do.cancel, True)]
        if isinstance(state, Offer):
            unfold = (True, f"Advanced {'▾' if self._unfolded else '▸'}", FLAT, self._unfold, True)
            return [unfold, close, (False, "Start", ACCENT, lambda: do.start(self._fields.options), True)]
        if isinstance(state, Running):
            return self._running_buttons(state)
        return self._compared_buttons(state)

    def _running_buttons(self, state: Running) -> list[tuple[bool, str, str, Callable[[], None], bool]]:
        do = self._actions
        return [
            (True, "Go on" if state.paused else "Pause", BUTTON, do.pause, True),
            (True, "Cancel", BUTTON, do.cancel, True),
            (False, "Discard", BUTTON, do.discard, False),
            (False, "Keep the new model", ACCENT, do.keep, False),
        ]

    def _compared_buttons(self, state: Compared) -> list[tuple[bool, str, str, Callable[[], None], bool]]:
        """Keeping what the gate refused takes two clicks."""
        do = self._actions
        if state.offered:
            return [
                (False, "Discard", BUTTON, do.discard, True),
                (False, "Keep the new model", ACCENT, do.keep, True),
            ]
        if self._insists:
            return [(True, "Yes, keep it anyway", BUTTON, do.keep, True), (False, "Discard", ACCENT, do.discard, True)]
        return [
            (True, "Keep anyway…", FLAT, self._insist, True),
            (False, "Keep the old model", ACCENT, do.discard, True),
        ]

    def _options_typed(self, options: Options) -> None:
        """Say how long it takes with so many epochs."""
        if isinstance(self._state, Offer):
            seconds = self._state.seconds * options.epochs / self._state.options.epochs
            self._words.say(offer_words(self._state, seconds))

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._place_parts()
        self._show_buttons()
        self._on_fit()

    def _insist(self) -> None:
        self._insists = True
        self._show_buttons()


def _words(state: State) -> str:
    """The lines under the title."""
    if isinstance(state, Looking):
        return state.words
    if isinstance(state, Refused):
        return state.sentence
    if isinstance(state, MnistMissing):
        return _missing_words(state)
    if isinstance(state, Fetching):
        return "MNIST's 60,000 digits are fetched, once. What has come is kept if you cancel."
    if isinstance(state, Offer):
        return offer_words(state, state.seconds)
    if isinstance(state, Running):
        return "Your model stays as it is until you decide. You can go on drawing meanwhile."
    return ""


def _missing_words(state: MnistMissing) -> str:
    return (f"{state.sentence}\n\n" if state.sentence else "") + (
        "So that the network does not forget other people's digits while it learns yours, it practises on MNIST too: "
        "60,000 digits that are not on this computer yet. They can be fetched once (10 MB) or taken from a folder "
        "where you have them.\n\n"
        f"Or go on without: it then learns from your {state.samples:,} samples alone, with the current model as a "
        "guard against forgetting. That guards less well; you can also retrain later."
    )


def _progress_words(state: Running) -> str:
    if state.paused:
        return "paused"
    left = "" if state.seconds_left is None else f"about {seconds_words(state.seconds_left)} left"
    return ", ".join(part for part in (state.phase, left) if part)


def _shade(state: State) -> Shade:
    return "unsure" if isinstance(state, Compared) and not state.offered else "text"

"""The retraining sheet: the plan and its time, live curves, and the comparison at the end."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from dataclasses import replace
from tkinter import ttk

from digitpad.languages import _
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.learning.finetune.finetune_config import FinetuneConfig
from digitpad.ui.core.wording import megabytes
from digitpad.ui.retrain.buttons import Button, RetrainActions, buttons_of, compared_buttons, offer_buttons
from digitpad.ui.retrain.comparison_view import ComparisonView
from digitpad.ui.retrain.curves import Curves
from digitpad.ui.retrain.options import OptionFields
from digitpad.ui.retrain.state import (
    Compared,
    Looking,
    Offer,
    Running,
    State,
)
from digitpad.ui.retrain.words import offer_words, progress_words, shade_of, title_of, words_of
from digitpad.ui.retrain.writer_choice import button_words, pop_up_writers
from digitpad.ui.widgets.surface import ACCENT, FLAT, Bar, Surface, Words
from digitpad.ui.widgets.theme import Theme

PADDING = 28  # px at scale 1, as are all sizes here
GAP = 8
BUTTONS_ABOVE = 20
CURVES_ROW, CURVES_ABOVE = 4, 16
LEAST, LEAST_RUNNING = 220, 440  # heights


class RetrainDialog(Surface):
    """Shows one State at a time. `on_fit` hears when it may need another height."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, actions: RetrainActions, on_fit: Callable[[], None]) -> None:
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
        self._title.say(title_of(state), shade_of(state))
        self._words.say(words_of(state))
        self._show_progress(state)
        self._show_curves(state)
        if isinstance(state, Compared):
            self._comparison.show(state.comparison)
        if changes or not isinstance(state, Running):
            self._place_parts()
        self._show_buttons()

    @property
    def has_focus(self) -> bool:
        focus = str(self.tk.call("focus"))
        return focus == str(self) or focus.startswith(f"{self}.")

    def take_focus(self) -> None:
        """Give the keys to the default button, else to one with which nothing is lost, else to the sheet itself."""
        safe = [
            button
            for button, plan in zip(self._buttons, self._wanted(), strict=True)
            if plan.enabled and not plan.loses
        ]
        default = [button for button in safe if str(button.cget("style")) == ACCENT]
        first = [] if isinstance(self._state, Compared) else safe[:1]
        order: list[tk.Misc] = [*default, *first, self]
        order[0].focus_set()

    def accept(self) -> None:
        """Press the button with the focus, else the default one."""
        focused = [button for button in self._buttons if str(button) == str(self.tk.call("focus"))]
        default = [button for button in self._buttons if str(button.cget("style")) == ACCENT]
        for button in (focused or default)[:1]:
            button.invoke()

    def turn_focus(self, by: int) -> None:
        """Move the focus to the next part that takes keys, round and round within the sheet."""
        parts = [widget for widget in descendants(self) if _takes_keys(widget)]
        names, focus = [str(part) for part in parts], str(self.tk.call("focus"))
        if parts:
            place = names.index(focus) + by if focus in names else 0 if by > 0 else -1
            parts[place % len(parts)].focus_set()

    def wanted_height(self, room: int) -> int:
        """Return px, at most `room`; where that is too little for all, the curves of a comparison are left out."""
        self.update_idletasks()
        height = self.winfo_reqheight()
        if isinstance(self._state, Compared):
            curves = self._curves.winfo_reqheight() + self._theme.px(CURVES_ABOVE)
            whole = height + (curves if self._tight else 0)
            if self._tight != (whole > room):
                self._tight = whole > room
                self._place_parts()
            height = whole - (curves if self._tight else 0)
        least = LEAST_RUNNING if isinstance(self._state, Running) else LEAST
        return min(room, max(self._theme.px(least), height))

    def _make_body(self) -> None:
        theme, edge = self._theme, self._theme.px(PADDING)
        body = Surface(self, theme=theme)
        body.grid(row=0, column=0, sticky="nsew", padx=edge, pady=(edge - theme.px(4), 0))
        body.columnconfigure(0, weight=1)
        body.rowconfigure(CURVES_ROW, weight=1)
        self._title = Words(body, theme=theme, font=theme.number_font(20), wraps=True)
        self._title.grid(sticky="ew")
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
        self._comparison = ComparisonView(body, theme=theme)
        self._fields = OptionFields(body, theme=theme, on_type=self._options_typed, on_device=self._actions.work.time)
        for words in (self._title, self._words):
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
        if isinstance(state, FetchProgress):
            self._bar.show(state.done / max(1, state.total))
            self._percent.say(f"{state.done * 100 // max(1, state.total)} %")
            self._left.say(_("{done} of {total}").format(done=megabytes(state.done), total=megabytes(state.total)))
        elif isinstance(state, Running):
            self._bar.show(state.at)
            self._percent.say(f"{state.at * 100:.0f} %")
            self._left.say(progress_words(state))

    def _show_curves(self, state: State) -> None:
        if isinstance(state, Running | Compared):
            self._curves.show(state.points)

    def _place_parts(self) -> None:
        state, px = self._state, self._theme.px
        compared = isinstance(state, Compared)
        parts: tuple[tuple[tk.Widget, bool, int], ...] = (
            (self._words, True, 6),
            (self._progress, isinstance(state, FetchProgress | Running), 16),
            (self._comparison, compared, 16),
            (
                self._curves,
                isinstance(state, Running) or (compared and not self._tight),
                CURVES_ABOVE,
            ),
            (self._fields, isinstance(state, Offer) and self._unfolded, 24),
        )
        for row, (part, visible, above) in enumerate(parts, 1):
            if visible:
                part.grid(row=row, column=0, sticky="nsew" if part is self._curves else "new", pady=(px(above), 0))
            else:
                part.grid_remove()

    def _show_buttons(self) -> None:
        plans = self._wanted()
        if [str(button.cget("text")) for button in self._buttons] == [each.text for each in plans]:
            for button, each in zip(self._buttons, plans, strict=True):
                button.configure(command=each.run, state="normal" if each.enabled else "disabled")
            return
        had_focus = self.has_focus
        for button in self._buttons:
            button.destroy()
        self._buttons = [self._button(each) for each in plans]
        if had_focus:
            self.take_focus()

    def _wanted(self) -> list[Button]:
        state = self._state
        if isinstance(state, Offer):
            fold = Button(_("Advanced") + (" ▾" if self._unfolded else " ▸"), self._unfold, FLAT, left=True)
            whose = Button(button_words(state.options.writer), self._pop_up_writers, FLAT, left=True)
            left = [fold, whose] if state.writers else [fold]
            return offer_buttons(self._actions, left, lambda: self._fields.options)
        if isinstance(state, Compared):
            return compared_buttons(state, self._actions, self._insist, insists=self._insists)
        return buttons_of(state, self._actions)

    def _button(self, plan: Button) -> ttk.Button:
        row = self._left_buttons if plan.left else self._right_buttons
        state = "normal" if plan.enabled else "disabled"
        button = ttk.Button(row, text=plan.text, style=plan.style, command=plan.run, state=state)
        beside = (0, self._theme.px(GAP)) if plan.left else (self._theme.px(GAP), 0)
        button.grid(row=0, column=row.grid_size()[0], padx=beside)
        return button

    def _options_typed(self, options: FinetuneConfig) -> None:
        """Say how long it takes with so many epochs."""
        if isinstance(self._state, Offer):
            seconds = self._state.seconds * options.epochs / self._state.options.epochs
            self._words.say(offer_words(self._state, seconds))

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._place_parts()
        self._show_buttons()
        self._on_fit()

    def _pop_up_writers(self) -> None:
        if isinstance(self._state, Offer):
            button = self._buttons[1]
            corner = button.winfo_rootx(), button.winfo_rooty() + button.winfo_height()
            pop_up_writers(self, self._state.writers, self._choose_writer, corner)

    def _choose_writer(self, writer: str | None) -> None:
        self._actions.work.time(replace(self._fields.options, writer=writer))

    def _insist(self) -> None:
        self._insists = True
        self._show_buttons()


def descendants(widget: tk.Misc) -> Iterator[tk.Widget]:
    for child in widget.winfo_children():
        yield child  # type: ignore[misc]
        yield from descendants(child)


def _takes_keys(widget: tk.Widget) -> bool:
    return isinstance(widget, ttk.Button | ttk.Entry) and widget.winfo_ismapped() and widget.instate(["!disabled"])

"""The column around cards as they see it, and the clicks, keys and pointers that they pass on to it."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from digitpad.ui.widgets.windowing import is_mac

SHIFT, CONTROL, COMMAND = 0x1, 0x4, 0x8  # in the state of an event; Command is a Mac's
Pick = Literal["one", "add", "range"]  # a card alone, one more or less, all up to this one


class CardActions(Protocol):
    """The column around the cards; digits and marks are named by their place in the reading."""

    def hover(self, place: int | None) -> None:
        """The pointer or the focus has come to a card, or has gone."""

    def pick(self, place: int, how: Pick) -> None: ...
    def key(self, place: int, event: tk.Event[tk.Misc]) -> str | None:
        """Return "break" where the key was of use."""
        ...

    def focus_on(self, place: int, card: tk.Misc) -> None: ...
    def take_back(self, place: int) -> None:
        """Undo the correction of this one."""

    def show_sample(self, place: int) -> None:
        """Bring up the sample by which memory decided."""


def listen(card: tk.Canvas, place: int, actions: CardActions, buttons: Mapping[str, Callable[[int], None]]) -> None:
    """Pass on what happens to a card; `buttons`: what a click on an item does, by its tag."""
    for sequence, here in (("<Enter>", place), ("<Leave>", None), ("<FocusIn>", place), ("<FocusOut>", None)):
        card.bind(sequence, lambda event, here=here: actions.hover(here))  # type: ignore[misc]
    card.bind("<FocusIn>", lambda event: actions.focus_on(place, card), add=True)
    card.bind("<ButtonPress-1>", lambda event: _press(event, card, place, actions, buttons))
    card.bind("<Key>", lambda event: actions.key(place, event))


def _press(
    event: tk.Event[tk.Canvas],
    card: tk.Canvas,
    place: int,
    actions: CardActions,
    buttons: Mapping[str, Callable[[int], None]],
) -> None:
    for item in card.find_overlapping(event.x, event.y, event.x, event.y):
        for tag in card.gettags(item):
            if tag in buttons:
                buttons[tag](place)
                return
    keys = int(event.state)
    adding = CONTROL | (COMMAND if is_mac(card) else 0)
    actions.pick(place, "range" if keys & SHIFT else "add" if keys & adding else "one")

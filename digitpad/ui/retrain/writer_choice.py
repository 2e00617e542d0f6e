"""Whose samples a retraining learns: a small menu on the sheet, where some of them have a writer's name."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

from digitpad.languages import _
from digitpad.ui.widgets.menu import PopupMenu

LONGEST = 16  # letters of a name on the button
EVERYBODY, NOBODY = _("everybody"), _("nobody named")


def writer_words(writer: str | None) -> str:
    """Return whose samples they are, in words."""
    return EVERYBODY if writer is None else writer or NOBODY


def button_words(writer: str | None) -> str:
    words = writer_words(writer)
    return _("Samples of {writer} ▾").format(writer=words if len(words) <= LONGEST else words[: LONGEST - 1] + "…")


def pop_up_writers(
    owner: tk.Misc, writers: Sequence[str], on_choose: Callable[[str | None], None], corner: tuple[int, int]
) -> None:
    """Open the menu at `corner`, px of the screen; `on_choose` gets the writer's name, None: all."""
    menu = PopupMenu(owner)
    for writer in (None, *writers):
        words = writer_words(writer)
        menu.add_command(
            label=writer or words[:1].upper() + words[1:],
            command=lambda writer=writer: on_choose(writer),  # type: ignore[misc]
        )
    menu.bind("<Unmap>", lambda event: menu.after_idle(menu.destroy))
    menu.tk_popup(*corner)

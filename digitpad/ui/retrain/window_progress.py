"""The progress of a retraining where it is seen from every page: in the status line and the window's title."""

from __future__ import annotations

import tkinter as tk

from digitpad.languages import _
from digitpad.learning.data.mnist_files import FetchProgress
from digitpad.ui.core.notices import Notices
from digitpad.ui.core.wording import seconds_words
from digitpad.ui.retrain.state import Compared, Running, State


class WindowProgress:
    """Takes each state of the sheet; `clear` once it is closed."""

    def __init__(self, widget: tk.Misc, notices: Notices) -> None:
        """`widget`: in the window whose title it is."""
        self._widget, self._notices = widget, notices
        self._plain_title = ""  # as it is while nothing goes on
        self._words = ("", "")

    def show(self, state: State) -> None:
        self._say(*words_in_window(state))

    def clear(self) -> None:
        self._say("", "")

    def _say(self, in_title: str, in_status: str) -> None:
        if (in_title, in_status) == self._words:
            return
        self._words = (in_title, in_status)
        root = self._widget.winfo_toplevel()
        self._plain_title = self._plain_title or root.title()
        root.title(f"{in_title} – {self._plain_title}" if in_title else self._plain_title)
        self._notices.stand(work=in_status)


def words_in_window(state: State) -> tuple[str, str]:
    """Return what the window's title says of a state, and what its status line says; "" where nothing goes on."""
    if isinstance(state, FetchProgress):
        fetching = _("Fetching MNIST {done} %").format(done=state.done * 100 // max(1, state.total))
        return fetching, fetching
    if isinstance(state, Running):
        share = f"{state.at * 100:.0f} %"
        if state.paused:
            return _("Paused at {share}").format(share=share), _("Retraining paused at {share}").format(share=share)
        left = (
            ""
            if state.seconds_left is None
            else _(", about {time} left").format(time=seconds_words(state.seconds_left))
        )
        return _("Retraining {share}").format(share=share), _("Retraining {share}").format(share=share) + left
    if isinstance(state, Compared):
        return _("Retrained"), _("Retrained: keep it?")
    return "", ""

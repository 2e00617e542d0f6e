"""The retraining sheet on its page: put over it, filled with samples and weights, and what it gives is kept."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog, ttk
from typing import TYPE_CHECKING

from digitpad.ui.retrain_dialog import Actions, RetrainDialog
from digitpad.ui.retrain_state import Compared, Running, State
from digitpad.ui.retraining import Job, Result, Retraining, Tunes
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.session import Session
from digitpad.ui.shelf import Shelf
from digitpad.ui.theme import Theme

if TYPE_CHECKING:
    from digitpad.records import Sample

WIDTH, TOP, EDGE, LEAST_BELOW = 760, 24, 20, 8  # px at scale 1


class RetrainSheet:
    """`open` brings it up; training goes on while another page is shown."""

    def __init__(
        self, page: tk.Widget, *, theme: Theme, session: Session, desk: SampleDesk, shelf: Shelf, tuner: Tunes
    ) -> None:
        self._page, self._theme, self._session, self._desk, self._shelf = page, theme, session, desk, shelf
        self._opened = False
        self._retraining = Retraining(
            tuner=tuner,
            listen=session.listen,
            begin=self._begin,
            show=self._show,
            keep=self._keep,
            on_bug=session.failed,
            pen_clock=session.pen_clock,
        )
        self._cover = ttk.Frame(page)
        self._dialog = RetrainDialog(page, theme=theme, actions=self._actions(), on_fit=self._place)
        page.bind("<Configure>", lambda event: self._place(), add=True)

    @property
    def closable(self) -> bool:
        """Whether it is there and nothing would be lost with it."""
        return self._opened and not isinstance(self._dialog.state_shown, Running | Compared)

    def open(self) -> None:
        self._opened = True
        self._retraining.open()
        self._place()
        self._dialog.focus_set()

    def close(self) -> None:
        self._retraining.close()
        self._opened = False
        self._dialog.place_forget()
        self._cover.place_forget()

    def stop(self) -> None:
        """End what trains, for the window closes."""
        self._retraining.stop()

    def _actions(self) -> Actions:
        retraining = self._retraining
        return Actions(
            fetch=retraining.fetch,
            choose_folder=self._choose_folder,
            without_mnist=retraining.without_mnist,
            again=retraining.open,
            time=retraining.time,
            start=retraining.start,
            pause=retraining.pause,
            cancel=retraining.cancel,
            keep=retraining.keep,
            discard=self._discard,
            close=self.close,
        )

    def _begin(self, ready: Callable[[Job], None]) -> None:
        """Ask for the samples as they are stored, whole, and for the weights that read now."""

        def read(samples: list[Sample]) -> None:
            self._shelf.reading(lambda weights, model: ready(Job(weights, model, tuple(samples))))

        self._desk.look(lambda store: store.all(whole=True), read)

    def _show(self, state: State) -> None:
        if isinstance(state, Compared) and not self._page.winfo_ismapped():
            self._session.news("The retraining has ended: Models shows what it brought")
        self._dialog.show(state)
        self._place()

    def _keep(self, result: Result) -> None:
        self._shelf.keep(result.tuned, lambda: self._session.news(f"“{self._session.model}” reads now"))
        self.close()

    def _discard(self) -> None:
        self._retraining.discard()
        self._session.news("The new model was discarded; nothing has changed")
        self.close()

    def _choose_folder(self) -> None:
        chosen = filedialog.askdirectory(
            parent=self._page.winfo_toplevel(), title="The folder that holds MNIST", mustexist=True
        )
        if chosen:
            self._retraining.take(Path(chosen))

    def _place(self) -> None:
        """In the middle, as high as it needs and the page allows."""
        if not self._opened:
            return
        px, page = self._theme.px, self._page
        width = min(px(WIDTH), page.winfo_width() - 2 * px(EDGE))
        self._cover.place(relwidth=1, relheight=1)
        self._dialog.place(relx=0.5, y=px(TOP), anchor="n", width=width)
        room = page.winfo_height() - px(TOP) - px(LEAST_BELOW)
        self._dialog.place(height=self._dialog.wanted_height(room))
        tk.Misc.lift(self._cover)
        tk.Misc.lift(self._dialog)

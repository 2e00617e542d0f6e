"""The retraining sheet on its page: put over it, filled with samples and weights, and what it gives is kept."""

from __future__ import annotations

import contextlib
import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog, ttk
from typing import TYPE_CHECKING, Protocol

from digitpad.languages import _
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.retrain.dialog import RetrainDialog, descendants
from digitpad.ui.retrain.job import Job, Retrained
from digitpad.ui.retrain.retraining import Retraining
from digitpad.ui.retrain.state import Compared, Running, State
from digitpad.ui.retrain.window_progress import WindowProgress
from digitpad.ui.widgets.theme import Theme

if TYPE_CHECKING:
    from digitpad.records import Sample

FOCUS_TAG = "RetrainSheet"  # binds the Tab key for everything on the sheet
WIDTH, TOP, EDGE, LEAST_BELOW = 760, 24, 20, 8  # px at scale 1


class Catalogue(Protocol):
    """The versions, of which one is trained on and the result becomes another."""

    def reading(self, on_done: Callable[[Path, str], None]) -> None: ...  # weights that read now, the model's name
    def keep(self, retrained: Retrained, on_done: Callable[[], None]) -> None: ...


class RetrainSheet:
    """Implements RetrainActions and RetrainView.

    Opened by `open`, it keeps the focus until it is closed; training goes on while another page is shown.
    """

    def __init__(
        self,
        page: tk.Widget,
        *,
        theme: Theme,
        bridge: Bridge,
        service: SampleService,
        catalogue: Catalogue,
        retraining: Retraining,
    ) -> None:
        self._page, self._theme, self._service, self._catalogue = page, theme, service, catalogue
        self._notices = bridge.notices
        self._opened = False
        self._progress = WindowProgress(page, bridge.notices)
        self.work = retraining
        self._cover = ttk.Frame(page)
        self._dialog = RetrainDialog(page, theme=theme, actions=self, on_fit=self._place)
        retraining.attach(self)
        page.bind("<Configure>", lambda event: self._place(), add=True)
        page.winfo_toplevel().bind("<FocusIn>", lambda event: self._keep_focus(str(event.widget)), add=True)
        page.winfo_toplevel().bind("<FocusOut>", lambda event: page.after_idle(self._check_focus), add=True)
        for sequence, by in (("<Tab>", 1), ("<Shift-Tab>", -1), ("<ISO_Left_Tab>", -1)):
            with contextlib.suppress(tk.TclError):  # X11 alone knows the last one
                page.bind_class(FOCUS_TAG, sequence, lambda event, by=by: self._turn_focus(by))  # type: ignore[misc]

    @property
    def closable(self) -> bool:
        """True where it is there and nothing would be lost with it."""
        return self._opened and not isinstance(self._dialog.state_shown, Running | Compared)

    @property
    def opened(self) -> bool:
        return self._opened

    @property
    def training(self) -> bool:
        """A retraining is under way, whose work would be lost."""
        return self.work.training

    def open(self) -> None:
        self._opened = True
        self.work.open()
        self._place()
        self._dialog.take_focus()

    def accept(self) -> None:
        """Press the button with the focus, else the default one."""
        self._dialog.accept()

    def arrive(self) -> None:
        """Take the keys where the sheet is on the page that is shown now."""
        if self._opened:
            self._dialog.take_focus()

    def close(self) -> None:
        self.work.close()
        self._progress.clear()
        self._opened = False
        self._dialog.place_forget()
        self._cover.place_forget()

    def stop(self) -> None:
        """End what trains, for the window closes."""
        self.work.stop()

    def begin(self, ready: Callable[[Job], None]) -> None:
        """Ask for the samples as they are stored, whole, and for the weights that read now."""

        def read(samples: list[Sample]) -> None:
            self._catalogue.reading(lambda weights, model: ready(Job(weights, model, tuple(samples))))

        self._service.look(lambda store: store.all(whole=True), read)

    def show(self, state: State) -> None:
        if isinstance(state, Compared) and not self._page.winfo_ismapped():
            self._notices.news(_("The retraining has ended: its result is on Models"))
        self._dialog.show(state)
        self._progress.show(state)
        self._catch_tabs()
        self._place()
        self._keep_focus(self._focus or ".")

    def keep(self, result: Retrained) -> None:
        self._catalogue.keep(
            result, lambda: self._notices.news(_("“{model}” reads now").format(model=self._notices.model))
        )
        self.close()

    def discard(self) -> None:
        result = self.work.discard()
        undo = (_("Undo"), lambda: self._restore(result)) if result is not None else None
        self._notices.news(_("The new model was discarded; nothing has changed"), undo)
        self.close()

    def _restore(self, result: Retrained) -> None:
        if not self._opened:
            self._opened = True
            self.work.restore(result)
            self._dialog.take_focus()

    def _catch_tabs(self) -> None:
        """Have each part of the sheet hand the Tab key on to the sheet."""
        for widget in (self._dialog, *descendants(self._dialog)):
            if FOCUS_TAG not in widget.bindtags():
                widget.bindtags((FOCUS_TAG, *widget.bindtags()))

    def _turn_focus(self, by: int) -> str:
        self._dialog.turn_focus(by)
        return "break"

    def _check_focus(self) -> None:
        """Notice that the keys went up to the window, of which Tk says nothing to the window itself."""
        if self._focus == ".":
            self._keep_focus(".")

    @property
    def _focus(self) -> str:
        """Path of the widget with the focus; "" where another program has it."""
        return str(self._page.tk.call("focus"))

    def _keep_focus(self, widget: str) -> None:
        """Bring the keys back into the sheet from the parts of the page that it covers."""
        page = str(self._page)
        below = widget == "." or widget == page or widget.startswith(f"{page}.")
        if self._opened and below and self._page.winfo_ismapped() and not self._dialog.has_focus:
            self._dialog.take_focus()

    def choose_folder(self) -> None:
        folder = filedialog.askdirectory(
            parent=self._page.winfo_toplevel(), title=_("The folder that holds MNIST"), mustexist=True
        )
        if folder:
            self.work.take(Path(folder))

    def _place(self) -> None:
        """Place it in the middle, as high as it needs and the page allows."""
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

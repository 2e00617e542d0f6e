"""The page with all stored samples: looked through, filtered, relabelled, deleted, imported and exported."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from digitpad.languages import _
from digitpad.ui.collect.sheet import show_collecting
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.pages import Page
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.label_errors.search import LabelErrorSearch
from digitpad.ui.label_errors.strip import LabelErrorStrip
from digitpad.ui.label_errors.suspects import LabelErrors
from digitpad.ui.samples.changes import SampleChanges, counted
from digitpad.ui.samples.commands import samples_commands
from digitpad.ui.samples.details import SampleDetails
from digitpad.ui.samples.empty import SamplesEmpty
from digitpad.ui.samples.filters import SampleFilters
from digitpad.ui.samples.head import SamplesHead
from digitpad.ui.samples.selected_samples import SelectedSamples
from digitpad.ui.samples.selection_menu import SelectionMenu
from digitpad.ui.samples.tiles.grid import SampleGrid
from digitpad.ui.samples.transfer import SampleTransfer
from digitpad.ui.samples.watch import SampleWatch
from digitpad.ui.samples.writer_dialog import WriterDialog
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toast import PassingNote

if TYPE_CHECKING:
    from digitpad.store.samples import SampleStore

EDGE, GUTTER, GAP = 20, 20, 12  # px at scale 1, as are all sizes here
LEAST_FOR_DETAILS = 880  # of the page's width: below it the grid takes all of it


class SamplesPage(Page):
    """Implements HeadActions, EmptyActions, DetailActions and SamplesActions.

    `open_store`: a store of its own for the thread that exports; `on_retrain`: the user wants to retrain.
    """

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        bridge: Bridge,
        file_dialogs: FileDialogs,
        service: SampleService,
        open_store: Callable[[], SampleStore],
        on_retrain: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._bridge, self._service = theme, bridge, service
        self._notices, self.retrain = bridge.notices, on_retrain
        self._arrived = False
        self._asked = 0
        self._to_show: int | None = None  # id of a sample that is to be selected once it is among those shown
        self._label_errors = LabelErrors(service)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        self._make_workers(file_dialogs, open_store)
        self._make_parts()
        self.commands = samples_commands(self)
        service.on_changed(self._samples_changed)
        self.bind("<Configure>", lambda event: self._make_room())

    def _make_workers(self, file_dialogs: FileDialogs, open_store: Callable[[], SampleStore]) -> None:
        service, bridge = self._service, self._bridge
        self.changes = SampleChanges(
            service, on_done=self._changed, on_undone=self._undone, on_nothing=bridge.notices.news
        )
        self.transfer = SampleTransfer(
            bridge,
            file_dialogs,
            open_store=open_store,
            ids=lambda: self.selected or list(self.grid_view.ids),
            on_read=self.changes.add,
            on_step=lambda words, share: self._note.progress(words, share, self.transfer.cancel),
            on_end=lambda: self._note.clear(),
        )
        self._search = LabelErrorSearch(
            self,
            samples=lambda: service.samples,
            listen=bridge.listen,
            on_found=self._label_errors_found,
            on_failed=bridge.notices.failed,
        )
        self._watch = SampleWatch(self, service)

    def arrive(self) -> None:
        self._arrived = True
        self._label_errors.add_marked()
        self._ask()
        self._watch.start()  # second, for it may read all that is stored
        self.grid_view.canvas.focus_set()
        self._say_state()

    def leave(self) -> None:
        self._arrived = False
        self._watch.stop()
        if not self.transfer.busy:
            self._note.clear()
        self._notices.say_state()

    def close(self) -> None:
        self._search.stop()
        self.transfer.stop()

    def show_sample(self, id: int) -> None:
        """Select this one and bring it into sight."""
        self._to_show = id
        self._filters.clear()

    @property
    def selected(self) -> list[int]:
        """Ids, in the order in which they are shown."""
        return self.grid_view.selection.in_order

    @property
    def summary(self) -> str:
        """Number of the shown samples, in words."""
        return self._head.words

    def collect(self) -> None:
        """Ask for digits of one writer."""
        show_collecting(self, self._bridge, self._service, theme=self._theme)

    def show_all(self) -> None:
        self._filters.clear()

    def relabel(self, label: int | None) -> None:
        if self.selected:
            self.changes.relabel(self.selected, label)

    def name_writer(self) -> None:
        """Ask for the writer of the selected samples."""
        if ids := self.selected:
            name_them = partial(self.changes.name_writer, ids)
            WriterDialog(self, ids, self._service.samples, theme=self._theme, on_named=name_them)

    def delete(self) -> None:
        if self.selected:
            self.changes.delete(self.selected)
            self.grid_view.canvas.focus_set()

    def select_all(self) -> None:
        self.grid_view.selection.everything()
        self.grid_view.selected()

    def select_nothing(self) -> None:
        self.grid_view.selection.nothing()
        self.grid_view.selected()

    def export_words(self) -> str:
        """Say which samples would be exported: the selected ones, or all that are shown where none is."""
        selected, ids = len(self.selected), len(self.grid_view.ids)
        words = _("The {samples} selected") if selected else _("All {samples} shown")
        return words.format(samples=counted(selected or ids))

    @property
    def has_samples(self) -> bool:
        """Some are shown."""
        return bool(self.grid_view.ids)

    def _make_parts(self) -> None:
        theme = self._theme
        self._head = SamplesHead(self, theme=theme, actions=self)
        self._filters = SampleFilters(self, theme=theme, on_change=self._ask)
        show_suspects = self._filters.show_suspects
        self.strip = LabelErrorStrip(self, self._label_errors, self.changes, theme=theme, on_show_all=show_suspects)
        self.grid_view = SampleGrid(
            self,
            theme=theme,
            sample_of=lambda id: self._service.samples.get(id),
            is_label_error=self._label_errors.__contains__,
            on_select=self._selection_changed,
            on_scroll=lambda: self._search.put_off(),
            on_menu=lambda x, y: self._menu.tk_popup(x, y) if self.selected else None,
        )
        self._make_rest()

    def _make_rest(self) -> None:
        theme = self._theme  # of what stands beside and over the grid
        self._details = SampleDetails(self, theme=theme, actions=self)
        self._selected = SelectedSamples(self._details, self._service, self._label_errors, self._notices)
        self._empty = SamplesEmpty(self.grid_view, theme=theme, actions=self)
        self._note = PassingNote(self.grid_view, theme=theme)
        self._menu = SelectionMenu(self, self)
        self._place_parts()

    def _place_parts(self) -> None:
        px = self._theme.px
        edge, level = px(EDGE), px(EDGE - 4)  # the grid has room for its ring
        self._head.grid(row=0, column=0, columnspan=2, sticky="ew", padx=edge, pady=(px(16), 0))
        self._filters.grid(row=1, column=0, columnspan=2, sticky="ew", padx=edge, pady=px(GAP))
        self.strip.grid(row=2, column=0, columnspan=2, sticky="ew", padx=edge, pady=(0, px(GAP)))
        self.strip.grid_remove()
        self.grid_view.grid(row=3, column=0, sticky="nsew", padx=(level, px(GUTTER)))
        self._details.grid(row=3, column=1, sticky="ns", padx=(0, edge))

    def _make_room(self) -> None:
        """Filters and details only where there are samples, and the latter only where there is room beside the grid."""
        some = bool(self._service.samples or self.grid_view.ids)
        wide = self.winfo_width() >= self._theme.px(LEAST_FOR_DETAILS)
        for part, on in ((self._filters, some), (self._details, some and wide)):
            if on:
                part.grid()
            else:
                part.grid_remove()

    def _ask(self) -> None:
        """Have the store say what is to be shown now; only the newest answer counts."""
        self._asked += 1
        view = self._filters.view
        criteria, order = view.filter(datetime.now()), view.order
        self._service.look(lambda store: store.ids(criteria, order), partial(self._take_ids, self._asked))

    def _take_ids(self, request: int, ids: Sequence[int]) -> None:
        if request != self._asked:
            return
        self.grid_view.show(ids)
        if self._to_show is not None and (place := self.grid_view.selection.place_of(self._to_show)) is not None:
            self._to_show = None
            self.grid_view.selection.only(place)
            self.grid_view.reveal(place)
            self.grid_view.selected()
        self._count()
        self._selected.show(self.selected)
        self._search.look()  # once they are shown, for it takes the processor for a while

    def _count(self) -> None:
        samples, ids = self._service.samples, self.grid_view.ids
        misread = sum(1 for id in ids if id in samples and samples[id].misread)
        self._head.show(len(ids), max(len(samples), len(ids)), misread)
        self._show_suspect()
        self._empty.show(total=len(samples), shown=len(ids))
        self._filters.offer_writers({sample.writer for sample in samples.values()})
        self._make_room()

    def _show_suspect(self) -> None:
        self.strip.show(self.grid_view.selection, alone=self._filters.view.kind == "label errors")

    def _samples_changed(self) -> None:
        """Here, on another page, or in another DigitPad."""
        if self._arrived:
            self._ask()

    def _label_errors_found(self, suggested: dict[int, int]) -> None:
        self._label_errors.replace(suggested)
        if self._filters.view.kind == "label errors":
            self._ask()
        else:
            self.grid_view.refresh()
            self._count()

    def _selection_changed(self) -> None:
        self._show_suspect()
        self._selected.show(self.selected)
        self._say_state()

    def _say_state(self) -> None:
        if self._arrived:
            self._selected.say_state(len(self.selected))

    def _changed(self, words: str) -> None:
        if self._arrived:
            self._note.say(words, _("Undo"), self.changes.undo)

    def _undone(self, words: str) -> None:
        self._note.clear()
        self._notices.news(words)

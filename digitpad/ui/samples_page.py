"""The page with all stored samples: looked through, filtered, relabelled, deleted, imported and exported."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import DigitPadError
from digitpad.records import Sample
from digitpad.ui import sample_dialogs as dialogs
from digitpad.ui.pages import Page
from digitpad.ui.passing_note import PassingNote
from digitpad.ui.sample_changes import SampleChanges, counted
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.sample_details import Actions, SampleDetails, add_labels
from digitpad.ui.sample_files import SampleFiles
from digitpad.ui.sample_filters import SampleFilters
from digitpad.ui.sample_grid import SampleGrid
from digitpad.ui.sample_watch import SampleWatch
from digitpad.ui.samples_commands import samples_commands
from digitpad.ui.samples_empty import SamplesEmpty
from digitpad.ui.samples_head import HeadActions, SamplesHead
from digitpad.ui.session import Session
from digitpad.ui.slip_search import SlipSearch
from digitpad.ui.theme import Theme

if TYPE_CHECKING:
    from digitpad.store.exchange import Exported, Form
    from digitpad.store.samples import SampleStore

EDGE, GUTTER, GAP = 20, 20, 12  # px at scale 1, as are all sizes here
LEAST_FOR_DETAILS = 880  # of the page's width: below it the grid takes all of it


class SamplesPage(Page):
    """`open_store`: a store of its own for the thread that exports; `on_retrain`: the user wants to retrain."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        session: Session,
        desk: SampleDesk,
        open_store: Callable[[], SampleStore],
        on_retrain: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._session, self._desk = theme, session, desk
        self._arrived = False
        self._asked = 0
        self._to_show: int | None = None  # id of a sample that is to be selected once it is among those shown
        self._slips: dict[int, int | None] = {}  # by id: the label that looks like a slip
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self._make_parts(on_retrain)
        self.changes = SampleChanges(desk, on_done=self._changed, on_undone=self._undone, on_nothing=session.news)
        self._files = SampleFiles(
            open_store=open_store,
            listen=session.listen,
            on_step=lambda words, share: self._note.progress(words, share, self._files.cancel),
            on_end=self._note.clear,
            on_failed=session.failed,
        )
        self._search = SlipSearch(
            self,
            samples=lambda: desk.samples,
            listen=session.listen,
            on_found=self._slips_found,
            on_failed=session.failed,
        )
        self._watch = SampleWatch(self, desk)
        self.commands = samples_commands(self)
        desk.on_changed(self._samples_changed)
        self.bind("<Configure>", lambda event: self._make_room())

    def arrive(self) -> None:
        self._arrived = True
        self._slips = {id: sample.label for id, sample in self._desk.samples.items() if sample.slip} | self._slips
        self._ask()
        self._watch.start()  # second, for it may read all that is stored
        self.grid_view.canvas.focus_set()
        self._say_state()

    def leave(self) -> None:
        self._arrived = False
        self._watch.stop()
        if not self._files.busy:
            self._note.clear()
        self._session.say_state()

    def close(self) -> None:
        self._search.stop()
        self._files.stop()

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
        """How many samples are shown, in words."""
        return self._head.words

    def relabel(self, label: int | None) -> None:
        if self.selected:
            self.changes.relabel(self.selected, label)

    def delete(self) -> None:
        if self.selected:
            self.changes.delete(self.selected)

    def select_all(self) -> None:
        self.grid_view.selection.everything()
        self.grid_view.selected()

    def select_nothing(self) -> None:
        self.grid_view.selection.nothing()
        self.grid_view.selected()

    def import_file(self) -> None:
        self._bring(dialogs.ask_file(self.winfo_toplevel(), self._session.files.folder))

    def import_folder(self) -> None:
        self._bring(dialogs.ask_folder(self.winfo_toplevel(), self._session.files.folder))

    def export(self, form: Form) -> None:
        """The selected ones, or all that are shown where none is."""
        from digitpad.store.exchange import form_of

        ids = self.selected or list(self.grid_view.ids)
        path = dialogs.ask_target(self.winfo_toplevel(), self._session.files.folder, form)
        if path is None or not ids:
            return
        self._session.files.folder = str(path.parent)
        try:
            self._files.export(ids, path, form_of(path), partial(self._exported, path))
        except DigitPadError as error:
            self._session.failed(str(error))

    @property
    def has_samples(self) -> bool:
        """Some are shown."""
        return bool(self.grid_view.ids)

    @property
    def working(self) -> bool:
        """Something is imported or exported."""
        return self._files.busy

    def _make_parts(self, on_retrain: Callable[[], None]) -> None:
        theme, px = self._theme, self._theme.px
        actions = HeadActions(self.import_file, self.import_folder, self.export, self._export_words, on_retrain)
        self._head = SamplesHead(self, theme=theme, actions=actions)
        self._filters = SampleFilters(self, theme=theme, on_change=self._ask)
        self.grid_view = SampleGrid(
            self,
            theme=theme,
            sample_of=lambda id: self._desk.samples.get(id),
            is_slip=self._is_slip,
            on_select=self._selection_changed,
            on_scroll=lambda: self._search.put_off(),
            on_menu=self._pop_up,
        )
        self._details = SampleDetails(self, theme=theme, actions=Actions(self.relabel, self.delete))
        self._empty = SamplesEmpty(
            self.grid_view, theme=theme, on_import=self.import_file, on_show_all=lambda: self._filters.clear()
        )
        self._note = PassingNote(self.grid_view, theme=theme)
        self._menu = self._make_menu()
        edge, level = px(EDGE), px(EDGE - 4)  # the grid has room for its ring
        self._head.grid(row=0, column=0, columnspan=2, sticky="ew", padx=edge, pady=(px(16), 0))
        self._filters.grid(row=1, column=0, columnspan=2, sticky="ew", padx=(px(EDGE - 2), edge), pady=px(GAP))
        self.grid_view.grid(row=2, column=0, sticky="nsew", padx=(level, px(GUTTER)))
        self._details.grid(row=2, column=1, sticky="ns", padx=(0, edge))

    def _make_menu(self) -> tk.Menu:
        menu = tk.Menu(self, tearoff=False)
        add_labels(menu, self.relabel)
        menu.add_separator()
        menu.add_command(label="Delete", accelerator="Delete", command=self.delete)
        return menu

    def _make_room(self) -> None:
        """Filters and details only where there are samples, and the latter only where there is room beside the grid."""
        some = bool(self._desk.samples or self.grid_view.ids)
        wide = self.winfo_width() >= self._theme.px(LEAST_FOR_DETAILS)
        for part, on in ((self._filters, some), (self._details, some and wide)):
            if on:
                part.grid()
            else:
                part.grid_remove()

    def _is_slip(self, id: int) -> bool:
        sample = self._desk.samples.get(id)
        return sample is not None and sample.label is not None and self._slips.get(id) == sample.label

    def _ask(self) -> None:
        """Have the store say what is to be shown now; only the newest answer counts."""
        self._asked += 1
        view = self._filters.view
        chosen, order = view.filter(datetime.now()), view.order
        self._desk.look(lambda store: store.ids(chosen, order), partial(self._found, self._asked))

    def _found(self, asked: int, ids: Sequence[int]) -> None:
        if asked != self._asked:
            return
        self.grid_view.show(ids)
        if self._to_show is not None and (place := self.grid_view.selection.place_of(self._to_show)) is not None:
            self._to_show = None
            self.grid_view.selection.only(place)
            self.grid_view.reveal(place)
            self.grid_view.selected()
        self._count()
        self._show_details()
        self._search.look()  # once they are shown, for it takes the processor for a while

    def _count(self) -> None:
        known, shown = self._desk.samples, self.grid_view.ids
        misread = sum(1 for id in shown if id in known and known[id].misread)
        slips = sum(1 for id in shown if self._is_slip(id))
        self._head.show(len(shown), max(len(known), len(shown)), misread, slips)
        self._empty.show(total=len(known), shown=len(shown))
        self._make_room()

    def _samples_changed(self) -> None:
        """Here, on another page, or in another DigitPad."""
        if self._arrived:
            self._ask()

    def _slips_found(self, ids: frozenset[int]) -> None:
        self._slips = {id: sample.label for id, sample in self._desk.samples.items() if id in ids}
        self._desk.look(lambda store: store.mark_slips(sorted(ids)), lambda nothing: None)
        if self._filters.view.kind == "slips":
            self._ask()
        else:
            self.grid_view.refresh()
            self._count()

    def _selection_changed(self) -> None:
        self._show_details()
        self._say_state()

    def _show_details(self) -> None:
        chosen = self.selected
        known = [self._desk.samples[id] for id in chosen if id in self._desk.samples]
        if not known:
            self._details.show_nothing()
        elif len(known) > 1:
            self._details.show_several([sample.label for sample in known])
        else:
            id = chosen[0]
            self._details.show(known[0], self._is_slip(id))
            self._desk.look(lambda store: store.get(id), partial(self._show_whole, id))

    def _show_whole(self, id: int, sample: Sample | None) -> None:
        """With strokes or crop, unless something else was selected meanwhile."""
        if sample is not None and self.selected == [id]:
            self._details.show(sample, self._is_slip(id))

    def _say_state(self) -> None:
        if not self._arrived:
            return
        count = len(self.selected)
        if count:
            self._session.say_state(f"{count:,} selected", "type a digit or x to relabel", "Delete removes")
        else:
            self._session.say_state("Nothing selected")

    def _changed(self, words: str) -> None:
        if self._arrived:
            self._note.say(words, "Undo", self.changes.undo)

    def _undone(self, words: str) -> None:
        self._note.clear()
        self._session.news(words)

    def _bring(self, path: Path | None) -> None:
        if path is not None:
            self._session.files.folder = str(path.parent)
            self._files.bring(path, self.changes.add)

    def _exported(self, path: Path, exported: Exported) -> None:
        left = f"; {exported.left_out:,} left out, which it cannot hold" if exported.left_out else ""
        self._session.news(f"{counted(exported.written)} written to {path.name}{left}")

    def _export_words(self) -> str:
        if self.selected:
            return f"The {counted(len(self.selected))} selected"
        return f"All {counted(len(self.grid_view.ids))} shown"

    def _pop_up(self, x: int, y: int) -> None:
        if self.selected:
            self._menu.tk_popup(x, y)

"""The page with every version of the network: which one reads, how well each does, and retraining."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog, ttk

from digitpad.ui.commands import Command
from digitpad.ui.comparison_view import ChangedRow
from digitpad.ui.files import hide_dot_files
from digitpad.ui.labels import QuietLabel
from digitpad.ui.pages import Page
from digitpad.ui.passing_note import PassingNote
from digitpad.ui.retrain_sheet import RetrainSheet
from digitpad.ui.retraining import Tunes
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.scroller import Scroller
from digitpad.ui.session import Session
from digitpad.ui.shelf import Contrast, Shelf, Shelved
from digitpad.ui.surface import BUTTON, Surface, Words
from digitpad.ui.theme import Theme
from digitpad.ui.version_row import RowActions, VersionCard, VersionRow
from digitpad.ui.wording import date_words, moment_of, share

EDGE = 20  # px at scale 1, as are all sizes here
GAP = 12
CHANGED_LEFT = 200  # for who reads them right
WEIGHTS = (("Weights (safetensors)", "*.safetensors"), ("All files", "*"))
EXPORTS = (("Weights (safetensors)", "*.safetensors"), ("For other programs (ONNX)", "*.onnx"))
EMPTY = (
    "Only the model that came with DigitPad is here; it always stays. Correct digits that it misreads, then retrain: "
    "a copy practises on your samples and on MNIST, you see both side by side, and keep the new one if it is better."
)


class ModelsPage(Page):
    """`tuner` does the work of retraining."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, session: Session, desk: SampleDesk, shelf: Shelf, tuner: Tunes
    ) -> None:
        super().__init__(parent)
        self._theme, self._session, self._desk = theme, session, desk
        self._shelf = shelf
        shelf.on_change = self._show
        self._cards: tuple[VersionCard, ...] = ()
        self._rows: list[VersionRow] = []
        self._first = ""  # key of the first of two that are to be compared
        self._shown = False
        self.columnconfigure(0, weight=1)
        self.rowconfigure(3, weight=1)
        self._make_header()
        self._scroller = Scroller(self, theme=theme)
        self._scroller.grid(row=3, column=0, sticky="nsew", padx=theme.px(EDGE), pady=(theme.px(GAP), 0))
        self._scroller.inner.columnconfigure(0, weight=1)
        self._row_actions = RowActions(
            use=self._shelf.use,
            rename=self._shelf.rename,
            export=self._export,
            compare=self._compare,
            remove=self._remove,
        )
        self._note = PassingNote(self, theme=theme)
        self._undo: Callable[[], None] | None = None  # of the newest deletion
        self._sheet = RetrainSheet(self, theme=theme, session=session, desk=desk, shelf=self._shelf, tuner=tuner)
        desk.on_changed(self._show_summary)
        self.commands = (
            Command("Models", "Import a model…", ("Mod+I",), self._bring),
            Command("Edit", "Undo", ("Mod+Z",), self._bring_back, lambda: self._undo is not None),
            Command("Models", "Close the sheet", ("Escape",), self._sheet.close, lambda: self._sheet.closable),
        )

    def arrive(self) -> None:
        self._shown = True
        self._shelf.refresh()
        self._say_state()

    def leave(self) -> None:
        self._shown = False
        self._note.clear()
        self._session.say_state()

    def retrain(self) -> None:
        """Bring up the retraining sheet."""
        self._sheet.open()

    def close(self) -> None:
        self._sheet.stop()

    def _make_header(self) -> None:
        theme, px = self._theme, self._theme.px
        header = ttk.Frame(self)
        header.grid(row=0, column=0, sticky="ew", padx=px(EDGE), pady=(px(16), 0))
        header.columnconfigure(1, weight=1)
        self._title = ttk.Label(header, text="Models", font=theme.number_font(20))
        self._title.grid(row=0, column=0, sticky="w")
        self._summary = QuietLabel(header, theme=theme)
        self._summary.grid(row=0, column=1, sticky="w", padx=px(16), pady=(px(4), 0))
        ttk.Button(header, text="Import…", command=self._bring).grid(row=0, column=2)
        retrain = ttk.Button(header, text="Retrain…", style="Accent.TButton", command=self.retrain)
        retrain.grid(row=0, column=3, padx=(px(8), 0))
        self._comparison = Surface(self, theme=theme, edged=True)
        self._comparison.columnconfigure(0, weight=1)
        self._notes = ttk.Label(self, font=theme.small, justify="left")
        self._notes.bind("<Configure>", lambda event: self._notes.configure(wraplength=max(1, event.width)))
        self._notes.bind("<<ThemeChanged>>", lambda event: self._notes.configure(foreground=theme.palette.unsure))

    def _show(self, shelved: Shelved) -> None:
        """Make the rows anew."""
        self._cards, self._first = shelved.cards, ""
        for child in self._scroller.inner.winfo_children():
            child.destroy()
        count = len(shelved.cards)
        self._title.configure(text=f"{count} models" if count > 1 else "1 model")
        self._show_summary()
        self._show_notes(shelved.broken)
        self._rows = [
            VersionRow(self._scroller.inner, card, theme=self._theme, actions=self._row_actions)
            for card in shelved.cards
        ]
        for number, row in enumerate(self._rows):
            row.grid(row=number, column=0, sticky="ew", pady=(0, self._theme.px(GAP)))
        if count == 1:
            empty = QuietLabel(self._scroller.inner, theme=self._theme, text=EMPTY)
            empty.bind("<Configure>", lambda event: empty.configure(wraplength=max(1, event.width)))
            empty.grid(row=count, column=0, sticky="ew", pady=self._theme.px(8))
        self._say_state()

    def _show_summary(self) -> None:
        """Which one reads, and what it could learn."""
        reading = next((card for card in self._cards if card.active), None)
        if reading is None:
            return
        made = moment_of(reading.created_at)
        newer = sum(made is None or sample.created_at > made for sample in self._desk.samples.values())
        hint = f"; {newer:,} of your samples {'is' if newer == 1 else 'are'} newer than it" if newer else ""
        self._summary.configure(text=f"“{reading.name}” reads now{hint}")

    def _show_notes(self, broken: tuple[str, ...]) -> None:
        self._notes.configure(text="\n".join(broken), foreground=self._theme.palette.unsure)
        if broken:
            self._notes.grid(row=1, column=0, sticky="ew", padx=self._theme.px(EDGE), pady=(self._theme.px(8), 0))
        else:
            self._notes.grid_remove()

    def _say_state(self) -> None:
        if self._shown:
            count = len(self._cards)
            self._session.say_state(f"{count} model{'s' * (count != 1)}" if count else "Looking for models…")

    def _remove(self, key: str) -> None:
        """At once, for it can be undone."""
        card = next(card for card in self._cards if card.key == key)
        reads = f"; “{self._cards[0].name}” reads now" if card.active else ""

        def back() -> None:
            self._shelf.restore(key, lambda: self._session.news(f"“{card.name}” is back"), use=card.active)

        def removed() -> None:
            self._undo = back
            self._note.say(f"“{card.name}” deleted{reads}", "Undo", self._bring_back)

        self._shelf.remove(key, removed)

    def _bring_back(self) -> None:
        undo, self._undo = self._undo, None
        self._note.clear()
        if undo is not None:
            undo()

    def _export(self, key: str) -> None:
        name = next(card.name for card in self._cards if card.key == key)
        hide_dot_files(self.winfo_toplevel())
        chosen = filedialog.asksaveasfilename(
            parent=self.winfo_toplevel(),
            title=f"Export {name}",
            initialfile=f"{_file_name(name)}.safetensors",
            defaultextension=".safetensors",
            filetypes=EXPORTS,
        )
        if chosen:
            self._shelf.export(key, Path(chosen), lambda: self._session.news(f"Exported {Path(chosen).name}"))

    def _bring(self) -> None:
        hide_dot_files(self.winfo_toplevel())
        chosen = filedialog.askopenfilename(parent=self.winfo_toplevel(), title="Import a model", filetypes=WEIGHTS)
        if chosen:
            self._shelf.bring(Path(chosen), lambda: self._session.news(f"Imported {Path(chosen).name}"))

    def _compare(self, key: str) -> None:
        """The first click chooses one, the second the other."""
        first, self._first = self._first, "" if self._first else key
        if first and first != key:
            cards = {card.key: card for card in self._cards}
            both, samples = (cards[first], cards[key]), tuple(self._desk.samples.values())
            self._shelf.compare(first, key, samples, lambda contrast: self._show_comparison(both, contrast))
        for row in self._rows:
            chosen = row.card.key == self._first
            row.name_compare("Compare" if not self._first else "Stop comparing" if chosen else "Compare with this")

    def _show_comparison(self, both: tuple[VersionCard, VersionCard], contrast: Contrast) -> None:
        for child in self._comparison.winfo_children():
            child.destroy()
        theme, px = self._theme, self._theme.px
        table = Surface(self._comparison, theme=theme)
        for row, cells in enumerate(_side_by_side(both)):
            for column, text in enumerate(cells):
                font = theme.body if row else theme.strong
                cell = Words(table, theme=theme, font=font, shade="text" if column else "quiet", text=text)
                cell.grid(row=row, column=column, sticky="w", padx=(0, px(24)), pady=px(2))
        table.grid(column=0, sticky="w", padx=px(16), pady=(px(12), px(8)))
        Words(self._comparison, theme=theme, text=_alike(contrast), wraps=True).grid(column=0, sticky="ew", padx=px(16))
        for card, changed in zip(reversed(both), (contrast.only_second, contrast.only_first), strict=True):
            if changed:
                name = f"right only by “{card.name}”"
                found = ChangedRow(self._comparison, theme=theme, name=name, left=CHANGED_LEFT)
                found.show(changed)
                found.grid(column=0, sticky="ew", padx=px(16), pady=(px(GAP), 0))
        close = ttk.Button(self._comparison, text="Close", style=BUTTON, command=self._comparison.grid_remove)
        close.grid(column=0, sticky="w", padx=px(16), pady=px(12))
        self._comparison.grid(row=2, column=0, sticky="ew", padx=px(EDGE), pady=(px(GAP), 0))


def _side_by_side(both: tuple[VersionCard, VersionCard]) -> list[tuple[str, ...]]:
    """What their cards say, a row for each thing."""
    return [
        ("", *(card.name for card in both)),
        ("made", *(date_words(card.created_at) or "not known" for card in both)),
        ("from", *(card.parent or "nothing" for card in both)),
        ("your samples learnt", *(f"{card.samples:,}" for card in both)),
        ("MNIST, held out", *(_figure(card.mnist, 2) for card in both)),
        ("your samples, held out", *(_figure(card.own, 1) for card in both)),
    ]


def _figure(value: float | None, decimals: int) -> str:
    return "not measured" if value is None else share(value, decimals)


def _alike(contrast: Contrast) -> str:
    """How far they agree on the user's samples."""
    if not contrast.samples:
        return "You have no samples yet that both could read."
    wrong = len(contrast.only_second) + len(contrast.only_first)
    if not wrong:
        return f"Of your newest {contrast.samples:,} samples both read the same ones right."
    return (
        f"Of your newest {contrast.samples:,} samples only one of them reads {wrong:,} right. A model finds those that "
        f"it has learnt easier than those that it has never seen."
    )


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip() or "model"

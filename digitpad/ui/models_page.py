"""The page with every version of the network: which one reads, how well each does, and retraining."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import filedialog, ttk

from digitpad.ui.commands import Command
from digitpad.ui.files import hide_dot_files
from digitpad.ui.labels import QuietLabel
from digitpad.ui.pages import Page
from digitpad.ui.retrain_sheet import RetrainSheet
from digitpad.ui.retraining import Tunes
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.scroller import Scroller
from digitpad.ui.session import Session
from digitpad.ui.shelf import Shelf, Shelved
from digitpad.ui.surface import BUTTON, Surface, Words
from digitpad.ui.theme import Theme
from digitpad.ui.version_row import RowActions, VersionCard, VersionRow
from digitpad.ui.wording import moment_of

EDGE = 20  # px at scale 1, as are all sizes here
GAP = 12
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
            remove=self._shelf.remove,
        )
        self._sheet = RetrainSheet(self, theme=theme, session=session, desk=desk, shelf=self._shelf, tuner=tuner)
        desk.on_changed(self._show_summary)
        self.commands = (
            Command("Models", "Import a model…", ("Mod+I",), self._bring),
            Command("Models", "Close the sheet", ("Escape",), self._sheet.close, lambda: self._sheet.closable),
        )

    def arrive(self) -> None:
        self._shown = True
        self._shelf.refresh()
        self._say_state()

    def leave(self) -> None:
        self._shown = False
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
            names = [card.name for card in self._cards if card.key in (first, key)]
            self._shelf.compare(first, key, lambda lines: self._show_comparison(names, lines))
        for row in self._rows:
            chosen = row.card.key == self._first
            row.name_compare("Compare" if not self._first else "Stop comparing" if chosen else "Compare with this")

    def _show_comparison(self, names: list[str], lines: list[str]) -> None:
        for child in self._comparison.winfo_children():
            child.destroy()
        theme, px = self._theme, self._theme.px
        title = Words(
            self._comparison, theme=theme, font=theme.strong, text=" and ".join(f"“{name}”" for name in names)
        )
        title.grid(row=0, column=0, sticky="w", padx=px(16), pady=(px(12), px(4)))
        for row, line in enumerate(lines, 1):
            Words(self._comparison, theme=theme, text=line, wraps=True).grid(
                row=row, column=0, sticky="ew", padx=px(16)
            )
        close = ttk.Button(self._comparison, text="Close", style=BUTTON, command=self._comparison.grid_remove)
        close.grid(row=len(lines) + 1, column=0, sticky="w", padx=px(16), pady=px(12))
        self._comparison.grid(row=2, column=0, sticky="ew", padx=px(EDGE), pady=(px(GAP), 0))


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip() or "model"

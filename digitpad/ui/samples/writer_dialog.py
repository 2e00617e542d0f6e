"""The small window in which the writer of the selected samples is named."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import ttk

from digitpad.languages import _, plural
from digitpad.records import Sample
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name, put_over

NAMELESS = _("Leave it empty for your own hand.")
WIDTH = 26  # letters


class WriterDialog(tk.Toplevel):
    """`on_named` gets the name, "" for none, unless it is closed before."""

    def __init__(
        self,
        parent: tk.Misc,
        ids: Sequence[int],
        samples: Mapping[int, Sample],
        *,
        theme: Theme,
        on_named: Callable[[str], None],
    ) -> None:
        """`ids`: of the selected ones among all `samples`; it begins with the writer that they have in common."""
        super().__init__(parent, background=theme.palette.window)
        self.title(_("Writer of the selected samples"))
        self.transient(parent.winfo_toplevel())
        self.resizable(False, False)
        self._on_named, count = on_named, len(ids)
        known = sorted({sample.writer for sample in samples.values()} - {""}, key=str.casefold)
        shared = {samples[id].writer for id in ids if id in samples}
        px, frame = theme.px, ttk.Frame(self, padding=theme.px(20))
        frame.grid()
        ttk.Label(
            frame, text=plural("Writer of {count:,} sample", "Writer of {count:,} samples", count).format(count=count)
        ).grid(sticky="w")
        self.entry = ttk.Combobox(frame, values=known, font=theme.body, width=WIDTH)
        self.entry.set(shared.pop() if len(shared) == 1 else "")
        self.entry.select_range(0, "end")
        give_name(self.entry, _("Writer"))
        self.entry.grid(sticky="ew", pady=(px(8), px(4)))
        QuietLabel(frame, theme=theme, text=NAMELESS).grid(sticky="w", pady=(0, px(16)))
        buttons = ttk.Frame(frame)
        buttons.grid(sticky="e")
        ttk.Button(buttons, text=_("Cancel"), command=self.destroy).grid(row=0, column=0, padx=(0, px(8)))
        ttk.Button(buttons, text=_("Use"), style="Accent.TButton", command=self._give).grid(row=0, column=1)
        self.bind("<Escape>", lambda event: self.destroy())
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda event: self._give())
        put_over(self, parent.winfo_toplevel())
        self.entry.focus_set()

    def _give(self) -> None:
        name = self.entry.get()
        self.destroy()
        self._on_named(name)

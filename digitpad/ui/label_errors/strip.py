"""A strip above the samples about a label that may be wrong: one click relabels, one keeps it for good."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import ttk
from typing import Protocol

from PIL import Image, ImageTk

from digitpad.languages import _, plural
from digitpad.records import Glyph
from digitpad.ui.core.wording import a_digit
from digitpad.ui.label_errors.suspects import LabelErrors, Suspect
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import LinkButton, QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged

GLYPH, GAP = 32, 6  # px at scale 1


class Relabels(Protocol):
    """Changes samples, with a way back."""

    def relabel(self, ids: Sequence[int], label: int | None) -> None: ...
    def confirm(self, ids: Sequence[int]) -> None: ...  # they are never suspected again while they have this label


class ShownSamples(Protocol):
    """The samples that are shown, and those of them that are selected."""

    @property
    def ids(self) -> Sequence[int]: ...  # in order
    @property
    def in_order(self) -> list[int]: ...  # that are selected
    def place_of(self, id: int) -> int | None: ...


class LabelErrorStrip(Flow):
    """There only while there is something to say."""

    def __init__(
        self,
        parent: tk.Misc,
        errors: LabelErrors,
        changes: Relabels,
        *,
        theme: Theme,
        on_show_all: Callable[[], None],
    ) -> None:
        super().__init__(parent, theme=theme, gap=GAP)
        self._errors, self._changes, self._theme = errors, changes, theme
        self._suspect: Suspect | None = None
        self._picture = ttk.Label(self)
        self._image: ImageTk.PhotoImage | None = None
        self._glyph: Glyph | None = None  # that is shown
        self._words = QuietLabel(self, theme=theme)
        self._make_it = LinkButton(self, theme=theme, command=self.relabel)
        self._keep = LinkButton(self, theme=theme, command=self.keep)
        self._all = LinkButton(self, theme=theme, text=_("Show all"), command=on_show_all)
        for part in (self._picture, self._words, self._make_it, self._keep, self._all):
            self.put(part)

    @property
    def suspecting(self) -> bool:
        """A sample is shown."""
        return self._suspect is not None

    def show(self, selection: ShownSamples, *, alone: bool) -> None:
        """Show the selected sample whose label may be wrong, else the first one.

        `alone`: no other samples are shown on the page.
        """
        places = [place for id in self._errors.ids if (place := selection.place_of(id)) is not None]
        ids = [selection.ids[place] for place in sorted(places)]
        selected = selection.in_order
        first = [*(selected if len(selected) == 1 else ()), *ids]
        self._suspect = next((suspect for id in first if (suspect := self._errors.suspect(id)) is not None), None)
        if self._suspect is None:
            self.grid_remove()
        else:
            self._show(self._suspect, len(ids), more=len(ids) > 1 and not alone)

    def relabel(self) -> None:
        """Give the sample that is shown the label of its neighbours."""
        if self._suspect is not None and self._suspect.sample.id is not None:
            self._changes.relabel([self._suspect.sample.id], self._suspect.suggested)

    def keep(self) -> None:
        """Say that the sample that is shown is labelled right."""
        if self._suspect is not None and self._suspect.sample.id is not None:
            self._changes.confirm([self._suspect.sample.id])

    def _show(self, suspect: Suspect, count: int, *, more: bool) -> None:
        label, suggested = suspect.sample.label or 0, suspect.suggested
        self._show_glyph(suspect.sample.glyph)
        self._words.configure(text=doubt_words(count, label, suggested))
        self._make_it.configure(text=_("Make it {digit}").format(digit=a_digit(suggested)))
        self._keep.configure(text=_("Keep {label}").format(label=label))
        self.show_only(self._picture, self._words, self._make_it, self._keep, *((self._all,) if more else ()))
        self.grid()

    def _show_glyph(self, glyph: Glyph) -> None:
        if glyph is not self._glyph:
            self._glyph = glyph
            self._image = ImageTk.PhotoImage(Image.fromarray(enlarged(glyph, self._theme.px(GLYPH))))
            self._picture.configure(image=str(self._image))


def doubt_words(count: int, label: int, suggested: int) -> str:
    """ "3 labels may be wrong. The neighbours say 2, not 7."."""
    head = plural("{count:,} label may be wrong.", "{count:,} labels may be wrong.", count).format(count=count)
    return f"{head} " + _("The neighbours say {suggested}, not {label}.").format(suggested=suggested, label=label)

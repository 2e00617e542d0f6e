"""The words on the page with the samples, and a hand on its tiles, labels and menus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from digitpad.records import Sample, locked
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.hand import PATIENCE_S, Hand
from tests.support.samples import digit_picture

SHIFT, CONTROL = 0x1, 0x4


def stored(folder: Path, samples: list[Sample]) -> list[int]:
    """Written before the window opens; their ids."""
    with SampleStore(folder / FILE_NAME) as store:
        return list(store.add(samples).ids)


def on_disk(folder: Path) -> list[Sample]:
    """Oldest first."""
    with SampleStore(folder / FILE_NAME) as store:
        return store.all()


def written_digit(label: int, seed: int) -> np.ndarray:
    """(28, 28), not two of them alike."""
    picture = np.asarray(digit_picture(label, 28, light_on_dark=True)).copy()
    noise = np.random.default_rng(seed).integers(0, 40, picture.shape, np.uint8)
    return locked(np.where(picture > 0, np.maximum(picture, 60) - noise, 0).astype(np.uint8))


class SampleEye:
    """Opens the page with a click on its tab."""

    def __init__(self, hand: Hand, count: int) -> None:
        self.hand = hand
        tab = next(tab for tab in hand.widgets("Tab") if tab.name == "Samples")
        tab.event_generate("<ButtonPress-1>", x=5, y=5)
        hand.wait_until(lambda: hand.widgets("SampleGrid"), "the page")
        self.wait_for(count)

    def wait_for(self, count: int) -> None:
        """Until so many are shown."""
        self.hand.wait_until(lambda: len(self.grid.ids) == count, f"{count} samples (shown: {len(self.grid.ids)})")
        self.hand.root.update()

    @property
    def grid(self) -> Any:
        return self.hand.widgets("SampleGrid")[0]

    @property
    def canvas(self) -> Any:
        return self.grid.canvas

    @property
    def summary(self) -> str:
        return str(self.hand.widgets("SamplesPage")[0].summary)

    @property
    def labels(self) -> list[str]:
        """The labels of the tiles in sight, row by row."""
        return self._texts("label")

    @property
    def marks(self) -> list[str]:
        return self._texts("note")

    @property
    def chosen(self) -> int:
        """The number of selected samples."""
        return len(self.hand.widgets("SamplesPage")[0].selected)

    @property
    def said(self) -> str:
        """The words in the strip over the grid."""
        notes = self.hand.widgets("PassingNote")
        return str(notes[0].words) if notes else ""

    @property
    def details(self) -> str:
        """All words beside the grid, one line."""
        panel = self.hand.widgets("SampleDetails")[0]
        shown = [child for child in panel.winfo_children() if child.winfo_ismapped() and "Label" in child.winfo_class()]
        return " ".join(str(child.cget("text")) for child in shown).replace("\n", " ")

    def click(self, place: int, state: int = 0) -> None:
        """On a tile in sight."""
        x, y = self._middle(place)
        self.canvas.event_generate("<ButtonPress-1>", x=x, y=y, state=state)
        self.canvas.event_generate("<ButtonRelease-1>", x=x, y=y)
        self.hand.root.update()

    def drag(self, first: int, last: int) -> None:
        """A frame from the middle of one tile to that of another."""
        (x0, y0), (x1, y1) = self._middle(first), self._middle(last)
        self.canvas.event_generate("<ButtonPress-1>", x=x0, y=y0)
        for share in (0.3, 0.6, 1.0):
            x, y = round(x0 + share * (x1 - x0)), round(y0 + share * (y1 - y0))
            self.canvas.event_generate("<B1-Motion>", x=x, y=y)
            self.hand.root.update()
        self.canvas.event_generate("<ButtonRelease-1>", x=x1, y=y1)
        self.hand.root.update()

    def press(self, sequence: str) -> None:
        """A key, where the focus is in the grid."""
        self.canvas.focus_force()
        self.hand.root.update()
        self.canvas.event_generate(sequence)
        self.hand.root.update()

    def chip(self, text: str, state: int = 0) -> None:
        """Click on a label above the grid."""
        chip = next(chip for chip in self.hand.widgets("LabelChip") if chip.cget("text") == text)
        chip.event_generate("<ButtonPress-1>", x=3, y=3, state=state)
        self.hand.root.update()

    def choose(self, button: str, entry: str) -> None:
        """An entry in the menu of a button, once it can be chosen."""
        menu = next(
            it
            for it in (*self.hand.widgets("DropButton"), *self.hand.widgets("WriterMenu"))
            if it.cget("text").strip() == button
        ).menu
        labels = [
            menu.entrycget(n, "label") if menu.type(n) != "separator" else "" for n in range(menu.index("end") + 1)
        ]
        menu.invoke(labels.index(entry))
        self.hand.root.update()

    def answer_folder_dialog(self, path: str) -> None:
        """Once the next dialog is there, type the folder into it and press its button."""
        self.hand.root.after(100, self._type_folder, path, round(PATIENCE_S * 20))

    def wait(self, come: Callable[[], object], what: str) -> None:
        self.hand.wait_until(come, what)

    def _type_folder(self, path: str, tries: int, typed: int = 0) -> None:
        """The first press of the button goes into the folder, the second one takes it."""
        call, entry = self.hand.root.tk.call, ".__tk_choosedir.contents.f2.ent"
        if call("winfo", "exists", entry) and call("winfo", "viewable", entry):
            call(entry, "delete", 0, "end")
            call(entry, "insert", 0, path)
            call(".__tk_choosedir.contents.f2.ok", "invoke")
            typed += 1
        if tries and typed < 2:
            self.hand.root.after(50, self._type_folder, path, tries - 1, typed)

    def _middle(self, place: int) -> tuple[int, int]:
        box = self.grid.layout.box(place)
        return box.left + box.width // 2, box.top + box.height // 2 - self.grid.top

    def _texts(self, tag: str) -> list[str]:
        canvas = self.canvas
        shown = [item for item in canvas.find_withtag(tag) if canvas.itemcget(item, "state") != "hidden"]
        shown.sort(key=lambda item: tuple(reversed(canvas.coords(item))))
        return [canvas.itemcget(item, "text") for item in shown]

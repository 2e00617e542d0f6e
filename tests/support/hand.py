"""A hand and an eye for the window: pointer and key events in, what stands on the screen out."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from digitpad.ui.app import App

PATIENCE_S = 30.0
RIGHT_BUTTON = 3


class Hand:
    def __init__(self, app: App) -> None:
        self.app, self.root = app, app.root

    def wait_until(self, come: Callable[[], object], what: str, patience_s: float = PATIENCE_S) -> None:
        end = time.monotonic() + patience_s
        while not come():
            assert time.monotonic() < end, f"waited {patience_s:.0f} s for {what}; the window says {self.status!r}"
            self.root.update()
            time.sleep(0.002)

    def rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.root.update()
            time.sleep(0.002)

    def wait_ready(self) -> None:
        self.wait_until(lambda: self.status.startswith("Ready"), "the network")

    def wait_for_number(self, number: str) -> None:
        self.wait_until(lambda: self.number == number, f"the number {number!r} (shown: {self.number!r})")

    def widgets(self, kind: str) -> list[Any]:
        return [widget for widget in below(self.root) if type(widget).__name__ == kind and widget.winfo_ismapped()]

    @property
    def pad(self) -> tk.Canvas:
        return self.widgets("Pad")[0]

    @property
    def number(self) -> str:
        """The large number, its lines joined; "" while the right one is typed in its place."""
        canvas = next(iter(self.widgets("BigNumber")), None)
        if canvas is None:
            return ""
        return "".join(canvas.itemcget(item, "text") for item in canvas.find_withtag("digit"))

    @property
    def verdicts(self) -> list[str]:
        return [card.itemcget("verdict", "text") for card in self.widgets("Card")]

    @property
    def guesses(self) -> list[str]:
        """The three best guesses of each card."""
        return ["".join(c.itemcget(item, "text") for item in c.find_withtag("guess")) for c in self.widgets("Card")]

    @property
    def status(self) -> str:
        return self.widgets("StatusLine")[0].words

    @property
    def gone(self) -> bool:
        """The window is closed."""
        try:
            return not self.app.root.winfo_exists()
        except tk.TclError:
            return True

    @property
    def complaint(self) -> str:
        """The sentence across the top, "" where there is none."""
        banners = self.widgets("Banner")
        return str(banners[0].winfo_children()[0].cget("text")) if banners else ""

    @property
    def hint_shown(self) -> bool:
        return self.pad.itemcget("hint", "state") != "hidden"

    def stroke(self, line: Sequence[tuple[float, float]], button: int = 1) -> None:
        (x, y), *rest = line
        self.pad.event_generate(f"<ButtonPress-{button}>", x=round(x), y=round(y))
        for x, y in rest:
            self.pad.event_generate(f"<B{button}-Motion>", x=round(x), y=round(y))
            self.root.update()
        self.pad.event_generate(f"<ButtonRelease-{button}>", x=round(x), y=round(y))
        self.root.update()

    def draw(self, lines: Sequence[Sequence[tuple[float, float]]]) -> None:
        for line in lines:
            self.stroke(line)

    def focus(self, widget: Any) -> None:
        """Give the widget the focus and wait until it is there."""
        widget.focus_force()
        widget.winfo_pointerxy()  # the display answers in turn: after this, its word on the focus has come
        self.root.update()
        self.wait_until(lambda: str(self.root.tk.call("focus")) == str(widget), f"the focus on {widget}")

    def key(self, sequence: str) -> None:
        self.focus(self.root)
        self.root.event_generate(sequence)
        self.root.update()

    def click(self, widget: Any, x: int = 20, y: int = 20, state: int = 0) -> None:
        """Press where the pointer is; the focus stays where it is. `state`: the modifier keys, as Tk counts them."""
        if not str(self.root.tk.call("focus")):  # no window of the program has it
            self.focus(self.root)
        widget.event_generate("<Motion>", x=x, y=y)
        widget.event_generate("<ButtonPress-1>", x=x, y=y, state=state)
        widget.event_generate("<ButtonRelease-1>", x=x, y=y, state=state)
        self.rest(0.05)

    def type(self, widget: Any, *keys: str) -> None:
        """Press keys while the widget has the focus."""
        self.focus(widget)
        for key in keys:
            widget.event_generate(key)
            self.root.update()

    def choose(self, label: str) -> None:
        """Choose an entry of a menu that is in the bar now, or belongs to a button."""
        for menu in self.menus:
            for place in range((menu.index("end") or 0) + 1):
                if menu.type(place) in ("command", "checkbutton") and menu.entrycget(place, "label") == label:
                    menu.invoke(place)
                    self.root.update()
                    return
        raise AssertionError(f"no menu has the entry {label!r}")

    @property
    def menus(self) -> list[tk.Menu]:
        """All but those of pages that are not shown."""
        menus = [widget for widget in below(self.root) if isinstance(widget, tk.Menu)]
        bar = next(menu for menu in menus if type(menu).__name__ == "MenuBar")
        shown = {bar.entrycget(place, "menu") for place in range((bar.index("end") or -1) + 1)}
        return [menu for menu in menus if menu.master is not bar or str(menu) in shown]

    def turn_to(self, page: str) -> None:
        """Click the tab of this page."""
        next(tab for tab in self.widgets("Tab") if tab.name == page).event_generate("<ButtonPress-1>", x=5, y=5)
        self.root.update()

    def press_button(self, text: str) -> None:
        button = next(widget for widget in below(self.root) if _text(widget) == text and widget.winfo_ismapped())
        button.event_generate("<Enter>")
        button.event_generate("<ButtonPress-1>", x=5, y=5)
        button.event_generate("<ButtonRelease-1>", x=5, y=5)
        if not self.gone:
            self.root.update()

    def button_works(self, text: str) -> bool:
        button = next(widget for widget in below(self.root) if _text(widget) == text)
        return "disabled" not in button.state()

    def ink_at(self, x: int, y: int) -> tuple[int, int, int]:
        """The colour that the pad shows at (x, y), red, green, blue."""
        pad = self.pad
        tile = next(item for item in pad.find_withtag("tile") if _holds(pad, item, x, y))
        left, top = pad.coords(tile)
        colour = self.root.tk.call(pad.itemcget(tile, "image"), "get", int(x - left), int(y - top))
        red, green, blue = self.root.tk.splitlist(colour)
        return int(red), int(green), int(blue)

    def answer_file_dialog(self, path: str) -> None:
        """Once the next dialog is there, type `path` into it and press Enter."""
        self.root.after(100, self._type_into_dialog, path, time.monotonic() + PATIENCE_S)

    def _type_into_dialog(self, path: str, end: float) -> None:
        call = self.root.tk.call
        windows = [".", *map(str, self.root.tk.splitlist(call("winfo", "children", ".")))]
        for window in windows:
            entry = f"{window.rstrip('.')}.__tk_filedialog.contents.f2.ent"
            if call("winfo", "exists", entry) and call("winfo", "viewable", entry):
                call(entry, "delete", 0, "end")
                call(entry, "insert", 0, path)
                call("focus", "-force", entry)
                call("event", "generate", entry, "<Return>")
                return
        if time.monotonic() < end:
            self.root.after(50, self._type_into_dialog, path, end)


def below(widget: tk.Misc) -> Iterator[Any]:
    for child in widget.winfo_children():
        yield child
        yield from below(child)


def _text(widget: Any) -> str:
    try:
        return str(widget.cget("text"))
    except tk.TclError:
        return ""


def _holds(pad: tk.Canvas, tile: int, x: int, y: int) -> bool:
    left, top, right, bottom = pad.bbox(tile)
    return left <= x < right and top <= y < bottom

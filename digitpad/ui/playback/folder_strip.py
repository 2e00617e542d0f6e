"""The foot of a folder: its pictures side by side, as small ones, from which one is chosen."""

from __future__ import annotations

import tkinter as tk
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.ui.playback.film_bar import PlaybackActions
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name
from digitpad.vision.capture.folders import OpenPicture
from digitpad.vision.capture.positions import Position
from digitpad.vision.capture.thumbnails import Thumbnail, Thumbnails

WIDTH, HEIGHT, GAP, EDGE = 60, 44, 6, 3  # px at scale 1, of each picture; EDGE: around the chosen one
MOST_KEPT = 120  # thumbnails: 120 of 60 x 44 px take 1.3 MB, however many pictures there are
ARROWS = {"Left": -1, "Up": -1, "Right": 1, "Down": 1}
Listen = Callable[[str, Callable[[Any], None]], Callable[[Any], None]]  # as Bridge.listen


class FolderStrip(tk.Canvas):
    """Thumbnails are made in a thread, of what is in sight; the picture that is shown stays in sight."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        actions: PlaybackActions,
        open_picture: OpenPicture,
        listen: Listen,
    ) -> None:
        super().__init__(parent, borderwidth=0, takefocus=True, highlightthickness=theme.px(2), cursor="hand2")
        self.configure(width=1, height=theme.px(HEIGHT + 2 * EDGE))
        self._theme, self._actions, self._open_picture = theme, actions, open_picture
        self._deliver = listen("thumbnails", self._came)
        self._thumbnails: Thumbnails | None = None
        self._ending: list[Thumbnails] = []
        self._serial = 0  # of the folder; what comes of an earlier one is not shown
        self._pictures: OrderedDict[int, ImageTk.PhotoImage | None] = OrderedDict()  # by place, the last used ones last
        self._position = Position(0, 0)
        self._first = 0  # in sight
        give_name(self, _("Pictures of the folder"), "Listbox")
        self._listen()

    def open(self, folder: Path) -> None:
        """Show the pictures of this folder; they are made as soon as it is known how many there are."""
        self.stop()
        self._position, self._first = Position(0, 0), 0
        serial, deliver = self._serial, self._deliver
        self._thumbnails = Thumbnails(
            folder,
            (self._theme.px(WIDTH), self._theme.px(HEIGHT)),
            open_picture=self._open_picture,
            deliver=lambda thumbnail: deliver((serial, thumbnail)),
        )
        self._thumbnails.start()

    def stop(self) -> None:
        """Make no more, and keep none."""
        self._serial += 1
        if self._thumbnails is not None:
            self._ending = [each for each in (*self._ending, self._thumbnails) if not each.stop(0.0)]
        self._thumbnails = None
        self._pictures.clear()
        self.delete("all")

    def close(self, timeout_s: float) -> None:
        """Stop, and wait for the thread."""
        self.stop()
        for each in self._ending:
            each.stop(timeout_s)

    def show(self, position: Position) -> None:
        """This one is shown now."""
        if position != self._position:
            self._position = position
            self._scroll_to(position.number)
            self._draw()

    @property
    def _in_sight(self) -> range:
        return range(self._first, min(self._position.count, self._first + self._room + 1))

    @property
    def _step(self) -> int:
        """From one picture to the next, px."""
        return self._theme.px(WIDTH + GAP)

    @property
    def _room(self) -> int:
        """Count of whole pictures side by side."""
        return max(1, (self.winfo_width() + self._theme.px(GAP)) // self._step)

    def _listen(self) -> None:
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<Configure>", lambda event: self._resized())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        for key, by in ARROWS.items():
            self.bind(f"<{key}>", lambda event, by=by: self._go(self._position.number + by))  # type: ignore[misc]
        for key, by in (("Prior", -1), ("Next", 1)):
            self.bind(f"<{key}>", lambda event, by=by: self._go(self._position.number + by * self._room))  # type: ignore[misc]
        self.bind("<Home>", lambda event: self._go(0))
        self.bind("<End>", lambda event: self._go(self._position.count - 1))
        for wheel, by in (("<Button-4>", -1), ("<Button-5>", 1)):
            self.bind(wheel, lambda event, by=by: self._turn(by))  # type: ignore[misc]
        self.bind("<MouseWheel>", lambda event: self._turn(-1 if event.delta > 0 else 1))

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        place = self._first + (event.x - self._theme.px(EDGE)) // self._step
        if place in self._in_sight:
            self._go(place)

    def _go(self, place: int) -> str:
        place = self._position.within(place)
        if place != self._position.number:
            self._actions.seek(place)
        return "break"

    def _turn(self, by: int) -> None:
        self._scroll(self._first + by * max(1, self._room // 2))
        self._draw()

    def _resized(self) -> None:
        self._scroll_to(self._position.number)
        self._draw()

    def _scroll_to(self, place: int) -> None:
        """Bring this place into sight, in the middle where it is not there already."""
        if not self._first <= place < self._first + self._room:
            self._scroll(place - self._room // 2)

    def _scroll(self, first: int) -> None:
        self._first = max(0, min(first, self._position.count - self._room))

    def _came(self, event: tuple[int, Thumbnail]) -> None:
        serial, thumbnail = event
        if serial != self._serial:
            return
        picture = thumbnail.picture
        made = ImageTk.PhotoImage(Image.fromarray(picture), master=self) if picture is not None else None
        self._pictures[thumbnail.place] = made
        while len(self._pictures) > MOST_KEPT:
            self._pictures.popitem(last=False)
        if thumbnail.place in self._in_sight:
            self._paint()

    def _draw(self) -> None:
        """Paint anew, and have what is missing made."""
        self._paint()
        if self._thumbnails is not None:
            self._thumbnails.wish([place for place in self._in_sight if place not in self._pictures])

    def _paint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window, highlightbackground=colours.window, highlightcolor=colours.text)
        self.delete("all")
        for place in self._in_sight:
            self._draw_picture(place)

    def _draw_picture(self, place: int) -> None:
        px, colours, chosen = self._theme.px, self._theme.palette, place == self._position.number
        left, top = px(EDGE) + (place - self._first) * self._step, px(EDGE) + px(2)
        right, bottom = left + px(WIDTH), top + px(HEIGHT)
        self.create_rectangle(left, top, right, bottom, width=0, fill=colours.trough)
        picture = self._pictures.get(place)
        if place in self._pictures:
            self._pictures.move_to_end(place)
        if picture is not None:
            self.create_image((left + right) // 2, (top + bottom) // 2, image=picture, tags="thumbnail")
        outline, thick = (colours.accent, px(EDGE)) if chosen else (colours.edge, max(1, px(1)))
        self.create_rectangle(left, top, right, bottom, outline=outline, width=thick)

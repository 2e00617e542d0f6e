"""A dimmed picture of the screen in front of everything, on which a part is chosen with a crosshair."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from PIL import Image, ImageEnhance, ImageTk

from digitpad.languages import _
from digitpad.records import Rgb, locked
from digitpad.ui.screen.screenshot import Screenshot
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import fitting_factor, resized

WORDS = _("Drag around a number. Arrow keys and Enter do the same; Esc cancels.")
LIGHT_LEFT = 0.45  # of what is not chosen
LEAST = 6  # px of the screen, of the longer side of what is chosen
STEP, FINE_STEP = 10, 1  # px at scale 1, of an arrow key, and with Shift
AGAIN_MS = 100
HINT_GROUND = "#1c1c1c"
MOST_FACTOR = 8.0
Place = tuple[int, int]  # px of this window


class ScreenSelection(tk.Toplevel):
    """`on_chosen` gets a copy of the part (H, W, 3), `on_cancel` is called for Esc and the right button."""

    def __init__(
        self,
        root: tk.Tk,
        shot: Screenshot,
        *,
        theme: Theme,
        on_chosen: Callable[[Rgb], None],
        on_cancel: Callable[[], None],
    ) -> None:
        super().__init__(root, background="black", cursor="crosshair")
        self.title("DigitPad")
        self._shot, self._theme, self._on_chosen, self._on_cancel = shot, theme, on_chosen, on_cancel
        self._start: Place | None = None  # the first corner
        self._cross: Place = (0, 0)
        self._canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, background="black", cursor="crosshair")
        self._canvas.pack(fill="both", expand=True)
        self._canvas.bind("<Configure>", lambda event: self._draw())
        self._cover(shot)
        self._bind_keys()
        self.protocol("WM_DELETE_WINDOW", self._cancel)

    def _cover(self, shot: Screenshot) -> None:
        """Lie over all screens, or over the one that the picture is of."""
        if shot.corner is None:
            self.attributes("-fullscreen", True)
        else:
            height, width = shot.pixels.shape[:2]
            self.overrideredirect(True)
            self.geometry(f"{width}x{height}+{shot.corner[0]}+{shot.corner[1]}")
        self.attributes("-topmost", True)
        self.lift()
        self.bind("<Map>", lambda event: self.master.after_idle(self._take_over))

    def _take_over(self) -> None:
        """Take pointer and keys, which the desktop would give to the window behind; again where another has them."""
        if not self.winfo_exists():
            return
        try:
            if self._shot.corner is None:
                self.attributes("-fullscreen", True)  # some desktops hear that only of a window that is there
            self.grab_set_global()
            self.focus_force()
        except tk.TclError:
            self.master.after(AGAIN_MS, self._take_over)

    def _bind_keys(self) -> None:
        for sequence, act in (
            ("<ButtonPress-1>", lambda event: self._begin((event.x, event.y))),
            ("<Motion>", lambda event: self._move((event.x, event.y))),
            ("<ButtonRelease-1>", lambda event: self._end((event.x, event.y))),
        ):
            self._canvas.bind(sequence, act)
        for sequence in ("<Escape>", "<ButtonPress-3>"):
            self.bind(sequence, lambda event: self._cancel())
        for sequence in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(sequence, lambda event: self._press())
        for key, way in (("Left", (-1, 0)), ("Right", (1, 0)), ("Up", (0, -1)), ("Down", (0, 1))):
            self.bind(f"<{key}>", lambda event, way=way: self._step(way, STEP))  # type: ignore[misc]
            self.bind(f"<Shift-{key}>", lambda event, way=way: self._step(way, FINE_STEP))  # type: ignore[misc]

    def _draw(self) -> None:
        """Fit the picture into the window, in its middle, and lay crosshair and words over it."""
        canvas, width, height = self._canvas, self._canvas.winfo_width(), self._canvas.winfo_height()
        rows, columns = self._shot.pixels.shape[:2]
        self._factor = fitting_factor(columns, rows, width, height, MOST_FACTOR)
        shown = Image.fromarray(resized(self._shot.pixels, self._factor) if self._factor != 1 else self._shot.pixels)
        self._left, self._top = (width - shown.width) // 2, (height - shown.height) // 2
        self._bright = ImageTk.PhotoImage(shown, master=self)
        self._dim = ImageTk.PhotoImage(ImageEnhance.Brightness(shown).enhance(LIGHT_LEFT), master=self)
        self._part = tk.PhotoImage(master=self)
        canvas.delete("all")
        canvas.create_image(self._left, self._top, image=self._dim, anchor="nw")
        canvas.create_image(0, 0, image=self._part, anchor="nw", tags="part")
        colour = self._theme.palette.on_dimmed
        for tag in ("across", "down"):
            canvas.create_line(0, 0, 0, 0, fill=colour, tags=("cross", tag))
        canvas.create_rectangle(0, 0, 0, 0, outline=colour, width=2, state="hidden", tags="frame")
        self._draw_words()
        self._move((self.winfo_pointerx() - self.winfo_rootx(), self.winfo_pointery() - self.winfo_rooty()))

    def _draw_words(self) -> None:
        """Put the words near the top of the screen with the pointer, whichever of several that is."""
        canvas, px = self._canvas, self._theme.px
        x = min(max(self.winfo_pointerx() - self.winfo_rootx(), 0), canvas.winfo_width())
        words = canvas.create_text(
            x, px(32), text=WORDS, font=self._theme.body, fill=self._theme.palette.on_dimmed, tags="words"
        )
        left, _, right, _ = canvas.bbox(words)
        inside = max(px(24) - left, 0) or min(canvas.winfo_width() - px(24) - right, 0)
        canvas.move(words, inside, 0)
        left, top, right, bottom = canvas.bbox(words)
        box = (left - px(12), top - px(8), right + px(12), bottom + px(8))
        ground = canvas.create_rectangle(*box, fill=HINT_GROUND, outline=self._theme.palette.edge, tags="words")
        canvas.tag_lower(ground, words)

    def _begin(self, place: Place) -> None:
        self._start = place
        self._canvas.itemconfigure("words", state="hidden")
        self._move(place)

    def _move(self, place: Place) -> None:
        """Put the crosshair there, and light what lies between it and the first corner."""
        canvas, width, height = self._canvas, self._canvas.winfo_width(), self._canvas.winfo_height()
        self._cross = x, y = min(max(place[0], 0), width), min(max(place[1], 0), height)
        canvas.coords("across", 0, y, width, y)
        canvas.coords("down", x, 0, x, height)
        canvas.itemconfigure("cross", state="normal" if self._start is None else "hidden")
        canvas.itemconfigure("frame", state="hidden" if self._start is None else "normal")
        if self._start is not None:
            self._light(*self._box(self._start))

    def _light(self, left: int, top: int, right: int, bottom: int) -> None:
        part, (x, y) = self._part, (self._left, self._top)
        if right > left and bottom > top:
            cut = (left - x, top - y, right - x, bottom - y)
            self.tk.call(str(part), "copy", str(self._bright), "-from", *cut, "-shrink")
            self._canvas.coords("part", left, top)
        else:
            part.blank()
        self._canvas.coords("frame", left - 1, top - 1, right + 1, bottom + 1)

    def _box(self, start: Place) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom between the corners, within the picture, px of this window."""
        (x, y), (width, height) = self._cross, (self._bright.width(), self._bright.height())
        across = sorted(min(max(each, self._left), self._left + width) for each in (start[0], x))
        down = sorted(min(max(each, self._top), self._top + height) for each in (start[1], y))
        return across[0], down[0], across[1], down[1]

    def _end(self, place: Place) -> None:
        """Take what was dragged over; a mere click takes nothing."""
        if self._start is None:
            return
        self._move(place)
        left, top, right, bottom = self._box(self._start)
        if max(right - left, bottom - top) >= LEAST and min(right - left, bottom - top) > 0:
            self._take((left, top, right, bottom))
        else:
            self._start = None
            self._part.blank()
            self._canvas.itemconfigure("words", state="normal")
            self._move(place)

    def _take(self, box: tuple[int, int, int, int]) -> None:
        places = zip(box, (self._left, self._top) * 2, strict=True)
        left, top, right, bottom = (round((edge - origin) / self._factor) for edge, origin in places)
        part = self._shot.pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
        self._go()
        self._on_chosen(locked(part.copy()))

    def _press(self) -> None:
        """Set the first corner where the crosshair is, or the second."""
        if self._start is None:
            self._begin(self._cross)
        else:
            self._end(self._cross)

    def _step(self, way: tuple[int, int], step: int) -> None:
        px = self._theme.px(step)
        self._move((self._cross[0] + way[0] * px, self._cross[1] + way[1] * px))

    def _cancel(self) -> None:
        self._go()
        self._on_cancel()

    def _go(self) -> None:
        """Close, and let go of the large pictures here: another thread must not be the one to do it."""
        self.destroy()
        del self._bright, self._dim, self._part

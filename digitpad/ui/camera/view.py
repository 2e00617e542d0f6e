"""The live picture, fitted into its place and mirrored if wanted, with a mark on each digit and the region."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from typing import Protocol

from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.records import Box, Digit, Rgb
from digitpad.ui.camera.marks import Marks, Place
from digitpad.ui.camera.picture_settings import PictureSettings
from digitpad.ui.camera.ruler import Ruler
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name
from digitpad.vision.capture.screen import ScreenFrame
from digitpad.vision.render.display import Fit, Share

AROUND = 4  # px at scale 1, as are all sizes here: between ink and box
DRAGGED = 8  # a pointer that moves less than this while it is down has clicked
LEAST_REGION = 24
WORDS_WIDTH = 380  # px at scale 1, where the picture is so wide
STILL = (0.0, 0.0)
NOTHING: Share = (0.0, 0.0, 0.0, 0.0)


class ViewActions(Protocol):
    """The reading beside the live picture."""

    def light(self, index: int | None) -> None: ...  # the digit under the pointer
    def choose(self, index: int | None) -> None: ...  # the digit that was clicked; None: beside all
    def step(self, key: str) -> None: ...  # a letter, or a key's name


class CameraView(tk.Canvas):
    """Words are never mirrored. Set `actions`, which hears of the pointer and the keys, before it is shown."""

    actions: ViewActions

    def __init__(self, parent: tk.Misc, *, theme: Theme, settings: PictureSettings) -> None:
        super().__init__(parent, highlightthickness=0, borderwidth=0, width=200, height=120, cursor="crosshair")
        self.configure(takefocus=True)
        give_name(self, _("Live picture"))
        self._theme, self._settings = theme, settings
        self.mirrored = False
        self.region: Share | None = None
        self.fit = Fit((1, 1))  # how the next frame is to be made ready
        self._picture: Rgb | None = None
        self._digits: tuple[Digit, ...] = ()
        self._digits_size = (1, 1)
        self._drift: tuple[float, float] = STILL
        self._photo: ImageTk.PhotoImage | None = None
        self._left = self._top = 0
        self._hovered: int | None = None
        self._pressed: tuple[int, int] | None = None
        self._dragging = self._focused = False
        self._said = ""
        self._image = self.create_image(0, 0, anchor="nw")
        self._words = self.create_text(0, 0, font=theme.body, justify="center")
        self._edge = self.create_rectangle(0, 0, 1, 1, width=max(1, theme.px(1)))
        self._drag = self.create_rectangle(0, 0, 1, 1, dash=(4, 3), state="hidden")
        self._marks = Marks(self, theme=theme)
        self._ruler, self._least_height = Ruler(self, theme=theme), 0
        self._listen()

    def show(self, screened: ScreenFrame) -> None:
        """Show a new frame; the marks stay in their places."""
        first, self._picture = self._picture is None, screened.frame.picture
        if first or screened.fit != self.fit:
            self._draw()
        else:
            self._put(screened.image)

    def mark(self, digits: Sequence[Digit], size: tuple[int, int], drift: tuple[float, float] = STILL) -> None:
        """Digits read in a frame of `size` (width, height) px, that have drifted in the frame shown now."""
        self._digits, self._digits_size, self._drift = tuple(digits), size, drift
        self._place_marks()

    def drift(self, way: tuple[float, float]) -> None:
        """The marked digits lie so far, px of the frame right and down, from where they were marked."""
        self._drift = way
        self._place_marks()

    def say(self, words: str) -> None:
        """Words in the middle: over nothing, or over the last picture, dimmed. "": none."""
        self._said = words
        self.itemconfigure(self._words, text=words)
        self._draw()

    def clear(self) -> None:
        """No picture any more."""
        self._picture, self._digits = None, ()
        self._draw()

    def rule(self, height: int) -> None:
        """Show how high `height` px of the frame are; 0: nothing."""
        if height != self._least_height:
            self._least_height = height
            self._place_ruler()

    def light(self, index: int | None) -> None:
        """Show the mark of this digit thicker, and no other."""
        self._marks.light(index)

    def redraw(self) -> None:
        """Show the same picture after `mirrored` or `region` were changed."""
        self._draw()

    def _draw(self) -> None:
        colours, width, height = self._theme.palette, self.winfo_width(), self.winfo_height()
        self.configure(background=colours.surface)
        self.coords(self._edge, 0, 0, width - 1, height - 1)
        self.coords(self._words, width / 2, height / 2)
        self.itemconfigure(self._words, width=min(self._theme.px(WORDS_WIDTH), max(1, width - self._theme.px(24))))
        self.itemconfigure(self._edge, outline=colours.text if self._focused else colours.edge)
        over = self._picture is not None
        self.itemconfigure(self._words, fill=colours.on_dimmed if over else colours.quiet)
        self.itemconfigure(self._image, state="normal" if over else "hidden")
        self.fit = Fit((width, height), self.mirrored, NOTHING if self._said else self.region)
        if self._picture is not None and width > 1:
            self._put(self.fit.of(self._picture))
        self._place_marks()
        self._place_ruler()

    def _put(self, image: Image.Image) -> None:
        if self._photo is None or (self._photo.width(), self._photo.height()) != image.size:
            self._photo = ImageTk.PhotoImage(image)
            self.itemconfigure(self._image, image=self._photo)
        else:
            self._photo.paste(image)
        left, top = (self.fit.room[0] - image.width) // 2, (self.fit.room[1] - image.height) // 2
        if (left, top) != (self._left, self._top):
            self._left, self._top = left, top
            self.coords(self._image, left, top)
            self._place_ruler()

    def _place_ruler(self) -> None:
        seen = self._picture is not None and not self._said
        rows = self._picture.shape[0] if self._picture is not None else 1
        height = self._least_height * self._shown_size[1] / rows if seen else 0
        self._ruler.show(height, self._left, self._top + self._shown_size[1], self._shown_size[0])

    def _place_marks(self) -> None:
        digits = self._digits if self._picture is not None and not self._said else ()
        self._marks.show(digits, [self._place(digit.box) for digit in digits])

    def _place(self, box: Box) -> Place:
        """Return the place of a box of the frame on the canvas."""
        shown_width, shown_height = self._shown_size
        across, down = shown_width / self._digits_size[0], shown_height / self._digits_size[1]
        left, right = (box.left + self._drift[0]) * across, (box.right + self._drift[0]) * across
        if self.mirrored:
            left, right = shown_width - right, shown_width - left
        around, edge = self._theme.px(AROUND), self._theme.px(2)
        return (
            max(edge, self._left + left - around),
            max(edge, self._top + (box.top + self._drift[1]) * down - around),
            min(self.winfo_width() - edge, self._left + right + around),
            min(self.winfo_height() - edge, self._top + (box.bottom + self._drift[1]) * down + around),
        )

    @property
    def _shown_size(self) -> tuple[int, int]:
        return (self._photo.width(), self._photo.height()) if self._photo is not None else (1, 1)

    def _listen(self) -> None:
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())
        self.bind("<FocusIn>", lambda event: self._focus(True))
        self.bind("<FocusOut>", lambda event: self._focus(False))
        self.bind("<Key>", lambda event: self.actions.step(event.char or event.keysym))
        self.bind("<Motion>", lambda event: self._hover(self._marks.at(event.x, event.y)))
        self.bind("<Leave>", lambda event: self._hover(None))
        self.bind("<ButtonPress-1>", self._press)
        self.bind("<B1-Motion>", self._move)
        self.bind("<ButtonRelease-1>", self._release)

    def _focus(self, on: bool) -> None:
        self._focused = on
        self._draw()

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.configure(cursor="crosshair" if index is None else "hand2")
            self.actions.light(index)

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        self._pressed = (event.x, event.y)

    def _move(self, event: tk.Event[tk.Misc]) -> None:
        if self._pressed is None or self._picture is None:
            return
        far = max(abs(event.x - self._pressed[0]), abs(event.y - self._pressed[1]))
        self._dragging = self._dragging or far >= self._theme.px(DRAGGED)
        self.coords(self._drag, *self._pressed, event.x, event.y)
        colour, thick = self._theme.palette.accent, self._theme.px(2)
        self.itemconfigure(self._drag, state="normal" if self._dragging else "hidden", outline=colour, width=thick)
        self.tag_raise(self._drag)

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        pressed, self._pressed = self._pressed, None
        dragging, self._dragging = self._dragging, False
        self.itemconfigure(self._drag, state="hidden")
        if not dragging:
            self.actions.choose(self._marks.at(event.x, event.y))
        elif pressed is not None:
            self._drag_ended(pressed, (event.x, event.y))

    def _drag_ended(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        width, height = self._shown_size
        across = sorted(min(max(x - self._left, 0), width) for x in (start[0], end[0]))
        down = sorted(min(max(y - self._top, 0), height) for y in (start[1], end[1]))
        if min(across[1] - across[0], down[1] - down[0]) < self._theme.px(LEAST_REGION):
            return
        left, right = (width - across[1], width - across[0]) if self.mirrored else (across[0], across[1])
        self._settings.set_region((left / width, down[0] / height, right / width, down[1] / height))

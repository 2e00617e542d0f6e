"""A network before and after a retraining, side by side: figures, and the digits that are read otherwise."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from tkinter import font as tkfont

from PIL import Image, ImageTk

from digitpad.languages import _
from digitpad.learning.finetune.before_after import BeforeAfter, ChangedDigit
from digitpad.ui.core.wording import share
from digitpad.ui.widgets.surface import Shade, Surface, Words
from digitpad.ui.widgets.theme import Theme
from digitpad.vision.render.display import enlarged

GLYPH = 42  # px at scale 1, as are all sizes here
GAP, LEFT, WORDS_HEIGHT = 10, 96, 18  # between pictures; room for what the row is; for the words under a picture
COLUMNS = 3  # of figures
ROOMY = 640  # width from which shares are written large


@dataclass(frozen=True)
class Figure:
    """The share of some digits that was read right before and is read right after."""

    name: str
    before: float | None  # 0..1; None: `after` says it all
    after: float
    remark: str
    decimals: int = 1  # of the shares in per cent
    better: bool = False  # shown in green


class ComparisonView(Surface):
    def __init__(self, parent: tk.Misc, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme)
        self._theme = theme
        self._large = theme.number_font(18)
        self.bind("<Configure>", lambda event: self._fit(event.width), add=True)
        self._figures: list[FigureView] = []
        self._now_right = ChangedRow(self, theme=theme, name=_("now right"))
        self._now_wrong = ChangedRow(self, theme=theme, name=_("now wrong"))
        for column in range(COLUMNS):
            self.columnconfigure(column, weight=1, uniform="figure")

    def _fit(self, width: int) -> None:
        for view in self._figures:
            view.set_in(self._large if width >= self._theme.px(ROOMY) else self._theme.strong)

    def show(self, comparison: BeforeAfter) -> None:
        """Digits of the user come before those of MNIST."""
        for view in self._figures:
            view.destroy()
        self._figures = [FigureView(self, figure, theme=self._theme) for figure in figures_of(comparison)]
        for column, view in enumerate(self._figures):
            view.grid(row=0, column=column, sticky="new")
        self._fit(self.winfo_width())
        for row, (view_of_row, changed) in enumerate(
            ((self._now_right, own_first(comparison.now_right)), (self._now_wrong, own_first(comparison.now_wrong))), 1
        ):
            view_of_row.show(changed)
            if changed:
                pady = (self._theme.px(12), 0)
                view_of_row.grid(row=row, column=0, columnspan=COLUMNS, sticky="ew", pady=pady)
            else:
                view_of_row.grid_remove()


class FigureView(Surface):
    """ "91.4 %  →  99.2 %" under its name, over a remark."""

    def __init__(self, parent: tk.Misc, figure: Figure, *, theme: Theme) -> None:
        super().__init__(parent, theme=theme)
        before = "" if figure.before is None else f"{share(figure.before, figure.decimals)}  →  "
        after = share(figure.after, figure.decimals)
        self.columnconfigure(0, weight=1)
        name = Words(self, theme=theme, font=theme.small, shade="quiet", text=figure.name, wraps=True)
        name.grid(sticky="ew", padx=(0, theme.px(16)))
        shade: Shade = "good" if figure.better else "text"
        self._line = Words(self, theme=theme, shade=shade, text=before + after)
        self._line.grid(row=2, sticky="w", pady=(theme.px(2), theme.px(4)))
        remark = Words(self, theme=theme, font=theme.small, shade="quiet", text=figure.remark, wraps=True)
        remark.grid(row=3, sticky="ew", padx=(0, theme.px(16)))

    def set_in(self, font: tkfont.Font) -> None:
        """Write the shares in this font."""
        self._line.configure(font=font)


class ChangedRow(tk.Canvas):
    """Digits that are read differently: each picture over "1 → 7", before and after; as many as fit."""

    def __init__(self, parent: tk.Misc, *, theme: Theme, name: str, left: int = LEFT) -> None:
        """`name`: what they are, after their count, in `left` px at scale 1."""
        height = theme.px(GLYPH + WORDS_HEIGHT)
        super().__init__(parent, height=height, width=1, highlightthickness=0, borderwidth=0)
        self._theme, self._name, self._left = theme, name, left
        self._changed: Sequence[ChangedDigit] = ()
        self._pictures: list[ImageTk.PhotoImage] = []
        self.bind("<Configure>", lambda event: self._draw())
        self.bind("<<ThemeChanged>>", lambda event: self._draw())

    def show(self, changed: Sequence[ChangedDigit]) -> None:
        self._changed = changed
        self._draw()

    def _draw(self) -> None:
        self.delete("all")
        self.configure(background=self._theme.palette.surface)
        self._draw_name()
        room = max(1, (self.winfo_width() - self._theme.px(self._left) + self._theme.px(GAP)) // self._pitch)
        digits = self._changed if len(self._changed) <= room else self._changed[: room - 1]
        self._pictures = []
        for place, changed in enumerate(digits):
            self._draw_digit(place, changed)
        if len(digits) < len(self._changed):
            more = len(self._changed) - len(digits)
            self._say(f"+{more}", len(digits), self._theme.px(GLYPH) / 2)

    @property
    def _pitch(self) -> int:
        """Px from one digit to the next."""
        return self._theme.px(GLYPH + GAP)

    def _draw_name(self) -> None:
        theme = self._theme
        self.create_text(
            0,
            theme.px(GLYPH) / 2,
            text=f"{len(self._changed)} {self._name}",
            tags="name",
            width=theme.px(self._left) - theme.px(GAP),
            anchor="w",
            fill=theme.palette.text,
            font=theme.small,
        )

    def _draw_digit(self, place: int, changed: ChangedDigit) -> None:
        side = self._theme.px(GLYPH)
        picture = ImageTk.PhotoImage(Image.fromarray(enlarged(changed.glyph, side)))
        self._pictures.append(picture)
        x = self._theme.px(self._left) + place * self._pitch
        self.create_image(x, 0, image=picture, anchor="nw", tags="changed")
        words = f"{symbol(changed.before)} → {symbol(changed.after)}"
        self._say(words, place, side + self._theme.px(WORDS_HEIGHT) / 2)

    def _say(self, words: str, place: int, y: float) -> None:
        """Write words around the middle of a digit's place."""
        x = self._theme.px(self._left) + place * self._pitch + self._theme.px(GLYPH) / 2
        self.create_text(x, y, text=words, fill=self._theme.palette.quiet, font=self._theme.small)


def symbol(label: int | None) -> str:
    """ "?": not a digit."""
    return "?" if label is None else str(label)


def figures_of(comparison: BeforeAfter) -> tuple[Figure, ...]:
    """Return the figures for the user's samples, MNIST and made-up digits."""
    count = max(1, comparison.samples)
    mine = _("Your samples, held out in turn") if comparison.fair else _("Your samples")
    remark = _moved(comparison, yours=True)
    if not comparison.fair:
        remark += _("; trained on these very ones, which flatters")
    better = comparison.after < comparison.before
    figures = [Figure(mine, 1 - comparison.before / count, 1 - comparison.after / count, remark, better=better)]
    if comparison.mnist_images:
        name = _("MNIST, {mnist_images:,} digits held out").format(mnist_images=comparison.mnist_images)
        change = _moved(comparison, yours=False)
        figures.append(Figure(name, comparison.mnist_before, comparison.mnist_after, change, decimals=2))
    figures.append(Figure(_("Made-up digits"), None, comparison.agreement, _("read as before")))
    return tuple(figures)


def _moved(comparison: BeforeAfter, *, yours: bool) -> str:
    now_right = sum(change.yours == yours for change in comparison.now_right)
    now_wrong = sum(change.yours == yours for change in comparison.now_wrong)
    return _("{now_right:,} newly right, {now_wrong:,} newly wrong").format(now_right=now_right, now_wrong=now_wrong)


def own_first(changed: Sequence[ChangedDigit]) -> list[ChangedDigit]:
    """Return the user's digits before MNIST's."""
    return sorted(changed, key=lambda digit: not digit.yours)

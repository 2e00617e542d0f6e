"""A sentence over the top of the page when something went wrong, until its cause has gone or it is put away."""

from __future__ import annotations

import time
import tkinter as tk
from dataclasses import dataclass

from digitpad.languages import _
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name

MOST_SENTENCES = 3
READ_S = 4.0  # so long a sentence stays at least, to be read
WIDTH = 640  # px at scale 1, as are all sizes here; less where there is less room
LEFT = 20  # beside it, at least
DOWN = 8  # below the page's upper edge


@dataclass(frozen=True)
class Sentence:
    words: str
    lasting: bool  # it stays until `clear`
    said_at_s: float  # of the monotonic clock


class Banner(tk.Frame):
    """Lies over `page`, which keeps its place."""

    def __init__(self, parent: tk.Misc, *, page: tk.Misc, theme: Theme, icons: Icons) -> None:
        super().__init__(parent, borderwidth=0, highlightthickness=max(1, theme.px(1)))
        self._theme, self._icons, self._page = theme, icons, page
        self._sentences: list[Sentence] = []
        self._timer: str | None = None
        px = theme.px
        self._words = tk.Label(self, font=theme.body, anchor="w", justify="left", padx=px(12), pady=px(8))
        self._close = tk.Label(self, cursor="hand2", padx=px(12), takefocus=True)
        give_name(self._close, _("Close the message"), "Button")
        self._words.grid(row=0, column=0, sticky="ew")
        self._close.grid(row=0, column=1, sticky="ne", pady=px(8))
        self.columnconfigure(0, weight=1)
        for sequence in ("<ButtonRelease-1>", "<Return>", "<space>"):
            self._close.bind(sequence, lambda event: self.clear())
        self.bind("<Configure>", lambda event: self._words.configure(wraplength=max(1, event.width - px(72))))
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        page.bind("<Configure>", lambda event: self._place(), add=True)

    @property
    def shown(self) -> bool:
        return bool(self._sentences)

    def say(self, words: str, *, lasting: bool = False) -> None:
        """Show a sentence below those that are there, and in place of one that it begins with.

        `lasting`: it is about how things are, not about what was just tried.
        """
        others = [sentence for sentence in self._sentences if not words.startswith(sentence.words)]
        self._sentences = [*others, Sentence(words, lasting, time.monotonic())][-MOST_SENTENCES:]
        self._show()

    def clear(self) -> None:
        self._sentences = []
        self._show()

    def move_on(self) -> None:
        """Put away, as soon as it can have been read, what was said of things that the user has left behind."""
        passing = [sentence for sentence in self._sentences if not sentence.lasting]
        now_s = time.monotonic()
        young = [sentence.said_at_s + READ_S - now_s for sentence in passing if now_s - sentence.said_at_s < READ_S]
        if len(young) < len(passing):
            self._drop({sentence for sentence in passing if now_s - sentence.said_at_s >= READ_S})
        self._wait(min(young, default=None))

    def _drop(self, old: set[Sentence]) -> None:
        self._sentences = [sentence for sentence in self._sentences if sentence not in old]
        self._show()

    def _wait(self, seconds: float | None) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
        self._timer = None if seconds is None else self.after(round(1000 * seconds) + 1, self.move_on)

    def _show(self) -> None:
        self._words.configure(text="\n".join(sentence.words for sentence in self._sentences))
        self._repaint()
        self._place()

    def _place(self) -> None:
        if not self._sentences:
            self.place_forget()
            return
        px = self._theme.px
        width = min(px(WIDTH), max(1, self._page.winfo_width() - 2 * px(LEFT)))
        self.place(in_=self._page, relx=0.5, y=px(DOWN), anchor="n", width=width)
        self.lift()

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.warning, highlightbackground=colours.unsure, highlightcolor=colours.unsure)
        self._words.configure(background=colours.warning, foreground=colours.text)
        self._close.configure(background=colours.warning, image=self._icons.sign("close"))
        self._close.configure(highlightthickness=self._theme.px(1), highlightcolor=colours.accent)
        self._close.configure(highlightbackground=colours.warning)

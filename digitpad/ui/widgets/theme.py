"""Colours, fonts, spacing and the light or dark look: the one place that knows them."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import threading
import tkinter as tk
from dataclasses import dataclass
from tkinter import font as tkfont
from tkinter import ttk

import darkdetect
import sv_ttk

from digitpad.settings import ThemeChoice
from digitpad.ui.widgets.edges import draw_edges

UNSCALED_DPI = 96
LEAST_WIDTH, LEAST_HEIGHT = 640, 480  # px at scale 1, of the window in which everything can be reached
SYSTEM_ANSWER_S = 0.25  # how long the desktop may take to say whether it is dark


@dataclass(frozen=True)
class Palette:
    window: str
    surface: str  # cards
    raised: str  # a card under the pointer
    line: str  # rules and frames that only part things
    edge: str  # of what can be clicked or typed into
    trough: str
    text: str
    quiet: str
    faint: str  # signs on buttons that cannot be used
    accent: str
    on_accent: str
    unsure: str
    good: str  # a figure that got better
    warning: str  # behind an error sentence
    paper: str
    ink: str
    highlight: str  # strokes that belong to the card under the pointer
    struck: str  # strokes that the eraser is about to take
    on_paper: str  # quiet words on the paper
    on_dimmed: str  # words over a picture that is dimmed


LIGHT = Palette(
    window="#fafafa",
    surface="#ffffff",
    raised="#f2f7fc",
    line="#dedede",
    edge="#858585",
    trough="#e6e6e6",
    text="#1c1c1c",
    quiet="#666666",
    faint="#b4b4b4",
    accent="#005fb8",
    on_accent="#ffffff",
    unsure="#a34f00",
    good="#1a7f37",
    warning="#fdf0e1",
    paper="#fffefa",
    ink="#1b2231",
    highlight="#0a6cc9",
    struck="#c9503f",
    on_paper="#6f6c5f",
    on_dimmed="#ffffff",
)
DARK = Palette(
    window="#1c1c1c",
    surface="#262626",
    raised="#2d3338",
    line="#3a3a3a",
    edge="#8c8c8c",
    trough="#3a3a3a",
    text="#f3f3f3",
    quiet="#a3a3a3",
    faint="#6a6a6a",
    accent="#57c8ff",
    on_accent="#10222e",
    unsure="#ffb04d",
    good="#6fd08c",
    warning="#3a2c1a",
    paper="#f5f2e9",
    ink="#1b2231",
    highlight="#0a6cc9",
    struck="#c9503f",
    on_paper="#6b6656",
    on_dimmed="#ffffff",
)


class SystemLook:
    """Asks the desktop, in a thread begun at once, whether it is dark."""

    def __init__(self) -> None:
        self._dark = False
        self._thread = threading.Thread(target=self._ask, name="system look", daemon=True)
        self._thread.start()

    @property
    def dark(self) -> bool:
        self._thread.join(SYSTEM_ANSWER_S)
        return self._dark

    def _ask(self) -> None:
        self._dark = bool(darkdetect.isDark())


class Theme:
    """One factor for all sizes, named fonts, and the palette in use. Widgets repaint on `<<ThemeChanged>>`."""

    def __init__(self, root: tk.Tk, choice: ThemeChoice, system: SystemLook) -> None:
        self.scale = min(_scale(root), _largest_scale(root))
        self.palette = LIGHT
        self._root, self._system = root, system
        family = str(tkfont.nametofont("TkDefaultFont", root).actual("family"))
        self.body = self._font("DigitPadBody", family, 14)
        self.strong = self._font("DigitPadStrong", family, 14, "bold")
        self.small = self._font("DigitPadSmall", family, 12)
        self.title = self._font("DigitPadTitle", family, 20)
        self.tag = self._font("DigitPadTag", family, 18, "bold")
        self.choice = choice
        root.bind_class("Menu", "<<ThemeChanged>>", lambda event: root.after_idle(self._dress_menu, str(event.widget)))
        root.option_add("*__tk_filedialog*canvas.foreground", "black", "interactive")  # Tk paints it white, always
        self.choose(choice)

    @property
    def dark(self) -> bool:
        return self.palette is DARK

    def px(self, size: float) -> int:
        """A size at scale 1 in px of this screen."""
        return round(size * self.scale)

    def number_font(self, size: int) -> tkfont.Font:
        """The font of the large number, `size` px high at scale 1; ask once for each size and keep it."""
        family = str(self.body.actual("family"))
        return tkfont.Font(self._root, family=family, size=-self.px(size), weight="bold")

    def choose(self, choice: ThemeChoice) -> None:
        self.choice = choice
        dark = self._system.dark if choice == "system" else choice == "dark"
        self.palette = DARK if dark else LIGHT
        sv_ttk.set_theme("dark" if dark else "light", self._root)
        self._dress()

    def _dress(self) -> None:
        family = str(self.body.actual("family"))
        for name, size in (("Caption", 12), ("Body", 14), ("BodyStrong", 14), ("BodyLarge", 18), ("Subtitle", 20)):
            tkfont.nametofont(f"SunValley{name}Font", self._root).configure(family=family, size=-self.px(size))
        for name in ("Default", "Text", "Menu", "Heading", "Caption", "Icon", "Tooltip", "SmallCaption"):
            tkfont.nametofont(f"Tk{name}Font", self._root).configure(size=-self.px(14))
        style, colours = ttk.Style(self._root), self.palette
        draw_edges(self._root, dark=self.dark, edge=colours.edge, ring=colours.text, gap=colours.window)
        style.configure("TButton", padding=(self.px(10), self.px(5)))
        style.configure("Toolbutton", padding=(self.px(6), self.px(5)))
        style.configure("Icon.TButton", padding=(self.px(6), self.px(5)))
        style.configure("Accent.TButton", padding=(self.px(10), self.px(5)))
        style.configure("Icon.Accent.TButton", padding=(self.px(6), self.px(5)))
        style.configure("TMenubutton", padding=(self.px(10), self.px(5), self.px(14), self.px(5)))
        style.configure("TFrame", background=colours.window)
        style.configure("TLabel", background=colours.window, foreground=colours.text, font=self.body)
        style.configure("Strong.TLabel", font=self.strong)
        self._root.option_add("*Menu.selectColor", colours.text)  # of menus that are made later
        self._root.configure(background=colours.window)

    def _dress_menu(self, menu: str) -> None:
        """Give a menu that Tk draws itself flat edges, and marks that can be seen; sv_ttk has just dressed it."""
        call, bar = self._root.tk.call, str(self._root.cget("menu"))
        if (
            call("tk", "windowingsystem") == "x11"
            and call("winfo", "exists", menu)
            and menu not in (bar, f".#{bar[1:]}")
        ):
            call(menu, "configure", "-relief", "flat", "-borderwidth", self.px(4), "-selectcolor", self.palette.text)

    def _font(self, name: str, family: str, size: int, weight: str = "normal") -> tkfont.Font:
        px = -self.px(size)
        return tkfont.Font(
            self._root, name=name, family=family, size=px, weight="bold" if weight == "bold" else "normal"
        )


def see_real_pixels() -> None:
    """Tell Windows not to enlarge the window as a blurred picture; call before the first window."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shcore.SetProcessDpiAwareness(1)


def colour(name: str) -> tuple[int, int, int]:
    """ "#rrggbb" -> red, green, blue, 0..255 each."""
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def _scale(root: tk.Tk) -> float:
    """DIGITPAD_SCALE or GDK_SCALE where they are set, else what the screen says, in steps of a quarter."""
    for name in ("DIGITPAD_SCALE", "GDK_SCALE"):
        try:
            forced = float(os.environ.get(name, ""))
        except ValueError:
            continue
        if 0.5 <= forced <= 8:
            return forced
    if sys.platform == "darwin":
        return 1.0
    dpi = _xft_dpi(root) or root.winfo_fpixels("1i")
    return min(4.0, max(1.0, round(dpi / UNSCALED_DPI * 4) / 4))


def _largest_scale(root: tk.Tk) -> float:
    """The scale at which the least window still fits the screen, in steps of a quarter, 1 at least."""
    fitting = min(root.winfo_screenwidth() / LEAST_WIDTH, root.winfo_screenheight() / LEAST_HEIGHT)
    return max(1.0, math.floor(fitting * 4) / 4)


def _xft_dpi(root: tk.Tk) -> float | None:
    """Return the dots per inch that an X11 desktop sets for text; Tk 8.6 does not look there."""
    if root.tk.call("tk", "windowingsystem") != "x11":
        return None
    try:
        answer = subprocess.run(["xrdb", "-query"], capture_output=True, text=True, timeout=SYSTEM_ANSWER_S).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"^Xft\.dpi:\s*([0-9.]+)", answer, re.MULTILINE)
    return float(match[1]) if match else None

"""Colours, fonts, spacing and the light or dark look: the one place that knows them."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import threading
import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk

import darkdetect
import sv_ttk

from digitpad.settings import ThemeChoice
from digitpad.ui.widgets.look.edges import draw_edges
from digitpad.ui.widgets.look.elements import DrawnElements
from digitpad.ui.widgets.look.menu_marks import EDGE, MenuMarks
from digitpad.ui.widgets.look.palette import DARK, LIGHT
from digitpad.ui.widgets.look.shapes import Shapes

UNSCALED_DPI = 96
FIELD_EDGE = 5  # px, around the words of a field
LEAST_WIDTH, LEAST_HEIGHT = 640, 480  # px at scale 1, of the window in which everything can be reached
SYSTEM_ANSWER_S = 0.25  # how long the desktop may take to say whether it is dark


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
        shapes = Shapes(self.scale)
        self._elements, self._marks = DrawnElements(root, shapes), MenuMarks(root, shapes)
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
        thick = max(1, self.px(1))
        draw_edges(self._root, dark=self.dark, edge=colours.edge, ring=colours.text, gap=colours.window, thick=thick)
        self._elements.dress(colours)
        self._marks.dress(colours)
        style.configure("TButton", padding=(self.px(10), self.px(5)))
        style.configure("Toolbutton", padding=(self.px(6), self.px(5)))
        style.configure("Icon.TButton", padding=(self.px(6), self.px(5)))
        style.configure("Accent.TButton", padding=(self.px(10), self.px(5)))
        style.configure("Icon.Accent.TButton", padding=(self.px(6), self.px(5)))
        style.configure("TMenubutton", padding=(self.px(10), self.px(5), self.px(14), self.px(5)))
        edge = self.px(FIELD_EDGE) - FIELD_EDGE  # the look's own is as wide at every scale
        for name, right in (("TCombobox", 0), ("TSpinbox", 0), ("TEntry", 4)):
            style.configure(
                name, padding=(self.px(6) + edge, self.px(1) + edge, self.px(right) + edge, self.px(2) + edge)
            )
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
            call(menu, "configure", "-relief", "flat", "-borderwidth", self.px(EDGE), "-selectcolor", self.palette.text)

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

"""The About window: the program, its versions, the weights that read, and the work of others that it stands on."""

from __future__ import annotations

import platform
import tkinter as tk
from collections.abc import Sequence
from pathlib import Path
from tkinter import ttk

from digitpad import __version__
from digitpad.languages import _
from digitpad.paths import bundled, licence_texts
from digitpad.ui.core.weights_card import Fact, weights_facts
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.scroller import Scroller
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import put_over

WORDS = _("Reads handwritten digits with LeNet-5, a network of 62,000 weights.")
IN_ENGLISH = _("Notices and licences stand in English, the language that they are written in.")
NAMES = (  # what is shown -> distributions, the first that is there
    ("ONNX Runtime", ("onnxruntime",)),
    ("NumPy", ("numpy",)),
    ("OpenCV", ("opencv-python", "opencv-python-headless")),
    ("Pillow", ("pillow",)),
    ("pypdfium2", ("pypdfium2",)),
    ("safetensors", ("safetensors",)),
    ("PyTorch", ("torch",)),
    ("torchvision", ("torchvision",)),
    ("Matplotlib", ("matplotlib",)),
    ("Jinja2", ("jinja2",)),
    ("segno", ("segno",)),
    ("jeepney", ("jeepney",)),
    ("tqdm", ("tqdm",)),
    (_("Sun Valley theme"), ("sv-ttk",)),
    ("darkdetect", ("darkdetect",)),
    ("tkinterdnd2", ("tkinterdnd2",)),
    ("platformdirs", ("platformdirs",)),
    ("cv2-enumerate-cameras", ("cv2-enumerate-cameras",)),
    ("pillow-heif", ("pillow-heif",)),
    ("keyring", ("keyring",)),
)
MOST_COLUMNS = 2  # of a table; one where the screen is narrow
WIDTH, HEIGHT = 720, 560  # px at scale 1, of what scrolls, where the screen has room
AROUND, BESIDE = 200, 80  # px at scale 1, of the screen above and below it, and beside it


def show_about(root: tk.Tk, folder: Path, *, theme: Theme) -> None:
    """Open the window, in place of one that is open. `folder`: where the versions of the network are."""
    for child in root.winfo_children():
        if isinstance(child, About):
            child.destroy()
    About(root, weights_facts(folder), theme=theme).lift()


def versions(tk_version: str) -> list[Fact]:
    """Return (name, version) of the program and of every library that is installed."""
    parts = [("DigitPad", __version__), ("Python", platform.python_version()), ("Tcl/Tk", tk_version)]
    for name, distributions in NAMES:
        installed = next((version for each in distributions if (version := _version(each))), "")
        if installed:
            parts.append((name, installed))
    return parts


def notices() -> str:
    """Return the notices of all authors and licences, and the folder of the full texts."""
    text = bundled("assets", "licences/NOTICES.txt").read_text(encoding="utf-8")
    texts = licence_texts()
    return _("{text}\nThe full texts lie in {texts}\n").format(text=text, texts=texts) if texts else text


def _version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # the window opens without it

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


class About(tk.Toplevel):
    """Closed by Esc or its button; all but the buttons scrolls."""

    def __init__(self, root: tk.Tk, facts: Sequence[Fact], *, theme: Theme) -> None:
        super().__init__(root, highlightthickness=1)
        self.title(_("About DigitPad"))
        self.transient(root)
        self.resizable(False, False)
        self._theme = theme
        self._versions = versions(str(root.tk.call("info", "patchlevel")))
        px = theme.px
        self._width = min(px(WIDTH), self.winfo_screenwidth() - px(BESIDE))
        scroller = Scroller(self, theme=theme)
        scroller.grid(sticky="nsew", padx=px(20), pady=(px(20), 0))
        scroller.inner.columnconfigure(0, minsize=self._width)
        self._fill(scroller.inner, facts)
        self._buttons().grid(sticky="e", padx=px(20), pady=px(16))
        scroller.turn_by_keys(self)
        scroller.hold_all(min(px(HEIGHT), self.winfo_screenheight() - px(AROUND)))
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        put_over(self, root)

    def _fill(self, inner: ttk.Frame, facts: Sequence[Fact]) -> None:
        px = self._theme.px
        ttk.Label(inner, text=f"DigitPad {__version__}", font=self._theme.title).grid(sticky="w")
        QuietLabel(inner, theme=self._theme, text=WORDS, wraps=True).grid(sticky="ew", pady=(px(4), 0))
        self._head(inner, _("The networks that read"))
        self._table(inner, facts).grid(sticky="w")
        self._head(inner, _("Versions"))
        self._table(inner, self._versions).grid(sticky="w")
        self._head(inner, _("Licences"))
        QuietLabel(inner, theme=self._theme, text=IN_ENGLISH, wraps=True).grid(sticky="ew", pady=(0, px(6)))
        label = ttk.Label(inner, text=notices(), wraplength=self._width, justify="left", font=self._theme.small)
        label.grid(sticky="w")

    def _head(self, inner: ttk.Frame, text: str) -> None:
        head = ttk.Label(inner, text=text, style="Strong.TLabel")
        head.grid(sticky="w", pady=(self._theme.px(20), self._theme.px(6)))

    def _table(self, parent: ttk.Frame, facts: Sequence[Fact]) -> ttk.Frame:
        """Make a table of names and values, down the columns; in one column where two are too wide."""
        for columns in range(MOST_COLUMNS, 0, -1):
            table = ttk.Frame(parent)
            self._fill_table(table, facts, -(-len(facts) // columns))
            table.update_idletasks()
            if columns == 1 or table.winfo_reqwidth() <= self._width:
                break
            table.destroy()
        return table

    def _fill_table(self, table: ttk.Frame, facts: Sequence[Fact], rows: int) -> None:
        px = self._theme.px
        for place, (name, value) in enumerate(facts):
            row, column = place % rows, 2 * (place // rows)
            quiet = QuietLabel(table, theme=self._theme, text=name)
            quiet.grid(row=row, column=column, sticky="w", padx=(0, px(16)), pady=px(2))
            ttk.Label(table, text=value).grid(row=row, column=column + 1, sticky="w", padx=(0, px(40)))

    def _buttons(self) -> ttk.Frame:
        buttons = ttk.Frame(self)
        ttk.Button(buttons, text=_("Copy versions"), command=self._copy).grid(
            row=0, column=0, padx=(0, self._theme.px(8))
        )
        close = ttk.Button(buttons, text=_("Close"), style="Accent.TButton", command=self.destroy)
        close.grid(row=0, column=1)
        close.focus_set()
        return buttons

    def _copy(self) -> None:
        lines = [*self._versions, (_("System"), platform.platform())]
        self.clipboard_clear()
        self.clipboard_append("\n".join(f"{name} {version}" for name, version in lines))

    def _repaint(self) -> None:
        palette = self._theme.palette
        self.configure(background=palette.window, highlightbackground=palette.line, highlightcolor=palette.line)

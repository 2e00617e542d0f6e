"""The frame around the pages: tabs above, a sentence when something went wrong, the status line, menus and keys."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from PIL import Image, ImageTk

from digitpad.errors import DigitPadError
from digitpad.paths import bundled
from digitpad.ui.banner import Banner
from digitpad.ui.commands import Choice, Command
from digitpad.ui.icons import Icons
from digitpad.ui.keys import Keys
from digitpad.ui.menus import MenuBar
from digitpad.ui.pages import Builder, Page, Pages
from digitpad.ui.status_line import StatusLine
from digitpad.ui.tabs import Tabs
from digitpad.ui.theme import Theme
from digitpad.ui.toolbar import SignButton

LEAST_WIDTH, LEAST_HEIGHT = 760, 520  # px at scale 1


def hidden_root() -> tk.Tk:
    """Raises DigitPadError where no window can be opened."""
    try:
        root = tk.Tk(className="DigitPad")
    except tk.TclError as error:
        raise DigitPadError(f"No window can be opened ({error}); without a screen, use `digitpad read`.") from error
    root.withdraw()
    return root


class Window:
    """`builders`: the pages by name, in the order of their tabs. `switch_look`: what the button at the right does."""

    def __init__(
        self,
        root: tk.Tk,
        *,
        theme: Theme,
        icons: Icons,
        builders: Mapping[str, Builder],
        switch_look: Callable[[], None],
    ) -> None:
        root.title("DigitPad")
        root.columnconfigure(0, weight=1)
        root.rowconfigure(2, weight=1)
        self._root, self._theme = root, theme
        self._commands: Sequence[Command] = ()
        self._choices: Sequence[Choice] = ()
        self.pages = Pages(root, builders=builders, on_change=self._page_changed)
        self._tabs = Tabs(root, names=tuple(builders), theme=theme, on_choose=self.pages.show)
        self.look = SignButton(
            self._tabs.corner,
            theme=theme,
            icons=icons,
            sign="sun" if theme.dark else "moon",
            tip="Light or dark  (Ctrl+T)",
            run=switch_look,
            style="Toolbutton",
        )
        self.look.grid()
        self._tabs.grid(row=0, column=0, sticky="ew")
        self.banner = Banner(root, theme=theme, icons=icons, place=lambda it: it.grid(row=1, column=0, sticky="ew"))
        self.pages.grid(row=2, column=0, sticky="nsew")
        self.status = StatusLine(root, theme=theme)
        self.status.grid(row=3, column=0, sticky="ew", padx=theme.px(20), pady=(theme.px(4), theme.px(12)))
        self._menus, self._keys = MenuBar(root), Keys(root, lambda: self.commands)
        root.bind("<Destroy>", lambda event: self._end_timers(event.widget), add=True)

    @property
    def commands(self) -> list[Command]:
        """Those that count now, the page's own before those of the whole window with the same menu."""
        own, whole = list(self.pages.commands), list(self._commands)
        last = whole[-1].menu if whole else ""
        named = dict.fromkeys(command.menu for command in (*whole, *own))
        menus = [*(menu for menu in named if menu != last), last]
        return [command for menu in menus for command in (*own, *whole) if command.menu == menu]

    def command(self, commands: Sequence[Command], choices: Sequence[Choice]) -> None:
        """What can be done on every page."""
        self._commands, self._choices = commands, choices
        self._keys.listen(commands)

    def place(self, width: int, height: int) -> None:
        """Size, least size (px at scale 1) and icon."""
        px, root = self._theme.px, self._root
        screen_width, screen_height = root.winfo_screenwidth(), root.winfo_screenheight()
        root.geometry(f"{min(px(width), screen_width)}x{min(px(height), screen_height)}")
        root.minsize(min(px(LEAST_WIDTH), screen_width), min(px(LEAST_HEIGHT), screen_height))
        with Image.open(bundled("assets", "icon-64.png")) as icon:
            self._icon = ImageTk.PhotoImage(icon)
        root.iconphoto(True, cast(tk.PhotoImage, self._icon))

    @property
    def size(self) -> dict[str, int] | None:
        """As the settings name it, px at scale 1; None where the window was never on screen."""
        root, scale = self._root, self._theme.scale
        if not root.winfo_ismapped():
            return None
        return {
            "window_width": round(root.winfo_width() / scale),
            "window_height": round(root.winfo_height() / scale),
        }

    def _end_timers(self, gone: tk.Misc) -> None:
        """What was put off for later would not find the window any more."""
        if gone is self._root:
            for timer in self._root.tk.splitlist(self._root.tk.call("after", "info")):
                self._root.after_cancel(timer)

    def _page_changed(self, name: str, page: Page) -> None:
        self._tabs.show(name)
        self._keys.listen(page.commands)
        self._menus.show(self.commands, self._choices)


def cancel_dialog(root: tk.Tk) -> bool:
    """Whether one of Tk's own dialogs was open: it waits in an event loop of its own, which must end first."""
    call = root.tk.call
    holder = call("grab", "current", root)
    window = str(call("winfo", "toplevel", holder)) if holder else "."
    cancel = "" if window == "." else call("wm", "protocol", window, "WM_DELETE_WINDOW")
    if cancel:
        root.tk.eval(str(cancel))
    return bool(cancel)

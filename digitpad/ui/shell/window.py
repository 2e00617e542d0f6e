"""The frame around the pages: tabs above, a sentence when something went wrong, the status line, menus and keys."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.paths import bundled
from digitpad.ui.core.commands import Choice, Command, Submenu
from digitpad.ui.core.pages import Builder, Page, Pages
from digitpad.ui.shell.banner import Banner
from digitpad.ui.shell.keys import Keys
from digitpad.ui.shell.menus import MenuBar
from digitpad.ui.shell.regions import Regions, parts_of
from digitpad.ui.shell.status_line import StatusLine
from digitpad.ui.shell.toolkit import adapt
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.tabs import Tabs
from digitpad.ui.widgets.theme import LEAST_HEIGHT, LEAST_WIDTH, Theme
from digitpad.ui.widgets.toolbar import SignButton
from digitpad.ui.widgets.windowing import corner_of, put_within

FRAME = 32  # px at scale 1, of a title bar that the desktop may put above the window


def hidden_root() -> tk.Tk:
    """Raises DigitPadError where no window can be opened."""
    try:
        root = tk.Tk(className="DigitPad")
    except tk.TclError as error:
        raise DigitPadError(
            _("No window can be opened ({error}); without a screen, use `digitpad read`.").format(error=error)
        ) from error
    root.withdraw()
    adapt(root)
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
        root.rowconfigure(1, weight=1)
        self._root, self._theme = root, theme
        self._commands: Sequence[Command] = ()
        self._choices: Sequence[Choice] = ()
        self._submenus: Sequence[Submenu] = ()
        self.pages = Pages(root, builders=builders, on_change=self._page_changed)
        self._tabs = Tabs(root, names=tuple(builders), theme=theme, on_choose=self.pages.show)
        self.look = self._make_look_button(icons, switch_look)
        self.banner = Banner(root, page=self.pages, theme=theme, icons=icons)
        self.status = StatusLine(root, theme=theme)
        self._place_parts()
        self._menus, self._keys = MenuBar(root), Keys(root, self._commands_by_key)
        self._keys.listen([self._close_banner])
        self._regions = Regions(root, self._parts)
        root.bind("<<MovedOn>>", lambda event: self.banner.move_on())
        root.bind("<Destroy>", lambda event: self._end_timers(event.widget), add=True)

    def _make_look_button(self, icons: Icons, switch_look: Callable[[], None]) -> SignButton:
        return SignButton(
            self._tabs.corner,
            theme=self._theme,
            icons=icons,
            sign="sun" if self._theme.dark else "moon",
            tip=_("Light or dark  (Ctrl+T)"),
            run=switch_look,
            style="Toolbutton",
        )

    def _place_parts(self) -> None:
        """Put tabs, page and status line one below the other; the banner places itself."""
        px = self._theme.px
        self.look.grid()
        self._tabs.grid(row=0, column=0, sticky="ew")
        self.pages.grid(row=1, column=0, sticky="nsew")
        self.status.grid(row=2, column=0, sticky="ew", padx=px(20), pady=(px(4), px(12)))

    @property
    def commands(self) -> list[Command]:
        """The commands of the moment, the page's own before those of the whole window with the same menu."""
        own, whole = list(self.pages.commands), list(self._commands)
        last = whole[-1].menu if whole else ""
        menu_names = dict.fromkeys(command.menu for command in (*whole, *own))
        menus = [*(menu for menu in menu_names if menu != last), last]
        return [command for menu in menus for command in (*own, *whole) if command.menu == menu]

    @property
    def _close_banner(self) -> Command:
        return Command(_("View"), _("Close the message"), ("Escape",), self.banner.clear, lambda: self.banner.shown)

    def _commands_by_key(self) -> list[Command]:
        """In the order in which they are asked for a key: what lies on top comes first."""
        return [self._close_banner, *self.commands]

    def command(self, commands: Sequence[Command], choices: Sequence[Choice], submenus: Sequence[Submenu]) -> None:
        """Set the commands that every page has."""
        self._commands = [*commands[:-1], *self._regions.commands, commands[-1]]
        self._choices, self._submenus = choices, submenus
        self._keys.listen(self._commands)

    def _parts(self) -> list[tk.Misc]:
        """Return the parts of the window that are shown, for F6."""
        page = self.pages.shown
        message = [self.banner] if self.banner.shown else []
        return [self._tabs, *(parts_of(page) if page is not None else ()), *message]

    def place(self, width: int, height: int, corner: tuple[int, int] | None) -> None:
        """Size, least size (px at scale 1), icon, and the place (px of the screen) if most of it can be seen there."""
        px, root = self._theme.px, self._root
        most_width, most_height = root.winfo_screenwidth(), root.winfo_screenheight() - self._menus.height - px(FRAME)
        size = min(px(width), most_width), min(px(height), most_height)
        root.geometry(f"{size[0]}x{size[1]}")
        if corner is not None:
            put_within(root, corner, size, (most_width, most_height))
        root.minsize(min(px(LEAST_WIDTH), most_width), min(px(LEAST_HEIGHT), most_height))
        self._icon = tk.PhotoImage(master=root, file=bundled("assets", "icon-64.png"))
        root.iconphoto(True, self._icon)

    @property
    def size(self) -> dict[str, Any] | None:
        """Size and place as the settings name them; None where the window was never on screen."""
        root, scale = self._root, self._theme.scale
        if not root.winfo_ismapped():
            return None
        return {
            "window_width": round(root.winfo_width() / scale),
            "window_height": round(root.winfo_height() / scale),
            "window_corner": corner_of(root),
        }

    def _end_timers(self, widget: tk.Misc) -> None:
        """Cancel all timers, which would not find the window any more."""
        if widget is self._root:
            for timer in self._root.tk.splitlist(self._root.tk.call("after", "info")):
                self._root.after_cancel(timer)

    def _page_changed(self, name: str, page: Page) -> None:
        self._tabs.show(name)
        self.banner.move_on()
        self.status.end_news()
        self._keys.listen(page.commands)
        self._menus.show(self.commands, self._choices, self._submenus)


def cancel_dialog(root: tk.Tk) -> bool:
    """Close one of Tk's own dialogs, whose event loop must end first; True where one was open."""
    call = root.tk.call
    holder = call("grab", "current", root)
    window = str(call("winfo", "toplevel", holder)) if holder else "."
    cancel = "" if window == "." else call("wm", "protocol", window, "WM_DELETE_WINDOW")
    if cancel:
        root.tk.eval(str(cancel))
    return bool(cancel)

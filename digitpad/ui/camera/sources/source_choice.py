"""The choice of a source: a button with its name that opens a list of cameras, files and addresses."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from tkinter import font as tkfont
from tkinter import ttk

from digitpad.languages import _
from digitpad.ui.camera.sources.address_dialog import AddressDialog, user_in
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.widgets.menu import PopupMenu
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip
from digitpad.vision.capture.sources import Source

VIDEOS = ((_("Videos"), "*.mp4 *.mov *.m4v *.avi *.mkv *.webm *.mjpeg *.mpg *.MP4 *.MOV *.AVI"), (_("All files"), "*"))
NONE_CHOSEN = _("Choose source")
LONGEST = 24  # letters of a name that are shown
BESIDE = 38  # px at scale 1 of the button beside the name
MOST_OTHERS = 5  # videos, folders and addresses that stay in the list


class SourceChoice(ttk.Menubutton):
    """`on_choose` gets a source of the list, `on_given` a path or an address, `on_look` a wish for a new list."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        dialogs: FileDialogs,
        on_choose: Callable[[Source], None],
        on_given: Callable[[str], None],
        on_look: Callable[[], None],
    ) -> None:
        super().__init__(parent, text=NONE_CHOSEN, width=1)
        self._theme, self._dialogs, self._on_choose, self._on_given, self._on_look = (
            theme,
            dialogs,
            on_choose,
            on_given,
            on_look,
        )
        self._cameras: tuple[Source, ...] = ()
        self._others: tuple[Source, ...] = ()
        self._chosen: Source | None = None
        self._dialog: AddressDialog | None = None
        self._variable = tk.StringVar(self)
        self._menu = PopupMenu(self)
        self.configure(menu=self._menu)
        Tooltip(self, _("Camera, video, folder or address"), theme=theme)
        self.bind("<Configure>", lambda event: self._show_name(), add="+")
        self._refresh()

    def offer(self, cameras: Sequence[Source]) -> None:
        """The cameras that are plugged in."""
        self._cameras = tuple(cameras)
        self._refresh()

    def choose(self, source: Source) -> None:
        """This one is on."""
        self._chosen = source
        if source.key not in [camera.key for camera in self._cameras]:
            others = [other for other in self._others if other.key != source.key]
            self._others = (source, *others)[:MOST_OTHERS]
        self._refresh()

    def ask_for_video(self) -> None:
        path = self._dialogs.ask_file(_("Video"), VIDEOS)
        if path is not None:
            self._on_given(str(path))

    def ask_for_folder(self) -> None:
        path = self._dialogs.ask_folder(_("Folder of pictures"))
        if path is not None:
            self._on_given(str(path))

    def ask_for_address(self) -> None:
        self._open_dialog()

    def ask_for_login(self, source: Source) -> None:
        """Ask for the name and password of a network camera that refuses to show a picture without them."""
        self._open_dialog(address=source.name, user=user_in(source.address))

    def _open_dialog(self, address: str = "", user: str = "") -> None:
        if self._dialog is not None and self._dialog.winfo_exists():
            self._dialog.destroy()
        self._dialog = AddressDialog(self, theme=self._theme, on_given=self._on_given, address=address, user=user)

    def _refresh(self) -> None:
        menu = self._menu
        menu.delete(0, "end")
        for group in (self._cameras, self._others):
            for source in group:
                self._add(source)
            if group:
                menu.add_separator()
        menu.add_command(label=_("Video file…"), command=self.ask_for_video)
        menu.add_command(label=_("Folder of pictures…"), command=self.ask_for_folder)
        menu.add_command(label=_("Network camera…"), command=self.ask_for_address)
        menu.add_separator()
        menu.add_command(label=_("Look for cameras again"), command=self._on_look)
        self._variable.set(self._chosen.key if self._chosen is not None else "")
        self._show_name()

    def _show_name(self) -> None:
        """Show as much of the name as there is room for."""
        name = self._chosen.name if self._chosen is not None else NONE_CHOSEN
        if self.winfo_width() > 1:
            name = _ending(name, self._theme.body, self.winfo_width() - self._theme.px(BESIDE))
        if name != str(self.cget("text")):
            self.configure(text=name)

    def _add(self, source: Source) -> None:
        self._menu.add_radiobutton(
            label=source.name, value=source.key, variable=self._variable, command=lambda: self._on_choose(source)
        )


def _ending(name: str, font: tkfont.Font, room: int) -> str:
    """Return the end of a long name, which tells more than its beginning, within `room` px."""
    short = name if len(name) <= LONGEST else f"…{name[1 - LONGEST :]}"
    while len(short) > 2 and font.measure(short) > room:
        short = f"…{short.removeprefix('…')[1:]}"
    return short

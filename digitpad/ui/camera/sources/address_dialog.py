"""Asks for the address of a network camera, and for its name and password where it wants them."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from urllib.parse import quote, unquote, urlsplit

from digitpad.languages import _
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import give_name, put_over

EXAMPLE = _("A phone with a camera app shows it, such as http://192.168.1.20:8080/video or rtsp://…")
LOGIN = _("Only where the camera asks for them. They are never written into the settings.")
FIELD = 46  # letters
HIDDEN = "•"  # in place of each letter of a password


class AddressDialog(tk.Toplevel):
    """Gives `on_given` the address with its login when Open or Enter is pressed; Esc and Cancel close it without."""

    def __init__(
        self, parent: tk.Misc, *, theme: Theme, on_given: Callable[[str], None], address: str = "", user: str = ""
    ) -> None:
        """Show empty fields, or those of a camera that asks for its password again."""
        super().__init__(parent, background=theme.palette.window)
        self.title(_("Network camera"))
        self.transient(parent.winfo_toplevel())
        self.resizable(False, False)
        self._theme, self._on_given = theme, on_given
        self._frame = ttk.Frame(self, padding=theme.px(20))
        self._frame.grid()
        self._frame.columnconfigure((0, 1), weight=1, uniform="half")
        self.field = self._entry(_("Address of the camera"), 0, text=address, width=FIELD, columns=2)
        self._words(EXAMPLE, 2)
        self.user = self._entry(_("Name"), 3, text=user)
        self.password = self._entry(_("Password"), 3, column=1, show=HIDDEN)
        self._words(LOGIN, 5)
        self._make_buttons()
        self.bind("<Escape>", lambda event: self.destroy())
        put_over(self, parent.winfo_toplevel())
        first = self.field if not address else self.password if user else self.user
        first.focus_set()

    def _entry(
        self, name: str, row: int, *, text: str = "", width: int = 1, column: int = 0, columns: int = 1, show: str = ""
    ) -> ttk.Entry:
        px = self._theme.px
        beside = (px(8) if column else 0, 0)
        ttk.Label(self._frame, text=name).grid(row=row, column=column, sticky="w", padx=beside)
        entry = ttk.Entry(self._frame, width=width, font=self._theme.body, show=show)
        give_name(entry, name)
        entry.insert(0, text)
        entry.grid(row=row + 1, column=column, columnspan=columns, sticky="ew", padx=beside, pady=px(8))
        for key in ("<Return>", "<KP_Enter>"):
            entry.bind(key, lambda event: self._give())
        return entry

    def _words(self, text: str, row: int) -> None:
        label = QuietLabel(self._frame, theme=self._theme, text=text)
        label.grid(row=row, column=0, columnspan=2, sticky="w", pady=(0, self._theme.px(12)))

    def _make_buttons(self) -> None:
        px, buttons = self._theme.px, ttk.Frame(self._frame)
        buttons.grid(row=6, column=0, columnspan=2, sticky="e", pady=(px(4), 0))
        ttk.Button(buttons, text=_("Cancel"), command=self.destroy).grid(row=0, column=0, padx=(0, px(8)))
        ttk.Button(buttons, text=_("Open"), style="Accent.TButton", command=self._give).grid(row=0, column=1)

    def _give(self) -> None:
        address = self.field.get().strip()
        if address:
            whole = with_login(address, self.user.get().strip(), self.password.get())
            self.destroy()
            self._on_given(whole)


def with_login(address: str, user: str, password: str) -> str:
    """Return the address with this name and password before its host; without a name as it is."""
    scheme, mark, rest = address.partition("://")
    if not user or not mark:
        return address
    place, slash, path = rest.partition("/")
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{place.rpartition('@')[2]}{slash}{path}"


def user_in(address: str) -> str:
    """Return the name before the host of an address, "" where there is none."""
    try:
        return unquote(urlsplit(address).username or "")
    except ValueError:
        return ""

"""The window with the code that a phone scans: while it is open, the phone is a camera and a pad."""

from __future__ import annotations

import io
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

import segno

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.phone.host import PhoneContent
from digitpad.phone.server import PhoneServer
from digitpad.records import Reading
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.phone.link import PhoneLink
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.tooltip import Tooltip
from digitpad.ui.widgets.windowing import put_over

CODE, WORDS, NUMBER = 216, 320, 32  # px at scale 1: side of the code, width of the words, height of the number
MARGIN = 20
MOST_LINES = 3  # of a reading that are shown; all are copied
HEAD = _("Scan this with the phone's camera")
HELP = _(
    "It opens a page to photograph or write numbers on; they are read here. The phone must be in the same network, "
    "and the firewall must let it in. Nothing is encrypted, and nothing is kept."
)
WAITING, GREETED, NOTHING = _("Waiting for the phone…"), _("The phone is connected."), _("No digits found")
SHUT = _("Wrong codes were tried three times, so the phone's page was closed.")
NO_NETWORK = _("This computer is in no local network; connect it to the one that the phone is in, and try again.")
OnTake = Callable[[PhoneContent], None]
Addresses = Callable[[], tuple[str, ...]]


def show_phone(root: tk.Tk, bridge: Bridge, on_take: OnTake, addresses: Addresses, *, theme: Theme) -> None:
    """Open the window, in place of one that is open. `on_take` gets what the phone sent, for the pad's page."""
    for child in root.winfo_children():
        if isinstance(child, PhoneDialog):
            child.destroy()
    PhoneDialog(root, bridge, on_take, addresses, theme=theme).lift()


class PhoneDialog(tk.Toplevel):
    """Closed by Esc or its button; the server lives as long as this window. `addresses`: those to choose from."""

    def __init__(
        self,
        root: tk.Tk,
        bridge: Bridge,
        on_take: OnTake,
        addresses: Addresses,
        *,
        theme: Theme,
    ) -> None:
        super().__init__(root, highlightthickness=1)
        self.title(_("Phone"))
        self.transient(root)
        self.resizable(False, False)
        self._theme, self._bridge, self._on_take, self._list_addresses = theme, bridge, on_take, addresses
        self._server: PhoneServer | None = None
        self._link: PhoneLink | None = None
        self._picture: tk.PhotoImage | None = None  # of the code
        self._taken: tuple[PhoneContent, str] | None = None  # what came last, and what was read in it
        self._make_parts()
        self.bind("<Escape>", lambda event: self.destroy())
        self.bind("<Destroy>", self._destroyed)
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        self._begin()
        put_over(self, root)
        self._close.focus_set()

    @property
    def address(self) -> str:
        """The address that the phone opens; "" while there is no server."""
        return self._server.address if self._server is not None else ""

    def _repaint(self) -> None:
        palette = self._theme.palette
        self.configure(background=palette.window, highlightbackground=palette.line, highlightcolor=palette.line)

    def _make_parts(self) -> None:
        px = self._theme.px
        self._code = tk.Label(self, borderwidth=0, background="white")
        self._code.grid(row=0, column=0, sticky="n", padx=(px(MARGIN), 0), pady=px(MARGIN))
        beside = ttk.Frame(self)
        beside.grid(row=0, column=1, sticky="nsew", padx=px(MARGIN), pady=(px(MARGIN), 0))
        beside.columnconfigure(0, weight=1, minsize=px(WORDS))
        ttk.Label(beside, text=HEAD, style="Strong.TLabel").grid(sticky="w")
        for words in (HELP, ""):
            self._address = QuietLabel(beside, theme=self._theme, text=words, wraps=True)
            self._address.grid(sticky="ew", pady=(px(4), 0))
        self._networks = ttk.Combobox(beside, state="readonly", font=self._theme.body)
        Tooltip(self._networks, _("This computer is in several networks: choose the phone's"), theme=self._theme)
        self._networks.bind("<<ComboboxSelected>>", lambda event: self._serve(self._networks.get()))
        self._networks.grid(sticky="w", pady=(px(8), 0))
        self._number = ttk.Label(beside, font=self._theme.number_font(NUMBER), justify="left", wraplength=px(WORDS))
        self._number.grid(sticky="w", pady=(px(16), 0))
        self._words = QuietLabel(beside, theme=self._theme, wraps=True)
        self._words.grid(sticky="ew", pady=(px(4), 0))
        self._make_buttons()

    def _make_buttons(self) -> None:
        px = self._theme.px
        bar = Flow(self, theme=self._theme)
        bar.grid(row=1, column=0, columnspan=2, sticky="ew", padx=px(MARGIN), pady=px(MARGIN))
        self._copy = ttk.Button(bar, text=_("Copy"), command=self._copy_number)
        self._take = ttk.Button(bar, text=_("Open on the pad's page"), command=self._take_over)
        self._new = ttk.Button(bar, text=_("New code"), command=self._begin)
        self._close = ttk.Button(bar, text=_("Close"), command=self.destroy)
        for button in (self._copy, self._take, self._new):
            bar.put(button)
        bar.put(self._close, right=True)
        self._enable()

    def _begin(self) -> None:
        """Serve at the first of the computer's addresses; several can be chosen from."""
        addresses = self._list_addresses()
        self._networks.configure(values=addresses)
        if len(addresses) < 2:
            self._networks.grid_remove()
        if addresses:
            chosen = self._networks.get()
            self._serve(chosen if chosen in addresses else addresses[0])
        else:
            self._end()
            self._say("", NO_NETWORK)

    def _serve(self, address: str) -> None:
        """Serve at this address, with a new code, and show that."""
        self._end()
        self._networks.set(address)
        self._link = PhoneLink(
            self._bridge,
            on_greeted=lambda: self._say(str(self._number.cget("text")), GREETED),
            on_reading=self._show,
            on_shut=self._shut,
        )
        try:
            self._server = PhoneServer(self._link, address)
        except DigitPadError as error:
            self._say("", str(error))
            return
        self._picture = tk.PhotoImage(master=self, data=code_picture(self._server.address, self._theme.px(CODE)))
        self._code.configure(image=self._picture)
        self._code.grid()
        self._address.configure(text=self._server.address)
        self._say("", WAITING)

    def _shut(self) -> None:
        self._end()
        self._say("", SHUT)

    def _end(self) -> None:
        """Stop serving, and take the code away."""
        self._stop()
        self._taken = None
        self._code.grid_remove()
        self._address.configure(text="")

    def _destroyed(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self:
            self._stop()

    def _stop(self) -> None:
        """End the server, and let go of the picture here: another thread must not be the one to do it."""
        if self._link is not None:
            self._link.close()
        if self._server is not None:
            self._server.end()
        self._link = self._server = self._picture = None

    def _show(self, content: PhoneContent, reading: Reading) -> None:
        self._taken = content, reading.text
        lines = reading.text.splitlines()
        shown = [*lines[: MOST_LINES - 1], "…"] if len(lines) > MOST_LINES else lines
        self._say("\n".join(shown), reading.hint or ("" if lines else NOTHING))

    def _say(self, number: str, words: str) -> None:
        self._number.configure(text=number)
        self._words.configure(text=words)
        self._enable()

    def _enable(self) -> None:
        taken = self._taken
        self._copy.state(["!disabled" if taken and taken[1] else "disabled"])
        self._take.state(["!disabled" if taken else "disabled"])

    def _copy_number(self) -> None:
        if self._taken is not None:
            self.clipboard_clear()
            self.clipboard_append(self._taken[1])
            self._words.configure(text=_("Copied"))

    def _take_over(self) -> None:
        if self._taken is not None:
            self._on_take(self._taken[0])


def code_picture(text: str, side: int) -> bytes:
    """Return a QR code with its white margin, at most `side` px wide, as PNG."""
    code = segno.make(text, error="m", micro=False)
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=max(1, side // code.symbol_size()[0]))
    return picture.getvalue()

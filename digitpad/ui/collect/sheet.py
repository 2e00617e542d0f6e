"""The small window that collects digits of one writer after another."""

from __future__ import annotations

import tkinter as tk
from random import Random
from tkinter import ttk

from digitpad.languages import _, plural
from digitpad.ui.collect.asking_view import AskingView
from digitpad.ui.collect.collector import Collector
from digitpad.ui.collect.order import random_order
from digitpad.ui.collect.start_form import StartForm
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.commands import sequences
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.widgets.flow import Flow
from digitpad.ui.widgets.label_chip import LabelChip
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.windowing import is_mac, put_over

WIDTH, MARGIN, ABOVE_BUTTONS = 560, 20, 12  # px at scale 1


def show_collecting(root: tk.Misc, bridge: Bridge, service: SampleService, *, theme: Theme) -> None:
    """Open the window, or bring up the one that is open."""
    for child in root.winfo_children():
        if isinstance(child, CollectSheet):
            child.lift()
            child.focus_set()
            return
    CollectSheet(root, bridge, service, theme=theme)


class CollectSheet(tk.Toplevel):
    """Closed by Esc or its button at any time; what was given until then is kept."""

    def __init__(self, root: tk.Misc, bridge: Bridge, service: SampleService, *, theme: Theme) -> None:
        super().__init__(root, highlightthickness=1)
        self.title(_("Collect digits"))
        self.transient(root.winfo_toplevel())
        self.resizable(False, False)
        self._bridge, self._service, self._theme = bridge, service, theme
        self._view: AskingView | None = None
        self._collector: Collector | None = None
        self.columnconfigure(0, weight=1, minsize=theme.px(WIDTH))
        self._make_buttons()
        self._bind_keys()
        self._repaint()
        self._open_form()

    def _make_buttons(self) -> None:
        px = self._theme.px
        self._bar = Flow(self, theme=self._theme)
        self._bar.grid(row=1, column=0, sticky="ew", padx=px(MARGIN), pady=(px(ABOVE_BUTTONS), px(MARGIN)))
        self._undo = ttk.Button(self._bar, text=_("Undo the last"), command=self._take_back)
        self._anew = ttk.Button(self._bar, text=_("Write anew"), command=self._write_anew)
        self._close = ttk.Button(self._bar, text=_("Close"), command=self._leave)
        self._main = ttk.Button(self._bar, style="Accent.TButton", command=self._accept)
        self._bar.put(self._close, right=True)
        self._bar.put(self._main, right=True)

    def _bind_keys(self) -> None:
        for key in ("<Return>", "<KP_Enter>"):
            self.bind(key, lambda event: self._enter(event.widget))
        self.bind("<BackSpace>", lambda event: self._write_anew())
        for sequence in sequences("Mod+Z", mac=is_mac(self)):
            self.bind(sequence, lambda event: self._take_back())
        self.bind("<Escape>", lambda event: self._leave())
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self.protocol("WM_DELETE_WINDOW", self._leave)

    def _repaint(self) -> None:
        colours = self._theme.palette
        self.configure(background=colours.window, highlightbackground=colours.line, highlightcolor=colours.line)

    def _open_form(self) -> None:
        """Ask for the next writer."""
        if self._view is not None:
            self._view.destroy()
        self._view = self._collector = None
        writers = sorted({sample.writer for sample in self._service.samples.values()} - {""})
        self._form = StartForm(self, theme=self._theme, writers=writers, on_start=self._begin)
        self._place(self._form)
        self._bar.show_only()
        self._main.configure(text=_("Start"))
        self._form.take_focus()

    def _begin(self, name: str, of_each: int) -> None:
        from digitpad.store.details import writer_of

        order = random_order(of_each, Random())
        self._collector = Collector(writer_of(name), order, self._bridge, self._service, on_change=self._show)
        self._form.destroy()
        self._view = AskingView(self, self._collector, theme=self._theme)
        self._place(self._view)
        for button in (self._undo, self._anew):
            self._bar.put(button)
        self._view.field.focus_set()
        self._show()

    def _place(self, part: ttk.Frame) -> None:
        margin = self._theme.px(MARGIN)
        part.grid(row=0, column=0, sticky="ew", padx=margin, pady=(margin, 0))
        put_over(self, self.master)

    def _enter(self, widget: tk.Misc) -> None:
        """Press the button with the focus, else the main one."""
        if isinstance(widget, ttk.Button):
            widget.invoke()
        elif not isinstance(widget, LabelChip):  # Enter chooses that
            self._accept()

    def _accept(self) -> None:
        """Start, take what was written, or go on with another writer."""
        if self._view is None or self._collector is None:
            self._form.start()
        elif self._collector.asked is None:
            self._open_form()
        elif self._view.field.blank:
            self._view.ask_for_ink()
        else:
            self._collector.give(self._view.field.take())

    def _write_anew(self) -> None:
        """Clear the paper; where it is clear, take the last digit back."""
        if self._view is None:
            return
        if self._view.field.blank:
            self._take_back()
        else:
            self._view.field.clear()

    def _take_back(self) -> None:
        if self._view is not None and self._collector is not None:
            self._view.field.clear()
            self._collector.take_back()

    def _show(self) -> None:
        if not self.winfo_exists() or self._view is None or self._collector is None:
            return
        self._view.show()
        self._main.configure(text=_("Next") if self._collector.asked is not None else _("Another writer"))
        self._undo.state(["!disabled" if self._collector.given else "disabled"])
        self._anew.state(["!disabled" if self._collector.asked is not None else "disabled"])

    def _leave(self) -> None:
        collector = self._collector
        if collector is not None and collector.given:
            given, writer = collector.given, collector.writer
            if writer:
                kept = plural("Kept {count} digit of {writer}", "Kept {count} digits of {writer}", given)
            else:
                kept = plural("Kept {count} digit", "Kept {count} digits", given)
            self._bridge.notices.news(kept.format(count=given, writer=writer))
        self.destroy()

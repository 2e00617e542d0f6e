"""The field for the rule that numbers obey: a list of its kinds, a line to type it, and words below."""

from __future__ import annotations

import re
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.rules import Rule
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.widgets.drop_button import DropButton
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme
from digitpad.ui.widgets.toolbar import SignButton
from digitpad.ui.widgets.tooltip import Tooltip
from digitpad.ui.widgets.windowing import give_name

KINDS = (
    (_("Length…"), "length="),
    (_("Begins with…"), "prefix="),
    (_("Between two values…"), "range="),
    (_("Date"), "date"),
    (_("Time"), "time"),
    (_("Check digit: Luhn (cards)"), "luhn"),
    (_("Check digit: mod 11 (ISBN-10)"), "mod11"),
    (_("Check digit: mod 97 (IBAN)"), "mod97"),
    (_("Check digit: EAN, ISBN-13"), "ean"),
)
LIST = _("A list of valid numbers…")
LISTS = ((_("Text files"), "*.txt *.csv *.TXT *.CSV"), (_("All files"), "*"))
EXAMPLE = _("Such as length=4-6 or date, luhn. Enter applies it.")
LIST_PART = re.compile(r",?\s*(?<![^\s,])list\s*[=\s].*$", re.DOTALL)
UNFINISHED = re.compile(r",?\s*\w+=$")


class RuleField(ttk.Frame):
    """`on_rule` gets each rule that is applied, None where there is none; `on_close` is called without the field."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        dialogs: FileDialogs,
        on_rule: Callable[[Rule | None], None],
        on_close: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._theme, self._dialogs, self._on_rule, self._on_close = theme, dialogs, on_rule, on_close
        self._applied = ""
        self._refusal, self._about = "", ""
        self.columnconfigure(1, weight=1)
        self._make_line(icons)
        self._words = ttk.Label(self, font=theme.small, justify="left", width=1)
        self._words.grid(row=1, column=0, columnspan=3, sticky="ew", padx=theme.px(2), pady=theme.px(4))
        self._words.bind("<Configure>", lambda event: self._words.configure(wraplength=max(1, event.width)))
        self.bind("<<ThemeChanged>>", lambda event: self._show_words())
        self._show_words()

    def begin(self, text: str) -> Rule | None:
        """Show a rule of an earlier time and return it; None where it is none any more, with a sentence below."""
        self._text.set(text)
        return self._parsed(text)

    def focus_on(self) -> None:
        """Take the keys."""
        self._line.focus_set()
        self._line.select_range(0, "end")
        self._line.icursor("end")

    def say(self, about: str) -> None:
        """Show words about what was read; "" shows how a rule is written."""
        self._about = about
        self._show_words()

    def _make_line(self, icons: Icons) -> None:
        px = self._theme.px
        kinds = DropButton(self, text=_("Kind"))
        for label, piece in KINDS:
            kinds.menu.add_command(label=label, command=lambda piece=piece: self._add(piece))  # type: ignore[misc]
        kinds.menu.add_separator()
        kinds.menu.add_command(label=LIST, command=self._add_list)
        Tooltip(kinds, _("What numbers obey"), theme=self._theme)
        self._text = tk.StringVar(self)
        self._line = ttk.Entry(self, textvariable=self._text, font=self._theme.body, width=8)
        give_name(self._line, _("The rule"))
        tip = _("Read without a rule")
        close = SignButton(self, theme=self._theme, icons=icons, sign="close", tip=tip, run=self._close)
        for column, widget in enumerate((kinds, self._line, close)):
            widget.grid(row=0, column=column, sticky="ew", padx=(px(8) if column else 0, 0))
        for key in ("<Return>", "<KP_Enter>"):
            self._line.bind(key, lambda event: self._apply())
        self._line.bind("<Escape>", lambda event: self._leave())
        self._line.bind("<FocusOut>", lambda event: self.after_idle(self._look_for_focus))

    def _add(self, piece: str) -> None:
        """Write a further demand; the list of a file stands last."""
        text = UNFINISHED.sub("", self._text.get().strip()).strip(", ")
        there = LIST_PART.search(text)
        before, after = (text[: there.start()], text[there.start() :].strip(", ")) if there else (text, "")
        head = ", ".join(part for part in (before.strip(", "), piece) if part)
        self._text.set(", ".join(part for part in (head, after) if part))
        self._line.focus_set()
        self._line.icursor(len(head))
        if not piece.endswith("="):
            self._apply()

    def _add_list(self) -> None:
        """Ask for a list and write it in place of an earlier one."""
        file = self._dialogs.ask_file(_("A list of valid numbers"), LISTS)
        if file is not None:
            self._text.set(LIST_PART.sub("", self._text.get().strip()))
            self._add(f"list={file}")

    def _apply(self) -> str:
        self._applied = self._text.get()
        self._about = ""
        rule = self._parsed(self._applied)
        self._show_words()
        self._on_rule(rule)
        return "break"

    def _look_for_focus(self) -> None:
        """Apply what was typed where another widget has the focus now; while another program has it, it waits."""
        focused = str(self.tk.call("focus")) if self.winfo_exists() else ""
        if focused and focused != str(self._line) and self._text.get() != self._applied:
            self._apply()

    def _parsed(self, text: str) -> Rule | None:
        self._applied, self._refusal = text, ""
        try:
            return Rule.parse(text) if text.strip() else None
        except DigitPadError as error:
            self._refusal = str(error)
            return None
        finally:
            self._show_words()

    def _leave(self) -> str:
        """Let go of the keys, with the rule as it was applied; an empty field closes."""
        self._text.set(self._applied)
        self.winfo_toplevel().focus_set()
        if not self._applied.strip():
            self._close()
        return "break"

    def _close(self) -> None:
        self._text.set("")
        self._apply()
        self.winfo_toplevel().focus_set()
        self._on_close()

    def _show_words(self) -> None:
        colours = self._theme.palette
        words = self._refusal or self._about or EXAMPLE
        self._words.configure(text=words, foreground=colours.unsure if self._refusal else colours.quiet)

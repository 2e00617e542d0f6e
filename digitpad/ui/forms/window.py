"""The window of forms: a template is drawn and saved, a folder of scans is read by it, and the table is saved."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import ttk

from digitpad.errors import DigitPadError
from digitpad.forms.scans import scans_of
from digitpad.forms.template import FormTemplate, template_picture
from digitpad.forms.template_file import ENDING, load_template, save_template
from digitpad.languages import _, plural
from digitpad.paths import PICTURES, replace_table
from digitpad.tasks import Cancelled, Failed, Progressed
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.forms.applying import Applying, ScanRead
from digitpad.ui.forms.bar import EDGE, FormBars
from digitpad.ui.forms.results import summary_words, table_lines
from digitpad.ui.forms.results_view import FormResultsView
from digitpad.ui.forms.template_view import TemplateView
from digitpad.ui.forms.unsaved import UnsavedForms
from digitpad.ui.widgets.quiet_label import QuietLabel
from digitpad.ui.widgets.surface import Bar
from digitpad.ui.widgets.theme import LEAST_HEIGHT, LEAST_WIDTH, Theme
from digitpad.vision.picture.pictures import open_page

WIDTH, HEIGHT = 1040, 700  # px at scale 1
AROUND, ASIDE = 60, 20  # of the screen above and below, and beside: for the frame
TEMPLATES = ((_("Templates of forms"), f"*{ENDING}"), (_("All files"), "*"))
TABLES = (("CSV", "*.csv"), (_("All files"), "*"))

UNSAVED_FORM = _("The form that you drew is not saved yet; save it, or press “Open form” again to let go of it.")
UNSAVED_PICTURE = _("The form that you drew is not saved yet; save it, or press “New form” again to let go of it.")
BROUGHT_BACK = _("This is the form that was not saved when the program closed.")
UNSAVED_TABLE = _("The values that you put right are not saved yet; save the table, or press Apply again to read anew.")


class FormWindow(tk.Toplevel):
    """Implements FormActions. Closing it only hides it: what was drawn and read is there when it is opened again."""

    def __init__(self, root: tk.Tk, kept: UnsavedForms, *, theme: Theme, bridge: Bridge, dialogs: FileDialogs) -> None:
        super().__init__(root)
        self.title(_("Forms"))
        self.withdraw()
        self._theme, self._owner, self._kept = theme, root, kept
        self._dialogs, self._form_name = FileDialogs(self, dialogs.folder), "form"
        self._unsaved = self._placed = False
        self._warned = ""  # of this the user was told that it would be lost
        self._applying = Applying(bridge, self._heard)
        self.rowconfigure(1, weight=1)
        self.columnconfigure(0, weight=1)
        self._bars = FormBars(self, self, theme=theme)
        self._make_foot()
        self.drawing = TemplateView(
            self,
            theme=theme,
            say=self._complain,
            on_change=self._drawn,
            on_new=self.open_picture,
            on_open=self.choose_template,
        )
        self.results = FormResultsView(self, theme=theme, on_change=self._tell_results)
        self.protocol("WM_DELETE_WINDOW", self.hide)
        self.bind("<Escape>", lambda event: self.hide())
        self.bind("<Destroy>", lambda event: self._end() if event.widget is self else None)
        self.bind("<<ThemeChanged>>", lambda event: self._repaint())
        self._repaint()
        self.show_drawing()
        self._bring_back()

    def appear(self) -> None:
        """Show it, over the main window when it is new."""
        if not self._placed:
            self._place()
        self.deiconify()
        self.lift()
        self.focus_set()

    def _place(self) -> None:
        """Take a good size, over the main window and within the screen."""
        self._placed = True
        px, owner, screen = self._theme.px, self._owner, (self.winfo_screenwidth(), self.winfo_screenheight())
        size = min(px(WIDTH), screen[0] - px(ASIDE)), min(px(HEIGHT), screen[1] - px(AROUND))
        corner = (
            owner.winfo_rootx() + (owner.winfo_width() - size[0]) // 2,
            owner.winfo_rooty() + (owner.winfo_height() - size[1]) // 3,
        )
        room = screen[0] - size[0], screen[1] - size[1] - px(AROUND) // 2
        left, top = (max(0, min(start, most)) for start, most in zip(corner, room, strict=True))
        self.minsize(min(px(LEAST_WIDTH - AROUND), size[0]), min(px(LEAST_HEIGHT - AROUND), size[1]))
        self.geometry(f"{size[0]}x{size[1]}+{left}+{top}")

    def hide(self) -> None:
        self.withdraw()

    def _bring_back(self) -> None:
        """Show the form that was not saved the last time, and say where such a table is."""
        template, table = self._kept.template(), self._kept.table
        if template is not None:
            self.drawing.open(template)
            self._unsaved = True
            self._enable()
            self.say(BROUGHT_BACK)
        elif table is not None:
            self.say(_("A table was not saved the last time; it is in {table}.").format(table=table))

    def _end(self) -> None:
        """Keep what is not saved: the program closes."""
        self._applying.stop()
        if self._unsaved and self.drawing.template is not None:
            self._kept.keep_template(self.drawing.template)
        if self.results.decided:
            self._kept.keep_table(table_lines(self._template, self.results.rows))

    def _make_foot(self) -> None:
        px, foot = self._theme.px, ttk.Frame(self)
        foot.grid(row=2, column=0, sticky="ew", padx=px(EDGE), pady=px(12))
        foot.columnconfigure(0, weight=1)
        self._progress = Bar(foot, theme=self._theme)
        self._words = QuietLabel(foot, theme=self._theme, wraps=True)
        self._words.grid(row=1, column=0, sticky="ew")

    def _repaint(self) -> None:
        self.configure(background=self._theme.palette.window)

    def show_drawing(self) -> None:
        """Show the form."""
        self._arrange(self.drawing)
        self.say("")

    def show_results(self) -> None:
        """Show the values that were read."""
        self._arrange(self.results)
        self.results.table.canvas.focus_set()
        self._tell_results()

    def _arrange(self, view: ttk.Frame) -> None:
        self._view = view
        drawing = view is self.drawing
        self._bars.show(drawing=drawing)
        (self.results if drawing else self.drawing).grid_remove()
        view.grid(row=1, column=0, sticky="nsew", padx=self._theme.px(EDGE))
        self._enable()

    def _enable(self) -> None:
        there, values = self.drawing.template is not None, bool(self.results.rows)
        self._bars.enable(form=there, values=values, reading=self._applying.running)

    def stop(self) -> None:
        """Read no more scans."""
        self._applying.cancel()

    def say(self, sentence: str) -> None:
        self._words.configure(text=sentence, foreground=self._theme.palette.quiet)

    def _complain(self, sentence: str) -> None:
        self._words.configure(text=sentence, foreground=self._theme.palette.unsure)

    def _drawn(self) -> None:
        self._unsaved = True
        self.say("")

    def _may_lose(self, lost: bool, words: str) -> bool:
        """Tell whether to go on where something would be lost: only when that was said, and the same is asked again."""
        told, self._warned = self._warned == words, words if lost else ""
        if lost and not told:
            self._complain(words)
        return not lost or told

    def open_picture(self) -> None:
        """Ask for a picture of an empty form, and draw on it."""
        pictures = " ".join(f"*{ending}" for ending in sorted((*PICTURES, ".pdf")))
        if not self._may_lose(self._unsaved, UNSAVED_PICTURE):
            return
        path = self._dialogs.ask_file(
            _("A picture of the empty form"), ((_("Pictures"), pictures), (_("All files"), "*"))
        )
        if path is None:
            return
        try:
            picture = template_picture(open_page(path, 1).pixels)
        except DigitPadError as error:
            self._complain(str(error))
            return
        self._take(FormTemplate(picture), path.stem)

    def choose_template(self) -> None:
        """Ask for a form that was saved."""
        if not self._may_lose(self._unsaved, UNSAVED_FORM):
            return
        path = self._dialogs.ask_file(_("A template"), TEMPLATES)
        if path is not None:
            self.open_template(path)

    def open_template(self, path: Path) -> None:
        """Show the template in a file, or say why it cannot be shown."""
        try:
            self._take(load_template(path), path.name.removesuffix(ENDING))
        except DigitPadError as error:
            self._complain(str(error))

    def _take(self, template: FormTemplate, name: str) -> None:
        self._form_name, self._unsaved = name, False
        self._kept.forget_template()
        self.drawing.open(template)
        self._enable()
        self.say("")

    def save_template(self) -> None:
        """Ask where to, and save the form."""
        template = self.drawing.template
        if template is None:
            return
        try:
            template.check()
            path = self._dialogs.ask_target(_("Save the template"), f"{self._form_name}{ENDING}", TEMPLATES)
            if path is not None:
                save_template(path, template)
                self._form_name, self._unsaved = path.name.removesuffix(ENDING), False
                self._kept.forget_template()
                self.say(_("Saved as {name}.").format(name=path.name))
        except DigitPadError as error:
            self._complain(str(error))

    def apply(self) -> None:
        """Ask for a folder of scans, and read them by the form."""
        template = self.drawing.template
        if template is None:
            return
        if not self._may_lose(self.results.decided, UNSAVED_TABLE):
            return
        try:
            template.check()
            folder = self._dialogs.ask_folder(_("The folder with the scans"))
            if folder is not None:
                self.read_folder(folder)
        except DigitPadError as error:
            self._complain(str(error))

    def read_folder(self, folder: Path) -> None:
        """Read all scans in a folder by the template. Raises DigitPadError where it holds none."""
        assert self.drawing.template is not None
        files = scans_of(folder)
        self._template = self.drawing.template
        self.results.begin(self._template)
        self._applying.begin(self._template, files)
        self._progress.grid(row=0, column=0, sticky="ew", pady=(0, self._theme.px(6)))
        self._progress.show(0)
        self.show_results()
        self.say(plural("Reading {count} file…", "Reading {count} files…", len(files)).format(count=len(files)))

    def _heard(self, event: object) -> None:
        if isinstance(event, Progressed):
            if isinstance(event.value, ScanRead):
                self._progress.show(event.value.done / event.value.total)
                self.results.add(event.value.rows)
                words = _("{done} of {total} files read.").format(done=event.value.done, total=event.value.total)
                self._tell_results(f"{words} ")
            return
        self._progress.grid_remove()
        self._arrange(self._view)
        if isinstance(event, Failed):
            self._complain(event.sentence)
        else:
            self._tell_results(_("Stopped.") + " " if isinstance(event, Cancelled) else "")

    def _tell_results(self, before: str = "") -> None:
        forms = sum(bool(row.cells) for row in self.results.rows)
        failed, doubtful = len(self.results.rows) - forms, self.results.doubtful
        if self._view is self.results and self.results.rows:
            self.say(before + summary_words(forms, failed, doubtful))

    def save_table(self) -> None:
        """Ask where to, and save the values."""
        path = self._dialogs.ask_target(_("Save the table"), f"{self._form_name}.csv", TABLES)
        if path is None:
            return
        try:
            replace_table(path, table_lines(self._template, self.results.rows))
            self.results.decided = False
            self.say(_("Saved as {name}.").format(name=path.name))
        except DigitPadError as error:
            self._complain(str(error))

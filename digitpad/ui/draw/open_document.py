"""The open document of the Draw page: its ink, what was read of it, and its way to and from files."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from digitpad.background import Answer, Done, Unanswered
from digitpad.languages import _
from digitpad.records import Reading, Rgb, Stroke
from digitpad.rules import Rule
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.readings import Readings
from digitpad.ui.core.recent_files import RecentFiles
from digitpad.ui.draw.files import DrawFiles, Opened, keep_drawing, kept_drawing
from digitpad.ui.draw.geometry import placed
from digitpad.ui.draw.history import Content, DocumentPage, History, Picture
from digitpad.ui.draw.notes import wholes, with_notes
from digitpad.ui.rules.ruled import OBEYS, RuledReading, ruled

NOTHING_YET, NOTHING_FOUND = _("Nothing to read yet"), _("No digits found")
CLEARED, PUT_AWAY = _("Cleared"), _("Picture put away")
Strokes = tuple[Stroke, ...]


class DocumentView(Protocol):
    """The page on which the document is shown."""

    @property
    def drawing(self) -> bool: ...  # the pen or the eraser is down
    @property
    def sheet(self) -> tuple[int, int, float]: ...  # width and height of the pad, width of the pen, px
    def show(self, content: Content, *, can_undo: bool, can_redo: bool) -> None: ...
    def show_reading(self, reading: Reading, waiting: str) -> None: ...
    def show_rule(self, words: str) -> None: ...  # about what was read without it


class Follower(Protocol):
    """Hears of every change of the content, and of every reading that is shown."""

    def content_changed(self, before: Content, now: Content) -> None: ...
    def put_away(self, reading: Reading) -> None: ...
    def reading_shown(self) -> None: ...


class OpenDocument:
    """Lives as long as the window; `connect` gives it the page."""

    def __init__(self, root: tk.Tk, bridge: Bridge, dialogs: FileDialogs, recent: RecentFiles) -> None:
        self._bridge = bridge
        self._notices = bridge.notices
        self.history = History(self._content_changed)
        self.reading = Reading()  # as it is shown: with what the user said, obeying the rule
        self._rule: Rule | None = None
        self.read_strokes: Strokes | None = ()  # of which it is; None: of the picture
        self._as_read = Reading()
        self._before = Content()  # shown last
        self._used = Content()  # the newest of which use was made
        self._just_cleared = False  # the way back is offered
        self._view: DocumentView | None = None
        self._follower: Follower | None = None
        self._readings = Readings(
            ask=bridge.read, on_reading=self._answered, on_empty=self._nothing_to_read, on_failed=self._not_read
        )
        self._files = DrawFiles(root, bridge, dialogs, recent, on_opened=self._opened)
        bridge.read_for(self._readings)
        bridge.on_reader_changed(self._read_again)

    def connect(self, view: DocumentView) -> None:
        self._view = view
        self._show(NOTHING_YET)

    def follow(self, follower: Follower) -> None:
        self._follower = follower

    @property
    def content(self) -> Content:
        return self.history.content

    @property
    def untouched(self) -> bool:
        """True while nothing was ever drawn or opened."""
        drawing = self._view is not None and self._view.drawing
        return not (drawing or self.content.strokes or self.content.picture or self.history.can_undo)

    def obey(self, rule: Rule | None) -> None:
        """Show the likeliest numbers that obey a rule, from now on; None: as they are read."""
        switched, on = (rule is None) != (self._rule is None), rule is not None
        self._rule = rule
        self._show(NOTHING_FOUND if self.content.strokes or self.content.picture is not None else NOTHING_YET)
        if switched:
            self._bridge.tell(lambda engine: engine.read_others(on), lambda done: self._read_again())

    def obeying(self, reading: Reading) -> Reading:
        """Return what was read elsewhere with the numbers that obey the rule; its hint says what that changed."""
        if self._rule is None:
            return reading
        found = ruled(reading, self._rule)
        words = "" if found.words == OBEYS else found.words
        return replace(found.reading, hint=found.reading.hint or words)

    def grow(self, strokes: Strokes) -> None:
        """Read strokes of which the last is still being drawn."""
        self._moved_on()
        self._readings.grow(strokes, wholes(self.content.stroke_notes, strokes))
        self._bridge.pen_clock.moved()

    def show_picture(self, pixels: Rgb, name: str) -> None:
        """Put a picture in the pad's place."""
        self.history.show(Picture(pixels, name))

    def show_strokes(self, strokes: Sequence[Stroke]) -> None:
        """Put strokes on the pad, in place of what is there."""
        if self._view is not None:
            self.history.draw(placed(strokes, *self._view.sheet))

    def open(self) -> None:
        """Ask for a drawing or picture, and open it."""
        self._files.open()

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open the first of these files and folders; the others are turned to like pages."""
        self._files.open_all(paths)

    def reopen(self, path: Path) -> None:
        """Open a file that was open before, and say so where it is gone."""
        self._files.reopen(path)

    @property
    def page(self) -> DocumentPage | None:
        """The page that is shown, of a document with several."""
        return self.content.picture.page if self.content.picture is not None else None

    def turn_page(self, by: int) -> None:
        """Open the next page, 1, or the one before, -1, of the document that is shown."""
        if self.page is not None:
            self._files.turn(self.page, by)

    def paste(self) -> None:
        """Open the picture on the clipboard, or the file that its text names."""
        self._files.paste()

    def save(self) -> None:
        """Ask where to, and write the pad."""
        if self._view is not None:
            width, height, _row = self._view.sheet
            self._files.save(self.content.strokes, width, height)
            self.use()

    def keep(self, folder: Path) -> None:
        """Store the drawing for the next start. Raises DigitPadError where the disk refuses."""
        if self._view is not None:
            width, height, _row = self._view.sheet
            keep_drawing(folder, self.content.strokes, width, height)

    def restore(self, folder: Path) -> None:
        """Put the drawing of the last time on the pad, where nothing lies there yet.

        Raises DigitPadError where it cannot be understood.
        """
        strokes = kept_drawing(folder)
        if strokes and self._view is not None and not self.content.strokes and not self._view.drawing:
            self.history.draw(placed(strokes, *self._view.sheet))

    def use(self) -> None:
        """Note that the drawing is of use as it was read: its number was copied, or it was saved."""
        self._used = self.content

    def clear(self) -> None:
        """Put the picture away, or clear the pad where there is none, with a way back.

        A drawing that was used, or in which a digit was corrected or confirmed, was finished; any other was discarded.
        """
        content = self.content
        finished = content.same_ink(self._used) or any(note.said for note in content.notes)
        if self._follower is not None and finished:
            self._follower.put_away(self.reading)
        self.history.clear()
        if self.content is not content:
            self._notices.news(CLEARED if content.picture is None else PUT_AWAY, (_("Undo"), self.history.undo))
            self._just_cleared = True

    def stop(self, timeout_s: float) -> bool:
        """Wait for a file that is being opened; False where that still runs when the time is over."""
        return self._files.stop(timeout_s)

    def _content_changed(self, content: Content) -> None:
        """Ask for the reading and store corrections first: both go on in other threads while the page is drawn."""
        before, self._before = self._before, content
        if not content.same_ink(before):
            self._moved_on()
        self.read_strokes = _finished(self.read_strokes, content.strokes)
        if content.picture is not None and not content.same_ink(before):
            self._forget_reading(_("Reading…"))
        if not self._is_read(before, content):
            self._read(content)
        if self._follower is not None:
            self._follower.content_changed(before, content)
        self._bridge.pen_clock.moved()
        if self._view is not None:
            self._view.show(content, can_undo=self.history.can_undo, can_redo=self.history.can_redo)
        if content.same_ink(before):
            self._show(NOTHING_FOUND)

    def _moved_on(self) -> None:
        """Offer the way back beside the pad no longer: something new lies there. Undo still leads back."""
        if self._just_cleared:
            self._just_cleared = False
            self._notices.end_news()

    def _is_read(self, before: Content, now: Content) -> bool:
        """Return whether the shown reading holds for the new content: labels alone were added to it."""
        if not now.same_ink(before):
            return False
        if now.picture is not None:
            return now.edits == before.edits
        digits = {tuple(sorted(digit.strokes)) for digit in self._as_read.digits}
        earlier, later = (set(wholes(content.stroke_notes, content.strokes)) for content in (before, now))
        return self.read_strokes is now.strokes and not self._readings.waiting and earlier <= later <= earlier | digits

    def _read(self, content: Content) -> None:
        if content.picture is not None:
            self._readings.picture(content.picture.pixels, content.edits)
        else:
            self._readings.settle(content.strokes, wholes(content.stroke_notes, content.strokes))

    def _read_again(self) -> None:
        """Read the same ink once more, for the reader has learned something."""
        drawing = self._view is not None and self._view.drawing
        if self.content.picture is not None or (self.content.strokes and not drawing):
            self._read(self.content)

    def _answered(self, answer: Answer, strokes: Strokes | None) -> None:
        self._as_read, self.read_strokes = answer.reading, strokes
        self._show(NOTHING_FOUND)
        self._notices.stand(took=_("{seconds:.0f} ms").format(seconds=answer.seconds * 1000))
        if strokes and answer.reading.rows and not self._readings.waiting:
            self._ask_trust(answer.reading, strokes)

    def _ask_trust(self, read: Reading, strokes: Strokes) -> None:
        """Have the trust in the rows of a finished drawing added; the digits were shown without waiting for it."""
        whole = wholes(self.content.stroke_notes, self.content.strokes)

        def judged(done: Done) -> None:
            if self._as_read is read and done.result.text == read.text:
                self._as_read = replace(read, trusts=done.result.trusts)
                self._show_reading(NOTHING_FOUND)

        self._bridge.tell(
            lambda engine: engine.read_strokes(strokes, whole, judged=True), judged, lambda _sentence: None
        )

    def _nothing_to_read(self) -> None:
        self._notices.stand(took="")
        self._forget_reading(NOTHING_YET)

    def _not_read(self, failure: Unanswered) -> None:
        self._forget_reading(_("Could not be read"))
        self._notices.failed(failure.sentence, failure.traceback)

    def _forget_reading(self, waiting: str) -> None:
        self._as_read, self.read_strokes = Reading(), ()
        self._show(waiting)

    def _show(self, waiting: str) -> None:
        self._show_reading(waiting)
        if self._follower is not None:
            self._follower.reading_shown()

    def _show_reading(self, waiting: str) -> None:
        reading = with_notes(self._as_read, self.content.notes, self.read_strokes)
        found = ruled(reading, self._rule) if self._rule else RuledReading(reading, "")
        self.reading = found.reading
        if self._view is not None:
            self._view.show_reading(self.reading, waiting)
            self._view.show_rule(found.words)

    def _opened(self, opened: Opened) -> None:
        self._notices.good_news()
        if isinstance(opened, Picture):
            self.history.show(opened)
        else:
            self.show_strokes(opened)


def _finished(read: Strokes | None, strokes: Strokes) -> Strokes | None:
    """Return the strokes that were read, the last of them as it was finished since, where it grew at that time.

    What the user says of its digit, before that is read once more, would be lost with the growing stroke.
    """
    if not read or len(read) != len(strokes) or read[:-1] != strokes[:-1]:
        return read
    starts = read[-1].points[:1].tolist(), strokes[-1].points[:1].tolist()
    return strokes if starts[0] == starts[1] else read

"""Recording of numbers: by hand or by themselves, each once, into a list and, if wanted, at once into a file."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

import numpy as np

from digitpad.languages import _
from digitpad.paths import replace_table
from digitpad.records import Box, Reading, Rgb
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.preferences import Preferences
from digitpad.ui.recorded.columns_dialog import ColumnsDialog
from digitpad.ui.recorded.csv_appender import AppendState, CsvAppender
from digitpad.ui.recorded.number_keeper import MOST, NumberKeeper
from digitpad.ui.recorded.number_list import ReadingList
from digitpad.ui.recorded.repeats import Repeats
from digitpad.ui.recorded.saved_number import SavedNumber, Sight, in_one_line, known_columns, line_of
from digitpad.ui.widgets.icons import Icons
from digitpad.ui.widgets.theme import Theme

STEADY_S = 0.8  # so long a number stands before it is recorded by itself
AGAIN_S = 0.5  # after so long a number that was not sure is looked at again
STOP_S = 5.0
NO_PICTURE = np.zeros((1, 1, 3), np.uint8)
MORE = _("Of the saved numbers only the newest {count:,} are there at the next start; save the list as CSV.")
TYPES = (("CSV", "*.csv"), (_("All files"), "*"))


class Recorder:
    """Implements ListActions. `list` belongs to `parent`, which gives it a place."""

    def __init__(
        self,
        parent: tk.Misc,
        *,
        theme: Theme,
        icons: Icons,
        bridge: Bridge,
        dialogs: FileDialogs,
        preferences: Preferences,
    ) -> None:
        self._theme, self._notices, self._dialogs, self._preferences = theme, bridge.notices, dialogs, preferences
        self._tell = bridge.tell
        self._said = bridge.listen("append", self._append_said)
        self._reading, self._sight, self._picture = Reading(), Sight(""), NO_PICTURE
        self._settled = self._keeps_all = False
        self._new_s = 0.0
        self._looked_at: set[tuple[str, str]] = set()  # a second time, until that is answered
        self._doubted, self._again_s = ("", ""), 0.0  # not sure when it was looked at, and not looked at again before
        self._repeats = Repeats()
        self._appender: CsvAppender | None = None
        self._ending: list[CsvAppender] = []
        self.list = ReadingList(parent, theme=theme, icons=icons, actions=self)
        self._keeper = NumberKeeper(preferences.folder, bridge.listen("numbers", self._keeper_said))
        self._serials = count(1 + self._begin_with_kept())

    def see(self, reading: Reading, sight: Sight, picture: Rgb, *, settled: bool) -> None:
        """Take the number that is shown now, read in `picture`; record it if that is wanted, and it is new and sure."""
        if reading.text != self._reading.text:
            self._new_s = time.monotonic()
        self._reading, self._sight, self._picture, self._settled = reading, sight, picture, settled
        if self._keeps_all and (settled or time.monotonic() - self._new_s >= STEADY_S):
            self._keep_once()

    def forget(self) -> None:
        """No number is shown."""
        self._reading, self._settled = Reading(), False
        self._doubted = ("", "")

    def keep(self) -> None:
        """Record the number that is shown, with the time."""
        if self._reading.digits:
            self._record(self._reading, self._sight)

    def _record(self, reading: Reading, sight: Sight) -> None:
        least = min(digit.confidence for digit in reading.digits)
        number = SavedNumber(datetime.now().astimezone(), reading.text, sight, least, next(self._serials))
        self._repeats.add(reading.text, sight)
        self.list.keep(number)
        if self._appender is not None:
            self._appender.append(number)

    def store(self, numbers: Sequence[SavedNumber]) -> None:
        """Have these numbers there at the next start, too."""
        self._keeper.keep(numbers)
        if len(numbers) == MOST + 1:
            self._notices.failed(MORE.format(count=MOST))

    def always(self, on: bool) -> None:
        self._keeps_all = on
        self._doubted = ("", "")
        if on and self._settled:
            self._keep_once()

    def save_list(self) -> None:
        """Ask where to, and write the list as CSV."""
        path = self._dialogs.ask_target(_("Save the numbers as CSV"), "readings.csv", TYPES)
        if path is not None:
            columns = self._columns
            replace_table(path, [columns, *(line_of(number, columns) for number in self.list.numbers)])
            self._notices.news(_("Saved {name}").format(name=path.name))

    def choose_columns(self) -> None:
        ColumnsDialog(self.list, theme=self._theme, chosen=self._columns, on_chosen=self._use_columns)

    @property
    def appending(self) -> bool:
        return self._appender is not None

    def switch_append(self) -> None:
        """Ask for a file to which each number is appended from now on; where there is one, append no more."""
        if self._appender is not None:
            self._notices.news(_("Nothing more is appended to {name}").format(name=self._appender.path.name))
            self._end_append()
            return
        path = self._dialogs.ask_target(_("Append the numbers to"), "readings.csv", TYPES, overwrites=False)
        if path is not None:
            said = self._said
            self._appender = appender = CsvAppender(path, self._columns, lambda state: said((appender, state)))
            appender.start()
            self._notices.news(_("Each number is appended to {name}").format(name=path.name))

    def changed(self, words: str, undo: Callable[[], None]) -> None:
        kept = _("; {name} stays as it is").format(name=self._appender.path.name) if self._appender is not None else ""
        self._notices.news(words + kept, (_("Undo"), undo))

    def undone(self) -> None:
        """Offer no more to undo what just was."""
        self._notices.end_news()

    def copy(self) -> None:
        """Put the number that is shown on the clipboard."""
        text = self._reading.text
        self.list.clipboard_clear()
        self.list.clipboard_append(text)
        self._notices.news(_("Copied {text}").format(text=in_one_line(text)))

    def close(self) -> None:
        """Write what waits, for the window closes."""
        self._keeper.stop(STOP_S)
        self._end_append()
        for appender in self._ending:
            appender.stop(STOP_S)

    @property
    def _columns(self) -> tuple[str, ...]:
        return known_columns(self._preferences.settings.csv_columns)

    def _begin_with_kept(self) -> int:
        """Show the numbers of the last time, and return the serial of the newest, 0 where there is none."""
        numbers, sentence = self._keeper.kept()
        if sentence:
            self._notices.failed(sentence)
        self.list.begin_with(numbers)
        return max((number.serial for number in numbers), default=0)

    def _keeper_said(self, sentence: str) -> None:
        if sentence:
            self._notices.failed(sentence)
        else:
            self._notices.good_news()

    def _use_columns(self, columns: tuple[str, ...]) -> None:
        self._preferences.change(csv_columns=columns)
        self._notices.news(_("Columns: {columns}").format(columns=", ".join(columns)))

    def _end_append(self) -> None:
        if self._appender is not None:
            self._appender.stop(0.0)
            self._ending.append(self._appender)
            self._appender = None

    def _append_said(self, event: tuple[CsvAppender, AppendState]) -> None:
        appender, state = event
        if appender is not self._appender:
            return
        if state.sentence:
            self._notices.failed(state.sentence, state.traceback)
        else:
            self._notices.good_news()
            self._notices.news(_("{name} is written again").format(name=appender.path.name))
        if state.final:
            self._appender = None

    def _keep_once(self) -> None:
        """Record a new number where the user corrected it, or once it was read surely by itself."""
        reading, key = self._reading, _key(self._reading, self._sight)
        if not reading.digits or self._repeats.seen(reading.text, self._sight):
            return
        if any(digit.decided_by == "hand" for digit in reading.digits):
            self.keep()
        elif key not in self._looked_at and (key != self._doubted or time.monotonic() >= self._again_s):
            self._look_twice(reading, self._sight, _around(reading, self._picture))

    def _look_twice(self, reading: Reading, sight: Sight, part: Rgb) -> None:
        """Have both readers read the part of the picture with the number."""
        self._looked_at.add(_key(reading, sight))
        self._tell(
            lambda engine: engine.read_image(part),
            lambda done: self._looked(reading, sight, done.result),
            lambda sentence: self._not_read(reading, sight, sentence),
        )

    def _looked(self, reading: Reading, sight: Sight, second: Reading) -> None:
        """Record the number where both looks found it, for it was steady; else say once that it waits for the user."""
        key = _key(reading, sight)
        self._looked_at.discard(key)
        if not self._keeps_all or self._repeats.seen(reading.text, sight):
            return
        if second.sure and second.without_marks.text == reading.text:
            self._record(reading, sight)
            return
        if key != self._doubted and self._reading.text == reading.text:
            self._notices.news(_("{text} is not sure; Enter records it").format(text=in_one_line(reading.text)))
        self._doubted, self._again_s = key, time.monotonic() + AGAIN_S

    def _not_read(self, reading: Reading, sight: Sight, sentence: str) -> None:
        self._looked_at.discard(_key(reading, sight))
        self._notices.failed(sentence)


def _key(reading: Reading, sight: Sight) -> tuple[str, str]:
    """Return what tells a number that is looked at from another."""
    return reading.text, sight.picture


def _around(reading: Reading, picture: Rgb) -> Rgb:
    """Return the part of a picture around all digits, with the height of one beside them."""
    box, room = Box.around(digit.box for digit in reading.digits), max(digit.box.height for digit in reading.digits)
    roomy = Box(box.left - room, box.top - room, box.width + 2 * room, box.height + 2 * room)
    return np.ascontiguousarray(picture[roomy.within(picture.shape[1], picture.shape[0]).part])

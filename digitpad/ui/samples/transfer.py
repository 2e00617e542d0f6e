"""Import and export as the user asks for them: where from and where to, and the end in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.errors import DigitPadError
from digitpad.records import Sample
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.samples.dialogs import ask_file, ask_folder, ask_target
from digitpad.ui.samples.files import SampleFiles, exported_words

if TYPE_CHECKING:
    from digitpad.store.exchange import Exported, Form
    from digitpad.store.samples import SampleStore


class SampleTransfer:
    """`ids`: those that would be exported now; `on_read` gets imported samples.

    `on_step` gets words and a share (0..1); `on_end` hears of every end first. `open_store`: for the task's thread.
    """

    def __init__(
        self,
        bridge: Bridge,
        dialogs: FileDialogs,
        *,
        open_store: Callable[[], SampleStore],
        ids: Callable[[], Sequence[int]],
        on_read: Callable[[list[Sample]], None],
        on_step: Callable[[str, float], None],
        on_end: Callable[[], None],
    ) -> None:
        self._notices, self._dialogs, self._ids, self._on_read = bridge.notices, dialogs, ids, on_read
        self._files = SampleFiles(
            open_store=open_store,
            listen=bridge.listen,
            on_step=on_step,
            on_end=on_end,
            on_failed=bridge.notices.failed,
        )

    @property
    def busy(self) -> bool:
        """Something is imported or exported."""
        return self._files.busy

    def import_file(self) -> None:
        self.bring(ask_file(self._dialogs))

    def import_folder(self) -> None:
        self.bring(ask_folder(self._dialogs))

    def bring(self, path: Path | None) -> None:
        """Import a file or folder; None: nothing."""
        if path is not None:
            self._files.bring(path, self._on_read)

    def export(self, form: Form) -> None:
        """Ask where to, and write."""
        from digitpad.store.exchange import form_of

        ids = self._ids()
        path = ask_target(self._dialogs, form)
        if path is None or not ids:
            return
        try:
            self._files.export(ids, path, form_of(path), partial(self._exported, path))
        except DigitPadError as error:
            self._notices.failed(str(error))

    def cancel(self) -> None:
        self._files.cancel()

    def stop(self) -> None:
        """The window closes."""
        self._files.stop()

    def _exported(self, path: Path, exported: Exported) -> None:
        self._notices.news(exported_words(path, exported))

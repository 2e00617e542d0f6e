"""A folder of scans read by a template, on a thread of its own with a network of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.forms.form_reader import FormReader
from digitpad.forms.scans import filled_forms
from digitpad.forms.template import FormTemplate
from digitpad.tasks import Progressed, Task
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.readings import Reads
from digitpad.ui.forms.results import ResultRow

STOP_S = 10.0  # for the field that is being read
Loader = Callable[[], Reads]


@dataclass(frozen=True)
class ScanRead:
    """All that one file gave."""

    rows: tuple[ResultRow, ...]
    done: int  # files
    total: int


class Applying:
    """Reads one folder at a time; `on_event` gets Progressed with a ScanRead or None, then the task's last event."""

    def __init__(self, bridge: Bridge, on_event: Callable[[object], None]) -> None:
        self._loaders, self._on_event = bridge.loaders, on_event
        self._deliver = bridge.listen("forms", self._heard)
        self._task: Task | None = None
        self._serial = 0

    @property
    def running(self) -> bool:
        return self._task is not None

    def begin(self, template: FormTemplate, files: Sequence[Path]) -> None:
        """Read these files, instead of those that are being read."""
        self.stop()
        self._serial += 1
        serial, deliver, loaders = self._serial, self._deliver, self._loaders
        work = lambda report: _read_all(template, files, loaders, report)  # noqa: E731
        self._task = Task(work, deliver=lambda event: deliver((serial, event)), name="forms").start()

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """End it; nothing of it is heard any more."""
        self._serial += 1
        if self._task is not None:
            self._task.cancel()
            self._task.join(STOP_S)
        self._task = None

    def _heard(self, message: tuple[int, object]) -> None:
        serial, event = message
        if serial != self._serial:
            return
        if not isinstance(event, Progressed):
            self._task = None
        self._on_event(event)


def _read_all(
    template: FormTemplate, files: Sequence[Path], loaders: Sequence[Loader], report: Callable[[object], None]
) -> None:
    reader = FormReader(template, _loaded(loaders), lambda: report(None))
    for done, file in enumerate(files, 1):
        rejected: list[str] = []
        rows = [ResultRow.of(form) for form in filled_forms(file, reader, rejected)]
        rows += [ResultRow(str(file), None, sentence=_without_folder(sentence, file)) for sentence in rejected]
        report(ScanRead(tuple(rows), done, len(files)))


def _without_folder(sentence: str, file: Path) -> str:
    """Return a sentence about a file that stands beside the file's name."""
    return sentence.removeprefix(f"{file}: ").replace(str(file), file.name)


def _loaded(loaders: Sequence[Loader]) -> Reads:
    """Return the first network that can be loaded."""
    for loader in loaders[:-1]:
        try:
            return loader()
        except DigitPadError:
            continue
    return loaders[-1]()

"""Pictures of the camera, saved as PNG files in a folder that the user has chosen."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

from PIL import Image

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.paths import replace_bytes
from digitpad.records import Rgb
from digitpad.tasks import Failed, Finished, Task
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.preferences import Preferences

LONGEST = 40  # letters of the source's name in that of a file
STOP_S = 5.0


class Snapshots:
    """For the Tk thread; files are made in threads of their own."""

    def __init__(self, bridge: Bridge, dialogs: FileDialogs, preferences: Preferences) -> None:
        self._notices, self._dialogs, self._preferences = bridge.notices, dialogs, preferences
        self._deliver = bridge.listen("snapshot", self._saved)
        self._tasks: list[Task] = []

    def save(self, picture: Rgb, source: str) -> None:
        """Save (H, W, 3) as it was read, all of it; the first time, ask for the folder."""
        folder = self._folder or self.choose_folder()
        if folder is None:
            return
        name, deliver = _file_name(source, datetime.now().astimezone()), self._deliver
        self._tasks = [task for task in self._tasks if task.running]
        task = Task(lambda report: save_snapshot(folder, name, picture), deliver=deliver, name="snapshot")
        self._tasks.append(task.start())

    def choose_folder(self) -> Path | None:
        """Ask where snapshots go from now on; None where that was cancelled."""
        folder = self._dialogs.ask_folder(_("Folder for snapshots"))
        if folder is not None:
            self._preferences.change(snapshot_folder=str(folder))
        return folder

    def close(self) -> None:
        """Wait for what is being saved, for the window closes."""
        for task in self._tasks:
            task.join(STOP_S)

    @property
    def _folder(self) -> Path | None:
        chosen = self._preferences.settings.snapshot_folder
        return Path(chosen) if chosen and Path(chosen).is_dir() else None

    def _saved(self, event: object) -> None:
        if isinstance(event, Finished):
            self._notices.news(
                _("Saved {name} in {folder}").format(name=event.result.name, folder=event.result.parent.name)
            )
        elif isinstance(event, Failed):
            self._notices.failed(event.sentence, event.traceback)


def save_snapshot(folder: Path, name: str, picture: Rgb) -> Path:
    """Write a PNG file of this name, or with a number behind it: no file that is there is touched.

    Raises DigitPadError where the disk refuses.
    """
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "PNG")
    path = _new_file(folder, name)
    try:
        replace_bytes(path, content.getvalue())
    except DigitPadError:
        path.unlink(missing_ok=True)
        raise
    return path


def _new_file(folder: Path, name: str) -> Path:
    """Make an empty file that was not there. Raises DigitPadError where the folder refuses."""
    path, number = folder / f"{name}.png", 1
    while True:
        try:
            path.touch(exist_ok=False)
            return path
        except FileExistsError:
            number += 1
            path = folder / f"{name} ({number}).png"
        except OSError as error:
            sentence = _("{path} could not be written ({reason}); choose another folder for snapshots.").format(
                path=path, reason=error.strerror
            )
            raise DigitPadError(sentence) from error


def _file_name(source: str, at: datetime) -> str:
    plain = re.sub(r"[^\w.-]+", " ", source).strip(" .")[:LONGEST].strip() or "camera"
    return f"{plain} {at:%Y-%m-%d %H-%M-%S}"

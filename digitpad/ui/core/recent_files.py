"""The files that were opened or saved last, in the settings and as a menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from digitpad.languages import _
from digitpad.settings import MOST_RECENT
from digitpad.ui.core.commands import Command, Submenu
from digitpad.ui.core.preferences import Preferences

NAME = _("Open recent")
EMPTY, CLEAR = _("Nothing yet"), _("Clear this list")
LONGEST = 40  # characters of a name or folder in the menu


class RecentFiles:
    """Whatever changes the list raises DigitPadError where the disk refuses."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    @property
    def paths(self) -> tuple[str, ...]:
        """Absolute paths, the newest first."""
        return self._preferences.settings.recent

    def add(self, path: Path) -> None:
        """Put a file at the head of the list."""
        first = str(path.absolute())
        self._store((first, *(other for other in self.paths if other != first)))

    def forget(self, path: Path) -> None:
        """Take a file off the list."""
        self._store(tuple(other for other in self.paths if Path(other) != path))

    def clear(self) -> None:
        """Empty the list."""
        self._store(())

    def submenu(self, on_open: Callable[[Path], None]) -> Submenu:
        """Return the list as a menu; `on_open` gets the file that is chosen."""
        return Submenu(_("File"), NAME, lambda: self._entries(on_open), place=10)

    def _entries(self, on_open: Callable[[Path], None]) -> list[Command]:
        if not self.paths:
            return [Command(NAME, EMPTY, (), lambda: None, lambda: False)]
        files = [
            Command(NAME, label, (), partial(on_open, Path(path)), place=10)
            for path, label in zip(self.paths, labels_of(self.paths), strict=True)
        ]
        return [*files, Command(NAME, CLEAR, (), self.clear, place=20)]

    def _store(self, paths: tuple[str, ...]) -> None:
        if paths != self.paths:
            self._preferences.change(recent=paths[:MOST_RECENT])


def labels_of(paths: Sequence[str]) -> list[str]:
    """Return a number and a name for each path, with the folder where two have the same name."""
    names = Counter(Path(path).name for path in paths)
    return [f"{place}  {_words(Path(path), alone=names[Path(path).name] == 1)}" for place, path in enumerate(paths, 1)]


def _words(path: Path, *, alone: bool) -> str:
    name = _shortened(path.name)
    return name if alone else _("{name}  in {folder}").format(name=name, folder=_shortened(str(path.parent)))


def _shortened(text: str) -> str:
    """Return a text that a menu has room for: its end, which tells more than its beginning."""
    text = text.encode(errors="replace").decode()  # a name on the disk may hold what is no character
    return text if len(text) <= LONGEST else f"…{text[1 - LONGEST :]}"

"""The system's own voice: speech-dispatcher on Linux, NSSpeech on a Mac, SAPI on Windows, in a thread."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence

from digitpad.background import Latest
from digitpad.faults import outcome_of
from digitpad.languages import _

NAMES = {".": _("point"), ",": _("comma"), "-": _("minus"), "/": _("slash"), ":": _("colon"), "?": _("unknown")}
SAPI = (
    "Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)
PROGRAMS: dict[str, tuple[str, ...]] = {  # the words come last, and on the standard input for SAPI
    "linux": ("spd-say", "--wait", "--"),
    "darwin": ("say",),
    "win32": ("powershell", "-NoProfile", "-NonInteractive", "-Command", SAPI),
}
SPOKEN_S = 60.0  # longer than any number takes


class Voice:
    """Speaks the newest words; those that come while it speaks wait, and only the last of them are spoken."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """`command`: a program that speaks its last argument; None: the system's."""
        program, *arguments = command or PROGRAMS.get(sys.platform, ("",))
        found = shutil.which(program) if program else None
        self._command = [found, *arguments] if found else []
        self._words: Latest[str] = Latest()
        self._thread: threading.Thread | None = None

    @property
    def there(self) -> bool:
        """The system can speak."""
        return bool(self._command)

    def say(self, words: str) -> None:
        """Have words spoken; returns at once."""
        if self._thread is None and self.there:
            self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
            self._thread.start()
        self._words.put(words)

    def stop(self) -> None:
        """Speak nothing more; what is being spoken may end."""
        self._words.close()

    def _run(self) -> None:
        while (words := self._words.take()) is not None:
            outcome_of(lambda words=words: self._speak(words))  # type: ignore[misc]

    def _speak(self, words: str) -> None:
        subprocess.run(
            self._command if sys.platform == "win32" else [*self._command, words],
            input=words,
            text=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SPOKEN_S,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )


def spoken(text: str) -> str:
    """Return a number as it is to be said: digit by digit, its marks by name, rows parted by a pause."""
    return ". ".join(" ".join(NAMES.get(symbol, symbol) for symbol in row) for row in text.split())

"""The files that samples come from and go to: their kinds, and the dialogs that ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.languages import _
from digitpad.ui.core.file_dialogs import FileDialogs

if TYPE_CHECKING:
    from digitpad.store.exchange import Form

IMPORTED = (
    (_("Samples"), "*.zip *.csv *.jsonl"),
    (_("Zip of pictures with labels.csv"), "*.zip"),
    (_("CSV of pixels, as Kaggle's"), "*.csv"),
    (_("Strokes, a JSON object a line"), "*.jsonl"),
    (_("All files"), "*"),
)
FORMS: dict[Form, str] = {
    "zip": _("Zip of pictures with labels.csv"),
    "csv": _("CSV of pixels, as Kaggle's"),
    "jsonl": _("Strokes, a JSON object a line"),
}


def ask_file(dialogs: FileDialogs) -> Path | None:
    """Return a file to import; None where the dialog was cancelled."""
    return dialogs.ask_file(_("Import samples"), IMPORTED)


def ask_folder(dialogs: FileDialogs) -> Path | None:
    """Return a folder with the folders 0 to 9 and x."""
    return dialogs.ask_folder(_("Import a folder with the folders 0 to 9 (and x)"))


def ask_target(dialogs: FileDialogs, form: Form) -> Path | None:
    """Return a file to write."""
    return dialogs.ask_target(_("Export samples"), f"samples.{form}", ((FORMS[form], f"*.{form}"),))

"""Files of weights as the user asks for them: one brought in, one written elsewhere."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import filedialog

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.core.file_dialogs import hide_dot_files
from digitpad.ui.core.notices import Notices
from digitpad.ui.models.catalogue import ModelCatalogue

WEIGHTS = ((_("Weights (safetensors)"), "*.safetensors"), (_("All files"), "*"))
EXPORTS = ((_("Weights (safetensors)"), "*.safetensors"), (_("For other programs (ONNX)"), "*.onnx"))


class VersionFiles:
    """Asks where from and where to, and says how it ended."""

    def __init__(self, owner: tk.Misc, catalogue: ModelCatalogue, notices: Notices) -> None:
        self._owner, self._catalogue, self._notices = owner, catalogue, notices

    def bring(self) -> None:
        """Import a file that the user chooses."""
        window = self._window
        path = filedialog.askopenfilename(parent=window, title=_("Import a model"), filetypes=WEIGHTS)
        if path:
            self._catalogue.bring(
                Path(path), lambda: self._notices.news(_("Imported {name}").format(name=Path(path).name))
            )

    def export(self, version: Version) -> None:
        """Write a version where the user says."""
        path = filedialog.asksaveasfilename(
            parent=self._window,
            title=_("Export {name}").format(name=version.name),
            initialfile=f"{_file_name(version.name)}.safetensors",
            defaultextension=".safetensors",
            filetypes=EXPORTS,
        )
        if path:
            self._catalogue.export(
                version.key, Path(path), lambda: self._notices.news(_("Exported {name}").format(name=Path(path).name))
            )

    @property
    def _window(self) -> tk.Misc:
        hide_dot_files(self._owner.winfo_toplevel())
        return self._owner.winfo_toplevel()


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip() or "model"

"""Files of weights as the user asks for them: one brought in, one written elsewhere."""

from __future__ import annotations

from digitpad.learning.registry.version import Version
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.notices import Notices
from digitpad.ui.models.catalogue import ModelCatalogue

WEIGHTS = (("Weights (safetensors)", "*.safetensors"), ("All files", "*"))
EXPORTS = (("Weights (safetensors)", "*.safetensors"), ("For other programs (ONNX)", "*.onnx"))


class VersionFiles:
    """Asks where from and where to, and says how it ended."""

    def __init__(self, dialogs: FileDialogs, catalogue: ModelCatalogue, notices: Notices) -> None:
        self._dialogs, self._catalogue, self._notices = dialogs, catalogue, notices

    def bring(self) -> None:
        """Import a file that the user chooses."""
        path = self._dialogs.ask_file("Import a model", WEIGHTS)
        if path:
            self._catalogue.bring(path, lambda: self._notices.news(f"Imported {path.name}"))

    def export(self, version: Version) -> None:
        """Write a version where the user says."""
        name = f"{_file_name(version.name)}.safetensors"
        path = self._dialogs.ask_target(f"Export {version.name}", name, EXPORTS)
        if path:
            self._catalogue.export(version.key, path, lambda: self._notices.news(f"Exported {path.name}"))


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip() or "model"

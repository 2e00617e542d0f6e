"""Files of weights as the user asks for them: one brought in, one written elsewhere."""

from __future__ import annotations

from digitpad.languages import _
from digitpad.learning.registry.version import Version
from digitpad.ui.core.file_dialogs import FileDialogs
from digitpad.ui.core.notices import Notices
from digitpad.ui.models.catalogue import ModelCatalogue

WEIGHTS = ((_("Weights (safetensors)"), "*.safetensors"), (_("All files"), "*"))
EXPORTS = ((_("Weights (safetensors)"), "*.safetensors"), (_("For other programs (ONNX)"), "*.onnx"))


class VersionFiles:
    """Asks where from and where to, and says how it ended."""

    def __init__(self, dialogs: FileDialogs, catalogue: ModelCatalogue, notices: Notices) -> None:
        self._dialogs, self._catalogue, self._notices = dialogs, catalogue, notices

    def bring(self) -> None:
        """Import a file that the user chooses."""
        path = self._dialogs.ask_file(_("Import a model"), WEIGHTS)
        if path:
            self._catalogue.bring(path, lambda: self._notices.news(_("Imported {name}").format(name=path.name)))

    def export(self, version: Version) -> None:
        """Write a version where the user says."""
        title, name = _("Export {name}").format(name=version.name), f"{_file_name(version.name)}.safetensors"
        path = self._dialogs.ask_target(title, name, EXPORTS)
        if path:
            told = _("Exported {name}").format(name=path.name)
            self._catalogue.export(version.key, path, lambda: self._notices.news(told))


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip() or "model"

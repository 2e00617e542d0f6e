"""The desktop's own dialogs for files as its portal shows them, also to programs that may not see the disk."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from digitpad.ui.core.desktop.file_request import FileRequest, Types

INTERFACE = "FileChooser"
FOLDERS_SINCE = 3  # the version of the interface that can ask for a folder
BEGIN_S = 5.0  # for the portal to start; then the next dialog is tried
AT_ONCE_S = 0.5  # no user closes a dialog so soon: the portal had none to show
GLOB = 0  # a filter by pattern, not by type


class PortalChooser:
    """For any thread, one dialog at a time. A portal that once said nothing is not asked again."""

    def __init__(self) -> None:
        self._silent = False
        self._unwanted = threading.Event()

    def ask(self, request: FileRequest) -> tuple[Path, ...] | None:
        """Return what was chosen, nothing where the dialog was cancelled; None where there was no dialog."""
        if self._silent or not request.overwrites:  # the portal always asks whether to replace a file
            return None
        try:
            from digitpad.ui.core.desktop import portal
        except ImportError:  # other systems have no D-Bus
            return None
        self._unwanted.clear()
        try:
            if portal.portal_version(INTERFACE, BEGIN_S) < FOLDERS_SINCE and request.kind == "folder":
                return None
            begun = time.monotonic()
            code, values = portal.ask_portal(_question(request), self._unwanted.is_set)
        except portal.PortalError as error:
            self._silent = isinstance(error, portal.PortalSilent)
            return None
        if code not in (portal.DONE, portal.CANCELLED) and time.monotonic() < begun + AT_ONCE_S:
            return None
        return _paths(values.get("uris")) if code == portal.DONE else ()

    def cancel(self) -> None:
        """Take the dialog away."""
        self._unwanted.set()


def _question(request: FileRequest) -> Any:
    from digitpad.ui.core.desktop.portal import PortalQuestion

    options: dict[str, tuple[str, Any]] = {"current_folder": ("ay", os.fsencode(request.start) + b"\0")}
    if request.types:
        options["filters"] = ("a(sa(us))", _filters(request.types))
    if request.kind == "target":
        options["current_name"] = ("s", request.name)
    elif request.kind != "file":
        options["multiple" if request.kind == "files" else "directory"] = ("b", True)
    method = "SaveFile" if request.kind == "target" else "OpenFile"
    return PortalQuestion(INTERFACE, method, (("s", ""), ("s", request.title)), options, BEGIN_S)


def _filters(types: Types) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the patterns of each type, also in capitals: cameras write them."""
    return [
        (words, [(GLOB, each) for pattern in patterns.split() for each in dict.fromkeys((pattern, pattern.upper()))])
        for words, patterns in types
    ]


def _paths(addresses: Any) -> tuple[Path, ...] | None:
    """Return the files at these addresses; None where there are none, or none of this computer."""
    if not isinstance(addresses, list):
        return None
    parts = [urlsplit(address) for address in addresses if isinstance(address, str)]
    found = tuple(Path(os.fsdecode(unquote_to_bytes(part.path))) for part in parts if part.scheme == "file")
    return found or None

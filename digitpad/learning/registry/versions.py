"""Versions of the network in the user's folder: weights and card each; a small file names the active one."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.inference.onnx_graph import write_onnx
from digitpad.inference.weights import Weights, load_card, load_weights, save_weights
from digitpad.languages import _
from digitpad.learning.registry import trash
from digitpad.learning.registry.version import Version
from digitpad.paths import bundled, replace_text

SHIPPED = "shipped"  # its key
FOLDER, ACTIVE = "models", "active.json"
LONGEST_NAME = 80  # letters
LARGEST = 64 * 2**20  # bytes of a file that is taken in
LARGEST_CARD = 2**20
KEY = re.compile(r"[a-z0-9-]{1,60}")


class Versions:
    """Versions in `folder`/models, read anew at every call. The shipped version is always there."""

    def __init__(self, folder: Path) -> None:
        """`folder`: the user's."""
        self._folder = folder / FOLDER

    def list(self) -> tuple[Version, ...]:
        """Return the shipped one, then the others, the oldest first; broken files are left out."""
        active = self.active.key
        readable = [self._version(path, active) for path in self._files() if not _fault(path)]
        return (self._shipped(active), *sorted(readable, key=lambda version: (version.created_at, version.key)))

    def complaints(self) -> tuple[str, ...]:
        """Return a sentence for each file that cannot be used."""
        return tuple(fault for path in self._files() if (fault := _fault(path)))

    @property
    def active(self) -> Version:
        """The active version; the shipped one where the chosen one is gone or broken."""
        key = _chosen(self._folder)
        path = self._path(key)
        return self._shipped(SHIPPED) if key == SHIPPED or _fault(path) else self._version(path, key)

    @property
    def retrained_at(self) -> str:
        """Time at which the newest one was made from the user's samples, ISO 8601; "": never. Reads the cards alone."""
        versions = (self._version(path, "") for path in self._files())
        return max((version.created_at for version in versions if version.samples), default="")

    def activate(self, key: str) -> None:
        """Make a version the active one. Raises DigitPadError where it is gone or broken."""
        if key != SHIPPED and (fault := _fault(self._path(key))):
            raise DigitPadError(fault)
        text = json.dumps({"active": key}) + "\n"
        replace_text(self._folder / ACTIVE, text)

    def add(self, weights: Weights, card: Mapping[str, Any], name: str = "") -> Version:
        """Store a network as a version, not active yet. Raises DigitPadError, with no file left, where it cannot."""
        now = datetime.now(UTC)
        key = f"{now:%Y%m%d-%H%M%S}-{os.urandom(2).hex()}"
        path = self._path(key)
        full = {**card, "name": _clean(name) or self._free_name(), "created_at": now.isoformat(timespec="milliseconds")}
        with contextlib.ExitStack() as undo:
            undo.callback(_try_to_delete, path)
            save_weights(path, weights, full)
            undo.pop_all()
        return self._version(path, _chosen(self._folder))

    def rename(self, key: str, name: str) -> None:
        """Give a version another name. Raises DigitPadError for the shipped one, an empty name, or a full disk."""
        path = self._own(key, _("The model that came with DigitPad cannot be renamed."))
        if not _clean(name):
            raise DigitPadError(_("A model needs a name; give it one."))
        text = json.dumps({**load_card(path), "name": _clean(name)}, indent=2, ensure_ascii=False) + "\n"
        replace_text(path.with_suffix(".json"), text)

    def remove(self, key: str) -> None:
        """Delete a version (`restore` brings it back for 30 days); where it was active, the shipped one is now."""
        path = self._own(key, _("The model that came with DigitPad cannot be deleted."))
        if _chosen(self._folder) == key:
            self.activate(SHIPPED)
        try:
            trash.put_away(path)
        except OSError as error:
            raise DigitPadError(
                _("{path} could not be deleted ({reason}); check its permissions.").format(
                    path=path, reason=error.strerror
                )
            ) from error

    def restore(self, key: str) -> Version:
        """Bring a deleted version back, not active yet. Raises DigitPadError where it is gone."""
        path = self._path(key)
        try:
            trash.bring_back(path)
        except OSError as error:
            raise DigitPadError(
                _("{key} cannot be brought back ({reason}); it stays deleted.").format(key=key, reason=error.strerror)
            ) from error
        return self._version(path, _chosen(self._folder))

    def forget(self) -> None:
        """Delete versions for good that were deleted 30 days ago."""
        trash.forget(self._folder)

    def export(self, key: str, path: Path) -> None:
        """Write a version to `path`: .safetensors with its card, or .onnx. Raises DigitPadError where it cannot."""
        version = self.get(key)
        if path.suffix == ".onnx":
            write_onnx(path, load_weights(version.path))
        elif path.suffix == ".safetensors":
            save_weights(path, load_weights(version.path), version.card)
        else:
            raise DigitPadError(
                _("{name} should end in .safetensors or .onnx; choose one of these.").format(name=path.name)
            )

    def bring(self, path: Path) -> Version:
        """Add a copy of a weights file as a version, with its card where there is one.

        Raises DigitPadError where they are not LeNet-5's.
        """
        if fault := _fault(path):
            raise DigitPadError(fault)
        weights, card = load_weights(path), load_card(path) if _small(path.with_suffix(".json"), LARGEST_CARD) else {}
        name = _clean(str(card.get("name") or "")) or _clean(path.stem)
        return self.add(weights, {**card, "brought_from": path.name}, name)

    def get(self, key: str) -> Version:
        """Return the version of a key. Raises DigitPadError where there is none, or it is broken."""
        if key == SHIPPED:
            return self._shipped(_chosen(self._folder))
        path = self._path(key)
        if fault := _fault(path):
            raise DigitPadError(fault)
        return self._version(path, _chosen(self._folder))

    def find(self, name: str) -> Version:
        """Return the version of a key, or of a name that only one has. Raises DigitPadError for none or several."""
        matches = [version for version in self.list() if name in (version.key, version.name)]
        if len(matches) == 1:
            return matches[0]
        several = f"{len(matches)} models are called {name}; give the key of one of them."
        raise DigitPadError(
            several
            if matches
            else _("There is no model called {name}; `digitpad models list` shows all.").format(name=name)
        )

    def _files(self) -> Sequence[Path]:
        return sorted(self._folder.glob("*.safetensors")) if self._folder.is_dir() else ()

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise DigitPadError(_("There is no model {key!r}; choose one from the list.").format(key=key))
        return self._folder / f"{key}.safetensors"

    def _own(self, key: str, refusal: str) -> Path:
        if key == SHIPPED:
            raise DigitPadError(refusal)
        path = self._path(key)
        if not path.is_file():
            raise DigitPadError(_("{path} does not exist any more; look at the list again.").format(path=path))
        return path

    def _version(self, path: Path, active: str) -> Version:
        card = load_card(path) if _small(path.with_suffix(".json"), LARGEST_CARD) else {}
        return Version(
            path.stem, str(card.get("name") or path.stem), path, card, _size(path), False, path.stem == active
        )

    def _shipped(self, active: str) -> Version:
        path = shipped_weights()
        card = load_card(path)
        return Version(SHIPPED, str(card.get("name") or "DigitPad"), path, card, _size(path), True, active == SHIPPED)

    def _free_name(self) -> str:
        """Return "Mine 1", or the same with the first number that is free."""
        names = {version.name for version in self.list()}
        return next(name for number in range(1, 10**6) if (name := f"Mine {number}") not in names)


def shipped_weights() -> Path:
    """Return the weights that came with the program."""
    return bundled("models", "lenet5.safetensors")


def active_weights(folder: Path) -> Path:
    """Return the active weights in the user's `folder`; the shipped ones where none are chosen, or broken ones."""
    return Versions(folder).active.path


def chosen_weights(folder: Path) -> Path:
    """Return the path of the chosen weights, even where they are gone or broken."""
    key = _chosen(folder / FOLDER)
    return shipped_weights() if key == SHIPPED else folder / FOLDER / f"{key}.safetensors"


def _chosen(folder: Path) -> str:
    try:
        content = json.loads((folder / ACTIVE).read_text(encoding="utf-8"))
        key = content["active"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return SHIPPED
    return key if isinstance(key, str) and KEY.fullmatch(key) else SHIPPED


def _fault(path: Path) -> str:
    """Return the fault of a file of weights as a sentence; "" where it can be used."""
    if path.is_file() and not _small(path, LARGEST):
        return f"{path} is too large for weights of DigitPad; choose another file."
    try:
        load_weights(path)
    except DigitPadError as error:
        return str(error)
    return ""


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".json").unlink(missing_ok=True)


def _try_to_delete(path: Path) -> None:
    with contextlib.suppress(OSError):  # the first error is the one to tell
        _delete(path)


def _size(path: Path) -> int:
    """Return bytes; 0 where the file is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _small(path: Path, most: int) -> bool:
    try:
        return path.stat().st_size <= most
    except OSError:
        return False


def _clean(name: str) -> str:
    """Return a name on one line, no longer than LONGEST_NAME."""
    return " ".join(name.split())[:LONGEST_NAME].strip()

"""Versions of the network in the user's folder: weights and card each; one small file says which of them reads."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from digitpad.errors import DigitPadError
from digitpad.learning import trash
from digitpad.learning.lenet import LeNet5
from digitpad.learning.onnx_file import write_onnx
from digitpad.learning.weights import Card, load_card, load_weights, save_weights
from digitpad.paths import bundled, replace_file

SHIPPED = "shipped"  # its key
FOLDER, ACTIVE = "models", "active.json"
LONGEST_NAME = 80  # letters
LARGEST = 64 * 2**20  # bytes of a file that is taken in
LARGEST_CARD = 2**20
KEY = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(frozen=True, eq=False)
class Version:
    key: str  # its file's name without ending
    name: str  # for people
    path: Path  # the weights
    card: Card
    shipped: bool
    active: bool

    @property
    def parent(self) -> str:
        """The name of the version that it was made from, "" where there is none."""
        return str(self.card.get("parent") or "")

    @property
    def created_at(self) -> str:
        """ISO 8601, "" where it is not known."""
        return str(self.card.get("created_at") or "")

    @property
    def samples(self) -> int:
        """Of the user, that it learnt from."""
        return int(_number(self.card.get("samples")) or 0)

    @property
    def mnist(self) -> float | None:
        """Accuracy 0..1 on the held-out images, as far as it was measured."""
        return _number(
            _inner(self.card, "figures", "mnist_accuracy") or _inner(self.card, "held_out", "mnist_accuracy")
        )

    @property
    def own(self) -> float | None:
        """Share 0..1 of the user's held-out samples that was read right when it was made."""
        tried, misread = (_number(_inner(self.card, "figures", key)) for key in ("yours", "yours_misread_after"))
        return 1 - misread / tried if tried and misread is not None else None


class Versions:
    """What lies in `folder`/models, looked at anew at every call. The shipped version is always there."""

    def __init__(self, folder: Path) -> None:
        """`folder`: the user's."""
        self._folder = folder / FOLDER

    def list(self) -> tuple[Version, ...]:
        """The shipped one, then the others, the oldest first; broken files are left out."""
        active = self.active.key
        found = [self._version(path, active) for path in self._files() if not _fault(path)]
        return (self._shipped(active), *sorted(found, key=lambda version: (version.created_at, version.key)))

    def complaints(self) -> tuple[str, ...]:
        """A sentence for each file that cannot be used."""
        return tuple(fault for path in self._files() if (fault := _fault(path)))

    @property
    def active(self) -> Version:
        """The one that reads; the shipped one where the chosen one is gone or broken."""
        key = _chosen(self._folder)
        path = self._path(key)
        return self._shipped(SHIPPED) if key == SHIPPED or _fault(path) else self._version(path, key)

    @property
    def retrained_at(self) -> str:
        """When the newest one was made from the user's samples, ISO 8601; "": never. Reads the cards alone."""
        held = (self._version(path, "") for path in self._files())
        return max((version.created_at for version in held if version.samples), default="")

    def activate(self, key: str) -> None:
        """Choose the one that reads from now on. Raises DigitPadError where it is gone or broken."""
        if key != SHIPPED and (fault := _fault(self._path(key))):
            raise DigitPadError(fault)
        text = json.dumps({"active": key}) + "\n"
        replace_file(self._folder / ACTIVE, partial(_write, text=text))

    def add(self, net: LeNet5, card: Mapping[str, Any], name: str = "") -> Version:
        """Keep a network; it does not read yet. Raises DigitPadError, with nothing left behind, where it cannot."""
        now = datetime.now(UTC)
        key = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        path = self._path(key)
        full = {**card, "name": _clean(name) or self._free_name(), "created_at": now.isoformat(timespec="seconds")}
        try:
            save_weights(path, net, full)
        except BaseException:
            with contextlib.suppress(OSError):  # the first error is the one to tell
                _delete(path)
            raise
        return self._version(path, _chosen(self._folder))

    def rename(self, key: str, name: str) -> None:
        """Raises DigitPadError for the shipped one, an empty name, or where the disk refuses."""
        path = self._own(key, "renamed")
        if not _clean(name):
            raise DigitPadError("A model needs a name; give it one.")
        text = json.dumps({**load_card(path), "name": _clean(name)}, indent=2, ensure_ascii=False) + "\n"
        replace_file(path.with_suffix(".json"), partial(_write, text=text))

    def remove(self, key: str) -> None:
        """Delete it (for a month `restore` brings it back); the shipped one, which never goes, reads where it did."""
        path = self._own(key, "deleted")
        if _chosen(self._folder) == key:
            self.activate(SHIPPED)
        try:
            trash.put_away(path)
        except OSError as error:
            raise DigitPadError(f"{path} could not be deleted ({error.strerror}); check its permissions.") from error

    def restore(self, key: str) -> Version:
        """Bring a deleted one back; it does not read yet. Raises DigitPadError where it is gone."""
        path = self._path(key)
        try:
            trash.bring_back(path)
        except OSError as error:
            raise DigitPadError(f"{key} cannot be brought back ({error.strerror}); it stays deleted.") from error
        return self._version(path, _chosen(self._folder))

    def forget(self) -> None:
        """Let go of what was deleted a month ago."""
        trash.forget(self._folder)

    def export(self, key: str, path: Path) -> None:
        """Write it to `path`: .safetensors with its card beside it, or .onnx. Raises DigitPadError where it cannot."""
        version = self.get(key)
        if path.suffix == ".onnx":
            write_onnx(path, load_weights(version.path))
        elif path.suffix == ".safetensors":
            save_weights(path, load_weights(version.path), version.card)
        else:
            raise DigitPadError(f"{path.name} should end in .safetensors or .onnx; choose one of these.")

    def bring(self, path: Path) -> Version:
        """Take in a copy of weights from elsewhere, with their card where there is one.

        Raises DigitPadError where they are not LeNet-5's.
        """
        if fault := _fault(path):
            raise DigitPadError(fault)
        net, card = load_weights(path), load_card(path) if _small(path.with_suffix(".json"), LARGEST_CARD) else {}
        name = _clean(str(card.get("name") or "")) or _clean(path.stem)
        return self.add(net, {**card, "brought_from": path.name}, name)

    def get(self, key: str) -> Version:
        """Raises DigitPadError where there is none of this key, or it is broken."""
        if key == SHIPPED:
            return self._shipped(_chosen(self._folder))
        path = self._path(key)
        if fault := _fault(path):
            raise DigitPadError(fault)
        return self._version(path, _chosen(self._folder))

    def find(self, name: str) -> Version:
        """By key, or by name where only one has it. Raises DigitPadError where there is no such one, or several."""
        found = [version for version in self.list() if name in (version.key, version.name)]
        if len(found) == 1:
            return found[0]
        several = f"{len(found)} models are called {name}; give the key of one of them."
        raise DigitPadError(several if found else f"There is no model called {name}; `digitpad models list` shows all.")

    def _files(self) -> Sequence[Path]:
        return sorted(self._folder.glob("*.safetensors")) if self._folder.is_dir() else ()

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise DigitPadError(f"There is no model {key!r}; choose one from the list.")
        return self._folder / f"{key}.safetensors"

    def _own(self, key: str, done: str) -> Path:
        if key == SHIPPED:
            raise DigitPadError(f"The model that came with DigitPad cannot be {done}.")
        path = self._path(key)
        if not path.is_file():
            raise DigitPadError(f"{path} does not exist any more; look at the list again.")
        return path

    def _version(self, path: Path, active: str) -> Version:
        card = load_card(path) if _small(path.with_suffix(".json"), LARGEST_CARD) else {}
        return Version(path.stem, str(card.get("name") or path.stem), path, card, False, path.stem == active)

    def _shipped(self, active: str) -> Version:
        path = shipped_weights()
        card = load_card(path)
        return Version(SHIPPED, str(card.get("name") or "DigitPad"), path, card, True, active == SHIPPED)

    def _free_name(self) -> str:
        """Mine 1, or the first number that is free."""
        taken = {version.name for version in self.list()}
        return next(name for number in range(1, 10**6) if (name := f"Mine {number}") not in taken)


def shipped_weights() -> Path:
    """The weights that came with the program."""
    return bundled("models", "lenet5.safetensors")


def active_weights(folder: Path) -> Path:
    """The weights that were chosen to read, in the user's `folder`; the shipped ones where none or a broken one is."""
    return Versions(folder).active.path


def chosen_weights(folder: Path) -> Path:
    """The weights that were chosen to read, whether they are still there and whole or not."""
    key = _chosen(folder / FOLDER)
    return shipped_weights() if key == SHIPPED else folder / FOLDER / f"{key}.safetensors"


def _chosen(folder: Path) -> str:
    try:
        held = json.loads((folder / ACTIVE).read_text(encoding="utf-8"))
        key = held["active"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return SHIPPED
    return key if isinstance(key, str) and KEY.fullmatch(key) else SHIPPED


def _fault(path: Path) -> str:
    """What is wrong with a file of weights, in a sentence; "" where it can be used."""
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


def _small(path: Path, most: int) -> bool:
    try:
        return path.stat().st_size <= most
    except OSError:
        return False


def _clean(name: str) -> str:
    """One line, not too long."""
    return " ".join(name.split())[:LONGEST_NAME].strip()


def _inner(card: Card, group: str, key: str) -> object:
    held = card.get(group)
    return held.get(key) if isinstance(held, dict) else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

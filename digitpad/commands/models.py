"""digitpad models: list the versions of the network, choose, rename, delete, export and import them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitpad.commands.options import add_common
from digitpad.commands.terminal import complain, say, say_json
from digitpad.paths import user_folder

if TYPE_CHECKING:
    from digitpad.learning.registry.version import Version
    from digitpad.learning.registry.versions import Versions

DESCRIPTION = "Shows and changes the versions of the network in the user's folder. The shipped one is always there."
MODEL_HELP = "its key or its name, as list shows them"
Work = Callable[["Versions", argparse.Namespace], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    _part(parts, "list", "show all versions; the one that reads has a star", _list).add_argument(
        "--json", action="store_true", help="print one JSON object a line"
    )
    for name, words, work in (
        ("use", "read with this one from now on", _use),
        ("remove", "delete a version", _remove),
    ):
        _part(parts, name, words, work).add_argument("model", metavar="MODEL", help=MODEL_HELP)
    restore = _part(parts, "restore", "bring a deleted version back, for a month", _restore)
    restore.add_argument("key", metavar="KEY", help="as remove named it")
    rename = _part(parts, "rename", "give a version another name", _rename)
    rename.add_argument("model", metavar="MODEL", help=MODEL_HELP)
    rename.add_argument("name", metavar="NAME")
    export = _part(parts, "export", "write a version to a .safetensors (with a card beside it) or .onnx file", _export)
    export.add_argument("model", metavar="MODEL", help=MODEL_HELP)
    export.add_argument("file", type=Path, metavar="FILE")
    bring = _part(parts, "import", "take in a .safetensors file", _import)
    bring.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the subcommand; 0."""
    from digitpad.learning.registry.versions import Versions

    versions = Versions(arguments.data_dir or user_folder())
    arguments.work(versions, arguments)
    return 0


def _list(versions: Versions, arguments: argparse.Namespace) -> None:
    for version in versions.list():
        if arguments.json:
            say_json(_values(version))
        else:
            say(_line(version))
    for sentence in versions.complaints():
        complain(sentence)


def _use(versions: Versions, arguments: argparse.Namespace) -> None:
    version = versions.find(arguments.model)
    versions.activate(version.key)
    say(f"{version.name} reads from now on")


def _remove(versions: Versions, arguments: argparse.Namespace) -> None:
    version = versions.find(arguments.model)
    versions.remove(version.key)
    reads = "; the shipped one reads from now on" if version.active else ""
    say(f"{version.name} deleted{reads}; `digitpad models restore {version.key}` brings it back")


def _restore(versions: Versions, arguments: argparse.Namespace) -> None:
    version = versions.restore(arguments.key)
    say(f"{version.name} is back; `digitpad models use {version.key}` reads with it")


def _rename(versions: Versions, arguments: argparse.Namespace) -> None:
    version = versions.find(arguments.model)
    versions.rename(version.key, arguments.name)
    say(f"{version.name} is called {versions.get(version.key).name} now")


def _export(versions: Versions, arguments: argparse.Namespace) -> None:
    versions.export(versions.find(arguments.model).key, arguments.file)
    say(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes")


def _import(versions: Versions, arguments: argparse.Namespace) -> None:
    version = versions.bring(arguments.file)
    say(f"{version.name} is here as {version.key}; `digitpad models use {version.key}` reads with it")


def _values(version: Version) -> dict[str, Any]:
    values = {name: getattr(version, name) for name in ("key", "name", "active", "shipped", "parent", "created_at")}
    return values | {"samples": version.samples, "mnist_accuracy": version.mnist, "path": str(version.path)}


def _line(version: Version) -> str:
    mnist = "" if version.mnist is None else f"MNIST {version.mnist:.2%}"
    samples = f"{version.samples:,} samples" if version.samples else ""
    star = "*" if version.active else " "
    return f"{star} {version.key:21}  {version.created_at[:10]:10}  {mnist:12}  {samples:14}  {version.name}"


def _part(parts: Any, name: str, words: str, work: Work) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
    add_common(part)
    part.set_defaults(work=work)
    return part

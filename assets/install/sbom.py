"""Writes what a built program is made of, CycloneDX in JSON: `python assets/install/sbom.py dist/digitpad FILE`.

Run it by the Python that the program was built with. Named are the packages and system libraries whose licences the
program brings, Python, and the weights. The same program gives the same file.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

USAGE = "usage: python assets/install/sbom.py dist/digitpad FILE"
Component = dict[str, Any]


def main(program: Path, target: Path) -> None:
    inside = program / "_internal"
    licences = inside / "licences"
    if not licences.is_dir():
        sys.exit(f"{program} is no program that `pyinstaller build.spec` made; name dist/digitpad.")
    bill = environment_bill()
    names = {_plain(folder.name) for folder in licences.iterdir()}
    packages = [each for each in bill["components"] if _plain(each["name"]) in names]
    _compare(packages, inside)
    others = [_python(), *_system_libraries(licences), *_weights(inside / "digitpad/models")]
    if unknown := names - {_plain(each["name"]) for each in packages + others}:
        sys.exit(f"This Python lacks {', '.join(sorted(unknown))}; use the one that built the program.")
    version = subprocess.run([program / "digitpad", "--version"], check=True, capture_output=True, text=True)
    root = {"bom-ref": "digitpad", "type": "application", "name": "DigitPad", "version": version.stdout.split()[-1]}
    root["licenses"] = [{"license": {"id": "MIT"}}]
    bill["metadata"]["component"] = root
    bill["components"] = sorted(packages + others, key=lambda each: each["bom-ref"])
    bill["dependencies"] = _dependencies(bill["dependencies"], [each["bom-ref"] for each in bill["components"]])
    target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def environment_bill() -> dict[str, Any]:
    """Return the bill of all packages of this Python."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--no-validate"]
    made = subprocess.run([*command, sys.executable], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"{made.stderr}The bill of materials needs cyclonedx-bom; install DigitPad with the extra `build`.")
    return dict(json.loads(made.stdout))


def _compare(packages: list[Component], inside: Path) -> None:
    """Refuse packages of other versions than those in the program, as far as it tells their versions."""
    versions = {_plain(each["name"]): each["version"] for each in packages}
    for folder in inside.glob("*.dist-info"):
        built_in = Distribution.at(folder)
        here = versions.get(_plain(built_in.name), built_in.version)  # some bring no more than this folder
        if here != built_in.version:
            sys.exit(
                f"The program holds {built_in.name} {built_in.version}, this Python {here}; use the one that built it."
            )


def _python() -> Component:
    version = platform.python_version()
    name = {"type": "platform", "name": "Python", "version": version, "licenses": [{"license": {"id": "PSF-2.0"}}]}
    return {"bom-ref": f"python=={version}", "cpe": f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*", **name}


def _system_libraries(licences: Path) -> Iterator[Component]:
    """Yield the Debian packages that libraries of the system came from."""
    for folder in licences.iterdir():
        if [path.name for path in folder.iterdir()] == ["copyright"]:
            asked = ["dpkg-query", "--showformat=${Version}\\n", "--show", folder.name]
            shown = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            version, name = shown.splitlines()[0], folder.name
            purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}"
            yield {"bom-ref": f"deb:{name}", "type": "library", "name": name, "version": version, "purl": purl}


def _weights(folder: Path) -> Iterator[Component]:
    for path in folder.glob("*.safetensors"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        name = {"type": "machine-learning-model", "name": path.name}
        yield {"bom-ref": f"weights:{path.name}", "hashes": [{"alg": "SHA-256", "content": digest}], **name}


def _dependencies(asked: list[dict[str, Any]], inside: list[str]) -> list[dict[str, Any]]:
    """Return what needs what among the parts that are inside; the program needs all."""
    needs = {each["ref"]: each.get("dependsOn", ()) for each in asked}
    rows = [("digitpad", inside), *((ref, [one for one in needs.get(ref, ()) if one in inside]) for ref in inside)]
    return [{"ref": ref, "dependsOn": sorted(refs)} if refs else {"ref": ref} for ref, refs in rows]


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(USAGE)
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Speed, memory and quality, as a table and as JSON: python -m tests.bench [--only NAME …] [--out bench.json]

A section is a module tests/bench/NAME.py with figures() and TARGETS; those that take many minutes run only when named.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent
SECTIONS = sorted(path.stem for path in FOLDER.glob("*.py") if "TARGETS" in path.read_text() and path != Path(__file__))
LONG = ("training",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, metavar="NAME", help=", ".join(SECTIONS))
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    arguments = parser.parse_args()
    wanted = arguments.only or [name for name in SECTIONS if name not in LONG]
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    measured = {name: section(name) for name in wanted}
    arguments.out.write_text(json.dumps({"machine": machine, "figures": measured}, indent=2) + "\n")


def section(name: str) -> dict[str, float]:
    """The figures of one section, printed as a table."""
    module = import_module(f"tests.bench.{name}")
    print(f"{name}:", flush=True)
    figures: dict[str, float] = module.figures()
    for words, value in figures.items():
        print(f"  {words:60} {value:10.2f}" + (f"   aim {module.TARGETS[words]:g}" if words in module.TARGETS else ""))
    return figures


if __name__ == "__main__":
    main()

"""digitpad doctor: what is there, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
import json

from digitpad.commands.terminal import say

HELP = "show versions, devices and folders, and what is missing"
DESCRIPTION = "Shows versions, devices and folders, and what to do about what is missing; then the exit code is 1."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 where something needed is missing, else 0."""
    from digitpad.doctor import findings

    found = findings(arguments.data_dir)
    if arguments.json:
        say(json.dumps([vars(finding) for finding in found]))
    else:
        for finding in found:
            say(finding.line)
    return 1 if any(finding.needed and finding.remedy for finding in found) else 0


def run_self_test(arguments: argparse.Namespace) -> int:
    """`digitpad --self-test`: 1 where a part of the installation does not work, else 0."""
    from digitpad.self_test import self_test

    return 0 if self_test(say_at_once, arguments.debug) else 1


def say_at_once(line: str) -> None:
    """What a part that ends the program outright could no longer hold back."""
    print(line, flush=True)

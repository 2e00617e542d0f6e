"""digitpad form: a folder of filled forms to a table, by the template that was drawn in the window."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from digitpad.commands.options import add_network, count, weights_of
from digitpad.commands.terminal import say
from digitpad.errors import UsageError

DESCRIPTION = (
    "Prints a CSV: a line for each filled form, with its path, its page where a file has several, a column for each "
    "field of the template, the names of the fields that are doubtful, and letters that stand for the template's "
    "rules: a table is not gone on with by others. Make the template in the window: File, Form…. A scan that cannot "
    "be read, or does not look like the form, is named at the end, and the exit code is 1."
)
SCANS_EACH = 2  # that a process must have for its start to be worth it: each takes a second or two


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("template", type=Path, metavar="TEMPLATE", help="a template that was saved in the window")
    parser.add_argument("scans", nargs="+", type=Path, metavar="SCANS", help="picture, PDF, or folder of them")
    words = "write to this .csv instead, going on where it ends"
    parser.add_argument("--out", type=Path, metavar="FILE", help=words)
    parser.add_argument("--jobs", type=count, metavar="N", help="read in N processes (default: cores, if it pays)")
    add_network(parser)
    parser.set_defaults(dask=None)


def run(arguments: argparse.Namespace) -> int:
    """Read all scans; 1 where one could not be read, else 0."""
    from digitpad.commands.reading.bulk import Work, read_all
    from digitpad.commands.reading.form_rows import FormRows, answer_of_form
    from digitpad.forms.scans import columns, scans_of
    from digitpad.forms.template import rules_mark
    from digitpad.forms.template_file import load_template

    if arguments.out and arguments.out.suffix.lower() != ".csv":
        raise UsageError(f"--out is written as CSV; let {arguments.out.name} end in .csv.")
    template = load_template(arguments.template)
    rows = FormRows(columns(template), rules_mark(template.fields))
    files = [str(file) for path in arguments.scans for file in scans_of(path)]
    arguments.jobs = arguments.jobs or _processes(files, arguments.device)
    read = partial(answer_of_form, arguments.template)
    work = Work(read, weights_of(arguments), arguments.device, others=True)
    if not arguments.out:
        say(rows.heading.decode().rstrip("\n"))
    return read_all(files, arguments, work, lambda values: say(rows.record(values).decode().rstrip("\n")), rows)


def _processes(files: Sequence[str], device: str) -> int:
    from digitpad.inference.cores import usable_cores

    return max(1, min(usable_cores(), len(files) // SCANS_EACH)) if device in ("auto", "cpu") else 1

"""The command line: arguments into one function each, failures into one sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from digitpad import __version__
from digitpad.commands import diagnose, evaluate, export, finetune, models, read, samples, train
from digitpad.commands.options import add_common, add_network
from digitpad.errors import DigitPadError, UsageError

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
MOST_LETTERS = 200  # of an unexpected error's own words
COMMANDS = {
    "read": read,
    "train": train,
    "evaluate": evaluate,
    "export": export,
    "samples": samples,
    "finetune": finetune,
    "models": models,
    "doctor": diagnose,
}


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}; `{self.prog} --help` lists what can be given.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in `argv` (None: the program's own) and return the exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        arguments = parser().parse_args(given)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except DigitPadError as error:
        return _failed(str(error), MISUSED if isinstance(error, UsageError) else FAILED, given)
    except KeyboardInterrupt:
        return _failed("Stopped.", INTERRUPTED, given)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains while it ends
        return FAILED
    except Exception as error:  # a bug, and the end of the main thread
        return _failed(f"Something unexpected went wrong ({_in_short(error)}); --debug tells more.", FAILED, given)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; each result has `run`, a function of itself to an exit code."""
    common = Parser(add_help=False)
    add_common(common)
    whole = Parser(
        prog="digitpad",
        parents=[common],
        description="Reads handwritten digits. Without a command it opens the window.",
        epilog="`digitpad COMMAND --help` tells more about each.",
    )
    whole.add_argument("--version", action="version", version=f"DigitPad {__version__}")
    add_network(whole)
    whole.add_argument("--camera", metavar="SOURCE", help="open with the camera: a name, path, folder or address")
    whole.set_defaults(run=_open_window, data_dir=None, debug=False, weights=None, device="auto")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=False)
    for name, command in COMMANDS.items():
        added = commands.add_parser(name, parents=[common], help=command.HELP, description=command.DESCRIPTION)
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return whole


def _open_window(arguments: argparse.Namespace) -> int:
    try:
        from digitpad.ui.app import run
    except ModuleNotFoundError as error:
        if error.name not in ("tkinter", "_tkinter"):
            raise
        raise DigitPadError(
            "This Python has no tkinter, which the window needs; install python3-tk (Debian, Ubuntu) or python-tk."
        ) from error
    code: int = run(arguments.data_dir, arguments.weights, arguments.device, arguments.camera)
    return code


def _in_short(error: Exception) -> str:
    """The kind of error and the first line of what it says."""
    return f"{type(error).__name__}: {error}".partition("\n")[0][:MOST_LETTERS].removesuffix(": ")


def _failed(sentence: str, code: int, given: Sequence[str]) -> int:
    if "--debug" in given:
        traceback.print_exc()
    print(f"digitpad: {sentence}", file=sys.stderr)
    return code

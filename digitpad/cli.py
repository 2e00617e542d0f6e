"""The command line: arguments into one function each, failures into one sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from digitpad import __version__
from digitpad.commands import diagnose, evaluate, export, finetune, models, read, samples, train
from digitpad.commands.options import add_common, add_network
from digitpad.commands.terminal import spell_out_strange_letters
from digitpad.errors import DigitPadError, UsageError
from digitpad.missing import in_words

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
FROM_MENU = "--from-menu"
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
    spell_out_strange_letters()
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
    except Exception as error:  # a bug or a broken installation, and the end of the main thread
        bug = f"Something unexpected went wrong ({_in_short(error)}); --debug tells more."
        return _failed(in_words(error) or bug, FAILED, given)


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
    whole.add_argument("--open", type=Path, nargs="?", metavar="FILE", help="open with this drawing or picture")
    tried = "try every part of this installation and tell each in one line"
    whole.add_argument("--self-test", dest="run", action="store_const", const=diagnose.run_self_test, help=tried)
    whole.add_argument(FROM_MENU, action="store_true", help=argparse.SUPPRESS)  # how menus and file managers start it
    whole.set_defaults(run=_open_window, data_dir=None, debug=False, weights=None, device="auto")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=False)
    for name, command in COMMANDS.items():
        added = commands.add_parser(name, parents=[common], help=command.HELP, description=command.DESCRIPTION)
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return whole


def _open_window(arguments: argparse.Namespace) -> int:
    from digitpad.ui.app import run

    code: int = run(arguments.data_dir, arguments.weights, arguments.device, arguments.camera, arguments.open)
    return code


def _in_short(error: Exception) -> str:
    """The kind of error and the first line of what it says."""
    return f"{type(error).__name__}: {error}".partition("\n")[0][:MOST_LETTERS].removesuffix(": ")


def _failed(sentence: str, code: int, given: Sequence[str]) -> int:
    unseen = sys.__stderr__ is None  # what is printed goes into a log, as in a Windows program without a console
    if "--debug" in given or unseen:
        traceback.print_exc()
    print(f"digitpad: {sentence}", file=sys.stderr)
    if FROM_MENU in given or unseen:
        from digitpad.ui.alert import alert

        alert(sentence)
    return code

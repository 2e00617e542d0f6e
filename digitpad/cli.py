"""The command line: turns arguments into the call of one function, and failures into one sentence and an exit code."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

# Read when NumPy is loaded: for products as small as DigitPad's its further threads are no faster, and each call
# leaves them spinning for a tenth of a second. torch has threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from digitpad import __version__
from digitpad.commands.options import add_common, add_network, complete
from digitpad.commands.terminal import spell_out_strange_letters
from digitpad.errors import DigitPadError, UsageError
from digitpad.faults import cause_of
from digitpad.import_errors import in_words
from digitpad.languages import SYSTEM, use
from digitpad.passwords import without_secrets
from digitpad.paths import bundled, user_folder
from digitpad.settings import Settings, load

if TYPE_CHECKING:
    from digitpad.ui.app import App

FAILED, MISUSED, INTERRUPTED = 1, 2, 130  # exit codes
FROM_MENU = "--from-menu"
MOST_LETTERS = 200  # of an unexpected error's own words
COMMANDS = {  # names of modules in digitpad.commands, which are loaded only where they are named
    "read": "read pictures, stroke files, folders or Kaggle's test.csv",
    "train": "train LeNet-5 on MNIST and pen strokes",
    "evaluate": "measure accuracy on MNIST, a folder, a CSV or stroke files",
    "explain": "show what the network sees in one digit, and why it reads it so",
    "export": "write the network as an ONNX file",
    "form": "read filled forms by a template into a table",
    "samples": "list, export, import, relabel or delete corrected samples",
    "finetune": "retrain on corrected samples and compare before and after",
    "models": "list, choose, rename, delete, restore, export or import versions of the network",
    "serve": "answer other programs over HTTP: pictures and strokes in, numbers out",
    "doctor": "show versions, devices and folders, and what is missing",
}


class Parser(argparse.ArgumentParser):
    """Tells what is wrong with the arguments in one sentence, and takes no option's name cut short."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)  # --data before a command would mean --data-dir

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}; `{self.prog} --help` lists what can be given.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command in `argv` (None: the program's own) and return the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    spell_out_strange_letters()
    try:
        arguments = arguments_of(words)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except DigitPadError as error:
        return _failed(str(error), MISUSED if isinstance(error, UsageError) else FAILED, words)
    except KeyboardInterrupt:
        return _failed("Stopped.", INTERRUPTED, words)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains while it ends
        return FAILED
    except Exception as error:  # a bug or a broken installation, and the end of the main thread
        bug = f"Something unexpected went wrong ({_in_short(error)}); --debug tells more."
        return _failed(in_words(error) or bug, FAILED, words)


def arguments_of(argv: Sequence[str]) -> argparse.Namespace:
    """Parse a command line; the result has `run`, a function of itself to an exit code. Raises UsageError."""
    arguments = parser([name for name in COMMANDS if name in argv]).parse_args(argv)
    complete(arguments)
    return arguments


def parser(named: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser of the command line, with the arguments of the commands that are `named`."""
    whole = Parser(
        prog="digitpad",
        description="Reads handwritten digits. Without a command it opens the window.",
        epilog="`digitpad COMMAND --help` tells more about each.",
    )
    add_common(whole)
    whole.add_argument("--version", action="version", version=f"DigitPad {__version__}")
    add_network(whole)
    later = argparse.SUPPRESS  # the defaults are filled in once all of it is read
    camera = "open with the camera: a name, path, folder or address"
    whole.add_argument("--camera", metavar="SOURCE", default=later, help=camera)
    drawing = "open with this drawing or picture"
    whole.add_argument("--open", type=Path, nargs="?", metavar="FILE", default=later, help=drawing)
    trial = "try every part of this installation and tell each in one line"
    whole.add_argument("--self-test", dest="run", action="store_const", const=_self_test, help=trial)
    whole.add_argument(FROM_MENU, action="store_true", default=later, help=argparse.SUPPRESS)  # as menus start it
    whole.set_defaults(run=_open_window)
    _add_commands(whole, named)
    return whole


def _add_commands(whole: argparse.ArgumentParser, named: Collection[str]) -> None:
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=False)
    for name, words in COMMANDS.items():
        command = commands.add_parser(name, help=words)
        if name in named:
            _fill(command, import_module(f"digitpad.commands.{name}"))


def _fill(parser: argparse.ArgumentParser, command: Any) -> None:
    """Give a command's parser what its module says."""
    parser.description = command.DESCRIPTION
    add_common(parser)
    command.add_arguments(parser)
    options = frozenset(action.dest for action in parser._actions)
    parser.set_defaults(run=command.run, options=options)


def _self_test(arguments: argparse.Namespace) -> int:
    from digitpad.commands import self_test

    return self_test.run(arguments)


def _open_window(arguments: argparse.Namespace) -> int:
    app = opened_window(arguments)
    app.root.mainloop()
    return 0


def opened_window(arguments: argparse.Namespace) -> App:
    """Put the window on screen, for its loop to be run. Raises DigitPadError where none can be opened."""
    gc.disable()  # nothing that is loaded until the window stands is garbage: the search takes a tenth of the start
    try:
        settings = _settings_in_their_language(arguments.data_dir or user_folder())

        from digitpad.ui.run import open_window

        return open_window(
            arguments.data_dir, arguments.weights, arguments.device, arguments.camera, arguments.open, settings
        )
    finally:
        gc.freeze()
        gc.enable()


def _settings_in_their_language(folder: Path) -> tuple[Settings, str]:
    """Load the settings in a folder, with a sentence about them, and speak their language from now on.

    This comes before the window's modules are imported, whose tables hold words.
    """
    catalogues = bundled("assets", "languages")
    use(SYSTEM, catalogues)
    settings, sentence = load(folder)
    if settings.language != SYSTEM:
        use(settings.language, catalogues)
    return settings, sentence


def _in_short(error: Exception) -> str:
    """Return the kind of an error and the first line of its own words."""
    return cause_of(error)[:MOST_LETTERS].removesuffix(": ")


def _failed(sentence: str, code: int, argv: Sequence[str]) -> int:
    unseen = sys.__stderr__ is None  # what is printed goes into a log, as in a Windows program without a console
    if "--debug" in argv or unseen:
        print(without_secrets(traceback.format_exc()), file=sys.stderr, end="")
    sentence = without_secrets(sentence)
    print(f"digitpad: {sentence}", file=sys.stderr)
    if FROM_MENU in argv or unseen:
        from digitpad.ui.shell.alert import alert

        alert(sentence)
    return code

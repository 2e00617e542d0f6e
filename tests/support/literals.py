"""Finds the words of the window that nobody can translate: literals in `digitpad/ui` outside `_()` and its like.

A literal is words where it holds a letter and a space, begins with a capital, or is given to something that shows text.
It is none where its place or its form says so: a key of a dictionary, a value that is compared, an option of Tk, an
event, a style, a pattern of files, a key of the keyboard; and where EXCEPTIONS names it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

WRAPPERS = frozenset({"_", "plural", "in_context"})
SHOWS = frozenset({"text", "words", "label", "title", "accelerator"})  # keywords whose value is seen
SHOWING = frozenset({"say", "news", "give_name", "Tooltip", "Words", "QuietLabel", "Button", "Submenu"})
OPTIONS = frozenset({"anchor", "style", "state", "cursor", "tags", "font", "shade"})  # keywords, never seen
UNSEEN = frozenset(  # functions whose arguments are never seen
    {"bind", "event_generate", "call", "configure", "eval", "join", "startswith", "removeprefix", "compile", "get"}
)
FORMS = (
    r"<.*>",  # an event
    r"(\w+\.)*(T[A-Z]\w+|Toolbutton|Treeview)|(Icon|Accent)\.",  # a style
    r"[*.#-].*|\{\w*\} \*\..*",  # a pattern of files, an ending, a colour, an option of a command
    r"(Mod|Alt|Shift|Control|Command|Key)[+-].*|F\d+|[A-Z]",  # a key of the keyboard
    r"[A-Z]+_[A-Z_]+|[A-Z]{2,4}A?|DISPLAY|[a-z]+:.*|::.*|/.*",  # an environment's name, a kind of picture, an address
    r"XCOMPOSECACHE",  # an environment's name, too
    r"\{\w*\}x\{\w*\}.*",  # a place on the screen
    r"Add-Type .*",  # a program of PowerShell
    r"[CSF]\d",  # a layer of the network
)
KEYS = frozenset(  # of the keyboard, as Tk calls them
    {"Escape", "Return", "Prior", "Next", "Up", "Down", "Left", "Right", "Home", "End", "Tab", "BackSpace", "Delete"}
    | {"Mod", "Alt"}
)
LIBRARY = frozenset(  # files that hold names of fonts, pictures and parts of controls alone
    {"widgets/theme.py", "widgets/icons.py", "widgets/look/elements.py", "widgets/look/menu_marks.py"}
)
EXCEPTIONS = frozenset(
    {
        "DigitPad",
        "DigitPad {}",
        "DigitPad strokes",
        "LeNet-5",
        "MNIST",
        "Python",
        "Tcl/Tk",
    }  # names; strokes: a chunk of PNG
    | {"ONNX Runtime", "NumPy", "OpenCV", "Pillow", "PyTorch", "Matplotlib", "Jinja2"}
    | {"Row", "Listbox", "Scale", "Button", "Checkbutton", "Notebook", "Card", "MarkCard", "RetrainSheet"}  # roles
    | {"Entry", "Spinbox", "Text"}
    | {"label errors", "results export", "sample files", "ruler words", "by ", "at {}"}  # keys and tags
    | {"one tile always fits", "the smallest size always fits"}  # said by assertions
    | {"unsaved form.csv", "{} ({}).png"}  # names of files
    | {"Screenshot", "FileChooser", "OpenFile", "SaveFile", "Get", "Close", "Ping"}  # of the portal
    | {"ServiceUnknown", "NameHasNoOwner", "NoReply"}  # errors of D-Bus
)


def untranslated(source: str, name: str = "") -> list[tuple[int, str]]:
    """Return line and text of each literal that is words and can not be translated; {} stands for what is filled in.

    `name`: of the file, as "draw/pad.py".
    """
    if name in LIBRARY:
        return []
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return sorted((node.lineno, text) for node, text in _literals(tree, parents) if _is_words(node, text, parents))


def untranslated_in(house: Path) -> list[str]:
    """Return "draw/pad.py:12: words" of all files below a folder."""
    return [
        f"{path.relative_to(house).as_posix()}:{line}: {text}"
        for path in sorted(house.rglob("*.py"))
        for line, text in untranslated(path.read_text(encoding="utf-8"), path.relative_to(house).as_posix())
    ]


def _literals(tree: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[tuple[ast.expr, str]]:
    """Yield all but docstrings and the parts of f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            if not isinstance(parents[node], ast.FormattedValue):
                yield node, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(parents[node], ast.Expr | ast.JoinedStr):
            continue
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def _is_words(node: ast.expr, text: str, parents: dict[ast.AST, ast.AST]) -> bool:
    letters = re.sub(r"\{[^}]*\}", "", text)
    if not re.search(r"[^\W\d_]", letters) or text in EXCEPTIONS:
        return False
    if any(re.fullmatch(form, text, re.DOTALL) for form in FORMS):
        return False
    shown = _place(node, parents)
    if shown is False or (shown is None and text in KEYS):
        return False
    return bool(shown) or " " in letters or letters[0].isupper() or "…" in letters


def _place(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> bool | None:
    """Tell whether the place of a literal is one that is seen: False never, True always, None not known."""
    child: ast.AST = node
    while child in parents:
        parent = parents[child]
        if isinstance(parent, ast.Call):
            return _in_call(parent, child)
        if isinstance(parent, ast.keyword) and parent.arg in SHOWS:
            return True
        if isinstance(parent, ast.keyword) and parent.arg in OPTIONS:
            return False
        if isinstance(parent, ast.Compare | ast.FormattedValue) and not isinstance(child, ast.IfExp):
            return False
        if isinstance(parent, ast.Subscript) and child is parent.slice:
            return False
        if isinstance(parent, ast.Dict) and child in parent.keys:
            return False
        if isinstance(parent, ast.IfExp) and child is parent.test:
            return False
        if isinstance(parent, ast.stmt):
            return None
        child = parent
    return None


def _in_call(call: ast.Call, child: ast.AST) -> bool | None:
    function = call.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if child is function:
        return None
    if called in WRAPPERS or called in UNSEEN or (called == "Command" and call.args[2:3] == [child]):
        return False
    return True if called in SHOWING else None

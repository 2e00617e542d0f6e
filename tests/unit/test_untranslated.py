"""Every word that the window shows can be translated; the places that may not be are told apart by their form."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import digitpad
from tests.support.literals import WRAPPERS, untranslated, untranslated_in
from tests.support.raised import reached, unwrapped

HOUSE = Path(digitpad.__file__).parent
SCOPES = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def test_the_window_has_no_words_that_cannot_be_translated():
    assert untranslated_in(HOUSE / "ui") == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('label.configure(text="read")', "read"),
        ('say("Saved")', "Saved"),
        ('say(f"Saved {name}")', "Saved {}"),
        ('return "hold it still"', "hold it still"),
        ('WORDS = {"dark": "Too dark"}', "Too dark"),
        ('text = "Pause" if live else _("Play")', "Pause"),
        ('Command(_("File"), "Open…", ("Mod+O",), run)', "Open…"),
        ('say(_("Saved {name}").format(name="the drawing"))', "the drawing"),
        ('title = _("A") + " and more"', " and more"),
    ],
)
def test_words_are_seen(source: str, words: str):
    function = f"def f():\n    {source}"
    assert [text for line, text in untranslated(function)] == [words]


@pytest.mark.parametrize(
    "source",
    [
        '"""What it does."""',
        'say(_("Saved {name}").format(name=name))',
        'say(plural("{count} digit", "{count} digits", n).format(count=n))',
        'key = in_context("key", "Delete")',
        'widget.bind("<Escape>", close)',
        'widget.grid(sticky="nsew")',
        'Command(_("File"), _("Open…"), ("Mod+O",), run)',
        'if kind == "label errors": pass',
        'files = ((_("All files"), "*.PNG"),)',
        'ttk.Button(self, style="Accent.TButton")',
        'values["No words"] = 1',
    ],
)
def test_what_is_no_words_is_let_be(source: str):
    assert untranslated(f"def f():\n    {source}") == []


UNSEEN = {  # their sentences speak to programmers, and to those who evaluate and train by the command line
    "recognizer.py",
    "learning/data/examples.py",
    "learning/data/labelled.py",
    "learning/rows/batches.py",
}


def test_no_error_that_the_window_may_meet_is_in_english_alone():
    files = {path.relative_to(HOUSE).as_posix(): unwrapped(path.read_text("utf-8")) for path in reached(HOUSE)}
    assert {name: lines for name, lines in files.items() if lines and name not in UNSEEN} == {}
    assert "learning/finetune/row_tuning.py" in files and all(files[name] for name in UNSEEN)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('raise DigitPadError("It is broken.")', [1]),
        ('raise DigitPadError(f"{path} is broken.")', [1]),
        ('raise DigitPadError(_("{path} is broken.").format(path=path))', []),
        ("raise DigitPadError(SENTENCE.format(path=path))", []),
        ('raise DigitPadError(f"{words} {rest}")', []),
    ],
)
def test_words_of_an_error_are_seen(source, lines):
    assert unwrapped(source) == lines


def calls_and_stores(scope: ast.AST) -> tuple[bool, bool]:
    """Tell whether `_` is called, and whether it is assigned, in a scope; those within it are left out."""
    called = stored = False
    rest = list(ast.iter_child_nodes(scope))
    while rest:
        node = rest.pop()
        if isinstance(node, ast.Name) and node.id == "_":
            called, stored = called or isinstance(node.ctx, ast.Load), stored or isinstance(node.ctx, ast.Store)
        if not isinstance(node, SCOPES):
            rest += ast.iter_child_nodes(node)
    return called, stored


def scopes_of(path: Path) -> Iterator[ast.AST]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, (*SCOPES, ast.Module)))


def test_no_function_has_a_variable_in_place_of_the_one_that_translates():
    hidden = [
        f"{path.relative_to(HOUSE)}:{getattr(scope, 'lineno', 0)}"
        for path in sorted(HOUSE.rglob("*.py"))
        for scope in scopes_of(path)
        if all(calls_and_stores(scope))
    ]
    assert hidden == []
    assert all(calls_and_stores(ast.parse("def f():\n    _, rest = pair\n    say(_(rest))").body[0]))


def test_what_is_translated_is_written_out_where_it_is_wrapped():
    """A name inside the brackets would be found by nobody who extracts the words."""
    wrong = [
        f"{path.relative_to(HOUSE)}:{node.lineno}"
        for path in sorted(HOUSE.rglob("*.py"))
        if path.name != "languages.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in WRAPPERS
        and not all(isinstance(argument, ast.Constant) for argument in node.args[: 1 if node.func.id == "_" else 2])
    ]
    assert wrong == []

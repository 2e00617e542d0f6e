"""Options that commands share: given before the command or after it, they mean the same."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitpad import cli
from digitpad.errors import UsageError
from digitpad.store.samples import FILE_NAME, SampleStore
from tests.support.drawings import DIGITS
from tests.support.stored import sample

SHARED = {"--data-dir": ("--data-dir", "somewhere"), "--debug": ("--debug",)}
OF_SOME = {"--weights": ("--weights", "net.safetensors"), "--device": ("--device", "cpu")}
REST = {  # the least that each command asks for besides its name
    ("read",): ["a.png"],
    ("train",): [],
    ("evaluate",): ["--mnist"],
    ("explain",): ["a.png", "--out", "b.png"],
    ("export",): ["--onnx", "a.onnx"],
    ("form",): ["a.form.json", "scans"],
    ("samples", "list"): [],
    ("samples", "export"): ["a.zip"],
    ("samples", "import"): ["a.zip"],
    ("samples", "relabel"): ["1", "7"],
    ("samples", "delete"): ["1"],
    ("samples", "restore"): ["1"],
    ("finetune",): [],
    ("models", "list"): [],
    ("models", "use"): ["Mine"],
    ("models", "remove"): ["Mine"],
    ("models", "restore"): ["key"],
    ("models", "rename"): ["Mine", "Yours"],
    ("models", "export"): ["Mine", "a.onnx"],
    ("models", "import"): ["a.safetensors"],
    ("serve",): [],
    ("doctor",): [],
}


def commands(parser: argparse.ArgumentParser, names: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the names of every command that does something by itself."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in inner:
        for name, part in action.choices.items():
            yield from commands(part, (*names, name))
    if not inner:
        yield names


def options_of(names: tuple[str, ...]) -> set[str]:
    parser = cli.parser()
    for name in names:
        (action,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
        parser = action.choices[name]
    return {text for action in parser._actions for text in action.option_strings}


def values(words: list[str]) -> dict[str, object]:
    return {name: value for name, value in vars(cli.arguments_of(words)).items() if name != "options"}


def test_every_command_is_tried_here() -> None:
    assert set(commands(cli.parser())) == set(REST)


@pytest.mark.parametrize("option", SHARED)
@pytest.mark.parametrize("names", REST, ids=" ".join)
def test_an_option_of_all_commands_means_the_same_in_every_place(names: tuple[str, ...], option: str) -> None:
    words, rest = list(SHARED[option]), REST[names]
    after = values([*names, *rest, *words])
    assert after != values([*names, *rest])
    for place in range(len(names) + 1):
        assert values([*names[:place], *words, *names[place:], *rest]) == after


@pytest.mark.parametrize("option", OF_SOME)
@pytest.mark.parametrize("names", REST, ids=" ".join)
def test_an_option_of_some_commands_means_the_same_before_them_or_is_refused(
    names: tuple[str, ...], option: str
) -> None:
    words, rest = list(OF_SOME[option]), REST[names]
    if option in options_of(names):
        assert values([*words, *names, *rest]) == values([*names, *rest, *words]) != values([*names, *rest])
    else:
        with pytest.raises(UsageError, match=f"has no {option}"):
            values([*words, *names, *rest])


def test_the_last_one_counts() -> None:
    assert cli.arguments_of(["--data-dir", "a", "doctor", "--data-dir", "b"]).data_dir == Path("b")


def test_an_option_cut_short_is_not_taken_for_another() -> None:
    with pytest.raises(UsageError, match="invalid choice"):
        cli.arguments_of(["--data", "mnist", "train"])


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_the_named_folder_is_the_one_that_is_used(
    first: bool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mine = ["--data-dir", str(tmp_path)]

    def said(*words: str) -> str:
        assert cli.main([*mine, *words] if first else [*words, *mine]) == 0
        return capfd.readouterr().out

    with SampleStore(tmp_path / FILE_NAME) as store:
        store.add([sample(200, 3), sample(900, 7)])
    (tmp_path / "one.json").write_text(json.dumps(DIGITS[1]))
    assert len(said("samples", "list").splitlines()) == 3
    assert "1 sample now" in said("samples", "relabel", "1", "4")
    assert "1 sample deleted" in said("samples", "delete", "1")
    assert "1 sample restored" in said("samples", "restore", "1")
    assert "2 samples" in said("samples", "export", str(tmp_path / "out.zip"))
    assert "2 already there" in said("samples", "import", str(tmp_path / "out.zip"))
    said("models", "export", "shipped", str(tmp_path / "copy.safetensors"))
    key = said("models", "import", str(tmp_path / "copy.safetensors")).split(" as ")[1].split(";")[0]
    assert (tmp_path / "models" / f"{key}.safetensors").exists()
    said("models", "rename", key, "Copy")
    assert "Copy" in said("models", "use", "Copy")
    assert "* " + key in said("models", "list")
    assert said("read", str(tmp_path / "one.json")) == "1\n"
    said("export", "--onnx", str(tmp_path / "a.onnx"))
    assert "Copy deleted" in said("models", "remove", "Copy")
    assert "is back" in said("models", "restore", key)
    assert str(tmp_path) in said("doctor")

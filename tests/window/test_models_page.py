"""The page of versions in the real window: which one reads, and what can be done with the others."""

from __future__ import annotations

import threading
from pathlib import Path
from tkinter import ttk

import numpy as np

from digitpad.inference.weights import load_card, load_weights
from digitpad.learning.registry.versions import Versions
from digitpad.paths import bundled
from digitpad.recognition.strokes import stroke_glyph
from digitpad.records import Sample, Stroke
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.core.loading import loaders
from tests.support.drawings import DIGITS, number
from tests.support.hand import PATIENCE_S, Hand, below

SHIPPED = bundled("models", "lenet5.safetensors")
SHIPPED_NAME = str(load_card(SHIPPED)["name"])


def seven_for_one(folder: Path, name: str):
    """A version that says 7 where the shipped one says 1, and the other way round."""
    weights = load_weights(SHIPPED)
    for tensor in ("output.weight", "output.bias"):
        weights.tensors[tensor][[1, 7]] = weights.tensors[tensor][[7, 1]]
    card = {"parent": SHIPPED_NAME, "samples": 12, "figures": {"mnist_accuracy": 0.79}}
    return Versions(folder).add(weights, card, name)


def rows(hand: Hand) -> list[str]:
    """The name of each version, with a star where it reads."""
    return [f"{row.version.name}{' *' if row.version.active else ''}" for row in hand.widgets("VersionRow")]


def words(hand: Hand) -> str:
    found = [widget for kind in ("Words", "Label", "QuietLabel") for widget in hand.widgets(kind)]
    return "\n".join(str(widget.cget("text")) for widget in found)


def row_of(hand: Hand, name: str):
    hand.wait_until(lambda: name in {row.version.name for row in hand.widgets("VersionRow")}, name)
    return next(row for row in hand.widgets("VersionRow") if row.version.name == name)


def button(hand: Hand, text: str):
    (actions,) = hand.widgets("VersionActions")
    return next(widget for widget in below(actions) if isinstance(widget, ttk.Button) and widget.cget("text") == text)


def press_in_row(hand: Hand, name: str, text: str) -> None:
    """Choose a version and press one of the buttons that act on it."""
    hand.click(row_of(hand, name), 60, 20)
    hand.click(button(hand, text), 5, 5)


def compare(hand: Hand, first: str, second: str) -> None:
    hand.click(row_of(hand, second), 60, 20)
    (actions,) = hand.widgets("VersionActions")
    menu = next(widget.menu for widget in below(actions) if type(widget).__name__ == "DropButton")
    hand.root.tk.eval(str(menu.cget("postcommand")))
    hand.choose(first)


def open_models(opens, folder: Path, count: int) -> Hand:
    hand = opens(loaders(None, "cpu", folder))
    hand.wait_ready()
    hand.turn_to("Models")
    hand.wait_until(lambda: len(rows(hand)) == count, f"{count} versions")
    return hand


def read_one(hand: Hand) -> None:
    hand.turn_to("Draw")
    hand.draw(number("1", left=120, top=120, height=150))


def test_the_buttons_wait_with_their_words_until_there_is_a_model_to_act_on(opens, tmp_path):
    found = threading.Event()

    def slow():
        assert found.wait(PATIENCE_S)
        return loaders(None, "cpu", tmp_path)[0]()

    hand = opens((slow,))
    hand.turn_to("Models")
    (actions,) = hand.widgets("VersionActions")
    buttons = [widget for widget in below(actions) if isinstance(widget, ttk.Button | ttk.Menubutton)]
    assert all(str(each.cget("text")) and each.instate(["disabled"]) for each in buttons), "nothing is chosen yet"
    found.set()
    hand.wait_until(lambda: rows(hand) and button(hand, "Export…").instate(["!disabled"]), "the model")


def test_alone_the_shipped_model_cannot_be_deleted_and_retraining_is_explained(opens, tmp_path):
    hand = open_models(opens, tmp_path, 1)
    assert rows(hand) == [f"{SHIPPED_NAME} *"]
    assert "then retrain" in words(hand)
    assert "5,000 training images" in words(hand) and "10,000 test digits" in words(hand), "what MNIST's figure is of"
    works = {text: button(hand, text).instate(["!disabled"]) for text in ("Use", "Export…", "Rename", "Delete")}
    assert works == {"Use": False, "Export…": True, "Rename": False, "Delete": False}
    hand.type(row_of(hand, SHIPPED_NAME), "<Delete>")
    hand.wait_until(lambda: "always stays" in hand.status, "the reason")
    assert rows(hand) == [f"{SHIPPED_NAME} *"]


def test_a_version_is_used_at_once_and_rolled_back(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    press_in_row(hand, "Mine", "Use")
    hand.wait_until(lambda: rows(hand) == [SHIPPED_NAME, "Mine *"], "the other version")
    assert "Mine" in hand.status
    read_one(hand)
    hand.wait_for_number("7")
    hand.turn_to("Models")
    press_in_row(hand, "Mine", "Roll back")
    hand.wait_until(lambda: rows(hand) == [f"{SHIPPED_NAME} *", "Mine"], "the shipped version")
    hand.turn_to("Draw")
    hand.wait_for_number("1")
    assert SHIPPED_NAME in hand.status


def test_the_window_starts_with_the_version_that_was_chosen(opens, tmp_path):
    versions = Versions(tmp_path)
    versions.activate(seven_for_one(tmp_path, "Mine").key)
    hand = opens(loaders(None, "cpu", tmp_path))
    hand.wait_ready()
    assert "Mine" in hand.status
    read_one(hand)
    hand.wait_for_number("7")


def test_a_chosen_version_that_broke_is_named_and_the_shipped_one_reads(opens, tmp_path):
    versions = Versions(tmp_path)
    mine = seven_for_one(tmp_path, "Mine")
    versions.activate(mine.key)
    mine.path.write_bytes(mine.path.read_bytes()[:1000])
    hand = opens(loaders(None, "cpu", tmp_path))
    hand.wait_ready()
    assert mine.path.name in hand.complaint and SHIPPED_NAME in hand.status
    read_one(hand)
    hand.wait_for_number("1")
    hand.turn_to("Models")
    hand.wait_until(lambda: rows(hand) == [f"{SHIPPED_NAME} *"], "the list")
    assert mine.path.name in words(hand)


def test_a_version_that_reads_is_deleted_and_comes_back_with_undo(opens, tmp_path):
    versions = Versions(tmp_path)
    mine = seven_for_one(tmp_path, "Mine")
    versions.activate(mine.key)
    hand = open_models(opens, tmp_path, 2)
    press_in_row(hand, "Mine", "Delete")
    hand.wait_until(lambda: rows(hand) == [f"{SHIPPED_NAME} *"], "the list without it")
    (note,) = hand.widgets("PassingNote")
    assert note.words == f"“Mine” deleted; “{SHIPPED_NAME}” reads now" and not mine.path.exists()
    read_one(hand)
    hand.wait_for_number("1")
    hand.turn_to("Models")
    hand.key("<Control-z>")
    hand.wait_until(lambda: rows(hand) == [SHIPPED_NAME, "Mine *"], "both again")
    assert versions.active.key == mine.key
    hand.turn_to("Draw")
    hand.wait_for_number("7")


def test_a_version_that_does_not_read_comes_back_with_the_button(opens, tmp_path):
    mine = seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    press_in_row(hand, "Mine", "Delete")
    hand.wait_until(lambda: hand.widgets("PassingNote"), "the way back")
    assert rows(hand) == [f"{SHIPPED_NAME} *"]
    hand.press_button("Undo")
    hand.wait_until(lambda: rows(hand) == [f"{SHIPPED_NAME} *", "Mine"], "both again")
    hand.wait_until(lambda: row_of(hand, "Mine").chosen, "it to be chosen, as it was")
    assert not hand.widgets("PassingNote") and Versions(tmp_path).get(mine.key).samples == 12


def test_a_version_is_renamed_in_its_place(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    press_in_row(hand, "Mine", "Rename")
    field = next(widget for widget in hand.widgets("Entry"))
    field.focus_force()
    field.delete(0, "end")
    field.insert(0, "  Anna's   sevens ")
    hand.root.update()
    field.event_generate("<Return>")
    hand.wait_until(lambda: "Anna's sevens" in rows(hand), "the new name")
    assert Versions(tmp_path).list()[1].name == "Anna's sevens"


def test_what_is_exported_can_be_imported_elsewhere(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    hand.answer_file_dialog(str(tmp_path / "mine.safetensors"))
    press_in_row(hand, "Mine", "Export…")
    hand.wait_until((tmp_path / "mine.safetensors").exists, "the exported file")
    hand.wait_until(lambda: "Exported" in hand.status, "the news")
    hand.answer_file_dialog(str(tmp_path / "mine.safetensors"))
    hand.press_button("Import…")
    hand.wait_until(lambda: len(rows(hand)) == 3, "the imported version")
    assert rows(hand)[1:] == ["Mine", "Mine"]


def test_a_broken_file_is_refused_in_words_and_nothing_is_imported(opens, tmp_path):
    hand = open_models(opens, tmp_path, 1)
    (tmp_path / "broken.safetensors").write_bytes(b"no weights at all")
    hand.answer_file_dialog(str(tmp_path / "broken.safetensors"))
    hand.press_button("Import…")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert "broken.safetensors" in hand.complaint and "\n" not in hand.complaint
    assert [version.name for version in Versions(tmp_path).list()] == [SHIPPED_NAME]


def test_two_versions_are_compared_by_card_and_on_the_samples(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    one, seven = (stroke_glyph(tuple(Stroke.of(line) for line in DIGITS[digit])) for digit in (1, 7))
    with SampleStore(tmp_path / FILE_NAME) as kept:
        kept.add([Sample(one, 1, "pad"), Sample(np.roll(one, 1, axis=1), 7, "pad"), Sample(seven, 7, "pad")])
    hand = open_models(opens, tmp_path, 2)
    compare(hand, SHIPPED_NAME, "Mine")
    hand.wait_until(lambda: "Of your newest 3 samples only one of them reads 3 right" in words(hand), "the comparison")
    assert "your samples learnt\n0\n12" in words(hand) and "not measured" in words(hand)
    shown = {row.itemcget("name", "text"): len(row.find_withtag("changed")) for row in hand.widgets("ChangedRow")}
    assert shown == {"1 right only by “Mine”": 1, f"2 right only by “{SHIPPED_NAME}”": 2}
    assert not hand.widgets("VersionTable")
    hand.press_button("Close")
    assert "your samples learnt" not in words(hand) and len(rows(hand)) == 2
    compare(hand, SHIPPED_NAME, "Mine")
    hand.wait_until(lambda: hand.widgets("VersionComparison"), "the comparison")
    hand.key("<Escape>")
    (comparison,) = hand.widgets("VersionComparison")
    hand.wait_until(lambda: hand.widgets("VersionTable") and not comparison.winfo_viewable(), "the list")


def test_it_says_how_many_samples_the_version_has_not_learned(opens, tmp_path):
    glyph = np.zeros((28, 28), np.uint8)
    with SampleStore(tmp_path / FILE_NAME) as kept:
        kept.add([Sample(glyph + shade, 7, "pad") for shade in range(1, 4)])
    hand = open_models(opens, tmp_path, 1)
    hand.wait_until(lambda: "3 of your samples are newer than it" in words(hand), "the hint")


def focused(hand: Hand) -> str:
    """The version whose row has the keys."""
    return next((row.version.name for row in hand.widgets("VersionRow") if row.has_focus), "")


def test_the_list_is_used_with_keys_alone(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    seven_for_one(tmp_path, "Other")
    hand = open_models(opens, tmp_path, 3)
    hand.type(row_of(hand, SHIPPED_NAME), "<Up>", "<Down>")
    assert focused(hand) == "Mine"
    hand.type(row_of(hand, "Mine"), "<Return>")
    hand.wait_until(lambda: "Mine *" in rows(hand), "the version in use")
    assert focused(hand) == "Mine"
    hand.type(row_of(hand, "Mine"), "<F2>")
    (field,) = hand.widgets("Entry")
    hand.type(field, "<Escape>")
    assert focused(hand) == "Mine" and not hand.widgets("Entry")
    hand.type(row_of(hand, "Mine"), "<Down>")
    hand.type(row_of(hand, "Other"), "<Delete>")
    hand.wait_until(lambda: len(rows(hand)) == 2, "the list without it")
    assert focused(hand) == "", "the next key would act on another version"


def test_one_row_is_a_stop_of_the_tab_key_and_the_version_in_use_is_marked(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    marked = {row.version.name: bool(row.find_withtag("reads")) for row in hand.widgets("VersionRow")}
    assert marked == {SHIPPED_NAME: True, "Mine": False}
    hand.click(row_of(hand, "Mine"), 60, 20)
    assert [int(str(row.cget("takefocus"))) for row in hand.widgets("VersionRow")] == [0, 1]
    assert "from “" in words(hand) and "12 of your samples" in words(hand)


def test_a_name_typed_anew_leaves_the_focus_on_its_row(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    press_in_row(hand, "Mine", "Rename")
    (field,) = hand.widgets("Entry")
    hand.type(field, "<Return>")
    assert focused(hand) == "Mine"


def cells(row) -> list[tuple[str, int]]:
    """The words of a row, and where they begin or, of figures, end."""
    items = [item for item in row.find_withtag("words") if row.itemcget(item, "text") != "in use"]
    return [(row.itemcget(item, "text"), int(row.coords(item)[0])) for item in items]


def test_versions_are_sorted_by_the_heads_and_their_words_stand_below_them(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    seven_for_one(tmp_path, "anna")
    hand = open_models(opens, tmp_path, 3)

    def from_above() -> list[str]:
        hand.rest(0.1)
        return [row.version.name for row in sorted(hand.widgets("VersionRow"), key=lambda row: row.winfo_rooty())]

    def head(name: str):
        return next(one for one in hand.widgets("ColumnHead") if one.column.name == name)

    assert from_above() == [SHIPPED_NAME, "Mine", "anna"]
    for name, order in (
        ("Made", ["anna", "Mine", SHIPPED_NAME]),
        ("Name", ["anna", SHIPPED_NAME, "Mine"]),
        ("MNIST", [SHIPPED_NAME, "Mine", "anna"]),
        ("MNIST", ["Mine", "anna", SHIPPED_NAME]),
        ("Made", [SHIPPED_NAME, "Mine", "anna"]),
    ):
        hand.click(head(name), 5, 5)
        assert from_above() == order, name
    hand.type(head("Made"), "<Left>")
    hand.type(head("Name"), "<Return>")
    assert from_above() == ["anna", SHIPPED_NAME, "Mine"]
    every = [cells(row) for row in hand.widgets("VersionRow")]
    assert len({tuple(x for _, x in row) for row in every}) == 1 and {len(row) for row in every} == {5}
    assert {row[3][0] for row in every} == {"99.58 %", "79.00 %"}
    assert "came with DigitPad" in {row[4][0] for row in every}


def test_delete_stands_far_from_what_changes_nothing(opens, tmp_path):
    seven_for_one(tmp_path, "Mine")
    hand = open_models(opens, tmp_path, 2)
    hand.rest(0.2)
    hand.click(row_of(hand, "Mine"), 60, 20)
    rename, delete = button(hand, "Rename"), button(hand, "Delete")
    assert delete.winfo_rootx() - rename.winfo_rootx() - rename.winfo_width() > 2 * rename.winfo_width()

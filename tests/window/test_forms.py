"""The window of forms: boxes drawn and typed about, templates saved, folders read, doubtful values put right."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image, ImageGrab

from digitpad.forms.template import FormField, FormTemplate
from digitpad.forms.template_file import load_template, save_template
from digitpad.records import Box
from digitpad.settings import Settings
from tests.support.contrast import faint_edges, faint_words, hidden_focus
from tests.support.filled_forms import drawn_hand, filled
from tests.support.hand import Hand, below
from tests.support.made_forms import membership
from tests.support.readers import Counting

READING_S = 120.0  # two scans on a busy machine
FIELDS = ("member", "branch")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return the picture of an empty form, a template of two of its fields, and a folder of scans."""
    place, made = tmp_path_factory.mktemp("form"), membership()
    Image.fromarray(made.picture).save(place / "empty.png")
    fields = tuple(field for field in made.template.fields if field.name in FIELDS)
    save_template(place / "two.form.json", FormTemplate(made.picture, fields))
    (place / "scans").mkdir()
    random = np.random.default_rng(4)
    for number in range(2):
        Image.fromarray(filled(made, drawn_hand(), random).scan).save(place / "scans" / f"{number}.png")
    Image.new("RGB", (300, 300), "white").save(place / "scans" / "wrong.png")
    return place / "empty.png", place / "two.form.json", place / "scans"


def opened(hand: Hand) -> Any:
    hand.wait_ready()
    hand.key("<Control-Shift-Key-F>")
    hand.wait_until(lambda: hand.widgets("FormWindow"), "the window of forms")
    return hand.widgets("FormWindow")[0]


def words(window: Any) -> str:
    return str(window.children["!frame"].children["!quietlabel"].cget("text"))


def drag(hand: Hand, canvas: Any, *places: tuple[int, int]) -> None:
    (x, y), *rest = places
    canvas.event_generate("<ButtonPress-1>", x=x, y=y)
    for x, y in rest:
        canvas.event_generate("<B1-Motion>", x=x, y=y)
        hand.root.update()
    canvas.event_generate("<ButtonRelease-1>", x=x, y=y)
    hand.rest(0.05)


def write(hand: Hand, entry: Any, text: str) -> None:
    hand.focus(entry)
    entry.delete(0, "end")
    entry.insert(0, text)
    hand.root.update()


def fields(window: Any) -> tuple[FormField, ...]:
    return cast(tuple[FormField, ...], window.drawing.template.fields)


def read(hand: Hand, window: Any, folder: Path) -> Any:
    window.read_folder(folder)
    hand.wait_until(lambda: "read" in words(window) or "form" in words(window), "the reading to begin")
    hand.wait_until(lambda: hand.button_works("Save table…"), "the scans to be read", READING_S)
    return window.results


def test_it_opens_once_by_keys_or_menu_and_comes_back_as_it_was(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    right, bottom = window.winfo_rootx() + window.winfo_width(), window.winfo_rooty() + window.winfo_height()
    assert window.winfo_rootx() >= 0 and right <= window.winfo_screenwidth()
    assert window.winfo_rooty() >= 0 and bottom <= window.winfo_screenheight()
    window.open_template(form[1])
    hand.type(window.drawing.boxes.canvas, "<Escape>")
    assert not window.winfo_ismapped()
    hand.choose("Form…")
    hand.wait_until(window.winfo_ismapped, "the window again")
    assert [field.name for field in fields(window)] == list(FIELDS)
    assert len(hand.widgets("FormWindow")) == 1


def test_a_template_is_drawn_named_ruled_and_saved(opens, form, tmp_path):
    hand = opens((Counting,))
    window = opened(hand)
    assert not hand.button_works("Save form…") and not hand.button_works("Apply to folder…")
    hand.answer_file_dialog(str(form[0]))
    hand.press_button("New form…")
    hand.wait_until(lambda: hand.widgets("BoxCanvas"), "the picture")
    canvas = window.drawing.boxes.canvas
    middle = canvas.winfo_width() // 2
    drag(hand, canvas, (middle - 60, 100), (middle, 110), (middle + 20, 130))
    drag(hand, canvas, (middle - 60, 200), (middle + 20, 230))
    assert [field.name for field in fields(window)] == ["field 1", "field 2"]
    write(hand, window.drawing.panel.name_entry, "year")
    write(hand, window.drawing.panel.rule_entry, "length=4")
    hand.answer_file_dialog(str(tmp_path / "mine.form.json"))
    hand.press_button("Save form…")
    hand.wait_until(lambda: (tmp_path / "mine.form.json").exists(), "the template")
    saved = load_template(tmp_path / "mine.form.json")
    assert [(field.name, field.rule) for field in saved.fields] == [("field 1", ""), ("year", "length=4")]
    first, second = (field.box for field in saved.fields)
    assert first.left == second.left and first.width == second.width and first.height == second.height > 8


def test_boxes_are_drawn_and_changed_by_keys_alone(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    canvas = window.drawing.boxes.canvas
    hand.type(canvas, "<Insert>")
    assert len(fields(window)) == 3
    before = fields(window)[2].box
    hand.type(canvas, "<Right>", "<Down>", "<Down>", "<Shift-Right>", "<Shift-Up>")
    after = fields(window)[2].box
    assert (after.left, after.top) == (before.left + 2, before.top + 4)
    assert (after.width, after.height) == (before.width + 2, before.height - 2)
    hand.type(canvas, "<Next>", "<Return>")
    hand.wait_until(lambda: str(hand.root.tk.call("focus")) == str(window.drawing.panel.name_entry), "the name")
    write(hand, window.drawing.panel.name_entry, "number")
    assert fields(window)[0].name == "number"
    hand.type(canvas, "<Prior>", "<Delete>")
    assert [field.name for field in fields(window)] == ["number", "branch"]


def test_a_box_is_moved_made_larger_and_kept_within_the_picture(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    canvas, boxes = window.drawing.boxes.canvas, window.drawing.boxes

    def on_screen(box: Box) -> tuple[int, int, int, int]:
        left, top = canvas.canvasx(0), canvas.canvasy(0)
        scale = boxes._factor
        return (
            round(box.left * scale - left),
            round(box.top * scale - top),
            round(box.right * scale - left),
            round(box.bottom * scale - top),
        )

    hand.rest(0.2)
    before = fields(window)[1].box
    left, top, right, bottom = on_screen(before)
    drag(hand, canvas, ((left + right) // 2, (top + bottom) // 2), ((left + right) // 2 - 30, (top + bottom) // 2))
    moved = fields(window)[1].box
    assert moved.left < before.left and (moved.width, moved.height) == (before.width, before.height)
    left, top, right, bottom = on_screen(moved)
    drag(hand, canvas, (right, bottom), (right + 20, bottom + 10))
    larger = fields(window)[1].box
    assert larger.width > moved.width and larger.height > moved.height
    left, top, right, bottom = on_screen(larger)
    drag(hand, canvas, (left + 12, (top + bottom) // 2), (left + 5000, top))
    height, width = window.drawing.template.picture.shape[:2]
    assert fields(window)[1].box.right == width and fields(window)[1].box.within(width, height) == fields(window)[1].box


def test_what_is_wrong_with_a_template_is_said(opens, form, tmp_path):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[0])
    assert "no template of a form" in words(window)
    window.open_template(form[1])
    hand.type(window.drawing.boxes.canvas, "<Next>")
    write(hand, window.drawing.panel.name_entry, "branch")
    hand.press_button("Save form…")
    assert "Two fields are called branch" in words(window)
    write(hand, window.drawing.panel.name_entry, "member")
    write(hand, window.drawing.panel.rule_entry, "lenght=8")
    hand.press_button("Apply to folder…")
    assert "no rule for numbers" in words(window)
    hand.press_button("Open form…")
    assert "not saved yet" in words(window)
    newer = tmp_path / "newer.form.json"
    newer.write_text(json.dumps({**json.loads(form[1].read_text()), "version": 9}))
    window.open_template(newer)
    assert "newer DigitPad" in words(window)
    assert [field.name for field in fields(window)] == list(FIELDS)


def test_a_folder_is_read_looked_through_and_saved(opens, form, tmp_path):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    results = read(hand, window, form[2])
    assert [row.name for row in results.rows] == ["0.png", "1.png", "wrong.png"]
    assert "2 forms, 1 could not be read" in words(window)
    assert "does not look like the form" in results.rows[2].sentence
    doubtful = results.doubtful
    assert doubtful and results.table.selected == (0, 0)  # the first doubtful one
    hand.type(results.table.canvas, "<Key-4>")
    hand.wait_until(lambda: str(hand.root.tk.call("focus")) == str(results.entry), "the value's field")
    results.entry.insert("end", "2")
    hand.type(results.entry, "<Return>")
    assert results.rows[0].cells[0].text == "42" and results.doubtful == doubtful - 1
    assert results.table.selected != (0, 0)
    left, top, _, _ = results.table.cell_box((1, 0))
    hand.click(results.table.canvas, left + 5, top + 5)
    assert results.table.selected == (1, 0)
    for _ in range(results.doubtful):
        hand.type(results.entry, "<Return>")
    assert results.doubtful == 0 and "0 values are doubtful" in words(window)
    hand.answer_file_dialog(str(tmp_path / "table.csv"))
    hand.press_button("Save table…")
    hand.wait_until(lambda: (tmp_path / "table.csv").exists(), "the table")
    with (tmp_path / "table.csv").open(newline="") as stream:
        heads, *rows = csv.reader(stream)
    assert heads == ["path", "part", *FIELDS, "doubtful", "rules"]
    assert [Path(row[0]).name for row in rows] == ["0.png", "1.png"]
    assert rows[0][2] == "42" and [row[-2] for row in rows] == ["", ""]


def test_values_that_were_put_right_are_not_thrown_away_unasked(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    results = read(hand, window, form[2])
    hand.type(results.entry, "<Return>")
    hand.press_button("Back to the form")
    hand.press_button("Apply to folder…")
    assert "not saved yet" in words(window)
    hand.press_button("Table")
    assert len(results.rows) == 3


def test_an_empty_folder_is_said_and_the_form_stays(opens, form, tmp_path):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    (tmp_path / "nothing").mkdir()
    with pytest.raises(Exception, match="holds no scans"):
        window.read_folder(tmp_path / "nothing")
    assert fields(window) and not hand.button_works("Table")


def test_reading_is_stopped_and_the_window_closes_while_it_reads(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    window.read_folder(form[2])
    hand.root.update()
    hand.press_button("Stop")
    hand.wait_until(lambda: "Stopped" in words(window) or not hand.button_works("Stop"), "the end", READING_S)
    window.read_folder(form[2])
    hand.app.quit()
    assert hand.gone


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forms_stand_out_and_show_the_focus(opens, form, theme):
    hand = opens((Counting,), Settings(theme=theme))
    window = opened(hand)
    assert faint_words(window) == [] and faint_edges(window) == []
    window.open_template(form[1])
    window.drawing.select_box(0)
    hand.rest(0.2)
    assert faint_words(window) == [] and faint_edges(window) == []
    assert hidden_focus(cast(Hand, SimpleNamespace(root=window, rest=hand.rest))) == []
    read(hand, window, form[2])
    hand.rest(0.2)
    assert faint_words(window) == [] and faint_edges(window) == []
    assert hidden_focus(cast(Hand, SimpleNamespace(root=window, rest=hand.rest))) == []


@pytest.mark.parametrize("size", [(600, 420), (1080, 700), (1300, 900)])
def test_nothing_is_cut_off(opens, form, size):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    window.geometry(f"{size[0]}x{size[1]}")
    hand.wait_until(lambda: (window.winfo_width(), window.winfo_height()) == size, "the size")
    for show in (lambda: None, lambda: read(hand, window, form[2])):
        show()
        hand.rest(0.2)
        right, bottom = window.winfo_rootx() + size[0], window.winfo_rooty() + size[1]
        for one in below(window):
            if one.winfo_viewable() and one.winfo_class() in ("TButton", "TEntry", "TCombobox", "TLabel", "Canvas"):
                assert one.winfo_rootx() + one.winfo_width() <= right, str(one)
                assert one.winfo_rooty() + one.winfo_height() <= bottom, str(one)
                if one.winfo_class() == "TButton":
                    assert one.winfo_width() >= one.winfo_reqwidth(), str(one)


def test_what_was_not_saved_is_there_at_the_next_start(opens, form, tmp_path):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    hand.type(window.drawing.boxes.canvas, "<Insert>")
    write(hand, window.drawing.panel.name_entry, "")  # no template yet: a field needs a name
    hand.app.quit()
    again = opens((Counting,))
    window = opened(again)
    assert [field.name for field in fields(window)] == [*FIELDS, ""]
    assert "was not saved" in words(window)
    write_name = window.drawing.panel.name_entry
    again.type(window.drawing.boxes.canvas, "<Prior>")
    write(again, write_name, "third")
    again.answer_file_dialog(str(tmp_path / "third.form.json"))
    again.press_button("Save form…")
    again.wait_until((tmp_path / "third.form.json").exists, "the template")
    again.app.quit()
    window = opened(opens((Counting,)))
    assert window.drawing.template is None


def test_values_that_were_put_right_are_kept_as_the_program_closes(opens, form, tmp_path):
    for text in ("42", "43"):
        hand = opens((Counting,))
        window = opened(hand)
        window.open_template(form[1])
        results = read(hand, window, form[2])
        write(hand, results.entry, text)
        hand.type(results.entry, "<Return>")
        hand.app.quit()
    kept = sorted(path.name for path in tmp_path.glob("unsaved*.csv"))
    assert kept == ["unsaved form 2.csv", "unsaved form.csv"]
    for name, text in zip(kept, ("43", "42"), strict=True):
        with (tmp_path / name).open(newline="") as stream:
            assert list(csv.reader(stream))[1][2] == text
    assert "unsaved form.csv" in words(opened(opens((Counting,))))


def test_every_box_has_its_name_in_sight_and_none_covers_a_box(opens, tmp_path):
    boxes = [Box(100, 100, 300, 60), Box(100, 220, 40, 24), Box(150, 220, 40, 24), Box(100, 320, 60, 24)]
    names = ["Customer number", "Postal code", "House", "Telephone number"]
    fields = tuple(FormField(name, box) for name, box in zip(names, boxes, strict=True))
    save_template(tmp_path / "four.form.json", FormTemplate(np.full((600, 800, 3), 255, np.uint8), fields))
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(tmp_path / "four.form.json")
    hand.rest(0.2)
    canvas = window.drawing.boxes.canvas
    written = {canvas.itemcget(item, "text"): canvas.bbox(item) for item in canvas.find_withtag("name")}
    assert set(written) == set(names)
    rectangles = [canvas.coords(it) for it in canvas.find_all() if canvas.type(it) == "rectangle"]
    drawn = [it for it in rectangles if it[3] - it[1] > 0 and it[:2] != [0, 0]][:4]
    for name, (left, top, right, bottom) in written.items():
        others = drawn[1:] if name == "Customer number" else drawn
        assert not any(left < it[2] and it[0] < right and top < it[3] and it[1] < bottom for it in others), name


def test_without_a_form_it_says_what_to_do_and_begins_from_there(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    hand.wait_until(lambda: hand.widgets("NoForm"), "the words")
    assert hand.widgets("NoForm")[0].winfo_height() > 100
    hand.answer_file_dialog(str(form[0]))
    hand.press_button("Choose a picture…")
    hand.wait_until(lambda: hand.widgets("BoxCanvas"), "the picture")
    assert not hand.widgets("NoForm") and window.drawing.template is not None


def test_rules_in_the_list_are_never_cut_off_without_a_sign(opens, form):
    hand = opens((Counting,))
    window = opened(hand)
    window.open_template(form[1])
    window.geometry("600x440")
    hand.rest(0.4)
    panel = window.drawing.panel
    window.drawing.set_rule(0, "range=1-99999, length=4-6, luhn")
    hand.rest(0.2)
    shown = panel.list.item("0", "values")[1]
    assert shown.startswith("range=1-") and shown.endswith("…")
    window.drawing.select_box(0)
    hand.root.update()
    assert panel.rule_entry.get() == "range=1-99999, length=4-6, luhn"


def test_the_heads_of_the_list_stand_over_their_columns(opens, form):
    hand = opens((Counting,), Settings(theme="light"))
    window = opened(hand)
    window.open_template(form[1])
    window.drawing.rename(0, "Field")
    window.drawing.set_rule(0, "Rule")
    hand.rest(0.3)
    table = window.drawing.panel.list
    for column in ("name", "rule"):
        left, top, width, height = table.bbox("0", column)
        middle = {"head": top // 2, "cell": top + height // 2}
        starts = {part: first_ink(table, left + 1, y, width // 2) for part, y in middle.items()}
        assert abs(starts["head"] - starts["cell"]) <= 1, (column, starts)


def first_ink(widget: Any, left: int, middle: int, width: int) -> int:
    """Return how far from `left` the words begin that stand in a line of 12 px, all px of the widget."""
    x, y = widget.winfo_rootx() + left, widget.winfo_rooty() + middle
    line = ImageGrab.grab(bbox=(x, y - 6, x + width, y + 6)).convert("L")
    return int(np.flatnonzero((np.asarray(line) < 128).any(axis=0))[0])

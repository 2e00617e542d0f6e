"""The page with the samples in the real window: looked through, changed, taken in and out, by pointer and keys."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from digitpad.records import Box
from digitpad.store.samples import FILE_NAME, SampleStore
from digitpad.ui.samples.files import SampleFiles
from digitpad.ui.samples.filters import View
from digitpad.ui.samples.tiles.selection import SampleSelection
from digitpad.ui.samples.tiles.tile_layout import TileLayout
from tests.support.hand import below
from tests.support.readers import Counting
from tests.support.samples_user import CONTROL, SHIFT, SampleEye, on_disk, stored, written_digit
from tests.support.stored import sample

NOW = datetime.now(UTC)
MANY = 10_000
LONGEST_OPENING_S = 5.0  # ten times the aim, for a busy machine
MOST_ITEMS = 1_000
ROW = ["Any reading", "Any source", "Any time", "Any writer", "Newest first"]


def some(count, label=lambda number: number % 10):
    """Read as 7, one an hour, the first is the oldest."""
    return [
        sample(number, label(number), created_at=NOW - timedelta(hours=count - number), confidence=0.95)
        for number in range(count)
    ]


@pytest.fixture
def page(opens, tmp_path):
    """Opens the window with these samples in the store, on their page."""

    def open_page(samples, reader=Counting):
        stored(tmp_path, samples)
        hand = opens((reader,))
        hand.wait_ready()
        return SampleEye(hand, len(samples))

    return open_page


class Verbose(Counting):
    model = "my grandmother's model"


def test_parts_of_the_status_that_have_no_room_are_left_out_and_stand_where_the_pointer_rests(page):
    hand = page(some(3), Verbose).hand
    hand.root.geometry("640x480")
    hand.wait_until(lambda: hand.root.winfo_width() == 640, "the small window")
    hand.click(hand.widgets("SampleGrid")[0].canvas, 40, 40)
    hand.wait_until(lambda: "1 selected" in hand.status, "the selection")
    line = next(it for it in below(hand.widgets("StatusLine")[0]) if str(it.cget("text")).startswith("1 selected"))
    hand.wait_until(lambda: str(line.cget("text")) != hand.status, "fewer parts")
    shown = str(line.cget("text"))
    assert line.winfo_width() >= line.winfo_reqwidth() and hand.status.startswith(f"{shown}  ·  ")
    assert shown.endswith(("Delete removes", "CPU"))
    line.event_generate("<Enter>")
    hand.wait_until(lambda: any(str(it.cget("text")) == hand.status for it in hand.widgets("Label")), "the whole of it")
    hand.root.geometry("1080x700")
    hand.wait_until(lambda: str(line.cget("text")) == hand.status, "room for all")


def labels_on_disk(tmp_path):
    return [kept.label for kept in on_disk(tmp_path)]


def test_all_samples_are_shown_newest_first_with_what_was_misread(page):
    eye = page(some(12))
    assert eye.labels == list("109876543210")
    assert eye.marks[2:6] == ["was 7", "was 7", "", "was 7"]
    assert eye.summary == "12 samples, 11 misread"


def test_what_was_read_with_doubt_is_marked(page):
    eye = page([sample(1, 7, confidence=0.62), sample(2, None, confidence=0.99)])
    assert sorted(zip(eye.labels, eye.marks, strict=True)) == [("7", "62 %"), ("×", "was 7")]


def test_an_empty_store_says_how_to_get_samples(page):
    eye = page([])
    (empty,) = eye.hand.widgets("SamplesEmpty")
    words = " ".join(str(one.cget("text")) for one in below(empty) if one.winfo_class() != "TFrame")
    assert "No samples yet" in words and "misread" in words and "Import" in words and "Collect digits…" in words


def test_labels_above_the_grid_filter_and_add_up_with_control(page):
    eye = page(some(40))
    eye.chip("3")
    eye.wait_for(4)
    assert set(eye.labels) == {"3"}
    eye.chip("4", CONTROL)
    eye.wait_for(8)
    assert set(eye.labels) == {"3", "4"} and eye.summary.startswith("8 of 40 samples")
    eye.chip("All")
    eye.wait_for(40)


def test_menus_filter_by_reading_source_and_time(page):
    known = [replace(kept, source="camera") for kept in some(8)]
    old = [sample(100 + n, 7, created_at=NOW - timedelta(days=20)) for n in range(3)]
    eye = page([*known, *old])
    eye.choose("Any source", "Camera")
    eye.wait_for(8)
    eye.choose("Any reading", "Misread")
    eye.wait_for(7)
    eye.choose("Camera", "Any source")
    eye.choose("Misread", "Any reading")
    eye.choose("Any time", "Last 7 days")
    eye.wait_for(8)


def test_days_begin_at_midnight():
    noon = datetime(2026, 11, 21, 12)
    assert View(period="today").filter(noon).since == datetime(2026, 11, 21)
    assert View(period="week").filter(noon).since == datetime(2026, 11, 15)
    assert View().filter(noon).since is None


def test_nothing_matching_offers_to_show_all(page):
    eye = page(some(5))
    eye.chip("not a digit")
    eye.wait_for(0)
    eye.hand.press_button("Show all samples")
    eye.wait_for(5)


def test_samples_are_ordered_by_age_or_doubt(page):
    eye = page([replace(kept, confidence=abs(0.5 - kept.label / 10) + 0.1) for kept in some(10)])
    eye.choose("Newest first", "Oldest first")
    eye.wait(lambda: eye.labels == list("0123456789"), "the oldest first")
    eye.choose("Oldest first", "Doubtful first")
    eye.wait(lambda: eye.labels[0] == "5" and eye.labels[-1] == "0", "the most doubtful first")


def test_samples_are_selected_by_click_control_shift_and_frame(page):
    eye = page(some(60))
    columns = eye.grid.layout.columns
    eye.click(2)
    eye.click(4, CONTROL)
    assert eye.chosen == 2
    eye.click(4, CONTROL)
    assert eye.chosen == 1
    eye.click(0)
    eye.click(3, SHIFT)
    assert eye.chosen == 4 and eye.hand.status.startswith("4 selected")
    eye.drag(0, columns + 2)
    assert eye.chosen == 6  # two rows of three
    eye.press("<Escape>")
    assert eye.chosen == 0


def test_keys_move_and_stretch_the_selection(page):
    eye = page(some(200))
    columns = eye.grid.layout.columns
    eye.click(0)
    eye.press("<Key-Right>")
    eye.press("<Shift-Key-Down>")
    assert eye.chosen == columns + 1
    eye.press("<Key-End>")
    assert eye.chosen == 1 and eye.labels[-1] == "0" and eye.grid.top > 0
    eye.press("<Key-Home>")
    assert eye.grid.top == 0
    eye.press("<Key-Next>")
    assert eye.grid.selection.cursor == columns * eye.grid.rows_in_sight
    eye.hand.key("<Control-Key-a>")
    assert eye.chosen == 200


def test_a_typed_digit_relabels_what_is_selected_and_can_be_undone(page, tmp_path):
    eye = page(some(6))
    eye.click(0)
    eye.click(1, CONTROL)
    eye.hand.key("<Key-9>")
    eye.wait(lambda: eye.labels[:2] == ["9", "9"], "two nines")
    assert eye.said == "2 samples are now 9" and eye.chosen == 2
    assert labels_on_disk(tmp_path) == [0, 1, 2, 3, 9, 9]
    eye.hand.key("<Key-x>")
    eye.wait(lambda: eye.labels[:2] == ["×", "×"], "no digits")
    eye.hand.key("<Control-Key-z>")
    eye.hand.key("<Control-Key-z>")
    eye.wait(lambda: eye.labels[:2] == ["5", "4"], "what it was")
    assert labels_on_disk(tmp_path) == list(range(6))
    eye.hand.key("<Control-Key-y>")
    eye.wait(lambda: eye.labels[:2] == ["9", "9"], "nines again")


def test_deleted_samples_come_back_with_the_button_undo(page, tmp_path):
    eye = page(some(30))
    eye.drag(0, 2)
    eye.press("<Delete>")
    eye.wait_for(27)
    assert eye.said == "3 samples deleted" and len(on_disk(tmp_path)) == 27
    eye.hand.press_button("Undo")
    eye.wait_for(30)
    assert len(on_disk(tmp_path)) == 30


def test_the_cursor_stays_near_when_its_sample_no_longer_matches(page):
    eye = page(some(30))
    eye.choose("Any reading", "Misread")
    eye.wait_for(27)
    eye.click(3)
    eye.hand.key("<Key-7>")
    eye.wait_for(26)
    eye.press("<Key-Right>")
    assert eye.grid.selection.cursor == 4 and eye.chosen == 1


def test_one_selected_sample_is_told_of_in_detail(page):
    eye = page([replace(kept, source="camera", model="Tuned") for kept in some(9)])
    eye.click(0)
    assert "Was misread as 7" in eye.details and "Seen by the camera" in eye.details and "Tuned" in eye.details
    canvas = eye.hand.widgets("SampleDetails")[0].winfo_children()[0]
    eye.wait(lambda: [canvas.type(item) for item in canvas.find_all()].count("image") == 2, "the glyph and the strokes")
    eye.click(1, CONTROL)
    assert "2 selected" in eye.details and "8: 1" in eye.details


def test_a_label_that_all_neighbours_contradict_is_marked_as_doubtful(page):
    right = [replace(sample(n, n % 2), glyph=written_digit(n % 2, n)) for n in range(40)]
    wrong = replace(sample(99, 1), glyph=written_digit(0, 99))
    eye = page([*right, wrong])
    eye.wait(lambda: eye.hand.widgets("LabelErrorStrip"), "the wrong label")
    assert eye.marks.count("wrong?") == 1
    eye.choose("Any reading", "Label may be wrong")
    eye.wait_for(1)
    eye.click(0)
    eye.hand.key("<Key-0>")
    eye.wait_for(0)


@pytest.mark.parametrize(
    ("entry", "ending"),
    [
        ("Zip of pictures with labels.csv…", "zip"),
        ("CSV of pixels, as Kaggle's…", "csv"),
        ("Strokes, a JSON object a line…", "jsonl"),
    ],
)
def test_what_was_exported_can_be_imported_again(page, tmp_path, entry, ending):
    eye = page([replace(kept, glyph=written_digit(n % 10, n)) for n, kept in enumerate(some(20))])
    target = tmp_path / f"out.{ending}"
    eye.hand.answer_file_dialog(str(target))
    eye.choose("Export", entry)
    eye.wait(target.exists, "the file")
    eye.wait(lambda: "20 samples written" in eye.hand.status, "the news")
    eye.hand.key("<Control-Key-a>")
    eye.press("<Delete>")
    eye.wait_for(0)
    eye.hand.answer_file_dialog(str(target))
    eye.choose("Import", "A file…")
    eye.wait(lambda: "imported" in eye.said, "the samples")
    labels = [kept.label for kept in on_disk(tmp_path)]
    assert sorted(set(labels)) == list(range(10)) and (ending == "jsonl" or len(labels) == 20)
    eye.hand.key("<Control-Key-z>")
    eye.wait_for(0)


def test_only_what_is_selected_is_exported(page, tmp_path):
    eye = page(some(30))
    eye.click(0)
    eye.click(4, SHIFT)
    eye.hand.answer_file_dialog(str(tmp_path / "five.zip"))
    eye.hand.key("<Control-Key-e>")
    eye.wait((tmp_path / "five.zip").exists, "the file")
    with zipfile.ZipFile(tmp_path / "five.zip") as archive:
        assert len([name for name in archive.namelist() if name.endswith(".png")]) == 5


def test_a_labelled_folder_is_imported(page, tmp_path):
    for label in (3, 5):
        (tmp_path / "digits" / str(label)).mkdir(parents=True)
        for number in range(3):
            picture = Image.fromarray(written_digit(label, 10 * label + number))
            picture.save(tmp_path / "digits" / str(label) / f"{number}.png")
    eye = page(some(2))
    eye.answer_folder_dialog(str(tmp_path / "digits"))
    eye.choose("Import", "A folder with the folders 0 to 9…")
    eye.wait_for(8)
    assert eye.said == "6 samples imported"
    assert sorted(labels_on_disk(tmp_path)) == [0, 1, 3, 3, 3, 5, 5, 5]


def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_is_imported(page, tmp_path):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../../3/outside.png", b"no picture")
        archive.writestr("3/inside.png", b"no picture either")
    eye = page(some(4))
    eye.hand.answer_file_dialog(str(tmp_path / "evil.zip"))
    eye.choose("Import", "A file…")
    eye.wait(lambda: eye.hand.complaint, "a sentence")
    assert "evil.zip" in eye.hand.complaint and eye.said == ""
    assert labels_on_disk(tmp_path) == [0, 1, 2, 3]


def test_a_cancelled_export_leaves_no_file(tmp_path):
    heard, ends = [], []

    class Endless:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def each(self, ids, whole):
            for id in ids:
                time.sleep(0.01)
                yield sample(id)

    files = SampleFiles(
        open_store=Endless,
        listen=lambda address, handler: heard.append,
        on_step=lambda words, share: None,
        on_end=lambda: ends.append("ended"),
        on_failed=lambda sentence, traceback: ends.append(sentence),
    )
    files.export(range(100_000), tmp_path / "all.zip", "zip", lambda exported: ends.append("written"))
    files.stop()
    assert list(tmp_path.iterdir()) == [] and type(heard[-1]).__name__ == "Cancelled"


def test_what_another_digitpad_writes_appears_on_the_open_page(page, tmp_path):
    eye = page(some(5))
    stored(tmp_path, [sample(77, 8)])  # as another DigitPad would
    eye.wait_for(6)
    eye.hand.wait_until(lambda: eye.labels[:1] == ["8"], "the new sample first")
    assert eye.summary.startswith("6 samples")
    with SampleStore(tmp_path / FILE_NAME) as other:
        other.relabel(other.ids()[:1], 3)
    eye.hand.wait_until(lambda: eye.labels[:1] == ["3"], "its new label")


def test_tiles_follow_the_theme(page):
    eye = page(some(3))
    before = eye.canvas.itemcget(eye.canvas.find_withtag("label")[0], "fill")
    eye.hand.key("<Control-Key-t>")
    assert eye.canvas.itemcget(eye.canvas.find_withtag("label")[0], "fill") != before


def test_ten_thousand_samples_open_quickly_and_make_few_items(page, tmp_path):
    eye = page([])
    eye.hand.key("<Control-Key-1>")
    stored(tmp_path, [sample(number, number % 10) for number in range(MANY)])
    begun = time.perf_counter()
    eye.hand.key("<Control-Key-3>")
    eye.wait_for(MANY)
    assert time.perf_counter() - begun < LONGEST_OPENING_S
    assert len(eye.canvas.find_all()) < MOST_ITEMS
    for _ in range(100):
        eye.canvas.event_generate("<Button-5>")
    assert eye.grid.top > 0 and len(eye.canvas.find_all()) < MOST_ITEMS
    eye.press("<Key-End>")
    eye.hand.wait_until(lambda: eye.labels[-1:] == ["0"], "the oldest sample last")
    assert len(eye.canvas.find_all()) < MOST_ITEMS


def test_tiles_lie_in_rows_and_are_found_again():
    layout = TileLayout.fitting(10, 400, width=80, height=100, gap=10, edge=4)
    assert (layout.columns, layout.rows) == (4, 3) and layout.box(3).right <= 400 - 4
    for place in range(10):
        box = layout.box(place)
        assert layout.at(box.left, box.top) == place == layout.at(box.right - 1, box.bottom - 1)
        assert layout.at(box.right, box.top) is None and layout.touched(box) == [place]
    assert layout.seen(0, 105) == range(4) and layout.seen(114, 115) == range(4, 8)
    assert layout.at(4, layout.total_height - 1) is None
    assert layout.touched(Box(0, 0, 400, 400)) == list(range(10))


def test_the_selection_survives_another_order():
    selection = SampleSelection()
    selection.replace([5, 6, 7, 8])
    selection.only(1)
    selection.reach(2)
    selection.replace([8, 7, 6])
    assert selection.in_order == [7, 6] and selection.cursor == 1
    selection.replace([8])
    assert selection.in_order == [] and selection.cursor == 0
    selection.replace([])
    assert selection.cursor is None and selection.step(1, reaching=False) is None


def test_the_writer_of_the_selected_is_named_and_that_is_undone_and_done_again(page, tmp_path):
    eye = page(some(6))
    eye.click(0)
    eye.click(1, CONTROL)
    eye.press("w")
    dialog = eye.hand.widgets("WriterDialog")[0]
    dialog.entry.insert(0, "  Ada   Lovelace ")
    eye.hand.type(dialog.entry, "<Return>")
    eye.wait(lambda: "2 samples are now written by Ada Lovelace" in eye.said, "the words")
    assert [kept.writer for kept in on_disk(tmp_path)] == [""] * 4 + ["Ada Lovelace"] * 2
    assert "Ada Lovelace" in [eye.hand.widgets("WriterMenu")[0].menu.entrycget(n, "label") for n in range(3)]
    eye.press("<Control-z>")
    eye.wait(lambda: not any(kept.writer for kept in on_disk(tmp_path)), "nobody named")
    eye.press("<Control-y>")
    eye.wait(lambda: sum(kept.writer == "Ada Lovelace" for kept in on_disk(tmp_path)) == 2, "both named again")


def test_who_wrote_a_sample_outlives_another_label_and_the_name_can_be_taken_away(page, tmp_path):
    eye = page([replace(one, writer="Ada") for one in some(2)])
    eye.click(0)
    eye.press("5")
    eye.wait(lambda: labels_on_disk(tmp_path)[-1] == 5, "the label")
    assert on_disk(tmp_path)[-1].writer == "Ada"
    eye.hand.press_button("Writer…")
    dialog = eye.hand.widgets("WriterDialog")[0]
    assert dialog.entry.get() == "Ada"
    dialog.entry.delete(0, "end")
    eye.hand.type(dialog.entry, "<Return>")
    eye.wait(lambda: [kept.writer for kept in on_disk(tmp_path)] == ["Ada", ""], "the name gone")


def test_in_a_narrow_window_the_menus_stand_behind_one_button_that_names_what_is_chosen(page):
    known = [replace(one, writer="Ada", label=7 if number else 3) for number, one in enumerate(some(12))]
    eye = page(known)
    hand = eye.hand
    hand.root.geometry("1080x700")
    hand.wait_until(lambda: words_of_menus(hand) == ROW, "a row")
    hand.root.geometry("640x480")
    hand.wait_until(lambda: words_of_menus(hand) == ["Filter"], "one button")
    (button,) = hand.widgets("FilterButton")
    hand.root.tk.call(button.menu.cget("postcommand"))
    entries = [button.menu.entrycget(place, "label") for place in range(button.menu.index("end") + 1)]
    assert entries == ROW
    hand.root.nametowidget(button.menu.entrycget(0, "menu")).invoke(1)
    hand.wait_until(lambda: len(hand.widgets("SampleGrid")[0].ids) == 1, "the misread one")
    hand.wait_until(lambda: words_of_menus(hand) == ["Misread"], "its name")
    hand.root.geometry("1080x700")
    hand.wait_until(lambda: words_of_menus(hand)[0] == "Misread" and len(words_of_menus(hand)) == 5, "a row again")


def words_of_menus(hand):
    """The buttons of the row that says which samples are shown, from the left."""
    (row,) = hand.widgets("SampleFilters")
    buttons = [one for one in below(row) if one.winfo_class() == "TMenubutton" and one.winfo_viewable()]
    return [str(one.cget("text")).strip() for one in sorted(buttons, key=lambda one: one.winfo_rootx())]

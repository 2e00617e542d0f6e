"""The real window opening, saving, copying and pasting."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tkinter as tk
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from digitpad.formats.stroke_json import strokes_text
from digitpad.records import Stroke
from digitpad.ui.draw.clipboard import NO_TOOL, NOTHING
from digitpad.ui.draw.drawing_png import KEYWORD, save_drawing_png
from digitpad.vision.render.sheet import picture_of
from tests.support.drawings import number
from tests.support.readers import Counting


def test_copy_puts_the_number_on_the_clipboard(opens):
    hand = opens((Counting,))
    hand.draw([[(100, 100), (100, 300)], [(200, 100), (200, 300)]])
    hand.wait_for_number("01")
    hand.key("<Control-c>")
    assert hand.root.clipboard_get() == "01"
    assert "Copied 01" in hand.status


@pytest.mark.parametrize("ending", ["json", "png"])
def test_what_was_saved_opens_again(opens, tmp_path, ending):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("38", left=60, top=100, height=160))
    hand.wait_for_number("38")
    path = tmp_path / "with a space" / f"zahl ü.{ending}"
    path.parent.mkdir()
    hand.answer_file_dialog(str(path))
    hand.key("<Control-s>")
    assert path.exists()
    hand.key("<Delete>")
    hand.wait_for_number("")
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_for_number("38")
    assert not hand.widgets("PictureView") and len(hand.pad.strokes) == len(number("38", left=0, top=0, height=1))


@pytest.mark.parametrize("harm", ["painted over", "another text", "deep text"])
def test_a_saved_picture_that_no_longer_shows_its_strokes_is_a_picture(opens, tmp_path, harm):
    path, told = tmp_path / "p.png", PngInfo()
    strokes = tuple(Stroke.of(line, width=12.0) for line in number("38", left=60, top=100, height=160))
    save_drawing_png(path, strokes, 400, 400)
    with Image.open(path) as saved:
        picture, text = saved.convert("RGB"), saved.info[KEYWORD]
    if harm == "painted over":
        picture.paste((255, 255, 255), (60, 80, 150, 280))
    told.add_itxt(KEYWORD, {"painted over": text, "another text": "no strokes", "deep text": "[" * 100_000}[harm])
    picture.save(path, pnginfo=told)
    hand = opens()
    hand.wait_ready()
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_for_number("8" if harm == "painted over" else "38")
    assert hand.widgets("PictureView") and not hand.complaint


def test_a_picture_is_read_with_boxes_and_has_a_way_back(opens, tmp_path):
    hand = opens()
    hand.wait_ready()
    hand.draw(number("4", left=60, top=100, height=160))
    hand.wait_for_number("4")
    _picture("5071", tmp_path / "p.png")
    hand.answer_file_dialog(str(tmp_path / "p.png"))
    hand.key("<Control-o>")
    hand.wait_for_number("5071")
    view = hand.widgets("PictureView")[0]
    assert [view.itemcget(item, "text") for item in view.find_withtag("label")] == list("5071")
    hand.press_button("Back to drawing")
    hand.wait_for_number("4")
    hand.key("<Control-z>")
    hand.wait_for_number("5071")


def test_a_broken_picture_is_named_in_one_sentence_and_nothing_is_lost(opens, tmp_path):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    path = tmp_path / "broken.png"
    path.write_text("this is no picture")
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert "broken.png" in hand.complaint and "\n" not in hand.complaint
    assert hand.number == "0"


def test_a_path_on_the_clipboard_is_opened(opens, tmp_path):
    _picture("62", tmp_path / "p.png")
    hand = opens()
    hand.wait_ready()
    hand.root.clipboard_clear()
    hand.root.clipboard_append((tmp_path / "p.png").as_uri())
    hand.key("<Control-v>")
    hand.wait_for_number("62")


@pytest.mark.parametrize(
    "text", ["no path", "", "/no/such/file.png", "\x89PNG in name only", "%!PS-Adobe-3.0 EPSF-3.0"]
)
def test_a_clipboard_without_a_picture_says_so(opens, text):
    hand = opens((Counting,))
    hand.root.clipboard_clear()
    hand.root.clipboard_append(text)
    hand.key("<Control-v>")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert hand.complaint == (NOTHING if shutil.which("xclip") else NO_TOOL)


def test_strokes_on_the_clipboard_are_put_on_the_pad(opens):
    hand = opens((Counting,))
    hand.root.clipboard_clear()
    hand.root.clipboard_append(
        strokes_text([Stroke.of([(50, 50), (50, 150)]), Stroke.of([(90, 50), (90, 150)])], 200, 200)
    )
    hand.key("<Control-v>")
    hand.wait_for_number("01")
    hand.root.clipboard_clear()
    hand.root.clipboard_append("[1, 2, 3]")
    hand.key("<Control-v>")
    hand.wait_until(lambda: hand.complaint, "a sentence")
    assert "clipboard" in hand.complaint and hand.number == "01"


@pytest.mark.skipif(not shutil.which("xclip"), reason="needs xclip")
def test_a_picture_on_the_clipboard_is_read(opens, tmp_path):
    _picture("62", tmp_path / "p.png")
    hand = opens()
    hand.wait_ready()
    copying = ["xclip", "-selection", "clipboard", "-target", "image/png", "-quiet", str(tmp_path / "p.png")]
    with subprocess.Popen(copying, stderr=subprocess.DEVNULL) as owner:
        hand.rest(0.3)
        hand.key("<Control-v>")
        hand.wait_for_number("62")
        owner.terminate()


@pytest.mark.parametrize("key", ["<Control-o>", "<Control-s>"])
def test_quitting_while_a_dialog_is_open_ends_both(opens, key):
    hand = opens((Counting,))
    hand.stroke([(100, 100), (100, 300)])
    hand.wait_for_number("0")
    hand.root.after(300, hand.app.quit)
    with contextlib.suppress(tk.TclError):  # the window is gone by the time the key has been heard
        hand.key(key)
        hand.rest(5)
    with pytest.raises(tk.TclError, match="destroyed"):
        hand.root.winfo_exists()


def _picture(text: str, path: Path) -> None:
    strokes = [Stroke.of(line, 9) for line in number(text, left=60, top=60, height=110)]
    Image.fromarray(picture_of(strokes, 640, 240, paper=(240, 236, 225), ink=(40, 44, 70))).save(path)

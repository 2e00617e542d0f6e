"""Files are asked for by the desktop's own dialogs, here programs that stand for them, else by Tk's."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
import tkinter as tk
from pathlib import Path

import pytest
from PIL import Image

from digitpad.languages import use
from digitpad.paths import bundled
from digitpad.settings import Settings
from digitpad.ui.core.desktop.file_choosers import paths_in
from tests.support.hand import Hand
from tests.support.readers import Counting

FAKE = """#!{python}
import json, os, sys, time
from pathlib import Path
folder = Path({folder!r})
with (folder / "asked.jsonl").open("a") as asked:
    asked.write(json.dumps([os.path.basename(sys.argv[0]), *sys.argv[1:]]) + "\\n")
while (folder / "wait").exists():
    time.sleep(0.01)
answer = folder / "answer"
if answer.exists():
    sys.stdout.buffer.write(answer.read_bytes())
    sys.exit(0)
sys.exit(int((folder / "code").read_text()) if (folder / "code").exists() else 1)
"""


class Desktop:
    """Programs on PATH that answer as they are told, and keep what they were asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, *programs: str) -> None:
        for name in programs:
            path = self.folder / name
            path.write_text(FAKE.format(python=sys.executable, folder=str(self.folder)))
            path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def answers(self, printed: str) -> None:
        (self.folder / "answer").write_text(printed)

    def fails(self, code: int) -> None:
        (self.folder / "code").write_text(str(code))

    @property
    def asked(self) -> list[list[str]]:
        path = self.folder / "asked.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def desktop(tmp_path, monkeypatch) -> Desktop:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("DIGITPAD_TK_DIALOGS", raising=False)
    for name in ("XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS"):  # without the bus there is no portal
        monkeypatch.delenv(name, raising=False)
    return Desktop(folder)


def picture(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (60, 40), "white").save(path, "PNG")
    return path


def opened(opens, **settings: str) -> Hand:
    return opens((Counting,), Settings(theme="light", **settings))


def test_a_picture_is_chosen_in_zenity_and_opened(opens, desktop, tmp_path):
    desktop.has("zenity")
    path = picture(tmp_path / "scan.png")
    desktop.answers(f"{path}\n")
    hand = opened(opens, last_folder=str(tmp_path))
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture")
    program, *arguments = desktop.asked[0]
    assert program == "zenity" and "--file-selection" in arguments and f"--filename={tmp_path}/" in arguments
    assert any(argument.startswith("--file-filter=") and "*.png" in argument for argument in arguments)


def test_several_files_come_together(opens, desktop, tmp_path):
    desktop.has("zenity")
    paths = [picture(tmp_path / f"page {number}.png") for number in range(3)]
    desktop.answers("//".join(map(str, paths)) + "\n")
    hand = opened(opens)
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureBar"), "the pictures")
    assert "--multiple" in desktop.asked[0]


def test_a_cancelled_dialog_changes_nothing_and_asks_no_other(opens, desktop):
    desktop.has("zenity", "kdialog")
    hand = opened(opens)
    hand.key("<Control-o>")
    assert [asked[0] for asked in desktop.asked] == ["zenity"]
    assert hand.widgets("Pad") and not hand.complaint
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")


def test_a_program_that_cannot_show_a_dialog_leaves_it_to_the_next_and_then_to_tk(opens, desktop, tmp_path):
    desktop.has("zenity", "kdialog")
    desktop.fails(255)
    path = picture(tmp_path / "scan.png")
    hand = opened(opens)
    hand.answer_file_dialog(str(path))
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture")
    assert [asked[0] for asked in desktop.asked] == ["zenity", "kdialog"]


def test_kde_has_its_own_first(opens, desktop, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    desktop.has("zenity", "kdialog")
    path = picture(tmp_path / "scan.png")
    desktop.answers(f"{path}\n")
    hand = opened(opens)
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureView"), "the picture")
    assert desktop.asked[0][0] == "kdialog" and "--getopenfilename" in desktop.asked[0]


@pytest.mark.parametrize("program", ["zenity", "kdialog"])
def test_a_name_with_a_line_break_is_opened(opens, desktop, tmp_path, program):
    desktop.has(program)
    paths = [picture(tmp_path / "odd\nfolder" / name) for name in ("a\nb.png", "c.png")]
    desktop.answers(("//" if program == "zenity" else "\n").join(map(str, paths)) + "\n")
    hand = opened(opens)
    hand.key("<Control-o>")
    hand.wait_until(lambda: hand.widgets("PictureBar") and not hand.complaint, "the pictures")


def test_a_saved_file_gets_the_ending_that_was_not_typed(opens, desktop, tmp_path):
    desktop.has("zenity")
    desktop.answers(f"{tmp_path / 'mine'}\n")
    hand = opened(opens)
    hand.stroke([(60, 60), (60, 160)])
    hand.wait_for_number("0")
    hand.key("<Control-s>")
    hand.wait_until(lambda: (tmp_path / "mine.png").exists(), "the file")
    assert {"--save", "--confirm-overwrite"} <= set(desktop.asked[0])


def test_the_window_is_painted_and_deaf_while_the_desktop_asks_and_may_be_closed(opens, desktop):
    desktop.has("zenity")
    (desktop.folder / "wait").touch()
    hand = opened(opens)
    seen: list[bool] = []

    def look() -> None:
        hand.pad.event_generate("<ButtonPress-1>", x=50, y=50)
        hand.pad.event_generate("<ButtonRelease-1>", x=50, y=50)
        seen.append(bool(hand.root.winfo_ismapped() and hand.root.grab_current() is not None))
        hand.app.quit()

    def look_once_it_asks() -> None:
        if desktop.asked:
            look()
        else:
            hand.root.after(20, look_once_it_asks)

    hand.root.after(20, look_once_it_asks)
    hand.root.event_generate("<Control-o>")
    assert seen == [True] and hand.gone
    (desktop.folder / "wait").unlink()
    for thread in threading.enumerate():
        if thread.name == "dialog":
            thread.join(10)
    assert "dialog" not in [thread.name for thread in threading.enumerate()]


def read_and_close(root: tk.Tk, seen: set[str], window: str = ".__tk_filedialog") -> None:
    """Once Tk's dialog is there, put its words into `seen`, and close it."""
    call = root.tk.call
    there = call("winfo", "exists", window) and call("winfo", "viewable", window)
    if there:
        parts = [window]
        while parts:
            part = parts.pop()
            parts += map(str, root.tk.splitlist(call("winfo", "children", part)))
            if call("winfo", "class", part) in ("TLabel", "TButton", "TCheckbutton"):
                seen.add(str(call(part, "cget", "-text")))
        call(f"{window}.contents.f2.cancel", "invoke")
    if there or not seen:  # until it is closed
        root.after(50, read_and_close, root, seen)


@pytest.fixture
def speaks():
    """Has windows speak a language from the next one on."""
    catalogues = bundled("assets", "languages")
    yield lambda code: use(code, catalogues)
    use("en", catalogues)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", {"Open", "Cancel", "Directory:", "Show Hidden Files and Directories"}),
        ("de", {"Öffnen", "Abbruch", "Verzeichnis:"}),
        ("fr", {"Ouvrir", "Annuler", "Répertoire:"}),
        ("es", {"Abrir", "Cancelar", "Directorio:"}),
        ("zh_CN", {"打开", "取消", "目录："}),
    ],
)
def test_tk_s_own_dialog_speaks_the_window_s_language(opens, speaks, code, words):
    speaks(code)
    hand = opened(opens)
    hand.root.after(50, read_and_close, hand.root, seen := set())
    hand.key("<Control-o>")
    assert words <= seen


def test_printed_names_are_taken_apart(tmp_path):
    for name in ("a", "b\nc"):
        (tmp_path / name).touch()
    a, b = str(tmp_path / "a"), str(tmp_path / "b\nc")
    assert paths_in(f"{a}//{b}\n", several=True) == (Path(a), Path(b))
    assert paths_in(f"{a}\n{b}\n", several=True) == paths_in(f"{b}\n{a}\n", several=True)[::-1] == (Path(a), Path(b))
    assert paths_in(f"{b}\n", several=False) == (Path(b),)
    assert paths_in("\n", several=True) == ()

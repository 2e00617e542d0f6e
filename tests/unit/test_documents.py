"""PDFs and HEIC photographs are pictures like any other: made by two programs, locked, damaged, without end."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from matplotlib.figure import Figure

from digitpad import Recognizer
from digitpad.errors import DigitPadError
from digitpad.vision.picture import heic
from digitpad.vision.picture.pictures import MOST_PAGES, open_picture, picture_pages
from tests.cli.test_cli import digitpad
from tests.support.samples import number_picture

NUMBERS = ("2027", "720", "31")
# A page of 50 by 50 points that asks for a password, made by ReportLab.
LOCKED = base64.b64decode(
    """
JVBERi0xLjMKJZOMi54gUmVwb3J0TGFiIEdlbmVyYXRlZCBQREYgZG9jdW1lbnQgKG9wZW5zb3VyY2UpCjEgMCBvYmoKPDwKL0YxIDIgMCBSCj
4+CmVuZG9iagoyIDAgb2JqCjw8Ci9CYXNlRm9udCAvSGVsdmV0aWNhIC9FbmNvZGluZyAvV2luQW5zaUVuY29kaW5nIC9OYW1lIC9GMSAvU3Vi
dHlwZSAvVHlwZTEgL1R5cGUgL0ZvbnQKPj4KZW5kb2JqCjMgMCBvYmoKPDwKL0NvbnRlbnRzIDggMCBSIC9NZWRpYUJveCBbIDAgMCA1MCA1MC
BdIC9QYXJlbnQgNyAwIFIgL1Jlc291cmNlcyA8PAovRm9udCAxIDAgUiAvUHJvY1NldCBbIC9QREYgL1RleHQgL0ltYWdlQiAvSW1hZ2VDIC9J
bWFnZUkgXQo+PiAvUm90YXRlIDAgL1RyYW5zIDw8Cgo+PiAKICAvVHlwZSAvUGFnZQo+PgplbmRvYmoKNCAwIG9iago8PAovUGFnZU1vZGUgL1
VzZU5vbmUgL1BhZ2VzIDcgMCBSIC9UeXBlIC9DYXRhbG9nCj4+CmVuZG9iago1IDAgb2JqCjw8Ci9BdXRob3IgKFwzNjdcMjEzXDM1MFwzMDVc
MzY3XDAzMnBcMjI0fikgL0NyZWF0aW9uRGF0ZSAoXDMyMlwzMzdcMjY1XDIzM1wyNzZHL1wzMjA9LThcMjI1XDI1NVwwMTFcMjU1XDAxNlwyNz
E5XDAzMlNVXDM3MTIpIC9DcmVhdG9yIChcMzY3XDIxM1wzNTBcMzA1XDM2N1wwMzJwXDIyNH4pIC9LZXl3b3JkcyAoKSAvTW9kRGF0ZSAoXDMy
MlwzMzdcMjY1XDIzM1wyNzZHL1wzMjA9LThcMjI1XDI1NVwwMTFcMjU1XDAxNlwyNzE5XDAzMlNVXDM3MTIpIC9Qcm9kdWNlciAoXDMwNFwyMD
BcMzY3XDMwNFwzNzRcMDAzU1wyMDBvPFhcMzQxXDMzM1wwMzFcMzIxV1wzNjB7S1wwMDZcMDM0XDM1MThcMzYwXDIxNjZcMzEwMVwwMzBcMjIx
XDMzMFwzMDJ3XDAyM2RcMzA2KSAKICAvU3ViamVjdCAoXDM0M1wyMTNcMzY0XDMzM1wzNTNcMDI0dlwyMDdkeWwpIC9UaXRsZSAoXDM0M1wyMT
NcMzYzXDMwMlwzNzJcMDMzelwyMDUpIC9UcmFwcGVkIC9GYWxzZQo+PgplbmRvYmoKNiAwIG9iago8PAovRmlsdGVyIC9TdGFuZGFyZCAvTGVu
Z3RoIDEyOCAvTyA8MEU1MjI5MjVBM0U0RTg3NEMzQ0ZBQ0JFRjUxMUE3M0FDNEVDMkJEODY1RENEM0Q0NjI3NjE0OTE3QUJGRDdFND4gL1AgLT
QgL1IgMyAvVSA8MDgzMkE4OTdDNjBBQzA4MTEwRkRFNTYzOUI5REIxMTkwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD4gCiAgL1Yg
Mgo+PgplbmRvYmoKNyAwIG9iago8PAovQ291bnQgMSAvS2lkcyBbIDMgMCBSIF0gL1R5cGUgL1BhZ2VzCj4+CmVuZG9iago4IDAgb2JqCjw8Ci
9GaWx0ZXIgWyAvQVNDSUk4NURlY29kZSAvRmxhdGVEZWNvZGUgXSAvTGVuZ3RoIDU5Cj4+CnN0cmVhbQqUkWXDYZ7U/98X6DfnHs9YuAhzUTQk
nhhwTODkZqx2k1sMVui8bTLOrB7EOM5rwBktmLRDDkvlc6XPQWVuZHN0cmVhbQplbmRvYmoKeHJlZgowIDkKMDAwMDAwMDAwMCA2NTUzNSBmIA
owMDAwMDAwMDYxIDAwMDAwIG4gCjAwMDAwMDAwOTIgMDAwMDAgbiAKMDAwMDAwMDE5OSAwMDAwMCBuIAowMDAwMDAwMzkwIDAwMDAwIG4gCjAw
MDAwMDA0NTggMDAwMDAgbiAKMDAwMDAwMDk1NyAwMDAwMCBuIAowMDAwMDAxMTY3IDAwMDAwIG4gCjAwMDAwMDEyMjYgMDAwMDAgbiAKdHJhaW
xlcgo8PAovRW5jcnlwdCA2IDAgUgovSUQgCls8MWMxNzgxOThmYmRmYTUxYjI1OTk1ZDg5ZDQxMDIwNDM+PDFjMTc4MTk4ZmJkZmE1MWIyNTk5
NWQ4OWQ0MTAyMDQzPl0KJSBSZXBvcnRMYWIgZ2VuZXJhdGVkIFBERiBkb2N1bWVudCAtLSBkaWdlc3QgKG9wZW5zb3VyY2UpCgovSW5mbyA1ID
AgUgovUm9vdCA0IDAgUgovU2l6ZSA5Cj4+CnN0YXJ0eHJlZgoxMzc0CiUlRU9GCg==
"""
)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer.load(device="cpu")


def by_pillow(path: Path, numbers: tuple[str, ...] = NUMBERS) -> Path:
    first, *rest = [number_picture(number) for number in numbers]
    first.save(path, save_all=True, append_images=rest)
    return path


def by_matplotlib(path: Path, number: str) -> Path:
    figure = Figure(figsize=(6, 3))
    figure.figimage(np.asarray(number_picture(number).convert("RGB").resize((300, 150))), 100, 80)
    figure.savefig(path, format="pdf")
    return path


def test_every_page_of_a_pdf_is_read(tmp_path: Path, recognizer: Recognizer) -> None:
    pages = picture_pages(by_pillow(tmp_path / "numbers.pdf"))
    assert [(page.number, recognizer.read_image(page.open()).text) for page in pages] == list(enumerate(NUMBERS, 1))


def test_a_pdf_of_another_program_is_read(tmp_path: Path, recognizer: Recognizer) -> None:
    assert recognizer.read_image(open_picture(by_matplotlib(tmp_path / "figure.pdf", "720"))).text == "720"


def test_the_command_reads_all_pages_of_a_pdf_and_finds_it_in_a_folder(tmp_path: Path) -> None:
    by_pillow(tmp_path / "numbers.pdf")
    lines = digitpad("read", tmp_path).stdout.decode().splitlines()
    assert lines == [f"{tmp_path / 'numbers.pdf'}, {page}: {number}" for page, number in enumerate(NUMBERS, 1)]


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(LOCKED)
    with pytest.raises(DigitPadError, match=r"locked\.pdf is locked by a password"):
        open_picture(tmp_path / "locked.pdf")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_a_pdf_cut_short_is_read_or_said_to_be_damaged(tmp_path: Path, share: float) -> None:
    whole = by_pillow(tmp_path / "numbers.pdf").read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[: int(len(whole) * share)])
    try:
        assert open_picture(cut).shape[2] == 3
    except DigitPadError as error:
        assert "cut.pdf" in str(error) and "damaged" in str(error)


def test_a_page_of_any_size_becomes_a_picture_that_fits_in_memory(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    for size in ((14_400, 14_400), (14_400, 3), (200, 100)):
        document.new_page(*size)
    document.save(tmp_path / "sizes.pdf")
    for page in picture_pages(tmp_path / "sizes.pdf"):
        height, width, _ = page.open().shape
        assert 1 <= height * width <= 12_100_000


def test_5000_pages_are_refused_after_those_that_are_read_and_memory_stays_flat(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(5000):
        document.new_page(595, 842)
    document.save(tmp_path / "long.pdf")
    program = f"""
import resource
from pathlib import Path
from digitpad.errors import DigitPadError
from digitpad.vision.picture.pictures import picture_pages
opened = 0
try:
    for page in picture_pages(Path({str(tmp_path / "long.pdf")!r})):
        if opened < 30:
            page.open()
        opened += 1
        if opened == 10:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
except DigitPadError as error:
    print(error)
print(opened, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    said, figures = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    opened, grown_mb = map(int, figures.split())
    assert f"more than {MOST_PAGES} pages" in said and opened == MOST_PAGES and grown_mb < 40


def test_a_heic_photograph_is_read(tmp_path: Path, recognizer: Recognizer) -> None:
    pytest.importorskip("pillow_heif").register_heif_opener()
    number_picture("2027").convert("RGB").save(tmp_path / "photograph.heic")
    assert recognizer.read_image(open_picture(tmp_path / "photograph.heic")).text == "2027"


def test_without_its_library_a_heic_photograph_says_what_to_do(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(heic, "_register", lambda: False)
    (tmp_path / "photograph.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    with pytest.raises(DigitPadError, match=r"photograph\.heic is a HEIC photograph; save it as JPEG"):
        open_picture(tmp_path / "photograph.heic")

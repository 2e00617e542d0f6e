"""`digitpad form`: scans of a form to a table, in order, whatever is among them and whenever it is stopped."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.forms.template_file import save_template
from tests.cli.test_cli import digitpad, sentence
from tests.support.filled_forms import drawn_hand, filled
from tests.support.made_forms import membership

SCANS = 3
Texts = list[tuple[str, ...]]  # of each scan, what was written into its fields


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Texts]:
    """Return a template's file, a folder of scans, and their texts."""
    place, form, texts = tmp_path_factory.mktemp("forms"), membership(), []
    save_template(place / "a.form.json", form.template)
    (place / "scans").mkdir()
    random = np.random.default_rng(4)
    for number in range(SCANS):
        sheet = filled(form, drawn_hand(), random)
        Image.fromarray(sheet.scan).save(place / "scans" / f"{number}.png")
        texts.append(sheet.texts)
    return place / "a.form.json", place / "scans", texts


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def misread(rows: list[dict[str, str]], texts: Texts) -> int:
    names = membership().template.names
    return sum(
        row[name] != text for row, own in zip(rows, texts, strict=True) for name, text in zip(names, own, strict=True)
    )


def test_a_folder_becomes_a_table_in_order(made: tuple[Path, Path, Texts]) -> None:
    template, folder, texts = made
    result = digitpad("form", template, folder, "--jobs", 2)
    assert (result.returncode, result.stderr) == (0, b"")
    rows = rows_of(result.stdout.decode())
    assert list(rows[0]) == ["path", "part", *membership().template.names, "doubtful", "rules"]
    assert [row["path"] for row in rows] == [str(folder / f"{number}.png") for number in range(SCANS)]
    assert misread(rows, texts) <= 1
    doubtful = {name for row in rows for name in row["doubtful"].split("; ") if name}
    assert doubtful <= set(membership().template.names)


def test_a_table_goes_on_where_it_was_stopped(made: tuple[Path, Path, Texts], tmp_path: Path) -> None:
    template, folder, texts = made
    out = tmp_path / "table.csv"
    assert digitpad("form", template, folder / "0.png", "--out", out).returncode == 0
    with out.open("a") as stream:
        stream.write(f"{folder / '1.png'},,12")  # half a line
    result = digitpad("form", template, folder, "--out", out)
    assert (result.returncode, result.stderr) == (0, b"")
    assert f"files written: {SCANS - 1}, in it already: 1" in result.stdout.decode()
    rows = rows_of(out.read_text())
    assert [Path(row["path"]).name for row in rows] == ["0.png", "1.png", "2.png"]
    assert misread(rows, texts) <= 1


def test_pages_of_a_document_are_forms_each(made: tuple[Path, Path, Texts], tmp_path: Path) -> None:
    template, folder, _ = made
    pages = [Image.open(folder / f"{number}.png") for number in range(2)]
    pages[0].save(tmp_path / "both.tiff", save_all=True, append_images=pages[1:])
    rows = rows_of(digitpad("form", template, tmp_path / "both.tiff").stdout.decode())
    assert [row["part"] for row in rows] == ["1", "2"]


def test_what_is_no_scan_is_told_in_a_line_each_and_the_others_are_read(
    made: tuple[Path, Path, Texts], tmp_path: Path
) -> None:
    template, folder, _ = made
    (tmp_path / "a.png").write_bytes(b"no picture")
    Image.new("RGB", (600, 800), "white").save(tmp_path / "b.png")
    shutil.copy(folder / "0.png", tmp_path / "c.png")
    result = digitpad("form", template, tmp_path)
    assert result.returncode == 1
    complaints = result.stderr.decode().splitlines()
    assert len(complaints) == 2
    assert "a.png is not a picture" in complaints[0]
    assert "b.png: The scan does not look like the form" in complaints[1]
    assert [Path(row["path"]).name for row in rows_of(result.stdout.decode())] == ["c.png"]


def test_another_table_is_not_overwritten(made: tuple[Path, Path, Texts], tmp_path: Path) -> None:
    template, folder, _ = made
    for content in ("name,age\nanna,7\n", "path,part,text,confidence\n"):
        out = tmp_path / "table.csv"
        out.write_text(content)
        result = digitpad("form", template, folder, "--out", out)
        assert result.returncode == 1 and "holds something else" in sentence(result)
        assert out.read_text() == content


def test_a_table_that_was_begun_by_other_rules_is_not_gone_on_with(
    made: tuple[Path, Path, Texts], tmp_path: Path
) -> None:
    template, folder, _ = made
    out, other = tmp_path / "table.csv", tmp_path / "other.form.json"
    assert digitpad("form", template, folder / "0.png", "--out", out).returncode == 0
    begun, values = out.read_bytes(), json.loads(template.read_text())
    for field in values["fields"]:
        if field["name"] == "member":
            field["rule"] = "length=8"
    other.write_text(json.dumps(values))
    result = digitpad("form", other, folder, "--out", out)
    assert result.returncode == 1 and "was read by other rules" in sentence(result)
    assert out.read_bytes() == begun
    assert digitpad("form", template, folder, "--out", out).returncode == 0
    assert len(rows_of(out.read_text())) == SCANS


def test_misuse_is_a_sentence(made: tuple[Path, Path, Texts], tmp_path: Path) -> None:
    template, folder, _ = made
    (tmp_path / "empty").mkdir()
    for arguments, code, part in (
        ((template, tmp_path / "empty"), 1, "holds no scans"),
        ((tmp_path / "none.json", folder), 1, "does not exist"),
        ((folder / "0.png", folder), 1, "no template of a form"),
        ((template, tmp_path / "none.png"), 1, "does not exist"),
        ((template, folder, "--out", tmp_path / "a.txt"), 2, "end in .csv"),
        ((template, folder, "--jobs", "0"), 2, "--jobs"),
        ((template,), 2, "SCANS"),
    ):
        result = digitpad("form", *arguments)
        assert result.returncode == code and part in sentence(result), result.stderr

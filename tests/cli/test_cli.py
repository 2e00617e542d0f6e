"""The command line as a user meets it: a process of its own, what it prints, and its exit code."""

import csv
import gzip
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.samples import digit_picture, number_picture, number_strokes, stroke_line


def digitpad(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "digitpad", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def sentence(result: subprocess.CompletedProcess[bytes]) -> str:
    """The one line of complaint; no traceback."""
    text = result.stderr.decode()
    assert text.startswith("digitpad: ") and text.count("\n") == 1, text
    return text.removeprefix("digitpad: ").strip()


def table(path: Path, glyphs: np.ndarray, labels: list[int] | None = None) -> Path:
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["label"] * (labels is not None) + [f"pixel{number}" for number in range(784)])
        for row, glyph in enumerate(glyphs):
            writer.writerow(([] if labels is None else [labels[row]]) + glyph.ravel().tolist())
    return path


def some_glyphs() -> np.ndarray:
    from digitpad.vision.picture.single import picture_glyph

    return np.stack([picture_glyph(np.asarray(digit_picture(label, 200).convert("RGB"))) for label in (0, 2, 7)])


def test_help_names_every_command_and_needs_neither_torch_nor_a_display() -> None:
    result = digitpad("--help", DISPLAY="")
    assert result.returncode == 0
    for command in ("read", "train", "evaluate", "export", "samples", "doctor"):
        assert command in result.stdout.decode()
    probe = "import sys, digitpad.cli as c; c.parser(); print(sorted({'torch', 'cv2', 'tkinter'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True).stdout == b"[]\n"


def test_version_is_the_package_s() -> None:
    from digitpad import __version__

    assert digitpad("--version").stdout.decode() == f"DigitPad {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["paint"], "choose from"),
        (["read"], "PATH"),
        (["read", ""], "PATH is empty"),
        (["read", "a.png", "--colour"], "--colour"),
        (["read", "a.png", "--device", "abacus"], "abacus"),
        (["read", "a.csv", "b.csv"], "name one CSV"),
        (["read", "a.png", "--out", "b.txt"], ".jsonl or .csv"),
        (["read", "a.png", "--out", "b.csv", "--json"], "choose one"),
        (["read", "a.png", "--jobs", "0"], "--jobs"),
        (["read", "a.csv", "--jobs", "2"], "leave out --jobs"),
        (["read", "a.csv", "--dask", "tcp://127.0.0.1:1"], "leave out --jobs, --dask and --rule"),
        (["read", "a.csv", "--csv"], "leave out --csv"),
        (["read", "a.csv", "--only-sure"], "leave out --csv and --only-sure"),
        (["read", "a.png", "--csv", "--json"], "not allowed with"),
        (["read", "a.png", "--csv", "--out", "b.csv"], "leave out --out"),
        (["read", "a.png", "--csv", "--jobs", "2"], "leave out --out, --jobs"),
        (["read", "a.png", "--only-sure", "--out", "b.jsonl"], "leave out --out"),
        (["read", "a.png", "--only-sure", "--jobs", "2"], "leave out --out, --jobs"),
        (["read", "a.png", "--only-sure", "--dask", "tcp://127.0.0.1:1"], "leave out --out, --jobs and --dask"),
        (["read", "-", "--dask", "tcp://127.0.0.1:1"], "instead of -"),
        (["evaluate"], "--mnist --qmnist"),
        (["evaluate", "--csv", "a.csv", "--held-out"], "--held-out"),
        (["evaluate", "--csv", "a.csv", "--compare", "a", "b", "--report", "c"], "--compare"),
        (["train", "--data", "none", "--out", __file__], "already exists"),
        (["train", "--epochs", "0"], "0 is not a whole number"),
        (["train", "--lr", "-1"], "--lr"),
        (["export"], "--onnx"),
    ],
)
def test_misuse_is_one_sentence_and_exit_code_2(arguments: list[str], part: str) -> None:
    result = digitpad(*arguments)
    assert result.returncode == 2
    assert part in sentence(result)


def test_a_picture_and_a_drawing_are_read_as_text(tmp_path: Path) -> None:
    number_picture("2027").save(tmp_path / "number.png")
    (tmp_path / "number.json").write_text(json.dumps(number_strokes("720")))
    assert digitpad("read", tmp_path / "number.png").stdout.decode() == "2027\n"
    assert digitpad("read", tmp_path / "number.json").stdout.decode() == "720\n"


def test_json_tells_of_every_digit(tmp_path: Path) -> None:
    number_picture("72").save(tmp_path / "number.png")
    held = json.loads(digitpad("read", tmp_path / "number.png", "--json").stdout)
    assert held["path"] == str(tmp_path / "number.png")
    assert (held["text"], held["rows"]) == ("72", ["72"])
    for digit, label, left in zip(held["digits"], (7, 2), (0, 100), strict=True):
        assert digit["label"] == label and digit["row"] == 0
        assert sum(digit["probabilities"]) == pytest.approx(1, abs=1e-3)
        assert left < digit["box"][0] < left + 100
        assert 0.5 < digit["confidence"] <= 1


def test_standard_input_is_told_apart_by_its_content(tmp_path: Path) -> None:
    number_picture("27").save(tmp_path / "number.png")
    glyphs = table(tmp_path / "test.csv", some_glyphs())
    assert digitpad("read", "-", stdin=(tmp_path / "number.png").read_bytes()).stdout == b"27\n"
    assert digitpad("read", "-", stdin=json.dumps(number_strokes("20")).encode()).stdout == b"20\n"
    lines = digitpad("read", "-", stdin=(stroke_line(2, "a") + stroke_line(7, "a")).encode()).stdout.decode()
    assert [line.rpartition(" ")[2] for line in lines.splitlines()] == ["2", "7"]
    assert digitpad("read", "-", stdin=glyphs.read_bytes()).stdout == b"ImageId,Label\n1,0\n2,2\n3,7\n"
    assert "standard input" in sentence(digitpad("read", "-", stdin=b""))


def test_bad_files_are_named_and_the_others_still_read(tmp_path: Path) -> None:
    number_picture("20").save(tmp_path / "good.png")
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").touch()
    (tmp_path / "wrong.json").write_text('{"points": 3}')
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    names = ["text.png", "empty.png", "missing.png", "wrong.json", "empty.jsonl", "folder", "endless" * 1000]
    result = digitpad("read", *(tmp_path / name for name in names), tmp_path / "good.png")
    assert result.returncode == 1
    assert result.stdout.decode() == f"{tmp_path / 'good.png'}: 20\n"
    complaints = result.stderr.decode().splitlines()
    assert all(name in line for name, line in zip(names, complaints, strict=True))


def test_the_lines_after_a_bad_one_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text(stroke_line(2, "a") + "[[[NaN, 1]]]\n" + stroke_line(7, "a"))
    result = digitpad("read", tmp_path / "s.jsonl")
    assert [line.rpartition(" ")[2] for line in result.stdout.decode().splitlines()] == ["2", "7"]
    assert result.returncode == 1 and "line 2" in sentence(result)


def test_a_folder_is_read_whole_and_a_tiff_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    number_picture("27").save(tmp_path / "in" / "deeper" / "b.png")
    number_picture("20").save(tmp_path / "in" / "a.tif", save_all=True, append_images=[number_picture("72")])
    (tmp_path / "in" / "notes.txt").write_text("not for reading")
    result = digitpad("read", tmp_path / "in")
    assert result.returncode == 0
    assert [line.rpartition(" ")[2] for line in result.stdout.decode().splitlines()] == ["20", "72", "27"]


def test_a_table_is_answered_into_a_file_or_not_at_all(tmp_path: Path) -> None:
    good = table(tmp_path / "test.csv", some_glyphs())
    assert digitpad("read", good, "--out", tmp_path / "answer.csv").returncode == 0
    assert (tmp_path / "answer.csv").read_text() == "ImageId,Label\n1,0\n2,2\n3,7\n"
    bad = tmp_path / "bad.csv"
    bad.write_text(good.read_text() + "1,2,3\n")
    result = digitpad("read", bad, "--out", tmp_path / "other.csv")
    assert result.returncode == 1
    assert sentence(result) == f"{bad}, line 5: 3 pixels instead of 784."
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize("name", ["digits.zip", "digits.csv.gz", "-"])
def test_a_packed_table_is_answered_too(name: str, tmp_path: Path) -> None:
    plain = table(tmp_path / "test.csv", some_glyphs()).read_bytes()
    content = gzip.compress(plain)
    if name.endswith(".zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("test.csv", plain)
        content = (tmp_path / name).read_bytes()
    path = name if name == "-" else tmp_path / name
    if name != "-":
        path.write_bytes(content)
    assert digitpad("read", path, stdin=content).stdout == b"ImageId,Label\n1,0\n2,2\n3,7\n"
    assert digitpad("read", path, "--out", tmp_path / "a.csv", stdin=content).returncode == 0
    assert (tmp_path / "a.csv").read_text() == "ImageId,Label\n1,0\n2,2\n3,7\n"


def test_digits_on_their_side_are_turned_and_that_is_said(tmp_path: Path) -> None:
    lying = np.concatenate([some_glyphs()] * 4).transpose(0, 2, 1)
    path = table(tmp_path / "emnist.csv", lying, labels=[0, 2, 7] * 4)
    result = digitpad("read", path, "--json")
    assert json.loads(result.stdout)["labels"] == [0, 2, 7] * 4
    assert sentence(result) == f"{path} holds digits on their side, as EMNIST's tables do; they were turned upright."
    measured = digitpad("evaluate", "--csv", path)
    assert "12 digits, 0 misread" in measured.stdout.decode() and "turned upright" in sentence(measured)
    imported = digitpad("samples", "import", path, "--data-dir", tmp_path / "mine")
    assert "turned upright" in sentence(imported)


@pytest.mark.parametrize("coding", ["utf-8", "ascii", "latin-1"])
def test_json_is_valid_whatever_a_file_is_called(coding: str, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + "/Zoë 数字 ".encode() + b"\xff.json"
    Path(os.fsdecode(name)).write_text(json.dumps(number_strokes("7")))
    result = digitpad("read", os.fsdecode(name), "--json", PYTHONIOENCODING=coding)
    assert result.returncode == 0, result.stderr
    assert not re.search(rb"\\x|\\u[dD][89a-fA-F]", result.stdout), "no lone half of a pair, no escape that JSON lacks"
    held = json.loads(result.stdout.decode(coding))
    assert held["path"] == f"{tmp_path}/Zoë 数字 \ufffd.json" and held["text"] == "7"


def test_missing_and_foreign_weights_are_refused_by_name(tmp_path: Path) -> None:
    number_picture("20").save(tmp_path / "good.png")
    (tmp_path / "foreign.safetensors").write_bytes(b"no weights at all")
    for name in ("none.safetensors", "foreign.safetensors"):
        result = digitpad("read", tmp_path / "good.png", "--weights", tmp_path / name)
        assert result.returncode == 1
        assert name in sentence(result)


def test_weights_and_device_count_before_the_command_too(tmp_path: Path) -> None:
    number_picture("20").save(tmp_path / "good.png")
    result = digitpad("--weights", tmp_path / "none.safetensors", "read", tmp_path / "good.png")
    assert result.returncode == 1
    assert "none.safetensors" in sentence(result)
    assert digitpad("--device", "cpu", "read", tmp_path / "good.png").returncode == 0


def test_debug_shows_the_traceback_that_is_hidden_otherwise(tmp_path: Path) -> None:
    result = digitpad("export", "--onnx", tmp_path / "a.onnx", "--weights", tmp_path / "none", "--debug")
    assert result.returncode == 1
    assert b"Traceback" in result.stderr


def test_the_unexpected_is_one_sentence_too(tmp_path: Path) -> None:
    (tmp_path / "safetensors.py").write_text("raise RuntimeError('halves of two versions\\nand more')")
    result = digitpad("read", tmp_path / "a.png", PYTHONPATH=str(tmp_path))
    assert result.returncode == 1
    assert "halves of two versions); --debug" in sentence(result)
    assert b"Traceback" in digitpad("read", tmp_path / "a.png", "--debug", PYTHONPATH=str(tmp_path)).stderr


def test_a_table_is_printed_as_json_or_written_not_both(tmp_path: Path) -> None:
    path = table(tmp_path / "test.csv", some_glyphs())
    result = digitpad("read", path, "--json", "--out", tmp_path / "answer.csv")
    assert result.returncode == 2 and "choose one" in sentence(result)


def test_a_page_that_is_damaged_is_named_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    pages = [number_picture(text) for text in ("20", "72", "27")]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw")
    with Image.open(path) as image:
        image.seek(1)
        start = image.tag_v2[273][0]
    data = path.read_bytes()
    path.write_bytes(data[:start] + bytes([255] * 40) + data[start + 40 :])
    result = digitpad("read", path)
    complaint = result.stderr.decode().splitlines()[-1]  # libtiff may have said something before
    assert result.returncode == 1 and "scan.tif, page 2, is damaged" in complaint
    assert result.stdout.decode() == f"{path}, 1: 20\n{path}, 3: 27\n"


def test_pages_come_from_standard_input_too(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    number_picture("20").save(path, save_all=True, append_images=[number_picture("72")])
    assert digitpad("read", "-", stdin=path.read_bytes()).stdout.decode() == "-, 1: 20\n-, 2: 72\n"


def test_export_writes_what_onnxruntime_loads(tmp_path: Path) -> None:
    import onnxruntime

    assert digitpad("export", "--onnx", tmp_path / "net.onnx").returncode == 0
    session = onnxruntime.InferenceSession(str(tmp_path / "net.onnx"), providers=["CPUExecutionProvider"])
    probabilities = session.run(["probabilities"], {"glyphs": some_glyphs()})[0]
    assert probabilities.argmax(1).tolist() == [0, 2, 7]


def test_doctor_names_versions_folders_and_what_is_missing(tmp_path: Path) -> None:
    result = digitpad("doctor", "--data-dir", tmp_path / "mine", DIGITPAD_DATA=str(tmp_path))
    text = result.stdout.decode()
    assert result.returncode == 0, text
    for part in ("torch", "opencv-python", "Tk", "CPU", "lenet5.safetensors", str(tmp_path / "mine"), "not in"):
        assert part in text


def test_doctor_refuses_a_file_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = digitpad("doctor", "--data-dir", tmp_path / "file" / "mine")
    assert result.returncode == 1 and f"{tmp_path / 'file'} is a file" in result.stdout.decode()


def test_a_reader_that_stops_listening_is_no_failure_to_speak_of(tmp_path: Path) -> None:
    path = table(tmp_path / "test.csv", np.repeat(some_glyphs(), 4000, axis=0))
    command = f"{sys.executable} -m digitpad read {path} | head -n 1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, timeout=120)
    assert result.stdout == b"ImageId,Label\n"
    assert result.stderr == b""

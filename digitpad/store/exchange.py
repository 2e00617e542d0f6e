"""Samples to and from files: a zip of PNGs, Kaggle's CSV, lines of strokes, a folder of labelled pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitpad.errors import DigitPadError
from digitpad.formats import kaggle_csv
from digitpad.formats.image_folders import labelled_folders
from digitpad.formats.orientation import SIDEWAYS, upright
from digitpad.formats.packed import ZIP, holds_one_table, start_of
from digitpad.formats.table_text import PIXELS, looks_like_table
from digitpad.languages import _
from digitpad.paths import pictures_in, replace_file
from digitpad.records import Labels, Sample, locked
from digitpad.store.archive import MOST_FILES, MOST_PICTURE_BYTES, TABLE, Report, read_archive, write_archive
from digitpad.store.details import Makers, label_of
from digitpad.store.lines import read_lines, write_lines
from digitpad.store.refusals import Refusals
from digitpad.store.row_strings import NOT_A_DIGIT

Images = NDArray[np.uint8]  # (N, 28, 28)
Note = Callable[[str], None]
Form = Literal["zip", "csv", "jsonl"]
FORMS: dict[str, Form] = {".zip": "zip", ".csv": "csv", ".jsonl": "jsonl"}  # by a file's ending
HEAD_BYTES = 1 << 16
MOST_TABLE_BYTES = MOST_FILES * 785 * 4  # "255," for each pixel and a label: no table of so many rows is larger
ZIP_MAGIC, BOM = b"PK", b"\xef\xbb\xbf"
FOLDERS = frozenset("0123456789" + NOT_A_DIGIT)


@dataclass(frozen=True)
class Exported:
    """The numbers of samples of an export."""

    written: int
    left_out: int  # what the form cannot hold


def form_of(path: Path) -> Form:
    """Return the form that the ending names. Raises DigitPadError where it is not one of FORMS."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise DigitPadError(
            _("{name} does not end in {endings}; one of them says what to write.").format(
                name=path.name, endings=", ".join(FORMS)
            )
        )
    return form


def export_samples(samples: Iterable[Sample], path: Path, form: Form) -> Exported:
    """Write whole samples (with strokes, for "jsonl") to a new file, or none at all.

    - "zip": 28x28 PNGs in a folder for each label (x: not a digit), and labels.csv with what was read, when, by which
      model; without strokes and crops.
    - "csv": Kaggle's `label,pixel0,…,pixel783`. What is no digit is left out: other programs would stumble over it.
    - "jsonl": a JSON object a line with label, strokes, and all of labels.csv. What was not drawn is left out.

    Raises DigitPadError where nothing is left to write, or the disk refuses.
    """
    write = {"zip": write_archive, "csv": _write_table, "jsonl": write_lines}[form]
    total = written = 0

    def counted() -> Iterator[Sample]:
        nonlocal total
        for total, sample in enumerate(samples, 1):  # noqa: B007
            yield sample

    def write_all(part: Path) -> None:
        nonlocal written
        written = _some(write(part, counted()), form)

    replace_file(path, write_all)
    return Exported(written, total - written)


def import_samples(
    path: Path, makers: Makers, report: Report = lambda done, count: None, note: Note = lambda sentence: None
) -> list[Sample]:
    """Return all samples in a file like those of export_samples, or in a folder with the folders 0 to 9 and x.

    At most MOST_FILES, nothing is unpacked to disk, and memory stays bounded whatever the file claims to hold.
    Raises DigitPadError, and nothing is imported, where any of them cannot be used. `report` may raise CancelRequested;
    `note` gets a sentence about a file that was changed while it was read, such as glyphs turned upright.
    """
    try:
        return _reader_of(path, note)(path, makers, report)
    except OSError as error:
        raise DigitPadError(
            _("{path} cannot be read ({reason}); check the name and its permissions.").format(
                path=path, reason=error.strerror
            )
        ) from error


def _some(written: int, form: Form) -> int:
    if not written:
        why = {
            "zip": _("There is no sample to export; choose others."),
            "csv": _("None of the samples is a digit to export; choose others."),
            "jsonl": _("No sample has strokes to export; choose others."),
        }
        raise DigitPadError(why[form])
    return written


def _reader_of(path: Path, note: Note) -> Callable[[Path, Makers, Report], list[Sample]]:
    """Return the function that reads a folder, or a file by its first bytes, whatever its name."""
    if path.is_dir():
        return _read_folder
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if looks_like_table(start_of(head)) or (head.startswith(ZIP) and holds_one_table(path, besides=TABLE)):
        return partial(_read_table, note=note)
    if head.startswith(ZIP_MAGIC):
        return read_archive
    if head.removeprefix(BOM).lstrip().startswith(b"{"):
        return read_lines
    raise DigitPadError(
        _(
            "{path} holds no samples; import a zip with labels.csv, a CSV of pixels, lines of strokes, or a folder."
        ).format(path=path)
    )


def _write_table(path: Path, samples: Iterable[Sample]) -> int:
    count = 0
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write(",".join(["label", *(f"pixel{number}" for number in range(PIXELS))]) + "\n")
        for sample in samples:
            if sample.label is not None:
                file.write(f"{sample.label},{','.join(map(str, sample.glyph.ravel().tolist()))}\n")
                count += 1
    return count


def _read_table(path: Path, makers: Makers, report: Report, note: Note) -> list[Sample]:
    samples: list[Sample] = []
    if path.stat().st_size > MOST_TABLE_BYTES:
        raise DigitPadError(
            _("{path} is larger than {most:,} digits can be; split it into several files.").format(
                path=path, most=MOST_FILES
            )
        )

    def on_turned() -> None:
        note(SIDEWAYS.format(path))

    for rows in upright(kaggle_csv.rows_of(path, report), makers.confidence, on_turned):
        if rows.labels is None:
            raise DigitPadError(
                _("{path} has no column called label, which says what each digit is; add it.").format(path=path)
            )
        samples += _rows_of(rows.glyphs, rows.labels, path, makers, len(samples))
        if len(samples) > MOST_FILES:
            raise DigitPadError(
                _("{path} has more than {most:,} rows; split it into several files.").format(path=path, most=MOST_FILES)
            )
    return samples


def _rows_of(glyphs: Images, labels: Labels, path: Path, makers: Makers, before: int) -> list[Sample]:
    samples = makers.of_table(glyphs)
    blank = np.flatnonzero(~samples.any(axis=(1, 2)))
    if len(blank):
        raise DigitPadError(
            _("Row {before} in {path} is blank; remove it. Nothing was imported.").format(
                before=before + int(blank[0]) + 1, path=path
            )
        )
    return [Sample(locked(glyph), int(label), "import") for glyph, label in zip(samples, labels, strict=True)]


def _read_folder(path: Path, makers: Makers, report: Report) -> list[Sample]:
    files = [file for folder in labelled_folders(path, FOLDERS) for file in pictures_in(folder)]
    if not files:
        raise DigitPadError(
            _("{path} has no pictures in its folders 0 to 9 and {not_a_digit}; choose another folder.").format(
                path=path, not_a_digit=NOT_A_DIGIT
            )
        )
    if len(files) > MOST_FILES:
        raise DigitPadError(
            _("{path} holds more than {most:,} pictures; split it into several folders.").format(
                path=path, most=MOST_FILES
            )
        )
    samples: list[Sample] = []
    refusals = Refusals(path)
    for number, file in enumerate(files, 1):
        with refusals.collecting():
            name = file.relative_to(path)
            glyph = makers.of_picture(_content(file, name), str(name))
            samples.append(Sample(locked(glyph), label_of(name.parts[0]), "import"))
        report(number, len(files))
    refusals.tell(len(files))
    return samples


def _content(file: Path, name: Path) -> bytes:
    if file.stat().st_size > MOST_PICTURE_BYTES:
        raise DigitPadError(
            _("{name} is larger than {most} MB; shrink it.").format(name=name, most=MOST_PICTURE_BYTES >> 20)
        )
    return file.read_bytes()

"""Scans of filled forms in files and folders, and the table of what is read of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.errors import DigitPadError
from digitpad.forms.form_reader import FieldValue, FormReader
from digitpad.forms.template import DOUBTFUL, PART, PATH, RULES, FormTemplate, rules_mark
from digitpad.languages import _
from digitpad.paths import DOCUMENTS, PICTURES, files_in
from digitpad.vision.picture.pictures import PicturePage, picture_pages


@dataclass(frozen=True, eq=False)
class FilledForm:
    """One filled form as it was read: a line of the table."""

    path: str
    part: int | None  # page 1 .. of a file with several; None: the whole file
    values: tuple[FieldValue, ...]  # in the template's order

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The names of the fields that a person should look at."""
        return tuple(value.field.name for value in self.values if not value.sure)

    @property
    def row(self) -> tuple[str, ...]:
        """Its values under the `columns` of the template."""
        part = "" if self.part is None else str(self.part)
        rules = rules_mark([value.field for value in self.values])
        return (self.path, part, *(value.text for value in self.values), "; ".join(self.doubtful), rules)


def columns(template: FormTemplate) -> tuple[str, ...]:
    """Return the heads of the table: file, page, each field, the names of those that are doubtful, and the rules.

    The last holds letters that stand for the rules, so that a table is not gone on with by others.
    """
    return (PATH, PART, *template.names, DOUBTFUL, RULES)


def scans_of(path: Path) -> Sequence[Path]:
    """Return the scans in a folder, or a file itself. Raises DigitPadError where a folder holds none."""
    if not path.is_dir():
        return (path,)
    files = files_in(path, PICTURES | DOCUMENTS)
    if not files:
        raise DigitPadError(
            _("{path} holds no scans; name a folder with pictures or PDFs of filled forms.").format(path=path)
        )
    return files


def filled_forms(file: Path, reader: FormReader, rejected: list[str]) -> Iterator[FilledForm]:
    """Yield the form on each page of a file; a sentence about each page that cannot be read goes to `rejected`."""
    try:
        for page in picture_pages(file):
            form = _read_page(file, page, reader, rejected)
            if form is not None:
                yield form
    except DigitPadError as error:
        rejected.append(str(error))


def _read_page(file: Path, page: PicturePage, reader: FormReader, rejected: list[str]) -> FilledForm | None:
    try:
        scan = page.open()
    except DigitPadError as error:
        rejected.append(str(error))
        return None
    try:
        return FilledForm(str(file), page.number, reader.read(scan))
    except DigitPadError as error:
        name = str(file) if page.number is None else f"{file}, page {page.number}"
        rejected.append(f"{name}: {error}")
        return None

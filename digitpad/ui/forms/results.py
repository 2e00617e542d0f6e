"""Forms as they were read and are looked at in the window: values with their pictures, packed small."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from digitpad.forms.form_reader import FieldValue
from digitpad.forms.scans import FilledForm, columns
from digitpad.forms.template import FormTemplate
from digitpad.languages import _, plural
from digitpad.records import Rgb

CROP_SIZE = (720, 160)  # px at most; a thousand forms of a dozen fields then take some 60 MB


@dataclass(frozen=True)
class ResultCell:
    """One value of a form."""

    text: str
    read: str  # as it was read, before a person changed it
    doubtful: bool
    picture: bytes  # JPEG of the field

    @staticmethod
    def of(value: FieldValue) -> ResultCell:
        return ResultCell(value.text, value.text, not value.sure, _packed(value.crop))

    def decided(self, text: str) -> ResultCell:
        """Return it with the text that a person gave it."""
        return replace(self, text=text, doubtful=False)


@dataclass(frozen=True)
class ResultRow:
    """One scan: its values, or a sentence about why there are none."""

    path: str
    part: int | None
    cells: tuple[ResultCell, ...] = ()
    sentence: str = ""

    @staticmethod
    def of(form: FilledForm) -> ResultRow:
        return ResultRow(form.path, form.part, tuple(map(ResultCell.of, form.values)))

    @property
    def name(self) -> str:
        name = Path(self.path).name
        return name if self.part is None else f"{name}, {self.part}"

    def with_cell(self, place: int, cell: ResultCell) -> ResultRow:
        return replace(self, cells=(*self.cells[:place], cell, *self.cells[place + 1 :]))


def table_lines(template: FormTemplate, rows: Sequence[ResultRow]) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the table, its heads first, as `digitpad form` writes them."""
    yield columns(template)
    for row in rows:
        if row.cells:
            pairs = zip(template.names, row.cells, strict=True)
            doubtful = "; ".join(name for name, cell in pairs if cell.doubtful)
            part = "" if row.part is None else str(row.part)
            yield (row.path, part, *(cell.text for cell in row.cells), doubtful)


def summary_words(forms: int, failed: int, doubtful: int) -> str:
    """Say how many forms were read, how many could not be, and how many of their values are doubtful."""
    read = plural("{count} form", "{count} forms", forms).format(count=forms)
    lost = _(", {count} could not be read").format(count=failed) if failed else ""
    doubts = plural("{count} value is doubtful", "{count} values are doubtful", doubtful).format(count=doubtful)
    return f"{read}{lost}; {doubts}."


def _packed(crop: Rgb) -> bytes:
    image = Image.fromarray(crop)
    image.thumbnail(CROP_SIZE)
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=82)
    return packed.getvalue()

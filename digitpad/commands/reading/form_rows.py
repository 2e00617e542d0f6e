"""Filled forms read by any process, and as lines of the table that `digitpad form` writes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digitpad.commands.reading.bulk_output import CsvLines, OtherRules, Place, csv_record, fields_of
from digitpad.commands.reading.values import FileAnswer, Values

if TYPE_CHECKING:
    from digitpad.forms.form_reader import FormReader
    from digitpad.recognizer import Recognizer

ROW = "row"  # of the values of a filled form: its fields under the table's heads


class FormRows(CsvLines):
    """One row a filled form; `rules` is what each row has in its last column."""

    def __init__(self, heads: Sequence[str], rules: str) -> None:
        self.heading = self.start = csv_record(heads)
        self._heads, self._rules = heads, rules

    def record(self, values: Values) -> bytes:
        return csv_record(values[ROW])

    def place(self, record: bytes) -> Place | None:
        if record == self.heading:
            return None
        path, part, *rest = fields_of(record)
        if len(rest) + 2 != len(self._heads):
            raise ValueError("a row of another form")
        if rest[-1] != self._rules:
            raise OtherRules
        return path, bool(part)


def answer_of_form(template: Path, file: str, recognizer: Recognizer) -> FileAnswer:
    """Read the filled forms in a file by the template in another one."""
    from digitpad.forms.scans import filled_forms

    rejected: list[str] = []
    forms = list(filled_forms(Path(file), _reader(template, recognizer), rejected))
    return FileAnswer(tuple({ROW: form.row} for form in forms), tuple(rejected))


@cache
def _reader(template: Path, recognizer: Recognizer) -> FormReader:
    """Return one reader for all scans of a process: the features of the empty form take a second to compute."""
    from digitpad.forms.form_reader import FormReader
    from digitpad.forms.template_file import load_template

    return FormReader(load_template(template), recognizer)

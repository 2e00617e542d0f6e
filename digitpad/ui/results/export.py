"""Results as files: a table of all samples, a picture of the figures, a report for the browser."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.learning.evaluation.metrics import Interval
from digitpad.learning.evaluation.own_results import NOT_A_DIGIT, OwnResults
from digitpad.paths import replace_text
from digitpad.records import Sample
from digitpad.ui.core.wording import share
from digitpad.ui.results.version_readings import VersionReadings
from digitpad.ui.results.words import comparison_words, source_of, writer_of

FORMS = {"csv": _("Table of all samples (CSV)"), "png": _("Picture of the figures (PNG)"), "html": _("Report (HTML)")}
COLUMNS = ("id", "given", "label", "read", "confidence", "right", "source", "writer", "read_then", "model_then")
NONE = _("not a digit")


@dataclass(frozen=True, eq=False)
class ShownResults:
    """The figures that are shown, to be written as they are."""

    readings: VersionReadings
    key: str  # of the version
    rival: str  # of the one that it is compared with; "": none

    @property
    def results(self) -> OwnResults:
        return self.readings.results(self.key)

    @property
    def name(self) -> str:
        """The version's."""
        return self.readings.version(self.key).name

    def write(self, path: Path) -> None:
        """Write .csv, .png or .html. Raises DigitPadError for another ending, or where the disk refuses."""
        writers = {".csv": self._write_table, ".png": self._write_picture, ".html": self._write_report}
        if path.suffix.lower() not in writers:
            raise DigitPadError(
                _("{name} should end in .csv, .png or .html; choose one of these.").format(name=path.name)
            )
        writers[path.suffix.lower()](path)

    def _write_table(self, path: Path) -> None:
        file, results = io.StringIO(), self.results
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for place, sample in enumerate(results.samples):
            table.writerow(_row(results, place, sample))
        replace_text(path, file.getvalue())

    def _write_picture(self, path: Path) -> None:
        from digitpad.learning.evaluation.figures import own_figures

        bars = {version.name: self.readings.results(version.key).accuracy for version in self.readings.versions}
        own_figures(path, self.results, bars, self._title)

    @property
    def _title(self) -> str:
        return _("{name} on {count:,} of your samples").format(name=self.name, count=len(self.results.samples))

    def _write_report(self, path: Path) -> None:
        from digitpad.learning.data.labelled import LabelledSet
        from digitpad.learning.evaluation import metrics
        from digitpad.learning.evaluation.evaluation import Evaluation
        from digitpad.learning.evaluation.report import write_report

        results = self.results
        digits = np.flatnonzero(results.labels != NOT_A_DIGIT)
        if not len(digits):
            raise DigitPadError(_("None of the samples is a digit, so there is nothing to report; give some digits."))
        labels, read = results.labels[digits], results.readings.read[digits]
        confidences = results.readings.confidences[digits]
        glyphs = np.stack([results.samples[place].glyph for place in digits.tolist()])
        places = tuple(_("sample {id}").format(id=results.samples[place].id) for place in digits.tolist())
        own = LabelledSet(_("your samples"), glyphs, labels, places)
        evaluation = Evaluation(own, read, confidences, metrics.scores(labels, read, confidences))
        write_report(path, evaluation, self._title, self._tables())

    def _tables(self) -> dict[str, list[tuple[str, ...]]]:
        """Return further tables by their title, the heads first."""
        readings, results = self.readings, self.results
        heads = (_("read right"), _("95 % interval"), _("samples"))
        models: list[tuple[str, ...]] = [(_("model"), *heads)]
        for version in readings.versions:
            accuracy = readings.results(version.key).accuracy
            models.append((version.name, *_shares(accuracy, len(readings.samples))))
        tables: dict[str, list[tuple[str, ...]]] = {_("Models"): models}
        if self.rival:
            compared = results.compared_with(readings.by_version[self.rival])
            words = comparison_words(self.name, readings.version(self.rival).name, compared)
            tables[_("Compared")] = [(words,)]
        for title, name_of in ((_("By source"), source_of), (_("By writer"), writer_of)):
            groups = results.groups(name_of)
            tables[title] = [("", *heads), *((it.name, *_shares(it.share, it.count)) for it in groups)]
        means = [(share(each.confidence), *_shares(each.share, each.count)) for each in results.calibration]
        tables[_("Confidence")] = [(_("confidence, mean"), *heads), *means]
        return tables


def _shares(interval: Interval, count: int) -> tuple[str, str, str]:
    return (
        share(interval.value),
        _("{low} to {high}").format(low=share(interval.low), high=share(interval.high)),
        f"{count:,}",
    )


def _row(results: OwnResults, place: int, sample: Sample) -> tuple[object, ...]:
    read = int(results.readings.read[place])
    then = "" if sample.probabilities is None else NONE if sample.predicted is None else sample.predicted
    return (
        sample.id,
        sample.created_at.isoformat(timespec="seconds"),
        NONE if sample.label is None else sample.label,
        NONE if read == NOT_A_DIGIT else read,
        f"{results.readings.confidences[place]:.4f}",
        int(results.right[place]),
        sample.source,
        str(sample.writer),
        then,
        sample.model,
    )

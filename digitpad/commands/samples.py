"""digitpad samples: list, export, import, relabel, delete and restore the samples that were corrected."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from digitpad.commands.options import add_common, add_writer
from digitpad.commands.terminal import bar, complain, say, say_json
from digitpad.errors import DigitPadError
from digitpad.paths import user_folder
from digitpad.records import Origin, Sample

if TYPE_CHECKING:
    from digitpad.store.filters import Filter
    from digitpad.store.samples import SampleStore

DESCRIPTION = "Shows and changes the samples that were corrected in the window, or imported."
LABELS = (*"0123456789", "x")
LABEL_HELP = "0 to 9, or x for what is no digit"
HEADINGS = f"{'ID':>6}  {'LABEL':5}  {'READ AS':8}  {'FROM':8}  {'WHEN':16}  MODEL"
FORMS = ("zip", "csv", "jsonl")
Work = Callable[[argparse.Namespace], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    listing = _part(parts, "list", "show samples, a line for each", _list)
    _add_filters(listing)
    listing.add_argument("--order", choices=["newest", "oldest", "doubt"], default="newest", help="default: newest")
    listing.add_argument("--limit", type=_number, metavar="N", help="no more than so many")
    listing.add_argument("--json", action="store_true", help="print one JSON object a line")
    export = _part(parts, "export", "write samples to a zip of PNGs, Kaggle's CSV or lines of strokes", _export)
    export.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    export.add_argument("--form", choices=FORMS, help="default: as the file's name ends")
    _add_filters(export)
    importing = _part(parts, "import", "add samples from such a file, or a folder with the folders 0 to 9", _import)
    importing.add_argument("path", type=Path, metavar="PATH", help="zip, CSV, lines of strokes, or folder")
    relabel = _part(parts, "relabel", "say what samples are", _relabel)
    _add_ids(relabel)
    relabel.add_argument("label", choices=LABELS, metavar="LABEL", help=LABEL_HELP)
    _add_ids(_part(parts, "delete", "take samples away; restore brings them back, for 30 days", _delete))
    _add_ids(_part(parts, "restore", "bring deleted samples back", _restore))


def run(arguments: argparse.Namespace) -> int:
    """Carry out the subcommand; 0."""
    code: int = arguments.work(arguments)
    return code


def _list(arguments: argparse.Namespace) -> int:
    with _store(arguments, to_read=True) as store:
        ids = store.ids(_filter(arguments), arguments.order)[: arguments.limit]
        if ids and not arguments.json:
            say(HEADINGS)
        for sample in store.each(ids):
            if arguments.json:
                say_json(_values(sample))
            else:
                say(_line(sample))
    if not ids:
        complain("No samples here; correct a digit in the window, or import some.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from digitpad.store.exchange import export_samples, form_of

    form = arguments.form or form_of(arguments.file)
    with _store(arguments, to_read=True) as store:
        ids = store.ids(_filter(arguments), "oldest")
        counts = export_samples(store.each(ids, whole=form == "jsonl"), arguments.file, form)
    say(f"{arguments.file}: {_count(counts.written)}")
    if counts.left_out:
        why = "not digits" if form == "csv" else "not drawn on the pad"
        complain(f"{_count(counts.left_out)} left out: {why}.")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from digitpad.glyph_import import MAKERS
    from digitpad.store.exchange import import_samples

    with bar("importing", "samples") as progress:
        samples = import_samples(arguments.path, MAKERS, progress, complain)
    with _store(arguments) as store:
        change = store.add(samples)
    twins = len(samples) - len(change.before)
    say(f"{_count(len(change.added))} added, {len(change.relabelled):,} given a new label, {twins:,} already there")
    return 0


def _relabel(arguments: argparse.Namespace) -> int:
    with _store(arguments) as store:
        _refuse_unknown(store, arguments.ids)
        store.relabel(arguments.ids, None if arguments.label == "x" else int(arguments.label))
    what = "not a digit" if arguments.label == "x" else arguments.label
    say(f"{_count(len(set(arguments.ids)))} now labelled {what}")
    return 0


def _delete(arguments: argparse.Namespace) -> int:
    with _store(arguments) as store:
        _refuse_unknown(store, arguments.ids)
        change = store.delete(arguments.ids)
    say(f"{_count(len(change.before))} deleted; `digitpad samples restore {_listed(arguments.ids)}` brings them back")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    with _store(arguments) as store:
        change = store.restore(arguments.ids)
        _refuse_unknown(store, arguments.ids)
    say(f"{_count(len(change.before))} restored")
    return 0


def _part(parts: Any, name: str, words: str, work: Work) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
    add_common(part)
    part.set_defaults(work=work)
    return part


def _add_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which samples (default: all)")
    group.add_argument("--label", nargs="+", choices=LABELS, metavar="LABEL", help=LABEL_HELP)
    group.add_argument("--source", nargs="+", choices=get_args(Origin), metavar="SOURCE", help=_or(get_args(Origin)))
    add_writer(group)
    group.add_argument("--misread", action="store_true", help="only what was read as something else")
    group.add_argument("--slips", action="store_true", help="only those whose label may be wrong")
    group.add_argument("--since", type=_day, metavar="DAY", help="from that day on, as 2026-01-31")
    group.add_argument("--until", type=_day, metavar="DAY", help="up to that day and on it")


def _add_ids(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", type=_number, metavar="ID", help="the number that list shows")


def _store(arguments: argparse.Namespace, to_read: bool = False) -> SampleStore:
    from digitpad.store.samples import FILE_NAME, SampleStore

    path = (arguments.data_dir or user_folder()) / FILE_NAME
    store = SampleStore.to_read(path) if to_read else SampleStore(path)
    if store.notice and (to_read or not store.read_only):  # a change that cannot be made says so itself
        complain(store.notice)
    return store


def _filter(arguments: argparse.Namespace) -> Filter:
    from digitpad.store.filters import Filter

    labels = None if arguments.label is None else {None if text == "x" else int(text) for text in arguments.label}
    return Filter(
        labels=None if labels is None else frozenset(labels),
        sources=None if arguments.source is None else frozenset(arguments.source),
        misread=arguments.misread,
        label_errors=arguments.slips,
        writers=None if arguments.writer is None else frozenset({arguments.writer}),
        since=arguments.since,
        until=None if arguments.until is None else arguments.until + timedelta(days=1),
    )


def _values(sample: Sample) -> dict[str, Any]:
    from digitpad.store.details import fields_of

    label_error = {"slip": sample.label_error, "suggested": sample.suggested}
    return {"id": sample.id, **fields_of(sample), "label": sample.label, "misread": sample.misread, **label_error}


def _line(sample: Sample) -> str:
    reading = "" if sample.probabilities is None else f"{_label(sample.predicted)} {sample.confidence:4.0%}"
    when = sample.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    label_error = "  label may be wrong" if sample.label_error else ""
    label_error += "" if sample.suggested is None else f", its neighbours say {sample.suggested}"
    writer = f"  by {sample.writer}" if sample.writer else ""
    fields = f"{sample.id:>6}  {_label(sample.label):5}  {reading:8}  {sample.source:8}  {when}  {sample.model}"
    return f"{fields}{writer}{label_error}".rstrip()


def _refuse_unknown(store: SampleStore, ids: Sequence[int]) -> None:
    ids_here = set(store.ids())
    unknown = [id for id in ids if id not in ids_here]
    if unknown:
        raise DigitPadError(f"There is no sample {_listed(unknown)}; `digitpad samples list` shows which there are.")


def _label(label: int | None) -> str:
    return "x" if label is None else str(label)


def _count(number: int) -> str:
    return f"{number:,} sample{'' if number == 1 else 's'}"


def _listed(ids: Sequence[int]) -> str:
    return " ".join(map(str, ids))


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 1 << 63:
        raise argparse.ArgumentTypeError(f'"{text[:20]}" is not a number from 1')
    return int(text)


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text[:20]}" is not a day as 2026-01-31') from None

"""The samples that a user corrected: one SQLite file, one transaction for each correction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import TracebackType

from digitpad.errors import DigitPadError
from digitpad.languages import _
from digitpad.records import Sample
from digitpad.store.details import writer_of
from digitpad.store.failures import as_sentences, is_damage, is_full, is_refusal
from digitpad.store.filters import EVERYTHING, ORDERS, Filter, Order
from digitpad.store.row_strings import forget_unused, keep_row
from digitpad.store.rows import COLUMNS, CONTENTS, LIGHT, TABLES, contents_of, sample_of, values_of
from digitpad.store.schema import open_database, open_to_read, transaction
from digitpad.store.states import State, corrected, earlier, now_us

FILE_NAME = "samples.sqlite3"
REASONS = {
    True: _("the disk is full; free some space"),
    False: _("check the permissions of the folder and its disk"),
}
PATIENCE_S = 5.0  # for another DigitPad that is writing
AT_ONCE = 500  # ids in one question

STATE = "id, label, labelled_at, deleted_at, confirmed, writer"  # in the order of State
FORGOTTEN = "SELECT id FROM samples WHERE deleted_at <= ?"


@dataclass(frozen=True)
class Change:
    """The effect of one change. `SampleStore.revert` undoes it."""

    ids: tuple[int, ...]  # of the samples given, in their order
    before: Mapping[int, State | None]  # of those that changed; None: it was not there

    @property
    def added(self) -> tuple[int, ...]:
        """Those that were not there, or deleted."""
        return tuple(id for id, state in self.before.items() if state is None or state.deleted_at is not None)

    @property
    def relabelled(self) -> tuple[int, ...]:
        """Those that were there with another label."""
        return tuple(id for id, state in self.before.items() if state is not None and state.deleted_at is None)


class SampleStore:
    """The database of samples. Belongs to the thread that opens it; a change is on the disk when its method returns.

    Several stores, in several programs, may be open on one file. Every method raises DigitPadError, with nothing
    changed, where the disk refuses or another program holds the file for longer than `patience_s`.
    """

    def __init__(self, path: Path, patience_s: float = PATIENCE_S) -> None:
        """Open or create the file; for reading alone where the disk cannot be written to.

        Raises DigitPadError where it cannot be read either, or a newer DigitPad made it.
        """
        self.path, self._patience_s = path, patience_s
        self.read_only = False  # nothing can be kept at the moment; each change tries again
        self.notice = ""  # for the user; "": all is well
        try:
            self._connection, self.notice = open_database(path, patience_s)
        except DigitPadError as error:
            if not is_refusal(error.__cause__) or not path.exists():
                raise
            self._connection, self.read_only = open_to_read(path, patience_s), True
            reason = REASONS[is_full(error)]
            words = _("The samples in {path} can be read, but nothing can be saved there: {reason}.")
            self.notice = words.format(path=path, reason=reason)

    @classmethod
    def to_read(cls, path: Path, patience_s: float = PATIENCE_S) -> SampleStore:
        """Open the file for reading alone: nothing is made or changed on the disk, but a damaged file is set aside."""
        store = cls.__new__(cls)
        store.path, store._patience_s, store.notice, store.read_only = path, patience_s, "", True
        try:
            store._connection = open_to_read(path, patience_s)
        except DigitPadError as error:
            if not is_damage(error.__cause__):
                raise
            store._connection, store.notice = open_database(path, patience_s)
        return store

    def __enter__(self) -> SampleStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        with as_sentences(self.path):
            self._connection.close()

    def add(self, samples: Iterable[Sample]) -> Change:
        """Store samples, all or none. A glyph is stored once:

        - the same glyph with the same label changes nothing; the id is that of the sample that is there;
        - the same glyph with another label corrects the correction: the newer label wins (by `created_at`, so that an
          old export does not undo what was said since), and all else stays as first stored;
        - a glyph that was deleted comes back, again with the newer label;
        - the row that it stands in is stored beside it, the newer one of two.
        """
        all_samples = list(samples)
        before: dict[int, State | None] = {}
        with self._writing():
            ids = tuple(self._keep(sample, before) for sample in all_samples)
        return Change(ids, before)

    def relabel(self, ids: Sequence[int], label: int | None) -> Change:
        """Say that samples are `label` (None: not a digit) from now on; ids that are not there are passed over."""
        with self._writing():
            states = self._states(ids)
            before = {id: state for id, state in states.items() if state.label != label and state.deleted_at is None}
            self._put({id: state.relabelled(label) for id, state in before.items()})
        return Change(tuple(ids), before)

    def name_writer(self, ids: Sequence[int], name: str) -> Change:
        """Say who wrote samples ("": nobody who is named); their labels are no newer for it."""
        name = writer_of(name)
        with self._writing():
            states = self._states(ids).items()
            before = {id: state for id, state in states if state.writer != name and state.deleted_at is None}
            self._put({id: replace(state, writer=name) for id, state in before.items()})
        return Change(tuple(ids), before)

    def confirm(self, ids: Sequence[int]) -> Change:
        """Say that samples are labelled right: they are suspected of no label error until they are relabelled."""
        with self._writing():
            states = self._states(ids).items()
            before = {id: state for id, state in states if not state.confirmed and state.deleted_at is None}
            self._put({id: replace(state, confirmed=True) for id, state in before.items()})
        return Change(tuple(ids), before)

    def delete(self, ids: Sequence[int]) -> Change:
        """Take samples out of sight; `restore` brings them back until `forget` is called."""
        with self._writing():
            before = {id: state for id, state in self._states(ids).items() if state.deleted_at is None}
            self._put({id: replace(state, deleted_at=now_us()) for id, state in before.items()})
        return Change(tuple(ids), before)

    def restore(self, ids: Sequence[int]) -> Change:
        """Bring deleted samples back."""
        with self._writing():
            before = {id: state for id, state in self._states(ids).items() if state.deleted_at is not None}
            self._put({id: replace(state, deleted_at=None) for id, state in before.items()})
        return Change(tuple(ids), before)

    def revert(self, change: Change) -> Change:
        """Make the samples of `change` what they were before it; reverting the result does it again."""
        with self._writing():
            now = self._states(list(change.before))
            self._put({id: earlier(change.before[id], state) for id, state in now.items()})
        return Change(change.ids, dict(now))

    def forget(self, older_than: timedelta) -> int:
        """Remove samples for good that were deleted longer ago; return their number. Without any, nothing is saved."""
        limit = now_us() - older_than // timedelta(microseconds=1)
        with as_sentences(self.path):
            (any_old,) = self._connection.execute(f"SELECT EXISTS ({FORGOTTEN})", (limit,)).fetchone()
        if not any_old:
            return 0
        with self._writing():
            count = self._connection.execute(f"DELETE FROM samples WHERE id IN ({FORGOTTEN})", (limit,)).rowcount
            forget_unused(self._connection)
            return count

    def mark_label_errors(self, labels: Mapping[int, int]) -> None:
        """Mark these ids, and no others, as suspected label errors, each with the label 0..9 that its neighbours have.

        A sample that is relabelled or confirmed loses the mark.
        """
        mark = "UPDATE samples SET slip = 1, suggested = ? WHERE id = ? AND NOT confirmed"
        with self._writing():
            self._connection.execute("UPDATE samples SET slip = 0 WHERE slip")
            self._connection.executemany(mark, ((label, id) for id, label in labels.items()))

    def ids(self, criteria: Filter = EVERYTHING, order: Order = "newest") -> list[int]:
        """Return the ids of the samples that meet a filter, in order; by doubt, those never read come last."""
        condition, values = criteria.sql()
        question = f"SELECT id FROM samples WHERE {condition} ORDER BY {ORDERS[order]}"
        with as_sentences(self.path):
            return [id for (id,) in self._connection.execute(question, values)]

    def count(self, criteria: Filter = EVERYTHING) -> int:
        """Return the number of samples that meet a filter."""
        return sum(self.counts(criteria).values())

    def counts(self, criteria: Filter = EVERYTHING) -> dict[int | None, int]:
        """Return the number of samples of each label (None: not a digit); labels without samples are left out."""
        condition, values = criteria.sql()
        question = f"SELECT label, COUNT(*) FROM samples WHERE {condition} GROUP BY label"
        with as_sentences(self.path):
            return dict(self._connection.execute(question, values))

    def get(self, id: int) -> Sample | None:
        """Return the whole sample; None where there is none of this id, or it was deleted."""
        return next(iter(self.several([id], whole=True)), None)

    def several(self, ids: Sequence[int], whole: bool = False) -> list[Sample]:
        """Return samples in the order of `ids`; ids that are not stored, or deleted, are left out.

        Only with `whole` do they have strokes, crop and row, which take longest to decode.
        """
        return list(self.each(ids, whole))

    def each(self, ids: Sequence[int], whole: bool = False) -> Iterator[Sample]:
        """Yield the samples that `several` returns; some hundred are in memory at a time."""
        question = f"SELECT {COLUMNS}, {CONTENTS if whole else LIGHT} FROM {TABLES}"
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            marks = ",".join("?" * len(part))
            with as_sentences(self.path):
                rows = self._connection.execute(f"{question} WHERE id IN ({marks}) AND deleted_at IS NULL", part)
                by_id = {row[0]: row for row in rows}
            yield from (sample_of(by_id[id]) for id in part if id in by_id)

    def all(self, whole: bool = False) -> list[Sample]:
        """Return every sample that is not deleted, oldest first; strokes, crops and rows only with `whole`."""
        return self.several(self.ids(order="oldest"), whole)

    @property
    def version(self) -> int:
        """A number that changes when another store or program writes to the file; takes microseconds."""
        with as_sentences(self.path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            self._connection, self.read_only = self._reopened(), False
        with as_sentences(self.path), transaction(self._connection):
            yield

    def _reopened(self) -> sqlite3.Connection:
        """Return a connection that can write. Raises DigitPadError, with the old one still open, where none can be."""
        connection, self.notice = open_database(self.path, self._patience_s)
        self._connection.close()
        return connection

    def _keep(self, sample: Sample, before: dict[int, State | None]) -> int:
        """Store a sample and return its id; its earlier state goes into `before` where it changed."""
        values = values_of(sample)
        twin = self._connection.execute("SELECT id FROM samples WHERE digest = ?", (values["digest"],)).fetchone()
        if twin is None:
            id = self._insert("samples", values)
            self._insert("contents", {"sample": id, **contents_of(sample)})
            keep_row(self._connection, id, sample.row)
            before[id] = None
            return id
        id = int(twin[0])
        keep_row(self._connection, id, sample.row)
        state = self._states([id])[id]
        after = corrected(state, sample)
        if (after.label, after.deleted_at) != (state.label, state.deleted_at):
            before.setdefault(id, state)
            self._put({id: after})
        return id

    def _insert(self, table: str, values: Mapping[str, object]) -> int:
        marks = ", ".join(f":{name}" for name in values)
        statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
        return int(self._connection.execute(statement, values).lastrowid or 0)

    def _states(self, ids: Sequence[int]) -> dict[int, State]:
        states: dict[int, State] = {}
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            marks = ",".join("?" * len(part))
            question = f"SELECT {STATE} FROM samples WHERE id IN ({marks})"
            states |= {id: State(*state) for id, *state in self._connection.execute(question, part)}
        return states

    def _put(self, states: Mapping[int, State]) -> None:
        mark = "slip = slip AND label IS ?1 AND NOT ?4"
        changes = f"{mark}, label = ?1, labelled_at = ?2, deleted_at = ?3, confirmed = ?4, writer = ?5"
        values = [(*astuple(state), id) for id, state in states.items()]
        self._connection.executemany(f"UPDATE samples SET {changes} WHERE id = ?6", values)

"""Corrections on the Draw page: what the user says of digits goes into the content, its history and the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from digitpad.background import Done
from digitpad.languages import _
from digitpad.records import DIGITS, MARKS, Box, Digit, Glyph, Mark, Reading, Rgb, RowString, Sign, locked
from digitpad.ui.core.bridge import Bridge
from digitpad.ui.core.pending_corrections import PendingCorrection, Storing
from digitpad.ui.core.sample_service import SampleService
from digitpad.ui.core.wording import a_digit, a_mark
from digitpad.ui.draw.history import Content
from digitpad.ui.draw.notes import Note, Parts, corrections_of, noted, parts_of, wholes, without
from digitpad.ui.draw.open_document import OpenDocument, Strokes
from digitpad.ui.reading.corrected_rows import row_strings
from digitpad.vision.segmentation.edits import SegmentationEdits

NOT_A_NUMBER = _("A number is made of the digits 0 to 9 and the marks . , - / :; nothing was changed.")
UNDONE = _("Undone")
AROUND = 0.25  # of a digit's longer side, what is cut out of a picture around it


Label = int | str | None  # a digit, a mark ("": none), or neither


class ReadingColumn(Protocol):
    """The column in which the corrections are shown."""

    def select(self, places: Sequence[int]) -> None: ...
    def show_storing(self) -> None: ...


class DrawCorrections:
    """Implements CorrectionActions for the open document; `show_sample`: bring up a stored sample, by id."""

    def __init__(
        self, document: OpenDocument, bridge: Bridge, service: SampleService, *, show_sample: Callable[[int], None]
    ) -> None:
        self._document, self._bridge, self._service = document, bridge, service
        self._notices = bridge.notices
        self._column: ReadingColumn | None = None
        self.show_sample = show_sample
        self._to_select: Parts | None = None  # once it is read
        self._words = ""  # what is said when all is on the disk
        document.follow(self)

    def connect(self, column: ReadingColumn) -> None:
        self._column = column

    def label(self, places: Sequence[int], label: Label) -> None:
        """These are `label`; None: not a digit, and no mark."""
        self._say(dict.fromkeys(places, label))

    def confirm(self, places: Sequence[int]) -> None:
        """These digits and marks were read right."""
        self._say({place: _as_read(self._signs[place]) for place in places})

    def join(self, places: Sequence[int]) -> None:
        """These are one digit."""
        parts: Parts = frozenset().union(*(self._parts(place) for place in places))
        self._note((Note(parts),), selected=parts)
        self._notices.news(_("Joined. Type the digit that it is, or press Enter if it was read right."))

    def split(self, place: int) -> None:
        """This is two digits."""
        content, parts = self._content, self._parts(place)
        if content.picture is not None:
            pixels, edits = content.picture.pixels, content.edits
            numbers = self._signs[place].strokes
            self._bridge.ask(
                lambda engine: engine.split_piece(pixels, edits, numbers),
                lambda answer: self._picture_split(content, parts, answer.result),
            )
        else:
            own = tuple(stroke for stroke in content.strokes if stroke in parts)
            self._bridge.ask(
                lambda engine: engine.split_strokes(own),
                lambda answer: self._strokes_split(content, parts, *answer.result),
            )

    def spell(self, text: str, on_done: Callable[[str], None]) -> None:
        """Take the reading for `text`, its rows with spaces between them; `on_done` gets "" or why it cannot be."""
        places = [place for place, sign in enumerate(self._signs) if sign.symbol]
        typed = "".join(text.split())
        if not set(typed) <= set(DIGITS + MARKS) or not set(typed) & set(DIGITS):
            on_done(NOT_A_NUMBER)
        elif len(typed) == len(places):
            self._say({place: _label(character) for place, character in zip(places, typed, strict=True)})
            on_done("")
        else:
            self._align(text.split(), on_done)

    def take_back(self, place: int) -> None:
        """Nothing was said of this digit."""
        content, parts = self._content, self._parts(place)
        note = noted(content.notes, parts)
        if note is not None and (note.correction is not None or note.mark is not None):
            self._words = UNDONE
            left = () if note.mark is not None else (Note(parts),)
            notes = (*without(content.notes, parts), *left)
            self._become(content.with_notes(notes, content.corrections - corrections_of((note,))), selected=parts)

    def storing(self, place: int) -> Storing:
        """Return how far the correction of this digit has come to the disk."""
        note = noted(self._content.notes, self._parts(place))
        return "saved" if note is None or note.correction is None else note.correction.storing

    def sample_glyph(self, id: int) -> Glyph | None:
        """Return the glyph of a stored sample."""
        sample = self._service.samples.get(id)
        return sample.glyph if sample is not None else None

    def content_changed(self, before: Content, now: Content) -> None:
        """Bring the store to what the history says: after a correction, an undo or a redo."""
        if before.chapter is not now.chapter:
            return
        gone, come = before.corrections - now.corrections, now.corrections - before.corrections
        if gone or come:
            words, self._words = self._words or (UNDONE if gone else _("Saved")), ""
            undo = (_("Undo"), self._document.history.undo) if come and not gone else None
            requests = [*((one, False) for one in gone), *((one, True) for one in come)]
            self._service.settle(requests, lambda: self._notices.news(words, undo), self._show_storing)
        elif self._words:  # of marks, of which nothing is stored
            words, self._words = self._words, ""
            self._notices.news(words, None if words == UNDONE else (_("Undo"), self._document.history.undo))

    def put_away(self, reading: Reading) -> None:
        """Take what the user left as it was, in a drawing that he finished, for right."""
        self._service.accept([digit for digit in reading.digits if digit.decided_by not in ("hand", "rule")])

    def reading_shown(self) -> None:
        """Select what was asked for, where it is there now."""
        if self._to_select is not None:
            parts = [self._parts(place) for place in range(len(self._signs))]
            if self._to_select in parts and self._column is not None:
                self._column.select([parts.index(self._to_select)])
                self._to_select = None

    def _show_storing(self) -> None:
        if self._column is not None:
            self._column.show_storing()

    @property
    def _content(self) -> Content:
        return self._document.content

    @property
    def _signs(self) -> tuple[Sign, ...]:
        return self._document.reading.sequence

    def _parts(self, place: int) -> Parts:
        return parts_of(self._signs[place], self._document.read_strokes)

    def _say(self, labels: Mapping[int, Label]) -> None:
        signs = self._signs
        by_place = {place: _label_of(signs[place], label) for place, label in labels.items()}
        new = {place: label for place, label in by_place.items() if not self._is_said(place, label)}
        if new:
            self._words = _in_words([(signs[place], label) for place, label in new.items()])
            rows = row_strings(self._document.reading, labels)
            self._note([self._said(signs[at], self._parts(at), label, rows.get(at)) for at, label in new.items()])
        elif self._service.owes:
            self._service.settle((), lambda: self._notices.news(_("Saved")), self._show_storing)

    def _is_said(self, place: int, label: Label) -> bool:
        note = noted(self._content.notes, self._parts(place))
        return note is not None and note.value == label

    def _said(self, sign: Sign, parts: Parts, label: Label, row: RowString | None) -> Note:
        """A note, with its sample where it is a digit; what was read stays what was read first."""
        digit = sign if isinstance(sign, Digit) else sign.ink
        if isinstance(label, str):
            return Note(parts, True, digit=digit, mark=label)
        earlier = noted(self._content.notes, parts)
        original = earlier.digit if earlier is not None and earlier.digit is not None else digit
        picture = self._content.picture
        strokes = () if picture else tuple(stroke for stroke in self._content.strokes if stroke in parts)
        crop = cut_out(picture.pixels, digit.box) if picture else None
        original = replace(original, glyph=digit.glyph, box=digit.box)
        origin = self._content.origin
        sample = self._service.sample_of(original, label, origin, strokes=strokes, crop=crop)
        return Note(parts, True, label, original, PendingCorrection([replace(sample, row=row)]))

    def _note(self, notes: Sequence[Note], selected: Parts | None = None) -> None:
        """Have these notes in place of all that was said of their parts."""
        content = self._content
        left, stored = content.notes, content.corrections
        for note in notes:
            stored -= corrections_of(old for old in left if old.parts & note.parts and _replaces(note, old))
            left = without(left, note.parts)
        self._become(content.with_notes((*left, *notes), stored | corrections_of(notes)), selected=selected)

    def _become(self, content: Content, selected: Parts | None = None) -> None:
        self._to_select = selected
        self._document.history.become(content)

    def _strokes_split(self, before: Content, parts: Parts, left: Strokes, right: Strokes) -> None:
        if before is not self._content:
            return
        strokes = tuple(stroke for stroke in before.strokes if stroke not in parts) + left + right
        notes = (*without(before.stroke_notes, parts), Note(frozenset(left)), Note(frozenset(right)))
        stored = before.corrections - corrections_of(note for note in before.notes if note.parts & parts)
        self._become(replace(before, strokes=strokes, stroke_notes=notes, corrections=stored), selected=frozenset(left))
        self._notices.news(_("Split in two. Type the digits that they are."))

    def _picture_split(self, before: Content, parts: Parts, edits: SegmentationEdits) -> None:
        if before is not self._content or before.picture is None:
            return
        halves = [frozenset[Box | int](group) for group in edits.whole[-2:]]
        notes = (*without(before.picture.notes, parts), *(Note(half) for half in halves))
        stored = before.corrections - corrections_of(note for note in before.notes if note.parts & parts)
        picture = replace(before.picture, notes=notes, cuts=edits.cuts)
        self._become(replace(before, picture=picture, corrections=stored), selected=halves[0])
        self._notices.news(_("Split in two. Type the digits that they are."))

    def _align(self, texts: Sequence[str], on_done: Callable[[str], None]) -> None:
        """Ask how the ink can be taken apart into the digits of these rows."""
        content = self._content
        if content.picture is not None:
            pixels, edits = content.picture.pixels, content.edits
            self._bridge.ask(
                lambda engine: engine.spell_image(pixels, texts, edits),
                lambda answer: self._aligned(content, "".join(texts), None, answer, on_done),
                on_done,
            )
        else:
            strokes, whole = content.strokes, wholes(content.stroke_notes, content.strokes)
            self._bridge.ask(
                lambda engine: engine.spell_strokes(strokes, texts, whole),
                lambda answer: self._aligned(content, "".join(texts), strokes, answer, on_done),
                on_done,
            )

    def _aligned(
        self, before: Content, typed: str, strokes: Strokes | None, answer: Done, on_done: Callable[[str], None]
    ) -> None:
        if before is self._content:
            signs = answer.result.sequence
            pairs = [(sign, _label(character)) for sign, character in zip(signs, typed, strict=True)]
            self._words = _in_words(pairs)
            rows = row_strings(answer.result, dict(enumerate(label for _, label in pairs)))
            said = enumerate(pairs)
            self._note([self._said(sign, parts_of(sign, strokes), label, rows.get(at)) for at, (sign, label) in said])
        on_done("")


def cut_out(pixels: Rgb, box: Box) -> Rgb:
    """The piece of a picture around a digit."""
    more = round(AROUND * max(box.width, box.height))
    top, left = max(0, box.top - more), max(0, box.left - more)
    return locked(pixels[top : box.bottom + more, left : box.right + more].copy())


def _replaces(note: Note, old: Note) -> bool:
    """Return whether the old sample must go: its digit is taken apart otherwise. A new label replaces the old one."""
    return note.parts != old.parts or note.mark is not None


def _label(character: str) -> int | str:
    return int(character) if character in DIGITS else character


def _label_of(sign: Sign, label: Label) -> Label:
    """A mark that is called nothing is no mark; a digit, no digit."""
    return "" if label is None and isinstance(sign, Mark) else label


def _as_read(sign: Sign) -> Label:
    if isinstance(sign, Mark):
        return sign.symbol
    return None if sign.refused else sign.label


def _in_words(labels: Sequence[tuple[Sign, Label]]) -> str:
    if len(labels) > 1:
        return _("Saved: {number}").format(number="".join(("" if label is None else str(label) for _, label in labels)))
    digit, label = labels[0]
    if isinstance(label, str):
        return _("It is {mark}").format(mark=a_mark(label))
    if label is None:
        return _("Saved: not a digit")
    was = a_digit(digit.label) if isinstance(digit, Digit) and not digit.refused and digit.label != label else ""
    return _("Saved: it is {digit}").format(digit=a_digit(label)) + (_(", not {was}").format(was=was) if was else "")

"""Corrections on the Draw page: what the user says of digits goes into the content, its history and the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from digitpad.background import Done
from digitpad.records import Box, Digit, Reading, Rgb, locked
from digitpad.ui.corrects import Corrects
from digitpad.ui.document import Content
from digitpad.ui.kept import Kept, Storing
from digitpad.ui.notes import Note, Parts, noted, parts_of, wholes, without
from digitpad.ui.pad import Strokes
from digitpad.ui.sample_desk import SampleDesk
from digitpad.ui.session import Session
from digitpad.vision.mending import Mends

AROUND = 0.25  # of a digit's longer side, what is cut out of a picture around it


class Correcting:
    """`on_select`: show these digits, by place, as selected. `show_sample`: bring up a stored sample, by id."""

    def __init__(self, session: Session, desk: SampleDesk, *, show_sample: Callable[[int], None]) -> None:
        self._session, self._desk = session, desk
        self._on_select: Callable[[Sequence[int]], None] = lambda places: None
        self._on_storing: Callable[[], None] = lambda: None
        self._to_select: Parts | None = None  # once it is read
        self._words = ""  # what is said when all is on the disk
        self.actions = Corrects(
            label=self.label,
            confirm=self.confirm,
            join=self.join,
            split=self.split,
            spell=self.spell,
            take_back=self.take_back,
            storing=self._storing,
            sample_glyph=lambda id: desk.samples[id].glyph if id in desk.samples else None,
            show_sample=show_sample,
        )
        session.follow(self)

    def connect(self, on_select: Callable[[Sequence[int]], None], on_storing: Callable[[], None]) -> None:
        """`on_storing`: how far the corrections have come to the disk is to be shown anew."""
        self._on_select, self._on_storing = on_select, on_storing

    def label(self, places: Sequence[int], label: int | None) -> None:
        """The digits are `label`; None: not a digit."""
        self._say(dict.fromkeys(places, label))

    def confirm(self, places: Sequence[int]) -> None:
        """These digits were read right."""
        digits = self._digits
        self._say({place: None if digits[place].refused else digits[place].label for place in places})

    def join(self, places: Sequence[int]) -> None:
        """These are one digit."""
        parts: Parts = frozenset().union(*(self._parts(place) for place in places))
        self._note((Note(parts),), selected=parts)
        self._session.news("Joined. Type the digit that it is, or press Enter if it was read right.")

    def split(self, place: int) -> None:
        """This is two digits."""
        content, parts = self._content, self._parts(place)
        if content.picture is not None:
            pixels, mends = content.picture.pixels, content.mends
            numbers = self._digits[place].strokes
            self._session.ask(
                lambda engine: engine.split_piece(pixels, mends, numbers),
                lambda done: self._picture_split(content, parts, done.result),
            )
        else:
            held = tuple(stroke for stroke in content.strokes if stroke in parts)
            self._session.ask(
                lambda engine: engine.split_strokes(held),
                lambda done: self._strokes_split(content, parts, *done.result),
            )

    def spell(self, text: str) -> None:
        """What was read is `text`, its rows with spaces between them."""
        places = [place for place, digit in enumerate(self._digits) if digit.symbol]
        typed = "".join(text.split())
        if not typed.isdecimal() or not typed.isascii():
            self._session.failed("A number is made of the digits 0 to 9; nothing was changed.")
        elif len(typed) == len(places):
            self._say({place: int(character) for place, character in zip(places, typed, strict=True)})
        else:
            self._align(text.split())

    def take_back(self, place: int) -> None:
        """Nothing was said of this digit."""
        content, parts = self._content, self._parts(place)
        note = noted(content.notes, parts)
        if note is not None and note.kept is not None:
            self._words = "Taken back"
            notes = (*without(content.notes, parts), Note(parts))
            self._become(content.with_notes(notes, content.kept - {note.kept}), selected=parts)

    def content_changed(self, before: Content, now: Content) -> None:
        """Bring the store to what the history says: after a correction, an undo or a redo."""
        gone, come = before.kept - now.kept, now.kept - before.kept
        if gone or come:
            words, self._words = self._words or ("Taken back" if gone else "Saved"), ""
            undo = ("Undo", self._session.document.undo) if come and not gone else None
            wanted = [*((kept, False) for kept in gone), *((kept, True) for kept in come)]
            self._desk.settle(wanted, lambda: self._session.news(words, undo), self._on_storing)

    def put_away(self, reading: Reading) -> None:
        """What the user did not correct was right."""
        self._desk.accept([digit for digit in reading.digits if digit.decided_by != "hand"])

    def reading_shown(self) -> None:
        """Select what was asked for, where it is there now."""
        if self._to_select is not None:
            parts = [self._parts(place) for place in range(len(self._digits))]
            if self._to_select in parts:
                self._on_select([parts.index(self._to_select)])
                self._to_select = None

    @property
    def _content(self) -> Content:
        return self._session.document.content

    @property
    def _digits(self) -> tuple[Digit, ...]:
        return self._session.reading.digits

    def _parts(self, place: int) -> Parts:
        return parts_of(self._digits[place], self._session.read_strokes)

    def _say(self, labels: dict[int, int | None]) -> None:
        digits = self._digits
        said = {place: label for place, label in labels.items() if not self._is_said(place, label)}
        if said:
            self._words = _in_words([(digits[place], label) for place, label in said.items()])
            self._note([self._said(digits[place], self._parts(place), label) for place, label in said.items()])
        elif self._desk.owes:
            self._desk.settle((), lambda: self._session.news("Saved"), self._on_storing)

    def _is_said(self, place: int, label: int | None) -> bool:
        note = noted(self._content.notes, self._parts(place))
        return note is not None and note.label == label

    def _storing(self, place: int) -> Storing:
        note = noted(self._content.notes, self._parts(place))
        return "saved" if note is None or note.kept is None else note.kept.storing

    def _said(self, digit: Digit, parts: Parts, label: int | None) -> Note:
        """A note with its sample; what was read stays what was read first."""
        earlier = noted(self._content.notes, parts)
        read = earlier.digit if earlier is not None and earlier.digit is not None else digit
        picture = self._content.picture
        strokes = () if picture else tuple(stroke for stroke in self._content.strokes if stroke in parts)
        crop = cut_out(picture.pixels, digit.box) if picture else None
        read = replace(read, glyph=digit.glyph, box=digit.box)
        origin = self._content.origin
        sample = self._desk.sample_of(read, label, origin, strokes=strokes, crop=crop)
        return Note(parts, True, label, read, Kept([sample]))

    def _note(self, notes: Sequence[Note], selected: Parts | None = None) -> None:
        """Have these notes in place of all that was said of their parts."""
        content = self._content
        left, kept = content.notes, content.kept
        for note in notes:
            kept -= {
                old.kept for old in left if old.kept is not None and old.parts & note.parts and _replaces(note, old)
            }
            left = without(left, note.parts)
        kept |= {note.kept for note in notes if note.kept is not None}
        self._become(content.with_notes((*left, *notes), kept), selected=selected)

    def _become(self, content: Content, selected: Parts | None = None) -> None:
        self._to_select = selected
        self._session.document.become(content)

    def _strokes_split(self, before: Content, parts: Parts, left: Strokes, right: Strokes) -> None:
        if before is not self._content:
            return
        strokes = tuple(stroke for stroke in before.strokes if stroke not in parts) + left + right
        notes = (*without(before.stroke_notes, parts), Note(frozenset(left)), Note(frozenset(right)))
        kept = before.kept - {note.kept for note in before.notes if note.kept is not None and note.parts & parts}
        self._become(replace(before, strokes=strokes, stroke_notes=notes, kept=kept), selected=frozenset(left))
        self._session.news("Split in two. Type the digits that they are.")

    def _picture_split(self, before: Content, parts: Parts, mends: Mends) -> None:
        if before is not self._content or before.picture is None:
            return
        halves = [frozenset[Box | int](group) for group in mends.whole[-2:]]
        notes = (*without(before.picture.notes, parts), *(Note(half) for half in halves))
        kept = before.kept - {note.kept for note in before.notes if note.kept is not None and note.parts & parts}
        picture = replace(before.picture, notes=notes, cuts=mends.cuts)
        self._become(replace(before, picture=picture, kept=kept), selected=halves[0])
        self._session.news("Split in two. Type the digits that they are.")

    def _align(self, texts: Sequence[str]) -> None:
        """Ask how the ink can be taken apart into the digits of these rows."""
        content = self._content
        if content.picture is not None:
            pixels, mends = content.picture.pixels, content.mends
            self._session.ask(
                lambda engine: engine.spell_image(pixels, texts, mends),
                lambda done: self._aligned(content, "".join(texts), None, done),
            )
        else:
            strokes, whole = content.strokes, wholes(content.stroke_notes, content.strokes)
            self._session.ask(
                lambda engine: engine.spell_strokes(strokes, texts, whole),
                lambda done: self._aligned(content, "".join(texts), strokes, done),
            )

    def _aligned(self, before: Content, typed: str, strokes: Strokes | None, done: Done) -> None:
        if before is self._content:
            digits = done.result.digits
            pairs = [(digit, int(character)) for digit, character in zip(digits, typed, strict=True)]
            self._words = _in_words(list(pairs))
            self._note([self._said(digit, parts_of(digit, strokes), label) for digit, label in pairs])


def cut_out(pixels: Rgb, box: Box) -> Rgb:
    """The piece of a picture around a digit."""
    more = round(AROUND * max(box.width, box.height))
    top, left = max(0, box.top - more), max(0, box.left - more)
    return locked(pixels[top : box.bottom + more, left : box.right + more].copy())


def _replaces(note: Note, old: Note) -> bool:
    """Whether the old sample must go: its digit is taken apart otherwise now. A new label is put over the old one."""
    return note.parts != old.parts


def _in_words(said: Sequence[tuple[Digit, int | None]]) -> str:
    if len(said) > 1:
        return f"Saved: {''.join('' if label is None else str(label) for _, label in said)}"
    digit, label = said[0]
    if label is None:
        return "Saved: not a digit"
    was = not digit.refused and digit.label == label
    return f"Saved: it is a {label}" if was or digit.refused else f"Saved: it is a {label}, not a {digit.label}"
